import type { ClusterProfile } from '../../shared/clusterProfile';
import type { NodeId, SourceId } from '../../shared/ids';
import type { CompactionKind } from '../../shared/model/beCompactionScore';
import type { WorstNode } from '../../shared/model/resourceMetrics';
import type { Coverage, Reading, UnknownReason } from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId, SeriesId } from '../../shared/series';
import type { Thresholds } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { AuditLookup } from '../starrocks/sources/auditTable';
import type { AuditTop } from '../starrocks/sources/auditTop';
import type { AlterAnswer } from '../starrocks/sources/alterJobs';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { BackendSetting } from '../starrocks/sources/beConfig';
import type { Capabilities } from '../starrocks/sources/capabilities';
import type { ClusterClock } from '../starrocks/sources/clock';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { ClosedFrontend } from '../starrocks/frontendAddresses';
import type { FrontendConfig } from '../starrocks/sources/feConfig';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { MetadataImage } from '../starrocks/sources/imageAge';
import type { LakeCompactionRow } from '../starrocks/sources/lakeCompactions';
import type { LocalCompactionRow } from '../starrocks/sources/localCompactions';
import type {
  MaterializedViewRow,
  TaskRunRow,
  TaskSchedule,
} from '../starrocks/sources/materializedViews';
import type { Metadata } from '../starrocks/sources/metadata';
import type { PartitionScores } from '../starrocks/sources/partitions';
import type { QueueRow } from '../starrocks/sources/queryQueue';
import type { ResourceGroupRow } from '../starrocks/sources/resourceGroups';
import type { ProfileRow } from '../starrocks/sources/profileList';
import type { RoutineLoadRow } from '../starrocks/sources/routineLoads';
import type { RunningQueryRow } from '../starrocks/sources/runningQueries';
import type { SessionRow } from '../starrocks/sources/sessions';
import type { TabletStatistic } from '../starrocks/sources/tabletHealth';
import type { TabletSchedule } from '../starrocks/sources/tabletScheduler';
import type { CacheTraffic } from '../starrocks/sources/dataCache';
import type { WarehouseRow } from '../starrocks/sources/warehouses';
import type { AppendOutcome } from '../store/historyStore';
import type { MeasuredCost } from './collectorCost';
import type { UnknownColumns } from './emptyCell';
import type { DatabaseTransactions, TransactionRow } from '../starrocks/sources/transactions';
import type { AlterHistory } from './alterHistory';
import type { Drain } from './drain';
import type { LoadHistory } from './loadHistory';
import type { StoredGrowth } from './storedGrowth';
import type { GrowthBase } from './storedSizes';
import type { RoutineLoadTrend } from './routineLoadTrend';
import type { QuerySamples, SlowHistory } from './slowHistory';

/** One stored sample of a series; null = unknown at that grid time. */
export type Sample = {
  readonly at: EpochMs;
  readonly value: number | null;
  readonly coverage?: Pick<Coverage, 'have' | 'of'>;
};

/** Recent grid samples, oldest first. Pure: what is not in memory is simply not there. */
export interface RecentHistory {
  /** Samples with from ≤ at < to; covers the last hour and the same window of yesterday. */
  samples(series: SeriesId, node: NodeId | null, from: EpochMs, to: EpochMs): readonly Sample[];
  /** When a node was seen to have been started anew, from ≤ at < to; within the last hour. */
  restarts(node: NodeId, from: EpochMs, to: EpochMs): readonly EpochMs[];
  /** Distance of the grid, ms. */
  readonly stepMs: number;
}

/** Rates of local compaction that every BE exports. */
export type CompactionRate = 'bytes' | 'deltas' | 'requests' | 'failed';

/** Rates per second by kind of compaction. */
export type LocalCompactionRates = Readonly<
  Record<CompactionKind, Readonly<Record<CompactionRate, Reading<number>>>>
>;

/** How asking one source goes; what the rules of the monitor itself judge. */
export type SourceCourse = {
  /** In a row, up to now. */
  readonly failures: number;
  /** Set while the newest asking failed. */
  readonly failure?: { readonly why: UnknownReason; readonly message: string };
  readonly tookMs?: number;
  /** Period of the cadence table, and the one in force, ms. */
  readonly tableMs: number;
  readonly periodMs: number;
};

/** Whether FEs let us in and, while none does, what shows that the network is not the cause. */
export type Reach = {
  /** End of the first of the rounds in a row in which none did; absent while one does. */
  readonly silentSince?: EpochMs;
  /** FEs that did not let us in when they were tried last. */
  readonly closed: readonly ClosedFrontend[];
  /** What answered in the newest of these rounds: the host of an FE, another node, another cluster. */
  readonly network?: 'host' | 'node' | 'cluster';
};

/** How storing the newest round went. */
export type Saving = AppendOutcome & { readonly at: EpochMs };

/**
 * Everything the modules and rules are computed from: the newest observation of each source as a
 * reading, the series of this moment, and recent history. Nothing in it does I/O.
 */
export type OverviewInput = {
  readonly now: EpochMs;
  readonly profile: ClusterProfile;
  readonly thresholds: Thresholds;
  readonly intervalMs: number;
  /** Start of this monitor, or of its latest resume after a gap: unreachable rules are held after it. */
  readonly startedAt: EpochMs;
  /** End of the last time any FE answered SQL; undefined = never. */
  readonly lastAnswerAt?: EpochMs;
  readonly reach: Reading<Reach>;
  readonly saving: Reading<Saving>;
  /** Whether the "no leader" ladder (semantics 1.4) found a leader; unknown while not judged. */
  readonly leader: Reading<NodeId | null>;
  /** FEs that say of themselves that they are the leader; healthy is exactly one. */
  readonly leaderClaims: Reading<readonly NodeId[]>;
  readonly capabilities: Reading<Capabilities>;
  readonly clock: Reading<ClusterClock>;
  readonly frontends: Reading<readonly FrontendRow[]>;
  readonly backends: Reading<readonly ComputeRow[]>;
  readonly computeNodes: Reading<readonly ComputeRow[]>;
  readonly runningQueries: Reading<readonly RunningQueryRow[]>;
  readonly sessions: Reading<readonly SessionRow[]>;
  readonly lakeCompactions: Reading<readonly LakeCompactionRow[]>;
  readonly partitions: Reading<PartitionScores>;
  readonly localCompactions: Reading<readonly LocalCompactionRow[]>;
  readonly feConfig: Reading<FrontendConfig>;
  readonly beConfig: Reading<readonly BackendSetting[]>;
  readonly loads: Reading<LoadHistory>;
  /** Only where `loads` does not hold them. */
  readonly streamLoads: Reading<LoadHistory>;
  readonly routineLoads: Reading<readonly RoutineLoadRow[]>;
  /** By job id. */
  readonly routineLoadTrends: ReadonlyMap<string, RoutineLoadTrend>;
  /** The newest of the lists in `transactions`. */
  readonly txnDetail: Reading<DatabaseTransactions>;
  /** Running transactions as they were listed last, by database. */
  readonly transactions: ReadonlyMap<
    string,
    { readonly value: readonly TransactionRow[]; readonly observedAt: EpochMs }
  >;
  /** The newest answer of the sweep whose answers are in `alters`. */
  readonly alterSweep: Reading<AlterAnswer>;
  readonly alters: AlterHistory;
  /** BEs that are being decommissioned, and how fast. */
  readonly drains: ReadonlyMap<NodeId, Drain>;
  readonly mvs: Reading<readonly MaterializedViewRow[]>;
  readonly taskRuns: Reading<readonly TaskRunRow[]>;
  readonly taskSchedules: Reading<readonly TaskSchedule[]>;
  readonly metadata: Reading<Metadata>;
  /** The FE that gave it; null = it is not known which. */
  readonly metadataFrontend: NodeId | null;
  /** Stored sizes that growth is measured from. */
  readonly growthBase: GrowthBase;
  readonly tabletHealth: Reading<TabletStatistic>;
  readonly tabletScheduler: Reading<TabletSchedule>;
  readonly queue: Reading<readonly QueueRow[]>;
  readonly resourceGroups: Reading<readonly ResourceGroupRow[]>;
  readonly warehouses: Reading<readonly WarehouseRow[]>;
  /** What the data cache of each BE and CN was asked for in the last minute. */
  readonly cacheTraffic: ReadonlyMap<NodeId, Reading<CacheTraffic>>;
  /** The newest image of each FE's metadata. */
  readonly images: ReadonlyMap<NodeId, Reading<MetadataImage>>;
  /** What asking has cost; undefined before the end of the first round. */
  readonly measuredCost: MeasuredCost | undefined;
  /** Of the history on disk. */
  readonly historyBytes: Reading<number>;
  /** How stored days of disks, databases and all data grow. */
  readonly growth: StoredGrowth;
  readonly auditTable: Reading<AuditLookup>;
  readonly auditSlow: Reading<SlowHistory>;
  readonly auditTop: Reading<AuditTop>;
  /** Only without an audit table. */
  readonly profileList: Reading<readonly ProfileRow[]>;
  readonly samples: QuerySamples;
  readonly feMetrics: ReadonlyMap<NodeId, Reading<FrontendMetrics>>;
  readonly beMetrics: ReadonlyMap<NodeId, Reading<ComputeMetrics>>;
  /** What the lists above have no column for. */
  readonly unknownColumns: UnknownColumns;
  /** FEs that answered a statement of this monitor just now. */
  readonly answeringSql: ReadonlySet<NodeId>;
  /** FEs whose 15 s timer has stopped: their tick gauges say nothing. */
  readonly frozenGauges: ReadonlySet<NodeId>;
  /** The sources that are asked once per cluster. */
  readonly sources: ReadonlyMap<SourceId, SourceCourse>;
  /** This moment's value of every cluster series. */
  readonly series: Readonly<Record<ClusterSeriesId, Reading<number>>>;
  /** This moment's value of the node series, by node. */
  readonly nodeSeries: ReadonlyMap<
    NodeId,
    Readonly<Partial<Record<NodeSeriesId, Reading<number>>>>
  >;
  /** Which node (and device or path) stands behind a maximum. */
  readonly worst: Readonly<Partial<Record<ClusterSeriesId, WorstNode>>>;
  /** FE whose latency quantiles are shown. */
  readonly latencyNode: Reading<NodeId>;
  /** Rates of local compaction by BE; empty unless the cluster is shared-nothing. */
  readonly localCompaction: ReadonlyMap<NodeId, LocalCompactionRates>;
  /** Connection ids of this monitor's own sessions, as `<FE host>|<id>`: left out of lists and counts. */
  readonly ownConnections: ReadonlySet<string>;
  readonly history: RecentHistory;
};
