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

import type { CompactionsState } from './truthCompaction';
import type { DatabaseState, PartitionState, TableState } from './truthData';
import type { FrontendState } from './truthFrontends';
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
import type { ComputeNodeState } from './truthNodes';
import type { BrokerState } from './truthStorage';

/** Milliseconds since 1970, in the cluster's virtual time. */
export type EpochMs = number;

export type RunMode = 'shared_data' | 'shared_nothing';
/** What nodes a demo cluster has: `mixed` is shared-nothing with CNs beside its BEs. */

export type DemoMode = RunMode | 'mixed';

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
