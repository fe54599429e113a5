/**
 * Faults and happenings that tests and demonstrations put into a demo cluster
 * (`POST /faults` with one `FaultRequest` or a list, `DELETE /faults` to clear).
 */

import type { AlterJobState, AlterKind } from './truthJobs';

/** Which nodes: host, node name, `fe:host:port` (or `be:`, `cn:`), `fe:*`, `be:*`, `cn:*` or `*`. */
export type NodePattern = string;

/** Where a fault strikes. Everything left out matches everything. */
export type FaultTarget = {
  readonly node?: NodePattern;
  readonly protocol?: 'sql' | 'http';
  /**
   * Text looked for (case-insensitively) in the statement without its leading comment, or in the
   * request path. Between slashes it is a regular expression.
   */
  readonly match?: string;
  /** Only for this user (SQL). */
  readonly user?: string;
  /** Strike only this many times; then the fault is gone. */
  readonly times?: number;
};

/** How an answer goes wrong. */
export type FaultEffect =
  /** Answer later by so many real milliseconds. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Never answer. */
  | { readonly kind: 'hang' }
  /** SQL: this error. HTTP: this status with the text as body. */
  | { readonly kind: 'error'; readonly code: number; readonly text: string }
  /** Cut the connection; after so many rows (SQL) or bytes (HTTP) when given. */
  | { readonly kind: 'drop'; readonly after?: number }
  /** Close the port: connections are refused. Only node and protocol of the target count. */
  | { readonly kind: 'refuse' }
  /** Error 5203 for the named privilege (OPERATE when left out); HTTP 401. */
  | { readonly kind: 'deny'; readonly privilege?: string }
  /** The named table, column, proc path or metric does not exist; without a name all that match. */
  | { readonly kind: 'missing'; readonly name?: string }
  /** HTTP: announce the full length, send this share (0–1, default 0.5), then close. */
  | { readonly kind: 'truncated'; readonly share?: number }
  /** Metrics: every value (or those of `metric`) is NaN. SQL: cells of `column` are 'NaN'. */
  | { readonly kind: 'nan'; readonly metric?: string; readonly column?: string }
  /** HTTP: bytes that are no metrics. SQL: cells of `column` (or all) are nonsense text. */
  | { readonly kind: 'garbage'; readonly column?: string }
  /** HTTP 200 with an empty body; SQL: no rows. */
  | { readonly kind: 'empty' }
  /** HTTP port closed to the monitor; `alsoNodes` closes it to the BEs and CNs too (fe_metrics fails). */
  | { readonly kind: 'httpClosed'; readonly alsoNodes?: boolean };

export type Fault = {
  readonly id: string;
  readonly target: FaultTarget;
  readonly effect: FaultEffect;
};

/** Something that happens to the cluster itself, once. */
export type Happening =
  /** The process dies: ports close at once, Alive follows by missed heartbeats (or now). */
  | { readonly kind: 'kill'; readonly node: NodePattern; readonly noticed?: boolean }
  /** A dead process starts again: counters 0, new start time. */
  | { readonly kind: 'revive'; readonly node: NodePattern }
  /** kill and revive at once. */
  | { readonly kind: 'restart'; readonly node: NodePattern }
  /** Another FE becomes the leader (the next follower alive when left out). */
  | { readonly kind: 'leader'; readonly node?: NodePattern }
  /** No FE leads any more. */
  | { readonly kind: 'noLeader' }
  /** A follower replays only this share (0–1) of the journal; and falls behind by so many entries. */
  | {
      readonly kind: 'replay';
      readonly node: NodePattern;
      readonly speed: number;
      readonly behind?: number;
    }
  /** The FE's 15 s timer stops for good (false: runs again). */
  | { readonly kind: 'freezeTicks'; readonly node: NodePattern; readonly frozen: boolean }
  /** The clock the cluster reports is ahead by this much; 0 sets it right. */
  | { readonly kind: 'clock'; readonly skewMs: number }
  /** The leader's heartbeats stop: nothing dies, nothing comes back, LastHeartbeat stays. */
  | { readonly kind: 'heartbeats'; readonly stalled: boolean }
  /** Every SHOW begins with columns nobody knows. */
  | { readonly kind: 'unknownColumns'; readonly shown: boolean }
  /** The leader gets no heartbeat from these FEs: not Alive at once, while their processes serve. */
  | {
      readonly kind: 'frontendHeartbeat';
      readonly node: NodePattern;
      readonly failing: boolean;
    }
  /** Its tablets are moved away, so many a minute; none when left out. */
  | {
      readonly kind: 'decommission';
      readonly node: NodePattern;
      readonly on: boolean;
      readonly perMinute?: number;
    }
  /** The nodes run another version from now on. */
  | { readonly kind: 'upgrade'; readonly node: NodePattern; readonly version: string }
  /** The query that runs longest began so long before, and goes on for an hour. */
  | { readonly kind: 'runaway'; readonly forMs: number }
  /** Sets an FE configuration value. */
  | { readonly kind: 'config'; readonly key: string; readonly value: string }
  /** Sets how many connections a user may have on each FE. */
  | { readonly kind: 'userLimit'; readonly user: string; readonly connections: number }
  /** Sets a partition's worst score, e.g. to reach a level at once. */
  | { readonly kind: 'score'; readonly partitionId: number; readonly max: number }
  /** Holds a node's usage at these percentages; left out = as the waves have it. */
  | {
      readonly kind: 'usage';
      readonly node: NodePattern;
      readonly cpuPct?: number;
      readonly memPct?: number;
    }
  /** Holds an FE's heap at this percentage of its maximum. */
  | { readonly kind: 'heap'; readonly node: NodePattern; readonly pct?: number }
  /** Query traffic times `factor`, its latency too; shares (0–1) of queries failing by kind. */
  | {
      readonly kind: 'traffic';
      readonly factor?: number;
      readonly latencyFactor?: number;
      readonly analysisErrors?: number;
      readonly internalErrors?: number;
      readonly timeouts?: number;
    }
  /** Local compaction: none starts any more; this share (0–1) fails. Left out = as usual. */
  | { readonly kind: 'compaction'; readonly stalled?: boolean; readonly failures?: number }
  /** Sets the versions of a partition's fullest tablet on all BEs (or some). */
  | {
      readonly kind: 'versions';
      readonly partitionId: number;
      readonly rowsets: number;
      readonly node?: NodePattern;
    }
  /** Tablets whose replicas differ, and tablets in an error state. */
  | { readonly kind: 'tablets'; readonly inconsistent?: number; readonly errorState?: number }
  /** The leader's query queue: queries that wait, that it let through, and that give up per second. */
  | {
      readonly kind: 'queue';
      readonly waiting?: number;
      readonly admitted?: number;
      readonly timeoutsPerSecond?: number;
    }
  /** The file system of a path (all of the BE when left out) is so full, or fails. */
  | {
      readonly kind: 'disk';
      readonly node: NodePattern;
      readonly path?: string;
      readonly usedPct?: number;
      readonly usable?: boolean;
    }
  | { readonly kind: 'broker'; readonly host: string; readonly alive: boolean }
  | JobHappening;

/** Happenings among loads and other jobs. Tables and views are named `db.name`. */
export type JobHappening =
  /** Loads into a table: how many, of how many rows, which share (0–1) fails; left out = as usual. */
  | {
      readonly kind: 'loads';
      readonly table: string;
      readonly perSecond?: number;
      readonly rows?: number;
      readonly failing?: number;
    }
  /** Loads into a table commit, but are published no more; false: they are again. */
  | { readonly kind: 'publish'; readonly table: string; readonly stuck: boolean }
  /** A routine load changes its state, its pace, or how much waits in its topic. */
  | {
      readonly kind: 'routineLoad';
      readonly name: string;
      readonly state?: 'RUNNING' | 'PAUSED' | 'NEED_SCHEDULE';
      /** Why it changed; "" for none. */
      readonly reason?: string;
      readonly consumedPerSecond?: number;
      readonly producedPerSecond?: number;
      /** So many messages more at once. */
      readonly burst?: number;
    }
  /** A job that changes a table (named by `change`) is in this state and stays there. */
  | {
      readonly kind: 'alter';
      readonly table: string;
      readonly change?: AlterKind;
      readonly state: AlterJobState['state'];
      /** Its Msg; none when left out. */
      readonly reason?: string;
      /** How long ago it was created; just now when left out. */
      readonly agoMs?: number;
      /** Share (0–1) that is done; 0 when left out. */
      readonly done?: number;
    }
  /** A view becomes inactive, its refreshes fail from now on ("" = succeed), or none begins any more. */
  | {
      readonly kind: 'materializedView';
      readonly view: string;
      readonly active?: boolean;
      readonly reason?: string;
      readonly failsWith?: string;
      readonly stopped?: boolean;
    };

export type FaultRequest =
  | { readonly fault: FaultEffect; readonly target?: FaultTarget; readonly id?: string }
  | { readonly happen: Happening };
