import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../shared/api';
import { localeOf } from '../shared/format';
import { SwitchingApi } from './api/switchingApi';
import { watchAttention } from './views/watchAttention';
import { DemoClusters } from './clusters/demoClusters';
import { isDemoClusterId } from './clusters/demoClusterId';
import { SettingsClusterRegistry } from './clusters/settingsClusterRegistry';
import { vscodeProfileSettings } from './clusters/vscodeProfileSettings';
import { offerRecommendations } from './clusters/workspaceRecommendations';
import { systemClock } from './collect/clock';
import { openOnStartup, rememberCluster } from './commands/openOnStartup';
import { registerCommands } from './commands/registerCommands';
import { Engine } from './engine';
import { RedactingLog } from './log';
import { redact } from './starrocks/redact';
import { WorkerHistoryStore } from './store/workerHistoryStore';
import { timeScaleOf } from './timeScale';
import { versionIn } from './versionIn';
import { AlertMemory } from './views/alertMemory';
import { ClusterTree } from './views/clusterTree';
import { Dialogs } from './views/dialogs';
import { languageModelTools } from './views/languageModelTools';
import { LogChannel } from './views/logChannel';
import { Notifier } from './views/notifier';
import { tellOwnRuleProblems } from './views/ownRuleProblems';
import { QueryDocuments } from './views/queryDocuments';
import { OverviewPanels } from './views/overviewPanels';
import { StatusBar } from './views/statusBar';
import { watchFirstCluster } from './views/walkthroughSteps';

/** Longest time the editor waits for us when it closes. */
const closeWithinMs = 1_800;
const demoSeed = 7;

let close: (() => Promise<unknown>) | undefined;

/** Wires the parts together. Without a cluster nothing is started, opened or written. */
export function activate(context: vscode.ExtensionContext): StarRocksOverviewApi {
  const { extensionUri, globalState, globalStorageUri, secrets, workspaceState } = context;
  const { subscriptions } = context;
  const dist = (file: string) => path.join(context.extensionPath, 'dist', file);
  const version = versionIn(context.extension.packageJSON);
  const locale = localeOf(vscode.env.language);
  const window = randomUUID().slice(0, 8);
  const clock = systemClock(timeScaleOf(process.env['STARROCKS_OVERVIEW_TIME_SCALE']));
  const channel = new LogChannel();
  const log = new RedactingLog(channel, redact);
  log.info(`StarRocks Cluster Overview ${version}, ${process.platform}, Node ${process.version}`);

  const registry = new SettingsClusterRegistry(vscodeProfileSettings, secrets, log);
  const api = new SwitchingApi(log);
  const onChange = (attended: boolean) => api.setAttended(attended);
  context.subscriptions.push(watchAttention({ after: (ms, f) => clock.after(ms, f), onChange }));
  const folder = path.join(globalStorageUri.fsPath, 'history');
  const dialogs = new Dialogs(locale, log);
  const openStore = (nonce: string) =>
    new WorkerHistoryStore({
      folder,
      nonce,
      workerFile: dist('history-worker.js'),
      wasmFile: dist('sql-wasm.wasm'),
      log,
      onNotice: (message) => void dialogs.showNotice(message),
    });
  const engine = new Engine({ registry, facade: api, folder, openStore, log, version, clock });
  const demo = new DemoClusters({
    api,
    importLines: (id, lines) => engine.importLines(id, lines),
    hold: () => engine.hold(),
    log,
    workerFile: dist('demo-worker.js'),
    timeScale: clock.scale,
    seed: demoSeed,
  });
  close = () => Promise.race([Promise.all([demo.close(), engine.close()]), delay(closeWithinMs)]);
  const now = () => clock.now();
  const alerts = new AlertMemory(globalState, now);
  const viewer = `tree:${window}`;
  const tree = new ClusterTree({ api, registry, alerts, log, locale, now, viewer });
  const isLeading = () => engine.isLeading();
  const notifier = new Notifier({ api, locale, log, now, isLeading, alerts });
  const statusBar = new StatusBar({ api, log, locale, now });
  const panels = new OverviewPanels({
    api,
    extensionUri,
    locale,
    log,
    window,
    isDemo: isDemoClusterId,
    onShown: rememberCluster(globalState),
  });
  const showLog = channel.show.bind(channel);
  const defaultIntervalS = () => vscodeProfileSettings.defaultIntervalS();
  const queryDocuments = new QueryDocuments(locale);
  const commands = {
    api,
    registry,
    panels,
    demo,
    alerts,
    dialogs,
    queryDocuments,
    log,
    locale,
    version,
    defaultIntervalS,
    showLog,
  };
  subscriptions.push(
    channel,
    registry,
    api,
    alerts,
    tree,
    statusBar,
    notifier,
    panels,
    queryDocuments.register(),
    registerCommands(commands),
  );
  subscriptions.push(languageModelTools(api, log), watchFirstCluster(api));
  subscriptions.push(offerRecommendations({ registry, log, locale, memory: workspaceState }));
  const tell = (message: string) => void dialogs.showNotice(message);
  subscriptions.push(tellOwnRuleProblems({ registry, locale, tell }));
  void openOnStartup(commands, globalState);
  return api;
}

/** Ends workers, sockets and locks; what was announced as saved is on disk already. */
export async function deactivate(): Promise<void> {
  await close?.();
}
