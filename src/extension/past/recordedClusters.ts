import { randomUUID } from 'node:crypto';
import type {
  ClusterSummary,
  OverviewQuery,
  RowPage,
  RowQuery,
  TableId,
  TableMap,
} from '../../shared/api';
import type { ClusterProfile } from '../../shared/clusterProfile';
import type { ClusterId } from '../../shared/ids';
import {
  moduleIds,
  type ExtendedOverview,
  type OverviewHeader,
} from '../../shared/model/extendedOverview';
import { known, unknown } from '../../shared/reading';
import type { Clock } from '../collect/clock';
import type { HistoryStore, RecordedHistory } from '../store/historyStore';
import { pageOf } from '../overview/pageOf';
import { pastOverview, pastRows } from './pastOverview';
import type { StoredCluster } from './storedCluster';
import { trendModules } from './storedTrends';

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

  stored(id: ClusterId): StoredCluster | undefined {
    const recorded = this.get(id);
    return recorded === undefined ? undefined : storedOf(recorded);
  }

  async summaries(): Promise<readonly ClusterSummary[]> {
    return Promise.all(this.#all.map((each) => this.#summaryOnce(each)));
  }

  async overview(
    recorded: RecordedHistory,
    { at = recorded.to, timeRange = '24h', modules = moduleIds }: OverviewQuery,
  ): Promise<ExtendedOverview> {
    const trendsTo = at === recorded.to ? storedOf(recorded).end : at;
    const [shown, trends, bytes] = await Promise.all([
      pastOverview(this.#store, profileOf(recorded), at, modules),
      trendModules(this.#store, recorded.id, timeRange, trendsTo, modules),
      this.#store.size(recorded.id),
    ]);
    const header = this.#header(recorded, bytes);
    return { ...shown, header, modules: { ...shown.modules, ...trends } };
  }

  async rows<T extends TableId>(
    recorded: RecordedHistory,
    table: T,
    query: RowQuery,
  ): Promise<RowPage<TableMap[T]>> {
    const { at = recorded.to } = query;
    return pageOf(await pastRows(this.#store, profileOf(recorded), at, table), query);
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
      lastAnswerAt: recorded.to,
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
      lastAnswerAt: recorded.to,
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

/** Its last round stands for its time, too. Days are of UTC: the cluster's zone is not in the file. */
function storedOf({ id, name, to }: RecordedHistory): StoredCluster {
  return { id, name, end: to + 1, before: to, zone: { name: null, offsetAt: () => 0 } };
}
