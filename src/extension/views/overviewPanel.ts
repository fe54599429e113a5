import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../shared/api';
import type { Locale } from '../../shared/format';
import type { ClusterId } from '../../shared/ids';
import type { ClusterAction } from '../../shared/model/action';
import { pack } from '../../shared/packed';
import type { PanelCommand, ToHost, ToPage, ViewState } from '../../shared/protocol';
import { isToHost } from '../../shared/protocol';
import type { RuleId } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import { actionCommand } from '../actions/actionRequest';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import { displayText } from './displayText';
import { offeredKinds } from './offeredActions';
import { PanelAsks } from './panelAsks';
import type { PanelContent } from './panelFeed';
import { gatherMs, maxMessageBytes, PanelFeed } from './panelFeed';
import { panelHtml } from './panelHtml';
import { say } from './say';
import { ShownOverview } from './shownOverview';
import { stepDone } from './walkthroughSteps';

export type PanelDeps = {
  readonly api: StarRocksOverviewApi;
  readonly extensionUri: vscode.Uri;
  readonly locale: Locale;
  readonly log: Log;
  /** Names this panel among the viewers of a cluster. */
  readonly viewer: string;
  /** A cluster that no panel shows yet, for a panel that has none or whose cluster is unknown. */
  readonly adopt: (wanted: ClusterId | undefined) => Promise<ClusterId | undefined>;
};

/** Updates follow each other at least this far apart. */
const minUpdateGapMs = 1_000;
/** How soon the host is asked again after it could not answer. */
const retryAfterMs = 2_000;

const commandIds: Readonly<Record<PanelCommand, string>> = {
  refresh: 'starrocksOverview.refresh',
  pause: 'starrocksOverview.pauseCollection',
  resume: 'starrocksOverview.resumeCollection',
  testConnection: 'starrocksOverview.testConnection',
  openLog: 'starrocksOverview.openLog',
  addCluster: 'starrocksOverview.addCluster',
  startDemoCluster: 'starrocksOverview.startDemoCluster',
  switchCluster: 'starrocksOverview.showClusterOverview',
  enterPassword: 'starrocksOverview.enterPassword',
  copyGrant: 'starrocksOverview.copyGrant',
  showGrants: 'starrocksOverview.showGrants',
  showAuditInstall: 'starrocksOverview.showAuditInstall',
  exportReport: 'starrocksOverview.exportReport',
  showQuery: 'starrocksOverview.showQuery',
  showQueryProfile: 'starrocksOverview.showQueryProfile',
  showLoadErrors: 'starrocksOverview.showLoadErrors',
  showCauseSql: 'starrocksOverview.showCauseSql',
};

/** The overview of one cluster, or the first-run page while there is none. */
export class OverviewPanel {
  readonly panel: vscode.WebviewPanel;
  private readonly deps: PanelDeps;
  private readonly feed = new PanelFeed();
  private readonly shown: ShownOverview;
  /** Whose figures the page shall go to, once it has any. */
  private wantedRule: RuleId | undefined;
  /** The past moment that the page shows. */
  private at: EpochMs | undefined;
  /** The range of time that its charts show. */
  private timeRange: ViewState['timeRange'];
  private readonly asks: PanelAsks;
  private readonly disposables: { dispose(): unknown }[];
  private cluster: ClusterId | undefined;
  /** The cluster was in the list while this panel was open: when it leaves, the panel closes. */
  private wasListed = false;
  private isReady = false;
  private isDisposed = false;
  /** The cluster that is told that it is looked at. */
  private watched: ClusterId | undefined;
  private timer: NodeJS.Timeout | undefined;
  private notBefore = 0;
  private isDirty = false;
  /** How soon what is dirty is wanted, ms: at once by a page that is new, or shows another moment. */
  private wantedWithin = gatherMs;
  private isFlushing = false;
  private lastShown: Omit<PanelContent, 'modules'> | undefined;

  constructor(panel: vscode.WebviewPanel, deps: PanelDeps, clusterId: ClusterId | undefined) {
    this.panel = panel;
    this.deps = deps;
    this.cluster = clusterId;
    this.shown = new ShownOverview(deps.api);
    this.asks = new PanelAsks(deps.api, (answer) => {
      this.post(answer);
    });
    const { api, extensionUri, locale } = deps;
    const root = vscode.Uri.joinPath(extensionUri, 'dist');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [root, vscode.Uri.joinPath(extensionUri, 'media')],
    };
    this.disposables = [
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.receive(message);
      }),
      panel.onDidChangeViewState(() => {
        this.visibilityChanged();
      }),
      panel.onDidDispose(() => {
        this.dispose();
      }),
      api.onDidChange(({ id }) => {
        if (id === this.cluster) {
          this.schedule(gatherMs);
        }
      }),
      api.onDidChangeClusters(() => {
        this.schedule();
      }),
    ];
    panel.webview.html = panelHtml({
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(root, 'webview.js')).toString(),
      styleUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(root, 'webview.css')).toString(),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(24).toString('hex'),
      locale,
      title: say(locale, 'host.panel.title'),
    });
    this.watch();
  }

  get clusterId(): ClusterId | undefined {
    return this.cluster;
  }

  /** Gives a panel without a cluster the one to show. */
  show(clusterId: ClusterId): void {
    this.cluster = clusterId;
    this.at = undefined;
    this.wasListed = false;
    this.lastShown = undefined;
    this.feed.reset();
    this.watch();
    this.schedule();
  }

  /** Leads the page, now live, to the figures of a rule. */
  showRule(rule: RuleId): void {
    this.wantedRule = rule;
    this.showMoment(undefined);
    this.schedule();
  }

  /** Stops listening, leaves the editor tab: VS Code restores it in the next window. */
  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.asks.cancelAll();
    this.watch();
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  private receive(message: unknown): void {
    if (!isToHost(message)) {
      this.deps.log.warn('The panel sent a message that is not understood; it was ignored.');
      return;
    }
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        this.at = message.view.at;
        this.timeRange = message.view.timeRange;
        this.feed.reset();
        this.asks.cancelAll();
        this.post({ kind: 'locale', locale: this.deps.locale });
        this.schedule();
        return;
      case 'view':
        // VS Code keeps the view with the page (`setState`); only the moment is the host's to show.
        this.timeRange = message.view.timeRange;
        this.showMoment(message.view.at);
        return;
      case 'ask':
        if (message.method === 'findCauses') {
          stepDone('causesShown');
        }
        void this.asks.answer(this.cluster, message);
        return;
      case 'cancel':
        this.asks.cancel(message.id);
        return;
      case 'act':
        this.act(message.action);
        return;
      case 'command':
        this.run(message);
        return;
    }
  }

  private showMoment(at: EpochMs | undefined): void {
    if (at !== this.at) {
      this.at = at;
      this.feed.reset();
      this.schedule();
    }
  }

  /** By the command of its kind, which asks the person: a page never agrees for one. */
  private act(action: ClusterAction): void {
    if (this.cluster !== undefined) {
      const { command, argument } = actionCommand(this.cluster, action);
      this.runCommand(command, argument);
    }
  }

  private run(message: Extract<ToHost, { kind: 'command' }>): void {
    const clusterId =
      message.command === 'switchCluster' ? message.clusterId : (message.clusterId ?? this.cluster);
    this.runCommand(commandIds[message.command], {
      ...(clusterId === undefined ? {} : { clusterId }),
      ...(message.needs === undefined ? {} : { needs: message.needs }),
      ...message.stretch,
      ...(message.queryId === undefined ? {} : { queryId: message.queryId }),
      ...(message.loadId === undefined ? {} : { loadId: message.loadId }),
      ...(message.command === 'exportReport' ? { at: this.at, timeRange: this.timeRange } : {}),
    });
  }

  /** Commands report their own failures; what arrives here is only worth a line in the log. */
  private runCommand(command: string, argument: object): void {
    vscode.commands.executeCommand(command, argument).then(undefined, (error: unknown) => {
      this.deps.log.warn(`The panel's command ${command} failed: ${messageOf(error)}`);
    });
  }

  private visibilityChanged(): void {
    this.watch();
    if (this.panel.visible) {
      // VS Code made the page anew, or kept it while it heard nothing: either way it needs all.
      this.feed.reset();
      this.schedule();
    }
  }

  /** Asks for the visible cadence of the cluster that is looked at, and ends it for the one before. */
  private watch(): void {
    const wanted = !this.isDisposed && this.panel.visible ? this.cluster : undefined;
    if (wanted === this.watched) {
      return;
    }
    const before = this.watched;
    this.watched = wanted;
    const tell = (id: ClusterId, visible: boolean) => {
      this.deps.api.setVisible(id, this.deps.viewer, visible).catch((error: unknown) => {
        this.deps.log.debug(`The panel could not change the cadence: ${messageOf(error)}`);
      });
    };
    if (before !== undefined) {
      tell(before, false);
    }
    if (wanted !== undefined) {
      tell(wanted, true);
    }
  }

  /** @param wait shortest wait; a page that is new or shown again is told at once */
  private schedule(wait = 0): void {
    this.isDirty = true;
    this.wantedWithin = Math.min(this.wantedWithin, wait);
    if (this.isFlushing || this.isDisposed) {
      return;
    }
    if (wait === 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.notBefore = 0;
    }
    if (this.timer === undefined) {
      const delay = Math.max(wait, this.notBefore - Date.now());
      this.timer = setTimeout(() => void this.flush(), delay);
    }
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    this.isFlushing = true;
    this.isDirty = false;
    this.wantedWithin = gatherMs;
    this.notBefore = Date.now() + minUpdateGapMs;
    try {
      await this.update();
    } catch (error) {
      this.deps.log.debug(`The panel could not be updated: ${messageOf(error)}`);
      this.showSilence(messageOf(error));
      this.notBefore = Date.now() + retryAfterMs;
      this.isDirty = this.panel.visible;
    }
    this.isFlushing = false;
    if (this.isDirty) {
      this.schedule(this.wantedWithin);
    }
  }

  private async update(): Promise<void> {
    if (!this.isReady || !this.panel.visible) {
      return;
    }
    const { api, locale } = this.deps;
    const summaries = await api.listClusters();
    const clusters = summaries.map(({ id, profile }) => ({ id, name: profile.name }));
    const id = this.cluster;
    const listed = summaries.find((cluster) => cluster.id === id);
    if (id === undefined || listed === undefined) {
      await this.withoutCluster(clusters.length === 0);
      return;
    }
    this.wasListed = true;
    this.setTitle(displayText(listed.profile.name, 40) || say(locale, 'host.panel.title'));
    const { at } = this;
    const { header, modules, past } = await this.shown.read(id, at);
    if (id !== this.cluster || at !== this.at) {
      return;
    }
    // What is past can not be acted on.
    const actions = past === undefined ? offeredKinds(listed.profile, header) : [];
    this.lastShown = { header, clusters, actions, past };
    for (const message of this.feed.next({ ...this.lastShown, modules })) {
      this.post(message);
    }
    if (this.wantedRule !== undefined) {
      this.post({ kind: 'showRule', rule: this.wantedRule });
      this.wantedRule = undefined;
    }
  }

  /** The window that collects does not answer: what is shown stays, and is called stale. */
  private showSilence(message: string): void {
    if (this.lastShown !== undefined && !this.isDisposed) {
      const { header, ...rest } = this.lastShown;
      const stale = { ...header, state: 'stale', refreshing: false, message } as const;
      for (const update of this.feed.next({ ...rest, header: stale, modules: {} })) {
        this.post(update);
      }
    }
  }

  private setTitle(title: string): void {
    if (!this.isDisposed && this.panel.title !== title) {
      this.panel.title = title;
    }
  }

  /** The cluster was removed, is not known yet, or there is none at all. */
  private async withoutCluster(noneConfigured: boolean): Promise<void> {
    if (this.wasListed && !noneConfigured) {
      this.panel.dispose();
      return;
    }
    const adopted = noneConfigured ? undefined : await this.deps.adopt(this.cluster);
    if (this.isDisposed) {
      return;
    }
    if (adopted !== undefined && adopted !== this.cluster) {
      this.show(adopted);
      return;
    }
    this.feed.reset();
    this.lastShown = undefined;
    this.setTitle(say(this.deps.locale, 'host.panel.title'));
    this.post({ kind: 'empty' });
  }

  private post(message: ToPage): void {
    if (this.isDisposed || !this.isReady || !this.panel.visible) {
      return;
    }
    const packed = pack(message);
    const bytes = Buffer.byteLength(JSON.stringify(packed));
    if (bytes > maxMessageBytes) {
      this.deps.log.warn(`A message to the panel has ${bytes} bytes (${message.kind}).`);
    }
    void this.panel.webview.postMessage(packed);
  }
}
