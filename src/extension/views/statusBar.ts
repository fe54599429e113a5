import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../shared/api';
import type { Locale } from '../../shared/format';
import type { EpochMs } from '../../shared/time';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import { watched } from './clusterOrder';
import { say } from './say';
import { chosenClusters, statusBarContent, statusCommand } from './statusBarText';

type Deps = {
  readonly api: StarRocksOverviewApi;
  readonly locale: Locale;
  readonly log: Log;
  readonly now: () => EpochMs;
};

const refreshDelayMs = 300;
const shownSetting = 'starrocksOverview.statusBar';
const clustersSetting = 'starrocksOverview.statusBarClusters';

/** One item: the worst cluster and its compaction score; hidden without clusters or by setting. */
export class StatusBar {
  private readonly deps: Deps;
  private readonly item: vscode.StatusBarItem;
  private readonly disposables: { dispose(): unknown }[];
  private timer: NodeJS.Timeout | undefined;
  private isDisposed = false;

  constructor(deps: Deps) {
    this.deps = deps;
    const { api, locale } = deps;
    this.item = vscode.window.createStatusBarItem(
      'starrocksOverview.status',
      vscode.StatusBarAlignment.Left,
      -10,
    );
    this.item.name = say(locale, 'host.status.name');
    this.item.command = statusCommand;
    this.disposables = [
      this.item,
      api.onDidChangeClusters(() => {
        this.schedule();
      }),
      api.onDidChange(() => {
        this.schedule();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if ([shownSetting, clustersSetting].some((each) => event.affectsConfiguration(each))) {
          this.schedule();
        }
      }),
    ];
    this.schedule();
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.refresh();
    }, refreshDelayMs);
  }

  private async refresh(): Promise<void> {
    try {
      const settings = vscode.workspace.getConfiguration();
      const isWanted = settings.get<boolean>(shownSetting) !== false;
      const summaries = isWanted
        ? chosenClusters(
            watched(await this.deps.api.listClusters()),
            settings.get<unknown>(clustersSetting),
          )
        : [];
      if (!this.isDisposed) {
        this.show(statusBarContent(summaries, this.deps.locale, this.deps.now()));
      }
    } catch (error) {
      this.deps.log.debug(`The status bar could not list the clusters: ${messageOf(error)}`);
      if (!this.isDisposed) {
        this.item.text = `$(question) ${say(this.deps.locale, 'host.status.name')} —`;
        this.item.backgroundColor = undefined;
        this.item.tooltip = messageOf(error);
      }
    }
  }

  private show(content: ReturnType<typeof statusBarContent>): void {
    if (content === undefined) {
      this.item.hide();
      return;
    }
    const tooltip = new vscode.MarkdownString(content.tooltip);
    tooltip.isTrusted = { enabledCommands: [statusCommand] };
    tooltip.supportHtml = false;
    this.item.text = content.text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: content.spoken };
    this.item.backgroundColor = content.critical
      ? new vscode.ThemeColor('statusBarItem.errorBackground')
      : undefined;
    this.item.show();
  }
}
