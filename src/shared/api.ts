import type { ClusterPatch, ClusterProfile, NewCluster } from './clusterProfile';
import type { ClusterId, NodeId, SourceId } from './ids';
import type { ActionConsent, ActionOutcome, ActionPlan, ClusterAction } from './model/action';
import type { BECompactionScore } from './model/beCompactionScore';
import type { NodeCache } from './model/cacheStats';
import type { SourceCost } from './model/collectorCost';
import type { CompactionTask, PartitionScore } from './model/compactionStats';
import type {
  CollectionState,
  ExtendedOverview,
  ModuleId,
  OverviewHeader,
} from './model/extendedOverview';
import type { LoadFailure, LoadJob, RoutineLoadJob } from './model/loadJobStats';
import type { DatabaseSize, TableSize } from './model/dataStatistics';
import type { Days } from './model/days';
import type { DatabaseTablets } from './model/tabletHealth';
import type { MaterializedView } from './model/materializedViewStats';
import type { QueuedQuery } from './model/queryQueue';
import type { ResourceGroup, ResourceGroupUsage } from './model/resourceGroups';
import type { NodeIo } from './model/networkIoStats';
import type { ComputeDetails, FrontendDetails, NodeMemory } from './model/nodeDetails';
import type { Problem } from './model/problem';
import type { ActiveUser, QueryErrorCount, TableAccess } from './model/queryTop';
import type { RunningQuery } from './model/runningQuery';
import type { SchemaChangeJob } from './model/schemaChangeStats';
import type { Session, SessionGroup } from './model/sessionStats';
import type { LoadErrors, LoadErrorsQuery } from './model/loadErrors';
import type { QueryProfile, QueryProfileQuery } from './model/queryProfile';
import type { QueryShape, SlowQuery, SlowQueryRequest } from './model/slowQueries';
import type { DatabaseTransactionCount, Transaction } from './model/transactionStats';
import type { CauseQuery, CauseReport } from './model/causes';
import type { HealthHistory } from './model/healthHistory';
import type { TimeRange, Trend } from './model/trends';
import type { Warehouse } from './model/warehouses';
import type { Verdict } from './model/verdict';
import type { Phrase } from './phrase';
import type { Coverage, Reading, Rows, UnknownReason } from './reading';
import type { SeriesId } from './series';
import type { EpochMs } from './time';

/** Subscribes; call `dispose` of the result to stop. Structurally the same as VS Code's `Event`. */
export type ApiEvent<T> = (listener: (event: T) => unknown) => { dispose(): void };

/** A cluster as the tree and the status bar show it. */
export type ClusterSummary = {
  readonly id: ClusterId;
  readonly profile: ClusterProfile;
  readonly state: CollectionState;
  readonly message?: string;
  /** As in the header of its overview. */
  readonly limitations?: OverviewHeader['limitations'];
  readonly verdict: Verdict;
  readonly sentence: Phrase;
  readonly score: Reading<number>;
  readonly compactionScore: Reading<number>;
  readonly compactionLevel: Verdict;
  /** The limit of its own scale: the share orders clusters of one level. Absent = unknown. */
  readonly compactionLimit?: number;
  /** Open problems, worst first. */
  readonly problems: readonly Problem[];
  readonly lastRoundAt?: EpochMs;
  readonly lastAnswerAt?: EpochMs;
};

/** What a condition of an own rule says now; `known: false` = it cannot be judged, for that reason. */
export type ConditionCheck =
  | { readonly ok: false; readonly problem: Phrase }
  | {
      readonly ok: true;
      readonly now:
        | {
            readonly known: true;
            readonly left: number;
            readonly right: number;
            readonly met: boolean;
            /** Where it holds most clearly; null = it is about the cluster. */
            readonly node: NodeId | null;
          }
        | { readonly known: false; readonly why: UnknownReason };
    };

export type RoundReport = {
  readonly id: ClusterId;
  /** Grid time of the snapshot; it is on disk when this is announced. */
  readonly at: EpochMs;
  readonly tookMs: number;
  readonly failed: readonly {
    readonly source: SourceId;
    readonly node?: NodeId;
    readonly why: UnknownReason;
  }[];
  /** False while history is not being saved (disk full, read-only). */
  readonly saved: boolean;
};

/** The part of a cluster's definition whose change may cure a step. */
export type TestField = 'hosts' | 'user' | 'password' | 'tls' | 'http' | 'auditTable';

/** One report of a connection test. A later report of the same step and subject replaces it. */
export type TestStep = {
  /** In the order they are tried; from `version` on, none stops the others. */
  readonly step:
    | 'address'
    | 'tcp'
    | 'greeting'
    | 'tls'
    | 'login'
    | 'starrocks'
    | 'version'
    | 'leader'
    | 'operate'
    | 'node'
    | 'views'
    | 'http'
    | 'audit'
    | 'sight';
  /** Which of several: the node of an `http` step. Absent for the step as a whole. */
  readonly subject?: NodeId;
  readonly state: 'running' | 'ok' | 'warning' | 'failed';
  /** What was found, with the words of the system or the server. */
  readonly text: Phrase;
  /** What helps. */
  readonly remedy?: Phrase;
  readonly field?: TestField;
  readonly tookMs?: number;
};

export type DaysQuery = {
  /** How many; 90 when absent, at most 400. */
  readonly days?: number;
  /** A moment of the last of them; now when absent. */
  readonly before?: EpochMs;
};

export const historyFormats = ['sqlite', 'csv', 'json'] as const;
export type HistoryFormat = (typeof historyFormats)[number];

/** A piece of a file that is being exported. */
export type HistoryPart = {
  /** Text; of a SQLite file its bytes as base64. */
  readonly data: string;
  /** How much of the file there is with this part, 0–1. */
  readonly done: number;
  /** Asks for the next part; absent with the last. */
  readonly next?: string;
};

export type TrendQuery = {
  readonly series: readonly SeriesId[];
  /** For series of nodes: which ones; default all. */
  readonly nodes?: readonly NodeId[];
  /** For series of nodes: adds the median of all nodes, bucket by bucket, as a series without node. */
  readonly median?: boolean;
  /** Read from the finest level that is kept so long and fills a bucket: the longer ago, the coarser. */
  readonly timeRange: TimeRange;
  /** At most 360. */
  readonly buckets?: number;
};

export type HealthHistoryQuery = Pick<TrendQuery, 'timeRange' | 'buckets'>;

export type TableMap = {
  frontends: FrontendDetails;
  computeNodes: ComputeDetails;
  partitions: PartitionScore;
  compactionTasks: CompactionTask;
  sessions: Session;
  sessionsByUser: SessionGroup;
  runningQueries: RunningQuery;
  nodeIo: NodeIo;
  memoryParts: NodeMemory;
  loads: LoadJob;
  loadFailures: LoadFailure;
  routineLoads: RoutineLoadJob;
  beCompactions: BECompactionScore;
  databaseTransactions: DatabaseTransactionCount;
  transactions: Transaction;
  materializedViews: MaterializedView;
  schemaChanges: SchemaChangeJob;
  tableSizes: TableSize;
  databaseSizes: DatabaseSize;
  databaseTablets: DatabaseTablets;
  queuedQueries: QueuedQuery;
  resourceGroups: ResourceGroup;
  slowQueries: SlowQuery;
  slowShapes: QueryShape;
  topShapes: QueryShape;
  tableAccess: TableAccess;
  activeUsers: ActiveUser;
  queryErrors: QueryErrorCount;
  resourceGroupUsage: ResourceGroupUsage;
  warehouses: Warehouse;
  nodeCaches: NodeCache;
  sourceCosts: SourceCost;
};
export type TableId = keyof TableMap;

export type RowQuery = {
  readonly offset: number;
  readonly limit: number;
  /** Of rows that name a `node`: those of this one alone. */
  readonly node?: NodeId;
  /** A past moment, as of `OverviewQuery`. */
  readonly at?: EpochMs;
};

export type OverviewQuery = {
  /**
   * A past moment. Every module is then made of what the history holds of it; what is not stored is
   * unknown (`not-recorded`). Trends end then, too.
   */
  readonly at?: EpochMs;
  /** Of trends; 24 h when absent. */
  readonly timeRange?: TimeRange;
  /** All when absent. */
  readonly modules?: readonly ModuleId[];
};
export type RowPage<T> = { readonly rows: readonly T[]; readonly total: number };

/** How a number was got: the source's last question and answer, without secrets. */
export type Explanation = {
  readonly source: SourceId;
  readonly node?: NodeId;
  /** The statement, or the address of the endpoint. */
  readonly asked: string;
  readonly form: string;
  readonly askedAt: EpochMs;
  readonly tookMs: number;
  readonly rows?: number;
  /** Which nodes it rests on, where each had to be asked for itself. */
  readonly coverage?: Coverage;
  /** As it was read, as JSON: bounded, without literals of statements; untrusted text. */
  readonly answer?: string;
  readonly why?: UnknownReason;
  readonly message?: string;
};

/** Where a node answers HTTP, as seen from here: mapped by the profile's `addressMap`. */
export type NodePage = {
  readonly url: string;
  /** `host:port`; IPv6 hosts in brackets. */
  readonly address: string;
};

/**
 * What `activate()` returns. The collecting window and the windows that follow it over the socket
 * implement this one interface; tree, panel and status bar use nothing else. Every method rejects
 * with an `Error` whose message is fit for a person; plain JSON everywhere.
 */
export interface StarRocksOverviewApi {
  readonly version: 1;
  listClusters(): Promise<readonly ClusterSummary[]>;
  addCluster(cluster: NewCluster, secret?: string): Promise<ClusterId>;
  updateCluster(id: ClusterId, patch: ClusterPatch, secret?: string): Promise<void>;
  removeCluster(id: ClusterId, options: { readonly deleteHistory: boolean }): Promise<void>;
  /** Tests exactly what is given; nothing is saved. */
  testConnection(
    cluster: NewCluster,
    secret?: string,
    signal?: AbortSignal,
  ): AsyncIterable<TestStep>;
  /** Asks every light source now; joins a round that is already running. */
  collectNow(id: ClusterId, signal?: AbortSignal): Promise<RoundReport>;
  setPaused(id: ClusterId, paused: boolean): Promise<void>;
  /** A panel that shows the cluster, or an expanded tree group, asks for the visible cadence. */
  setVisible(id: ClusterId, viewer: string, visible: boolean): Promise<void>;
  getExtendedOverview(id: ClusterId, query?: OverviewQuery): Promise<ExtendedOverview>;
  getRows<T extends TableId>(
    id: ClusterId,
    table: T,
    query: RowQuery,
  ): Promise<RowPage<TableMap[T]>>;
  /**
   * What took longest in the last `hours` (24), longer than `minDurationMs` (1000), at most `limit`
   * (20); failed and timed-out ones included. From the audit log, which is asked for it; without it
   * what was seen, of which the source of the reading tells.
   */
  getSlowQueries(id: ClusterId, query?: SlowQueryRequest): Promise<Rows<SlowQuery>>;
  /** The profile of a query as text, of the FE that ran it: asked for now, and only read. */
  getQueryProfile(id: ClusterId, query: QueryProfileQuery): Promise<QueryProfile>;
  /** The rows that a load rejected, as the nodes logged them: asked for now, and only read. */
  getLoadErrors(id: ClusterId, query: LoadErrorsQuery): Promise<LoadErrors>;
  getTrend(id: ClusterId, query: TrendQuery): Promise<Trend>;
  /** Days in the time zone of the cluster, from the hours that are stored. */
  getDays(id: ClusterId, query?: DaysQuery): Promise<Days>;
  /** How the cluster was judged, cell by cell; at most 360 `buckets`. */
  getHealthHistory(id: ClusterId, query: HealthHistoryQuery): Promise<HealthHistory>;
  /** What stands out in a stretch against the one of the same length before it, likeliest first. */
  findCauses(id: ClusterId, query: CauseQuery): Promise<CauseReport>;
  explain(id: ClusterId, source: SourceId, node?: NodeId): Promise<Explanation>;
  /** The web page of an FE, BE or CN; null while the node or its HTTP port is not known. Asks nothing. */
  getNodePage(id: ClusterId, node: NodeId): Promise<NodePage | null>;
  /** Reads a condition of an own rule and judges it by the newest measurements; asks nothing. */
  checkCondition(id: ClusterId, condition: string): Promise<ConditionCheck>;
  /** Asks the cluster every source once in every form; resolves with a report as Markdown, without data. */
  verifyCluster(id: ClusterId, signal?: AbortSignal): Promise<string>;
  /** What an action would send, or why it is refused. Sends nothing. */
  planAction(id: ClusterId, action: ClusterAction): Promise<ActionPlan>;
  /**
   * Changes the cluster: sends the statements of the plan that a person agreed to, if the cluster's
   * `access` lets it, and looks whether they had their effect.
   */
  runAction(id: ClusterId, action: ClusterAction, consent: ActionConsent): Promise<ActionOutcome>;
  /** Bytes of the cluster's history on disk. */
  getHistorySize(id: ClusterId): Promise<number>;
  /** The history as a file, part by part: `cursor` is `next` of the part before. */
  exportHistory(id: ClusterId, format: HistoryFormat, cursor?: string): Promise<HistoryPart>;
  /**
   * Opens a SQLite file that somebody exported as a read-only cluster whose state is `recorded`.
   *
   * @param file absolute path on this machine
   */
  openRecordedHistory(file: string): Promise<ClusterId>;
  deleteHistory(id: ClusterId): Promise<void>;
  readonly onDidChangeClusters: ApiEvent<void>;
  /** Live state changed; at most once per 250 ms and cluster. */
  readonly onDidChange: ApiEvent<{ readonly id: ClusterId; readonly modules: readonly ModuleId[] }>;
  readonly onDidCollect: ApiEvent<RoundReport>;
}
