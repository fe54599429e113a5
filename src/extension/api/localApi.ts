import type {
  ApiEvent,
  ClusterSummary,
  ConditionCheck,
  DaysQuery,
  Explanation,
  HealthHistoryQuery,
  HistoryFormat,
  HistoryPart,
  OverviewQuery,
  RoundReport,
  RowPage,
  RowQuery,
  StarRocksOverviewApi,
  TableId,
  TableMap,
  TestStep,
  TrendQuery,
  NodePage,
} from '../../shared/api';
import type { ClusterPatch, NewCluster } from '../../shared/clusterProfile';
import type { ClusterId, NodeId, SourceId } from '../../shared/ids';
import type {
  ActionConsent,
  ActionOutcome,
  ActionPlan,
  ClusterAction,
} from '../../shared/model/action';
import {
  liveModuleIds,
  moduleIds,
  type ExtendedOverview,
  type ModuleId,
} from '../../shared/model/extendedOverview';
import type { LoadErrors, LoadErrorsQuery } from '../../shared/model/loadErrors';
import type { QueryProfile, QueryProfileQuery } from '../../shared/model/queryProfile';
import type { SlowQuery, SlowQueryRequest } from '../../shared/model/slowQueries';
import type { Days } from '../../shared/model/days';
import type { CauseQuery, CauseReport } from '../../shared/model/causes';
import type { HealthHistory } from '../../shared/model/healthHistory';
import type { TimeRange, Trend } from '../../shared/model/trends';
import type { Rows } from '../../shared/reading';
import { parseCondition } from '../../shared/condition';
import { ActionGate } from '../actions/actionGate';
import { judgeCondition } from '../alerts/ownRule';
import type { ClusterRegistry, RegistryChange } from '../clusters/clusterRegistry';
import { systemClock, type Clock } from '../collect/clock';
import type { ClusterMonitor } from '../collect/clusterMonitor';
import { Emitter } from '../emitter';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import { pageOf } from '../overview/pageOf';
import { tableRows } from '../overview/tableRows';
import { dayBounds } from '../past/dayBounds';
import { storedCauses } from '../past/findCauses';
import { HistoryExport } from '../past/historyExport';
import { pastOverview, pastRows } from '../past/pastOverview';
import { RecordedClusters } from '../past/recordedClusters';
import type { StoredCluster } from '../past/storedCluster';
import { storedHealthHistory, storedTrend, trendModules } from '../past/storedTrends';
import { clusterZone } from '../starrocks/clusterZone';
import { testConnection } from '../starrocks/connectionTest';
import type { HistoryStore } from '../store/historyStore';
import { verifyMarkdown } from '../verify/report';
import { verifyCluster } from '../verify/verifyCluster';
import { actionPort } from './actionPort';
import { ClusterMonitors } from './clusterMonitors';
import { summaryOf } from './clusterSummary';
import { explanationOf } from './explain';
import { nodePage } from './nodePage';
import { liveModules } from './liveModules';
import { headerOf } from './overviewHeader';

export type LocalApiDependencies = {
  readonly registry: ClusterRegistry;
  readonly store: HistoryStore;
  readonly log: Log;
  /** Of the extension; goes into statement comments. */
  readonly version: string;
  readonly clock?: Clock;
};

/** Changes reach views at most this often. */
const throttleMs = 250;
const defaultRange: TimeRange = '24h';
const defaultDays = 90;

/** The API of the window that collects: one monitor per cluster, one store, nothing asked twice. */
export class LocalApi implements StarRocksOverviewApi {
  readonly version = 1 as const;
  readonly onDidChangeClusters: ApiEvent<void>;
  readonly onDidChange: ApiEvent<{ readonly id: ClusterId; readonly modules: readonly ModuleId[] }>;
  readonly onDidCollect: ApiEvent<RoundReport>;

  readonly #registry: ClusterRegistry;
  readonly #store: HistoryStore;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #clustersChanged: Emitter<void>;
  readonly #changed: Emitter<{ readonly id: ClusterId; readonly modules: readonly ModuleId[] }>;
  readonly #collected: Emitter<RoundReport>;
  readonly #monitors: ClusterMonitors;
  readonly #pending = new Map<ClusterId, NodeJS.Timeout>();
  readonly #subscription: { dispose(): void };
  readonly #recorded: RecordedClusters;
  readonly #export: HistoryExport;
  #disposed = false;

  constructor({ registry, store, log, clock }: LocalApiDependencies) {
    this.#registry = registry;
    this.#store = store;
    this.#log = log;
    this.#clock = clock ?? systemClock();
    this.#clustersChanged = new Emitter(log);
    this.#changed = new Emitter(log);
    this.#collected = new Emitter(log);
    this.onDidChangeClusters = this.#clustersChanged.event;
    this.onDidChange = this.#changed.event;
    this.onDidCollect = this.#collected.event;
    this.#monitors = new ClusterMonitors({
      registry,
      store,
      clock: this.#clock,
      log,
      onChange: (id) => {
        this.#announce(id);
      },
      onReport: (report) => {
        this.#collected.fire(report);
      },
    });
    this.#subscription = registry.onDidChange((change) => {
      this.#onRegistryChange(change);
    });
    this.#recorded = new RecordedClusters(store, this.#clock);
    this.#export = new HistoryExport(store);
    void this.#readRecorded();
  }

  dispose(): void {
    this.#disposed = true;
    this.#export.dispose();
    this.#subscription.dispose();
    for (const timer of this.#pending.values()) {
      clearTimeout(timer);
    }
    this.#monitors.dispose();
    this.#clustersChanged.dispose();
    this.#changed.dispose();
    this.#collected.dispose();
  }

  async #readRecorded(): Promise<void> {
    try {
      await this.#recorded.read();
      if (!this.#disposed) {
        this.#clustersChanged.fire();
      }
    } catch (error) {
      this.#log.warn(`Recorded histories could not be listed: ${messageOf(error)}`);
    }
  }

  async listClusters(): Promise<readonly ClusterSummary[]> {
    const recorded = await this.#recorded.summaries();
    return [...this.#monitors.all().map((monitor) => summaryOf(monitor, this.#clock)), ...recorded];
  }

  async addCluster(cluster: NewCluster, secret?: string): Promise<ClusterId> {
    return this.#registry.add(cluster, secret);
  }

  async updateCluster(id: ClusterId, patch: ClusterPatch, secret?: string): Promise<void> {
    await this.#registry.update(id, patch, secret);
  }

  async removeCluster(
    id: ClusterId,
    { deleteHistory }: { readonly deleteHistory: boolean },
  ): Promise<void> {
    if (this.#recorded.get(id) !== undefined) {
      await this.#recorded.remove(id);
      this.#clustersChanged.fire();
      return;
    }
    await this.#registry.remove(id);
    // The settings tell of it later: until then nothing more may be written.
    this.#monitors.end(id);
    if (deleteHistory) {
      await this.#store.deleteCluster(id);
    }
  }

  testConnection(
    cluster: NewCluster,
    secret?: string,
    signal?: AbortSignal,
  ): AsyncIterable<TestStep> {
    return testConnection(cluster, secret, signal);
  }

  async collectNow(id: ClusterId, signal?: AbortSignal): Promise<RoundReport> {
    return this.#monitor(id).collectNow(signal);
  }

  async setPaused(id: ClusterId, paused: boolean): Promise<void> {
    this.#monitor(id).setPaused(paused);
  }

  async setVisible(id: ClusterId, viewer: string, visible: boolean): Promise<void> {
    this.#monitors.get(id)?.setVisible(viewer, visible);
  }

  async getExtendedOverview(id: ClusterId, query: OverviewQuery = {}): Promise<ExtendedOverview> {
    const recorded = this.#recorded.get(id);
    if (recorded !== undefined) {
      return this.#recorded.overview(recorded, query);
    }
    const monitor = this.#monitor(id);
    const wanted = query.modules ?? moduleIds;
    const now = this.#clock.now();
    const { at = now, timeRange = defaultRange } = query;
    const input = monitor.input();
    const [shown, trends] = await Promise.all([
      query.at === undefined
        ? liveModules(input, monitor.judge.state, wanted).then((modules) => ({ at, modules }))
        : pastOverview(this.#store, monitor.profile, query.at, wanted),
      trendModules(this.#store, id, timeRange, at, wanted),
    ]);
    const header = headerOf(monitor, this.#clock, input);
    return { ...shown, header, modules: { ...shown.modules, ...trends } };
  }

  async getRows<T extends TableId>(
    id: ClusterId,
    table: T,
    query: RowQuery,
  ): Promise<RowPage<TableMap[T]>> {
    const { at } = query;
    const recorded = this.#recorded.get(id);
    if (recorded !== undefined) {
      return this.#recorded.rows(recorded, table, query);
    }
    const monitor = this.#monitor(id);
    const rows =
      at === undefined
        ? tableRows(monitor.input(), monitor.judge.state, table)
        : await pastRows(this.#store, monitor.profile, at, table);
    return pageOf(rows, query);
  }

  async getSlowQueries(id: ClusterId, query: SlowQueryRequest = {}): Promise<Rows<SlowQuery>> {
    return this.#monitor(id).slowQueries(query);
  }

  async getQueryProfile(id: ClusterId, query: QueryProfileQuery): Promise<QueryProfile> {
    return this.#monitor(id).queryProfile(query);
  }

  async getLoadErrors(id: ClusterId, query: LoadErrorsQuery): Promise<LoadErrors> {
    return this.#monitor(id).loadErrors(query);
  }

  async getTrend(id: ClusterId, query: TrendQuery): Promise<Trend> {
    return storedTrend(this.#store, id, query, this.#stored(id).end);
  }

  async getDays(id: ClusterId, query: DaysQuery = {}): Promise<Days> {
    const { zone, before: lastMoment } = this.#stored(id);
    const { days = defaultDays, before = lastMoment } = query;
    const bounds = dayBounds(before, days, zone.offsetAt);
    return { zone: zone.name, days: await this.#store.days(id, bounds) };
  }

  async getHealthHistory(id: ClusterId, query: HealthHistoryQuery): Promise<HealthHistory> {
    return storedHealthHistory(this.#store, id, query, this.#stored(id).end);
  }

  async findCauses(id: ClusterId, query: CauseQuery): Promise<CauseReport> {
    return storedCauses(this.#store, this.#stored(id).id, query);
  }

  async explain(id: ClusterId, source: SourceId, node?: NodeId): Promise<Explanation> {
    return explanationOf(this.#monitor(id).live, source, node);
  }

  async checkCondition(id: ClusterId, condition: string): Promise<ConditionCheck> {
    const parsed = parseCondition(condition);
    return parsed.ok
      ? { ok: true, now: judgeCondition(parsed.condition, this.#monitor(id).input()) }
      : parsed;
  }

  async getNodePage(id: ClusterId, node: NodeId): Promise<NodePage | null> {
    const { profile, live } = this.#monitor(id);
    return nodePage(profile, [...live.frontends(), ...live.computes()], node);
  }

  async verifyCluster(id: ClusterId, signal?: AbortSignal): Promise<string> {
    const { profile } = this.#monitor(id);
    const secret = await this.#registry.secretOf(id);
    const cancel = signal === undefined ? {} : { signal };
    return verifyMarkdown(await verifyCluster(profile, secret, cancel));
  }

  async planAction(id: ClusterId, action: ClusterAction): Promise<ActionPlan> {
    return this.#gate(id).plan(action);
  }

  async runAction(
    id: ClusterId,
    action: ClusterAction,
    consent: ActionConsent,
  ): Promise<ActionOutcome> {
    const monitor = this.#monitor(id);
    const outcome = await this.#gate(id).run(action, consent);
    this.#log.info(`${monitor.profile.name}: ${action.kind}: ${outcome.state}`);
    // Who paused a cluster wants nothing asked that they did not ask for.
    if (outcome.state !== 'refused' && !monitor.status.paused) {
      monitor.collectNow().catch((error: unknown) => {
        this.#log.debug(`${monitor.profile.name}: after ${action.kind}: ${messageOf(error)}`);
      });
    }
    return outcome;
  }

  #gate(id: ClusterId): ActionGate {
    return new ActionGate(actionPort(this.#monitor(id), this.#clock));
  }

  async getHistorySize(id: ClusterId): Promise<number> {
    return this.#store.size(id);
  }

  async exportHistory(id: ClusterId, format: HistoryFormat, cursor?: string): Promise<HistoryPart> {
    return this.#export.part(id, this.#stored(id).name, format, cursor);
  }

  async openRecordedHistory(file: string): Promise<ClusterId> {
    const id = await this.#recorded.open(file);
    this.#clustersChanged.fire();
    return id;
  }

  async deleteHistory(id: ClusterId): Promise<void> {
    if (this.#recorded.get(id) !== undefined) {
      return this.removeCluster(id, { deleteHistory: true });
    }
    await this.#store.deleteCluster(id);
    this.#monitors.get(id)?.historySize.forget();
    this.#announce(id);
  }

  /** Throws when there is no such cluster. */
  #stored(id: ClusterId): StoredCluster {
    const recorded = this.#recorded.stored(id);
    if (recorded !== undefined) {
      return recorded;
    }
    const { profile, live } = this.#monitor(id);
    const now = this.#clock.now();
    const zone = clusterZone(live.lastAnswer('clock'));
    return { id, name: profile.name, end: now, before: now, zone };
  }

  #monitor(id: ClusterId): ClusterMonitor {
    const monitor = this.#monitors.get(id);
    if (this.#recorded.get(id) !== undefined) {
      throw new Error('This is a recorded history: it can be looked at, and nothing else.');
    }
    if (monitor === undefined) {
      throw new Error('There is no such cluster any more.');
    }
    return monitor;
  }

  #onRegistryChange(change: RegistryChange): void {
    if (change.kind === 'secret') {
      this.#monitors.get(change.id)?.credentialsChanged();
      return;
    }
    this.#monitors.matchRegistry();
    this.#clustersChanged.fire();
  }

  #announce(id: ClusterId): void {
    if (this.#disposed || this.#pending.has(id)) {
      return;
    }
    this.#pending.set(
      id,
      setTimeout(() => {
        this.#pending.delete(id);
        this.#changed.fire({ id, modules: liveModuleIds });
      }, throttleMs),
    );
  }
}
