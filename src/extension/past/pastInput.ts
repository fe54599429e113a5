import type { ClusterProfile } from '../../shared/clusterProfile';
import { unknown } from '../../shared/reading';
import { thresholdsOf } from '../../shared/thresholds';
import { secondMs } from '../../shared/time';
import { SnapshotWindow } from '../collect/recentHistory';
import type { OverviewInput } from '../overview/overviewInput';
import type { StoredGrowth } from '../overview/storedGrowth';
import type { GrowthBase } from '../overview/storedSizes';
import { defaultGridMs, type Snapshot } from '../store/historyStore';
import { pastLists } from './pastRows';
import { pastSeries } from './pastSeries';

/** What the history holds of a past moment. */
export type StoredMoment = {
  readonly snapshot: Snapshot;
  /** The rounds of the hour before, itself included. */
  readonly recent: readonly Snapshot[];
  /** Those of the same time a day earlier. */
  readonly yesterday: readonly Snapshot[];
  readonly growthBase: GrowthBase;
  readonly growth: StoredGrowth;
};

/**
 * What the modules are computed from, at a past moment: series, nodes, recent rounds and growth as
 * they are stored. Answers of sources are not stored, so what rests on them is `not-recorded`.
 */
export function pastInput(profile: ClusterProfile, moment: StoredMoment): OverviewInput {
  const { snapshot } = moment;
  const now = snapshot.at;
  const none = unknown('not-recorded', now, { source: 'collector' });
  const intervalMs = (profile.intervalS ?? 30) * secondMs;
  const history = new SnapshotWindow(Math.max(defaultGridMs, intervalMs));
  history.seed(moment.recent);
  history.setYesterday(moment.yesterday);
  return {
    now,
    profile,
    thresholds: thresholdsOf(profile.thresholds),
    intervalMs,
    startedAt: moment.recent[0]?.at ?? now,
    lastAnswerAt: now,
    reach: none,
    saving: none,
    leader: none,
    leaderClaims: none,
    capabilities: none,
    clock: none,
    ...pastLists(snapshot),
    runningQueries: none,
    sessions: none,
    lakeCompactions: none,
    partitions: none,
    localCompactions: none,
    feConfig: none,
    beConfig: none,
    loads: none,
    streamLoads: none,
    routineLoads: none,
    routineLoadTrends: new Map(),
    txnDetail: none,
    transactions: new Map(),
    alterSweep: none,
    alters: { databases: undefined, counts: new Map(), lists: [], noOptimize: false },
    drains: new Map(),
    mvs: none,
    taskRuns: none,
    taskSchedules: none,
    metadata: none,
    metadataFrontend: null,
    growthBase: moment.growthBase,
    tabletHealth: none,
    tabletScheduler: none,
    queue: none,
    resourceGroups: none,
    warehouses: none,
    cacheTraffic: new Map(),
    images: new Map(),
    measuredCost: undefined,
    historyBytes: none,
    auditTable: none,
    auditSlow: none,
    auditTop: none,
    profileList: none,
    samples: { queries: [], lastActive: new Map() },
    growth: moment.growth,
    feMetrics: new Map(),
    beMetrics: new Map(),
    unknownColumns: new Map(),
    answeringSql: new Set(),
    frozenGauges: new Set(),
    sources: new Map(),
    ...pastSeries(snapshot),
    latencyNode: none,
    localCompaction: new Map(),
    ownConnections: new Set(),
    history,
  };
}
