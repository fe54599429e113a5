import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../shared/api';
import type { Locale } from '../../shared/format';
import type { ClusterId } from '../../shared/ids';
import type { RuleId } from '../../shared/thresholds';
import type { Log } from '../log';
import { compareClusters } from './clusterOrder';
import { OverviewPanel } from './overviewPanel';
import { say } from './say';
import { stepDone } from './walkthroughSteps';

export const overviewViewType = 'starrocksOverview.overview';

type Deps = {
  readonly api: StarRocksOverviewApi;
  readonly extensionUri: vscode.Uri;
  readonly locale: Locale;
  readonly log: Log;
  /** Names this window among the viewers of a cluster. */
  readonly window: string;
  /** Ids that demo clusters will have: a restored panel waits for them. */
  readonly isDemo: (id: ClusterId) => boolean;
  /** Called with the cluster that is looked at. */
  readonly onShown: (id: ClusterId) => void;
};

/** One panel per cluster; restored after a reload of the window. */
export class OverviewPanels implements vscode.WebviewPanelSerializer {
  private readonly deps: Deps;
  private readonly panels = new Set<OverviewPanel>();
  private readonly registration: vscode.Disposable;
  private opened = 0;

  constructor(deps: Deps) {
    this.deps = deps;
    this.registration = vscode.window.registerWebviewPanelSerializer(overviewViewType, this);
  }

  /**
   * Reveals the panel of the cluster or opens it; without a cluster the first-run page.
   *
   * @param rule whose figures it shall lead to
   */
  show(clusterId: ClusterId | undefined, rule?: RuleId): void {
    const panel = this.reveal(clusterId);
    if (rule !== undefined) {
      panel.showRule(rule);
    }
  }

  private reveal(clusterId: ClusterId | undefined): OverviewPanel {
    if (clusterId !== undefined) {
      this.deps.onShown(clusterId);
      stepDone('overviewShown');
    }
    const existing =
      this.find(clusterId) ?? (clusterId === undefined ? undefined : this.find(undefined));
    if (existing !== undefined) {
      if (clusterId !== undefined && existing.clusterId !== clusterId) {
        existing.show(clusterId);
      }
      existing.panel.reveal();
      return existing;
    }
    const title = say(this.deps.locale, 'host.panel.title');
    const column = vscode.window.activeTextEditor?.viewColumn ?? vscode.ViewColumn.Active;
    // The options are set by OverviewPanel: a restored panel needs them just as well.
    return this.own(vscode.window.createWebviewPanel(overviewViewType, title, column), clusterId);
  }

  /** Called by VS Code for each panel that was open when the window closed. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Thenable<void> {
    const id =
      typeof state === 'object' && state !== null && 'clusterId' in state
        ? state.clusterId
        : undefined;
    const clusterId = typeof id === 'string' ? id : undefined;
    if (clusterId !== undefined && this.find(clusterId) !== undefined) {
      panel.dispose();
    } else {
      this.own(panel, clusterId);
    }
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of [...this.panels]) {
      panel.dispose();
    }
  }

  private find(clusterId: ClusterId | undefined): OverviewPanel | undefined {
    return [...this.panels].find((panel) => panel.clusterId === clusterId);
  }

  private own(webviewPanel: vscode.WebviewPanel, clusterId: ClusterId | undefined): OverviewPanel {
    this.opened += 1;
    const panel = new OverviewPanel(
      webviewPanel,
      {
        ...this.deps,
        viewer: `panel:${this.deps.window}:${this.opened}`,
        adopt: (wanted) => this.adopt(wanted),
      },
      clusterId,
    );
    this.panels.add(panel);
    webviewPanel.onDidDispose(() => this.panels.delete(panel));
    return panel;
  }

  private async adopt(wanted: ClusterId | undefined): Promise<ClusterId | undefined> {
    if (wanted !== undefined && this.deps.isDemo(wanted)) {
      return undefined;
    }
    const summaries = await this.deps.api.listClusters();
    return [...summaries].sort(compareClusters).find(({ id }) => this.find(id) === undefined)?.id;
  }
}
