import type { ClusterId, SourceId } from '../ids';
import type { Reading, UnknownReason } from '../reading';
import type { Thresholds } from '../thresholds';
import type { EpochMs } from '../time';
import type { CacheStats } from './cacheStats';
import type { CapacityPrediction } from './capacityPrediction';
import type { ClusterHealth, RunMode } from './clusterHealth';
import type { CollectorCost } from './collectorCost';
import type { CompactionStats } from './compactionStats';
import type { DataStatistics } from './dataStatistics';
import type { KeyPerformanceIndicators } from './keyPerformanceIndicators';
import type { Limitation, UserHost } from './limitation';
import type { LoadJobStats } from './loadJobStats';
import type { MaterializedViewStats } from './materializedViewStats';
import type { NetworkIoStats } from './networkIoStats';
import type { NodeDetails } from './nodeDetails';
import type { QueryQueue } from './queryQueue';
import type { ResourceGroups } from './resourceGroups';
import type { QueryTop } from './queryTop';
import type { ResourceMetrics } from './resourceMetrics';
import type { RunningQueries } from './runningQuery';
import type { SchemaChangeStats } from './schemaChangeStats';
import type { SessionStats } from './sessionStats';
import type { TabletHealth } from './tabletHealth';
import type { SlowQueries } from './slowQueries';
import type { TransactionStats } from './transactionStats';
import type { PerformanceTrends, ResourceTrends } from './trends';
import type { Warehouses } from './warehouses';
import type { WindowAggregates } from './windowAggregates';

/** How things stand between the collector and the cluster. */
export type CollectionState =
  /** Nothing has answered yet; sources tick off. */
  | 'loading'
  | 'live'
  /** Last round older than two intervals. */
  | 'stale'
  /** No FE answers. */
  | 'disconnected'
  | 'paused'
  | 'no-credentials'
  /** A history that somebody exported; nothing is asked. */
  | 'recorded';

export type SourceStatus = {
  /** What is asked. */
  readonly source: SourceId;
  /**
   * `delayed`: put off, as this minute's statements are used up. `off`: not asked on this cluster.
   */
  readonly state: 'waiting' | 'asking' | 'ok' | 'failed' | 'delayed' | 'off';
  /** Of a failed one. */
  readonly why?: UnknownReason;
  /** The server's own words or ours; untrusted text without secrets. */
  readonly message?: string;
  /** When it answered last. */
  readonly observedAt?: EpochMs;
  /** How long its last answer took, ms. */
  readonly tookMs?: number;
  /** Seconds between two askings. */
  readonly periodS: number;
};

export type OverviewHeader = {
  /** The collector's clock when this was made; pages measure ages from it, not from their own clock. */
  readonly now: EpochMs;
  /** How fast that clock runs: 1, except in tests and pictures. */
  readonly timeScale: number;
  /** Id of the cluster in this editor. */
  readonly clusterId: ClusterId;
  /** Name that the person gave it. */
  readonly name: string;
  /** Group that the person put it in. */
  readonly group?: string;
  /** Marked as production by the person. */
  readonly production: boolean;
  /** The demo cluster of the extension. */
  readonly demo: boolean;
  /** How things stand between the collector and the cluster. */
  readonly state: CollectionState;
  /** Set while disconnected, stale or without credentials: the failure in the server's words. */
  readonly message?: string;
  /** Seconds between two rounds. */
  readonly intervalS: number;
  /** End of the last completed round. */
  readonly lastRoundAt?: EpochMs;
  /** When an FE last answered SQL; absent before the first answer. */
  readonly lastAnswerAt?: EpochMs;
  /** When the next round begins; absent while paused. */
  readonly nextRoundAt?: EpochMs;
  /** A round is under way. */
  readonly refreshing: boolean;
  /** Version text of the leader. */
  readonly version: Reading<string>;
  /** As in `compaction`. */
  readonly runMode: Reading<RunMode>;
  /** `host:port` of the FE the session uses. */
  readonly via?: string;
  /** Every source that may be asked on this cluster. */
  readonly sources: readonly SourceStatus[];
  /** Whose metrics come by SQL, because their HTTP port is closed to us or switched off. */
  readonly metricsBySql?: readonly ('feMetrics' | 'beMetrics')[];
  /** Of the identity that the cluster knows the connected user by; absent = not told. */
  readonly userHost?: UserHost;
  /** What the connected user may not see; absent while nothing was denied for want of a right. */
  readonly limitations?: readonly Limitation[];
  /** Own cost over the last 5 min: statements per 30 s, and ms of the cluster's time per 30 s. */
  readonly ownCost: {
    /** SQL statements per 30 s. */
    readonly statements: Reading<number>;
    /** Until their answers were there, ms per 30 s. */
    readonly ms: Reading<number>;
  };
  /** Bytes of the cluster's history on disk. */
  readonly historyBytes: Reading<number>;
  /** Levels in force for this cluster, its own ones included; absent = the defaults. */
  readonly thresholds?: Thresholds;
  /** Says why history is not being saved; absent while it is. */
  readonly historyProblem?: string;
};

/** Every module is a reading of its own: one that fails costs nothing else. */
export type ModuleMap = {
  health: ClusterHealth;
  kpis: KeyPerformanceIndicators;
  resources: ResourceMetrics;
  nodes: NodeDetails;
  compaction: CompactionStats;
  sessions: SessionStats;
  runningQueries: RunningQueries;
  networkIo: NetworkIoStats;
  loads: LoadJobStats;
  transactions: TransactionStats;
  materializedViews: MaterializedViewStats;
  schemaChanges: SchemaChangeStats;
  dataStatistics: DataStatistics;
  tabletHealth: TabletHealth;
  queryQueue: QueryQueue;
  resourceGroups: ResourceGroups;
  capacity: CapacityPrediction;
  slowQueries: SlowQueries;
  queryTop: QueryTop;
  warehouses: Warehouses;
  cache: CacheStats;
  collectorCost: CollectorCost;
  performanceTrends: PerformanceTrends;
  resourceTrends: ResourceTrends;
  window: WindowAggregates;
};

export type ModuleId = keyof ModuleMap;

/** Modules of the present moment: sent whole to the panel whenever their content changed. */
export const liveModuleIds = [
  'health',
  'kpis',
  'resources',
  'nodes',
  'compaction',
  'sessions',
  'runningQueries',
  'networkIo',
  'loads',
  'transactions',
  'materializedViews',
  'schemaChanges',
  'dataStatistics',
  'tabletHealth',
  'queryQueue',
  'resourceGroups',
  'capacity',
  'slowQueries',
  'queryTop',
  'warehouses',
  'cache',
  'collectorCost',
] as const satisfies readonly ModuleId[];
export type LiveModuleId = (typeof liveModuleIds)[number];

export const moduleIds = [
  ...liveModuleIds,
  'performanceTrends',
  'resourceTrends',
  'window',
] as const satisfies readonly ModuleId[];

export type Modules = { readonly [M in ModuleId]?: Reading<ModuleMap[M]> };

/** Of an overview of a past moment. */
export type PastMoment = {
  /** The moment that was asked for. */
  readonly askedAt: EpochMs;
  /** What it is made of: a round, or of long ago 5 minutes or an hour. Absent: nothing is stored. */
  readonly stored?: {
    /** When it was stored, or the begin of the 5 minutes or the hour. */
    readonly at: EpochMs;
    /** How long a stretch it stands for, ms. */
    readonly coversMs: number;
  };
};

export type ExtendedOverview = {
  /** The moment shown, on the collector's clock. */
  readonly at: EpochMs;
  /** Set when a past moment was asked for. The header is then still that of now. */
  readonly past?: PastMoment;
  /** Collector and connection, as they are now. */
  readonly header: OverviewHeader;
  /** What was asked for, each a reading of its own. */
  readonly modules: Modules;
};
