import { randomUUID } from 'node:crypto';
import type {
  ClusterSummary,
  DaysQuery,
  OverviewQuery,
  RowPage,
  RowQuery,
  TableId,
  TableMap,
  TrendQuery,
} from '../../shared/api';
import type { ClusterProfile } from '../../shared/clusterProfile';
import type { ClusterId } from '../../shared/ids';
import type { Days } from '../../shared/model/days';
import {
  moduleIds,
  type ExtendedOverview,
  type OverviewHeader,
} from '../../shared/model/extendedOverview';
import type { Trend } from '../../shared/model/trends';
import { known, unknown } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { Clock } from '../collect/clock';
import type { HistoryStore, RecordedHistory } from '../store/historyStore';
import { dayBounds } from './dayBounds';
import { pastOverview, pastRows } from './pastOverview';
import { storedTrend, trendModules } from './storedTrends';

/** Histories that somebody exported, as clusters that are only looked at. "Now" is their last round. */
export class RecordedClusters {
  readonly #store: HistoryStore;
  readonly #clock: Clock;
  #all: readonly RecordedHistory[] = [];
  /** Nothing is added to what is recorded: each is made once. */
  readonly #summaries = new Map<ClusterId, Promise<ClusterSummary>>();

  constructor(store: HistoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Finds those that were opened before. */
  async read(): Promise<void> {
    this.#all = await this.#store.recorded();
  }

  async open(file: string): Promise<ClusterId> {
    const added = await this.#store.addRecorded(randomUUID(), file);
    this.#all = [...this.#all, added];
    return added.id;
  }

  async remove(id: ClusterId): Promise<void> {
    this.#all = this.#all.filter((each) => each.id !== id);
    this.#summaries.delete(id);
    await this.#store.deleteCluster(id);
  }

  get(id: ClusterId): RecordedHistory | undefined {
    return this.#all.find((each) => each.id === id);
  }

  async summaries(): Promise<readonly ClusterSummary[]> {
    return Promise.all(this.#all.map((each) => this.#summaryOnce(each)));
  }

  async overview(
    recorded: RecordedHistory,
    { at = recorded.to, timeRange = '24h', modules = moduleIds }: OverviewQuery,
  ): Promise<ExtendedOverview> {
    const [shown, trends, bytes] = await Promise.all([
      pastOverview(this.#store, profileOf(recorded), at, modules),
      trendModules(this.#store, recorded.id, timeRange, at, modules),
      this.#store.size(recorded.id),
    ]);
    const header = this.#header(recorded, bytes);
    return { ...shown, header, modules: { ...shown.modules, ...trends } };
  }

  async rows<T extends TableId>(
    recorded: RecordedHistory,
    table: T,
    { offset, limit, at = recorded.to }: RowQuery,
  ): Promise<RowPage<TableMap[T]>> {
    const rows = await pastRows(this.#store, profileOf(recorded), at, table);
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  }

  trend(recorded: RecordedHistory, query: TrendQuery): Promise<Trend> {
    return storedTrend(this.#store, recorded.id, query, endOf(recorded));
  }

  /** In UTC: the zone of the cluster is not in the file. */
  async days(
    recorded: RecordedHistory,
    { days = 90, before = recorded.to }: DaysQuery,
  ): Promise<Days> {
    const bounds = dayBounds(before, days, () => 0);
    return { zone: null, days: await this.#store.days(recorded.id, bounds) };
  }

  #summaryOnce(recorded: RecordedHistory): Promise<ClusterSummary> {
    const made = this.#summaries.get(recorded.id);
    if (made !== undefined) {
      return made;
    }
    const summary = this.#summary(recorded);
    this.#summaries.set(recorded.id, summary);
    // What could not be read may be readable the next time.
    summary.catch(() => this.#summaries.delete(recorded.id));
    return summary;
  }

  async #summary(recorded: RecordedHistory): Promise<ClusterSummary> {
    const { modules } = await pastOverview(this.#store, profileOf(recorded), recorded.to, [
      'health',
    ]);
    const health = modules.health?.known === true ? modules.health.value : undefined;
    const none = unknown('not-recorded', recorded.to, { source: 'collector' });
    return {
      id: recorded.id,
      profile: profileOf(recorded),
      state: 'recorded',
      verdict: health?.verdict ?? 'unknown',
      sentence: health?.sentence ?? { id: 'reason.not-recorded', args: {} },
      score: health?.score ?? none,
      compactionScore: none,
      compactionLevel: 'unknown',
      problems: health?.problems ?? [],
      lastRoundAt: recorded.to,
    };
  }

  #header(recorded: RecordedHistory, bytes: number): OverviewHeader {
    const now = this.#clock.now();
    const none = unknown('not-recorded', recorded.to, { source: 'collector' });
    return {
      now,
      timeScale: this.#clock.scale,
      clusterId: recorded.id,
      name: recorded.name,
      production: false,
      demo: false,
      state: 'recorded',
      intervalS: 30,
      lastRoundAt: recorded.to,
      refreshing: false,
      version: none,
      runMode: none,
      sources: [],
      ownCost: { statements: none, ms: none },
      historyBytes: known(bytes, { observedAt: now, source: 'collector' }),
    };
  }
}

/** Nothing is ever connected to with it. */
function profileOf({ id, name }: RecordedHistory): ClusterProfile {
  return {
    id,
    name,
    frontends: [],
    user: '',
    password: 'none',
    tls: { mode: 'off' },
    http: { mode: 'off' },
    access: 'read-only',
  };
}

/** The last round stands for its time, too. */
function endOf({ to }: RecordedHistory): EpochMs {
  return to + 1;
}
