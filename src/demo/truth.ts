/**
 * The truth about a demo cluster: its whole state in raw numbers, as `GET /truth` answers it.
 *
 * Units: bytes, milliseconds, epoch milliseconds (virtual time), percent as 0–100. Nothing here is
 * rounded, truncated or formatted the way the wire does it. The simulator's own state *is* this
 * type, so what the wire says and what the truth says cannot drift apart.
 *
 * Two notions of time matter to who computes expectations:
 * - `at` is the moment of the state; a state holds from its `at` until the next state's `at`.
 * - values under `published` are what the 15 s (60 s) timers of a real process last copied; the
 *   wire shows those, while the value beside them is the exact one.
 */

import type { DatabaseState, PartitionState, TableState } from './truthData';
import type { BrokerState, DiskState, StorageState } from './truthStorage';
import type {
  AlterJobState,
  LoadState,
  MaterializedViewState,
  ResourceGroupState,
  RoutineLoadState,
  TaskRunState,
  TransactionState,
  WarehouseState,
} from './truthJobs';

/** Milliseconds since 1970, in the cluster's virtual time. */
export type EpochMs = number;

export type RunMode = 'shared_data' | 'shared_nothing';
/** What nodes a demo cluster has: `mixed` is shared-nothing with CNs beside its BEs. */
export type DemoMode = RunMode | 'mixed';
export type FrontendRole = 'LEADER' | 'FOLLOWER' | 'OBSERVER';
export type Scenario = 'healthy' | 'compaction' | 'degraded';

/** What `GET /truth` answers. */
export type Truth = ClusterState & { readonly clock: ClockTruth };

export type ClockTruth = {
  /** Virtual now of the cluster when the request was answered. */
  readonly now: EpochMs;
  /** The first moment `?at=` can be asked for. */
  readonly oldest: EpochMs;
  /** Virtual seconds per real second; 0 = the clock is driven by hand. */
  readonly rate: number;
  /** The seconds by which the clock the cluster *reports* is ahead of `now` (fault `clock`). */
  readonly skewMs: number;
};

export type ClusterState = {
  readonly at: EpochMs;
  readonly name: string;
  readonly profile: string;
  readonly runMode: RunMode;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Release and short commit, e.g. `4.0.0-37c7c51`. */
  readonly version: string;
  /** The global variable time_zone; also the zone of the FE hosts. */
  readonly timeZone: string;
  /** When the simulation began; everything older was made up as the past. */
  readonly begun: EpochMs;
  readonly frontends: readonly FrontendState[];
  /** Rows of SHOW BACKENDS; empty in shared-data, which is made of CNs here. */
  readonly backends: readonly ComputeNodeState[];
  /** Rows of SHOW COMPUTE NODES. */
  readonly computeNodes: readonly ComputeNodeState[];
  readonly brokers: readonly BrokerState[];
  readonly runningQueries: readonly RunningQueryState[];
  /** Who connects and asks by himself: the made-up company, its hostile twin, or nobody. */
  readonly inhabitants: 'company' | 'hostile' | 'nobody';
  readonly databases: readonly DatabaseState[];
  readonly tables: readonly TableState[];
  readonly partitions: readonly PartitionState[];
  readonly compactions: CompactionsState;
  readonly transactions: readonly TransactionState[];
  /** Transactions that reached VISIBLE or ABORTED, per database name, since the leader's start. */
  readonly transactionsFinished: Readonly<Record<string, number>>;
  /** Load jobs known to the cluster, unfinished and finished ones (a bounded history). */
  readonly loads: readonly LoadState[];
  readonly routineLoads: readonly RoutineLoadState[];
  readonly materializedViews: readonly MaterializedViewState[];
  readonly taskRuns: readonly TaskRunState[];
  readonly alterJobs: readonly AlterJobState[];
  readonly warehouses: readonly WarehouseState[];
  readonly resourceGroups: readonly ResourceGroupState[];
  readonly users: readonly UserState[];
  /** FE configuration (the same on every FE) by key, values as text. */
  readonly frontendConfig: Readonly<Record<string, string>>;
  /** BE/CN configuration (the same on every node) by name, values as text. */
  readonly backendConfig: Readonly<Record<string, string>>;
  /** Global session variables by name, values as text. */
  readonly variables: Readonly<Record<string, string>>;
  /** The next free ids. */
  readonly next: { readonly txnId: number; readonly jobId: number; readonly queryNo: number };
  readonly knobs: Knobs;
};

/** What happenings hold on to; empty in an undisturbed cluster. */
export type Knobs = {
  /** Names of FEs whose 15 s timer has stopped. */
  readonly frozenTicks: readonly string[];
  /** Names of FEs that serve while the leader gets no heartbeat from them. */
  readonly unheardFrontends: readonly string[];
  /** Held usage by node host, percent. */
  readonly cpuPct: Readonly<Record<string, number>>;
  readonly memPct: Readonly<Record<string, number>>;
  /** Held heap by FE host, percent of the maximum. */
  readonly heapPct: Readonly<Record<string, number>>;
  readonly trafficFactor: number;
  /** Quantiles of the queries' latency, times as long as usual. */
  readonly latencyFactor: number;
  /** Shares (0–1) of the queries that fail, by kind. */
  readonly analysisErrors: number;
  readonly internalErrors: number;
  readonly timeouts: number;
  /** Loads into a table that are not as usual, by `db.table`. */
  readonly loads: Readonly<Record<string, LoadKnob>>;
  /** Milliseconds by which the clock the cluster reports is ahead. */
  readonly skewMs: number;
  /** True: no election takes place. */
  readonly noElection: boolean;
  /** True: no BE starts a compaction, candidates only wait. */
  readonly compactionStalled: boolean;
  /** Share (0–1) of the local compactions that fail. */
  readonly compactionFailures: number;
  /** Tablets whose replicas differ, and tablets in an error state, as '/statistic' counts them. */
  readonly inconsistentTablets: number;
  readonly errorTablets: number;
  /** True: the leader sends no heartbeats. */
  readonly heartbeatsStalled: boolean;
  /** The query queue, seen while a variable switches it on; queries per second give up waiting. */
  readonly queue: {
    readonly since: EpochMs;
    readonly waiting: number;
    readonly admitted: number;
    readonly timeoutsPerSecond: number;
  };
  /** True: every SHOW begins with columns nobody knows. */
  readonly unknownColumns: boolean;
};

export type LoadKnob = {
  readonly perSecond?: number;
  readonly rows?: number;
  /** Share (0–1) of the loads that fail. */
  readonly failing?: number;
  /** Committed, but not published any more. */
  readonly stuck?: boolean;
};

export type FrontendState = {
  readonly id: number;
  /** `<host>_<editLogPort>_<epoch ms>`: Name in SHOW FRONTENDS, FE_ID in fe_metrics. */
  readonly name: string;
  readonly host: string;
  readonly editLogPort: number;
  readonly queryPort: number;
  readonly httpPort: number;
  readonly rpcPort: number;
  readonly role: FrontendRole;
  readonly joined: boolean;
  /** What the leader's heartbeat believes (column Alive of the other FEs' rows). */
  readonly alive: boolean;
  /** Whether the process runs, i.e. answers SQL and HTTP at all. */
  readonly running: boolean;
  readonly startedAt: EpochMs;
  readonly version: string;
  readonly lastHeartbeat: EpochMs;
  readonly missedHeartbeats: number;
  /** "" when healthy. */
  readonly errMsg: string;
  /** Now, inside the FE. */
  readonly replayedLive: number;
  /** As of the last heartbeat; the leader's own row shows its maxJournalId. */
  readonly replayedJournalId: number;
  /** The newest id in the FE's own journal database. */
  readonly maxJournalId: number;
  readonly imageJournalId: number;
  readonly imageAt: EpochMs;
  /** Fraction (0–1) of every step's journal entries this follower replays: < 1 = it lags. */
  readonly replaySpeed: number;
  readonly counters: FrontendCounters;
  /** Gauges computed by the FE's 15 s timer, as it last left them. */
  readonly tick: FrontendTick;
  readonly gauges: FrontendGauges;
  readonly latency: LatencyState;
  readonly editLogLatency: LatencyState;
  readonly heap: {
    readonly maxBytes: number;
    readonly committedBytes: number;
    readonly usedBytes: number;
    /** Bytes that survive a young collection. */
    readonly oldBytes: number;
  };
  readonly gc: {
    readonly youngCount: number;
    readonly youngMs: number;
    readonly oldCount: number;
    readonly oldMs: number;
  };
  readonly threads: { readonly count: number; readonly peak: number };
  readonly snmp: SnmpState;
  /** Open MySQL connections by user; a user who left stays with 0 until restart. */
  readonly connectionsByUser: Readonly<Record<string, number>>;
  readonly sessions: readonly SessionState[];
  /** Added to the counter, for connection ids; 0 on every FE in versions with ids per FE. */
  readonly connectionIdBase: number;
  /** Simulated connections ever opened here: their ids. */
  readonly connectionCounter: number;
  /** Connections of real clients ever opened here; who connects changes nothing simulated. */
  readonly clientCounter: number;
};

/** Cumulative since the process started; 0 after a restart; never replayed from the journal. */
export type FrontendCounters = {
  /** = querySuccess + queryErr */
  readonly queryTotal: number;
  readonly querySuccess: number;
  /** = queryAnalysisErr + queryTimeout + queryInternalErr */
  readonly queryErr: number;
  readonly queryAnalysisErr: number;
  readonly queryInternalErr: number;
  readonly queryTimeout: number;
  readonly slowQuery: number;
  readonly requestTotal: number;
  readonly queryQueueTotal: number;
  readonly queryQueueTimeout: number;
  readonly txnBegin: number;
  readonly txnReject: number;
  readonly txnSuccess: number;
  readonly txnFailed: number;
  readonly loadAdd: number;
  readonly loadFinished: number;
  readonly routineLoadRows: number;
  readonly routineLoadReceiveBytes: number;
  readonly routineLoadErrorRows: number;
  readonly routineLoadPaused: number;
  readonly editLogWrite: number;
  readonly editLogRead: number;
  readonly editLogSizeBytes: number;
  readonly imageWrite: number;
  readonly imagePush: number;
};

export type FrontendTick = {
  /** When the timer last ran; frozen for good by the fault `freezeTicks`. */
  readonly at: EpochMs;
  readonly qps: number;
  readonly rps: number;
  readonly queryErrRate: number;
  readonly maxTabletCompactionScore: number;
  readonly safeMode: 0 | 1;
  /** Counters at the last tick, from which the next rates are computed. */
  readonly base: {
    readonly queryTotal: number;
    readonly requestTotal: number;
    readonly queryErr: number;
  };
};

export type FrontendGauges = {
  readonly queryQueuePending: number;
  readonly reportQueueSize: number;
  readonly editLogStacked: number;
  readonly scheduledTablets: number;
};

/** A summary of the FE: quantiles never expire when traffic stops; `count` is a true counter. */
export type LatencyState = {
  readonly p75: number;
  readonly p95: number;
  readonly p98: number;
  readonly p99: number;
  readonly p999: number;
  readonly mean: number;
  readonly count: number;
};

export type SnmpState = {
  readonly tcpRetransSegs: number;
  readonly tcpInErrs: number;
  readonly tcpInSegs: number;
  readonly tcpOutSegs: number;
};

export type SessionState = {
  readonly connectionId: number;
  readonly user: string;
  /** `ip:port` of the client. */
  readonly clientAddress: string;
  readonly database: string;
  readonly command: 'Sleep' | 'Query';
  readonly connectedAt: EpochMs;
  /** When the last command started; Time counts from here, for idle sessions too. */
  readonly commandAt: EpochMs;
  readonly state: 'OK' | 'EOF' | 'ERR' | 'NOOP';
  /** The last statement, in full; null before the first. */
  readonly sql: string | null;
  readonly pending: boolean;
  readonly warehouse: string;
  /** True for a real connection to this demo cluster, false for a simulated one. */
  readonly real: boolean;
};

/** A BE or a CN. */
export type ComputeNodeState = {
  readonly id: number;
  readonly kind: 'BE' | 'CN';
  readonly host: string;
  readonly heartbeatPort: number;
  readonly bePort: number;
  readonly httpPort: number;
  readonly brpcPort: number;
  readonly starletPort: number;
  readonly workerId: number;
  readonly warehouse: string;
  readonly version: string;
  /** What the leader's heartbeat believes (column Alive). */
  readonly alive: boolean;
  /** Whether the process runs, i.e. answers HTTP at all. */
  readonly running: boolean;
  readonly decommissioned: boolean;
  readonly startedAt: EpochMs;
  readonly lastHeartbeat: EpochMs;
  readonly missedHeartbeats: number;
  readonly errMsg: string;
  readonly statusCode: 'CONNECTING' | 'OK' | 'SHUTDOWN' | 'DISCONNECTED';
  readonly cpuCores: number;
  /** CPU time of the process ÷ cores, last second. Kept when the node dies. */
  readonly cpuPct: number;
  readonly memLimitBytes: number;
  readonly memUsedBytes: number;
  readonly memUsedPct: number;
  /** Query instances (loads included) on this node. Kept when the node dies. */
  readonly runningQueries: number;
  /** On a BE the replicas it holds; kept when it dies. */
  readonly tabletNum: number;
  /** So many of them are moved away a minute while it is decommissioned. */
  readonly drainPerMinute: number;
  /** null on a CN. */
  readonly storage: StorageState | null;
  readonly cache: CacheState;
  /** The cache as the 60 s report last brought it to the FE. */
  readonly cacheReported: CacheState;
  /** Live counters, cumulative since the process started. */
  readonly counters: ComputeNodeCounters;
  /** Host and process figures, exact. */
  readonly system: SystemState;
  /** The same as the process' 15 s timer last copied them: what /metrics and be_metrics show. */
  readonly published: SystemState & { readonly at: EpochMs };
  /**
   * Storage paths, exact; the wire shows `storage.reported.disks`. On a CN the entry exists with
   * zeros (the disk reporter does not run there).
   */
  readonly disks: readonly DiskState[];
  readonly dataCache: {
    readonly hitBytes: number;
    readonly missBytes: number;
    readonly hitBytesLastMinute: number;
    readonly missBytesLastMinute: number;
  };
  readonly loadAverage: { readonly m1: number; readonly m5: number; readonly m15: number };
};

export type CacheState = {
  readonly status: 'Normal' | 'Disabled' | 'Updating' | 'Abnormal';
  readonly diskUsedBytes: number;
  readonly diskQuotaBytes: number;
  readonly memUsedBytes: number;
  readonly memQuotaBytes: number;
};

export type ComputeNodeCounters = {
  readonly loadRows: number;
  readonly loadBytes: number;
  readonly queryScanBytes: number;
  readonly queryScanRows: number;
  readonly streamLoadRows: number;
  readonly streamLoadBytes: number;
  readonly streamingLoadRequests: number;
  readonly txnBegin: number;
  readonly txnCommit: number;
  readonly txnRollback: number;
  readonly publishTotal: number;
  readonly publishFailed: number;
};

export type SystemState = {
  /** Host CPU time in jiffies (10 ms), cumulative since the host booted. */
  readonly cpuJiffies: {
    readonly user: number;
    readonly nice: number;
    readonly system: number;
    readonly idle: number;
    readonly iowait: number;
    readonly irq: number;
    readonly softIrq: number;
    readonly steal: number;
    readonly guest: number;
    readonly guestNice: number;
  };
  readonly network: Readonly<Record<string, NetworkCounters>>;
  readonly blockDevices: Readonly<Record<string, BlockDeviceCounters>>;
  readonly snmp: SnmpState;
  readonly processMemBytes: number;
  readonly processThreads: number;
  readonly processFdUsed: number;
  readonly processFdSoftLimit: number;
  readonly processFdHardLimit: number;
  readonly hostFdUsed: number;
  readonly hostFdLimit: number;
  readonly pipelineQueries: number;
  readonly pipelineDrivers: number;
  /** What each resource group uses on the node, by name. */
  readonly resourceGroups: Readonly<Record<string, ResourceGroupUse>>;
  /** Busiest device or interface (not lo) over the last 15 s. */
  readonly maxDiskIoUtilPct: number;
  readonly maxNetworkReceiveRate: number;
  readonly maxNetworkSendRate: number;
};

export type ResourceGroupUse = {
  readonly cpuCores: number;
  readonly memoryBytes: number;
  readonly queries: number;
};

export type NetworkCounters = {
  readonly receiveBytes: number;
  readonly sendBytes: number;
  readonly receivePackets: number;
  readonly sendPackets: number;
};

export type BlockDeviceCounters = {
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly reads: number;
  readonly writes: number;
  readonly readMs: number;
  readonly writeMs: number;
  readonly ioMs: number;
  readonly ioWeightedMs: number;
};

export type RunningQueryState = {
  readonly queryId: string;
  /** Name of the FE that coordinates it. */
  readonly frontend: string;
  readonly connectionId: number;
  readonly user: string;
  readonly database: string;
  readonly sql: string;
  readonly startedAt: EpochMs;
  /** When it will end by itself. */
  readonly endsAt: EpochMs;
  readonly outcome: 'success' | 'timeout' | 'internal';
  readonly scanBytes: number;
  readonly scanRows: number;
  readonly memoryBytes: number;
  readonly spillBytes: number;
  readonly cpuMs: number;
  /** 0–100. */
  readonly progressPct: number;
  readonly warehouse: string;
  readonly resourceGroup: string;
  readonly customQueryId: string;
  /** Scan and CPU per second while it runs. */
  readonly pace: {
    readonly scanBytes: number;
    readonly scanRows: number;
    readonly cpuMs: number;
    readonly memoryBytes: number;
  };
};

export type CompactionsState = {
  readonly running: readonly CompactionTaskState[];
  /** The last ≤ `lake_compaction_history_size` ended ones, successes and failures mixed. */
  readonly history: readonly CompactionTaskState[];
  /** All ended ones since `begun`. */
  readonly finishedTotal: number;
  readonly failedTotal: number;
};

export type CompactionTaskState = {
  readonly txnId: number;
  readonly partitionId: number;
  readonly database: string;
  readonly table: string;
  readonly startedAt: EpochMs;
  readonly committedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** null = none. */
  readonly error: string | null;
  readonly profile: CompactionProfile | null;
  readonly tasks: readonly CompactionSubTaskState[];
  /** What will happen: times in the future and the error it will end with. */
  readonly plan: {
    readonly commitAt: EpochMs;
    readonly finishAt: EpochMs;
    readonly error: string | null;
  };
};

export type CompactionProfile = {
  readonly subTaskCount: number;
  readonly readLocalSec: number;
  readonly readLocalMb: number;
  readonly readRemoteSec: number;
  readonly readRemoteMb: number;
  readonly readSegmentCount: number;
  readonly writeSegmentCount: number;
  readonly writeSegmentMb: number;
  readonly inQueueSec: number;
};

export type CompactionSubTaskState = {
  readonly nodeId: number;
  readonly tabletId: number;
  readonly version: number;
  readonly runs: number;
  readonly startedAt: EpochMs | null;
  readonly progressPct: number;
};

export type SystemPrivilege = 'OPERATE' | 'NODE' | 'GRANT' | 'BLACKLIST' | 'REPOSITORY';

export type AuthPlugin = 'mysql_native_password' | 'mysql_clear_password';

export type UserState = {
  readonly name: string;
  readonly password: string;
  /** How the FE has the password sent; in clear text for users of an LDAP server. */
  readonly plugin: AuthPlugin;
  /** Property max_user_connections, per FE. */
  readonly maxConnections: number;
  /** Properties session.<variable>: what a new session begins with instead of the global values. */
  readonly sessionVariables: Readonly<Record<string, string>>;
  readonly roles: readonly string[];
  readonly system: readonly SystemPrivilege[];
  /** Databases whose tables the user can see; 'all' = every one. */
  readonly databases: 'all' | readonly string[];
  /** Warehouses the user has a right on. */
  readonly warehouses: boolean;
};

/** One line of `GET /log`: a statement (or HTTP request) the cluster received. */
export type LogEntry = {
  /** Virtual time of the answer. */
  readonly at: EpochMs;
  /** `fe:<host>:<editLogPort>`, `be:<host>:<heartbeatPort>` or `cn:…`. */
  readonly node: string;
  readonly protocol: 'sql' | 'http';
  readonly user: string;
  readonly connectionId: number | null;
  /** Statement or request path, with a leading comment cut off. */
  readonly statement: string;
  /** Text of the leading comment, "" without one. */
  readonly comment: string;
  /** What was answered: "ok", or error number and text, or the fault that struck. */
  readonly outcome: string;
  /** Real time that the answer took. */
  readonly ms: number;
};

/** One line of `GET /past`. Values in natural units: % 0–100, ms, bytes, per second; null = not known. */
/** A size as it was. */
export type PastSubject = {
  readonly kind: 'table' | 'database' | 'disk' | 'data';
  /** As JSON: database and table, or node and path; the plain name of a database; empty for all data. */
  readonly name: string;
  readonly at: EpochMs;
  readonly value: number;
  readonly capacity?: number;
};

export type PastSlot = {
  readonly ts: EpochMs;
  readonly values: Readonly<Record<string, number | null>>;
  readonly nodes: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** At full hours. */
  readonly subjects?: readonly PastSubject[];
  /** Open then; absent = none. */
  readonly problems?: readonly PastProblem[];
};

/** A problem a monitor would have seen, named as it names rules and subjects; null = the cluster. */
export type PastProblem = {
  readonly rule:
    | 'fe.down'
    | 'node.down'
    | 'compaction.pressure'
    | 'routine.paused'
    | 'mv.failed'
    | 'mv.inactive';
  readonly subject: string | null;
  readonly level: 'warning' | 'critical';
  readonly since: EpochMs;
};
