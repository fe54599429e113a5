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
import type { ExtendedOverview, ModuleId } from '../../shared/model/extendedOverview';
import type { LoadErrors, LoadErrorsQuery } from '../../shared/model/loadErrors';
import type { QueryProfile, QueryProfileQuery } from '../../shared/model/queryProfile';
import type { SlowQuery, SlowQueryRequest } from '../../shared/model/slowQueries';
import type { Days } from '../../shared/model/days';
import type { CauseQuery, CauseReport } from '../../shared/model/causes';
import type { HealthHistory } from '../../shared/model/healthHistory';
import type { Trend } from '../../shared/model/trends';
import type { Rows } from '../../shared/reading';
import { Emitter } from '../emitter';
import type { Log } from '../log';

type Changed = { readonly id: ClusterId; readonly modules: readonly ModuleId[] };

/** What answers at the moment, or undefined while a window is being found that collects. */
type Current = StarRocksOverviewApi | undefined;

const waitMs = 5_000;
const nobodyMessage =
  'No window collects at the moment: another window of this editor holds the history but does not answer.';

/**
 * The API that `activate()` returns at once and that outlives every change of the collecting window.
 * It forwards to whichever implementation is current, waits a little while there is none, and
 * answers "no clusters" by itself, without starting anything, as long as none is configured.
 */
export class SwitchingApi implements StarRocksOverviewApi {
  readonly version = 1;
  readonly onDidChangeClusters: ApiEvent<void>;
  readonly onDidChange: ApiEvent<Changed>;
  readonly onDidCollect: ApiEvent<RoundReport>;

  private readonly changedClusters: Emitter<void>;
  private readonly changed: Emitter<Changed>;
  private readonly collected: Emitter<RoundReport>;
  private current: Current;
  private subscriptions: readonly { dispose(): void }[] = [];
  private readonly waiters = new Set<() => void>();
  /** Who looks at what: told again to the next implementation. */
  private readonly viewers = new Map<string, readonly [id: ClusterId, viewer: string]>();
  /** Whether somebody may be looking at this window at all. */
  private attended = true;
  private engine: { isWanted(): boolean; hold(): () => void } | undefined;

  constructor(log: Log) {
    this.changedClusters = new Emitter(log);
    this.changed = new Emitter(log);
    this.collected = new Emitter(log);
    this.onDidChangeClusters = this.changedClusters.event;
    this.onDidChange = this.changed.event;
    this.onDidCollect = this.collected.event;
  }

  /** Says whether anything runs or should, and how to make it run for a while. */
  connect(engine: { isWanted(): boolean; hold(): () => void }): void {
    this.engine = engine;
  }

  /** Forwards to `api` from now on; undefined = nobody for the moment. */
  use(api: Current): void {
    this.subscriptions.forEach((subscription) => {
      subscription.dispose();
    });
    this.subscriptions = [];
    this.current = api;
    if (api === undefined) {
      return;
    }
    this.subscriptions = [
      api.onDidChangeClusters(() => {
        this.changedClusters.fire();
      }),
      api.onDidChange((event) => {
        this.changed.fire(event);
      }),
      api.onDidCollect((event) => {
        this.collected.fire(event);
      }),
    ];
    if (this.attended) {
      this.tellViewers();
    }
    for (const waiter of [...this.waiters]) {
      waiter();
    }
    this.changedClusters.fire();
  }

  /** Without attention what is open counts as hidden; with it, as before. */
  setAttended(attended: boolean): void {
    this.attended = attended;
    this.tellViewers();
  }

  private tellViewers(): void {
    for (const [id, viewer] of this.viewers.values()) {
      // A cluster that this implementation does not know needs no cadence.
      this.current?.setVisible(id, viewer, this.attended).catch(() => undefined);
    }
  }

  /** Clusters came or went while nothing runs. */
  announceClusters(): void {
    this.changedClusters.fire();
  }

  dispose(): void {
    this.use(undefined);
    this.engine = undefined;
    for (const waiter of [...this.waiters]) {
      waiter();
    }
  }

  async listClusters(): Promise<readonly ClusterSummary[]> {
    return this.isIdle() ? [] : (await this.api()).listClusters();
  }

  addCluster(cluster: NewCluster, secret?: string): Promise<ClusterId> {
    return this.held(async () => (await this.api()).addCluster(cluster, secret));
  }

  async updateCluster(id: ClusterId, patch: ClusterPatch, secret?: string): Promise<void> {
    await (await this.api()).updateCluster(id, patch, secret);
  }

  async removeCluster(id: ClusterId, options: { readonly deleteHistory: boolean }): Promise<void> {
    await this.held(async () => (await this.api()).removeCluster(id, options));
  }

  async *testConnection(
    cluster: NewCluster,
    secret?: string,
    signal?: AbortSignal,
  ): AsyncIterable<TestStep> {
    const release = this.engine?.hold();
    try {
      yield* (await this.api()).testConnection(cluster, secret, signal);
    } finally {
      release?.();
    }
  }

  async collectNow(id: ClusterId, signal?: AbortSignal): Promise<RoundReport> {
    return (await this.api()).collectNow(id, signal);
  }

  async setPaused(id: ClusterId, paused: boolean): Promise<void> {
    await (await this.api()).setPaused(id, paused);
  }

  async setVisible(id: ClusterId, viewer: string, visible: boolean): Promise<void> {
    const key = `${viewer} ${id}`;
    if (visible) {
      this.viewers.set(key, [id, viewer]);
    } else {
      this.viewers.delete(key);
    }
    await this.current?.setVisible(id, viewer, visible && this.attended);
  }

  async getExtendedOverview(id: ClusterId, query?: OverviewQuery): Promise<ExtendedOverview> {
    return (await this.api()).getExtendedOverview(id, query);
  }

  async getRows<T extends TableId>(
    id: ClusterId,
    table: T,
    query: RowQuery,
  ): Promise<RowPage<TableMap[T]>> {
    return (await this.api()).getRows(id, table, query);
  }

  async getSlowQueries(id: ClusterId, query: SlowQueryRequest = {}): Promise<Rows<SlowQuery>> {
    return (await this.api()).getSlowQueries(id, query);
  }

  async getTrend(id: ClusterId, query: TrendQuery): Promise<Trend> {
    return (await this.api()).getTrend(id, query);
  }

  async getDays(id: ClusterId, query?: DaysQuery): Promise<Days> {
    return (await this.api()).getDays(id, query);
  }

  async getHealthHistory(id: ClusterId, query: HealthHistoryQuery): Promise<HealthHistory> {
    return (await this.api()).getHealthHistory(id, query);
  }

  async getLoadErrors(id: ClusterId, query: LoadErrorsQuery): Promise<LoadErrors> {
    return (await this.api()).getLoadErrors(id, query);
  }

  async getQueryProfile(id: ClusterId, query: QueryProfileQuery): Promise<QueryProfile> {
    return (await this.api()).getQueryProfile(id, query);
  }

  async findCauses(id: ClusterId, query: CauseQuery): Promise<CauseReport> {
    return (await this.api()).findCauses(id, query);
  }

  async checkCondition(id: ClusterId, condition: string): Promise<ConditionCheck> {
    return (await this.api()).checkCondition(id, condition);
  }

  async getNodePage(id: ClusterId, node: NodeId): Promise<NodePage | null> {
    return (await this.api()).getNodePage(id, node);
  }

  async explain(id: ClusterId, source: SourceId, node?: NodeId): Promise<Explanation> {
    return (await this.api()).explain(id, source, node);
  }

  async verifyCluster(id: ClusterId, signal?: AbortSignal): Promise<string> {
    return (await this.api()).verifyCluster(id, signal);
  }

  async planAction(id: ClusterId, action: ClusterAction): Promise<ActionPlan> {
    return (await this.api()).planAction(id, action);
  }

  async runAction(
    id: ClusterId,
    action: ClusterAction,
    consent: ActionConsent,
  ): Promise<ActionOutcome> {
    return (await this.api()).runAction(id, action, consent);
  }

  async getHistorySize(id: ClusterId): Promise<number> {
    return (await this.api()).getHistorySize(id);
  }

  async exportHistory(id: ClusterId, format: HistoryFormat, cursor?: string): Promise<HistoryPart> {
    return (await this.api()).exportHistory(id, format, cursor);
  }

  /** From then on this window runs without a configured cluster, too: there is something to show. */
  async openRecordedHistory(file: string): Promise<ClusterId> {
    const release = this.engine?.hold();
    try {
      return await (await this.api()).openRecordedHistory(file);
    } catch (error) {
      release?.();
      throw error;
    }
  }

  async deleteHistory(id: ClusterId): Promise<void> {
    await (await this.api()).deleteHistory(id);
  }

  private isIdle(): boolean {
    return this.current === undefined && this.engine?.isWanted() !== true;
  }

  private async held<T>(work: () => Promise<T>): Promise<T> {
    const release = this.engine?.hold();
    try {
      return await work();
    } finally {
      release?.();
    }
  }

  private async api(): Promise<StarRocksOverviewApi> {
    if (this.isIdle()) {
      throw new Error('No cluster is configured.');
    }
    if (this.current === undefined) {
      await this.someoneOrLate();
    }
    if (this.current === undefined) {
      throw new Error(nobodyMessage);
    }
    return this.current;
  }

  private someoneOrLate(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.waiters.add(done);
    });
  }
}
