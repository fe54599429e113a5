import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

/** `cancelled` by a user; `unknown`: the cluster uses a word that this version does not know. */
export type LoadOutcome = 'running' | 'finished' | 'failed' | 'cancelled' | 'unknown';

export type LoadJob = {
  /** `JOB_ID`; of a stream load that of its own list. */
  readonly id: string;
  /** Untrusted text. */
  readonly label: string;
  /** Where it writes to. */
  readonly database: string;
  /** Table it writes to; null where the kind of load does not tell. */
  readonly table: string | null;
  /** Null before 3.4, where nobody tells. */
  readonly user: string | null;
  /** Null where the version has none. */
  readonly warehouse: string | null;
  /** As the cluster names it: INSERT, BROKER, STREAM_LOAD, … */
  readonly type: string;
  /** As the cluster names it: LOADING, FINISHED, CANCELLED, … */
  readonly state: string;
  /** What the state and the reason come to. */
  readonly outcome: LoadOutcome;
  /** 0–100; null where the kind of load tells none before its end. */
  readonly progressPct: number | null;
  /** Rows read; null where the version does not say. */
  readonly scanRows: number | null;
  /** Bytes read. */
  readonly scanBytes: number | null;
  /** Rows that were wrong and left out. */
  readonly filteredRows: number | null;
  /** Null where the zone is not known. */
  readonly createdAt: EpochMs | null;
  /** Null while it runs. */
  readonly finishedAt: EpochMs | null;
  /** Untrusted text. */
  readonly error: string | null;
  /** The statement with which the cluster says which rows were wrong; untrusted text. */
  readonly trackingSql: string | null;
};

export type LoadTypeCount = {
  /** As the cluster names it. */
  readonly type: string;
  /** Not ended yet. */
  readonly running: number;
  /** Within the window. */
  readonly finished: number;
  /** Within the window, not by a user. */
  readonly failed: number;
  /** By a user, within the window. */
  readonly cancelled: number;
};

/** Failed loads with the same words, digits apart. */
export type LoadFailure = {
  /** The newest one's own words; untrusted text. */
  readonly reason: string;
  /** Loads of the window that failed with these words. */
  readonly count: number;
  /** Where it happened last: `db.table`, or the database where the table is not told. */
  readonly where: string;
  /** When it happened last. */
  readonly lastAt: EpochMs | null;
  /** Of the newest of them. */
  readonly trackingSql: string | null;
};

/** A table that gets many loads of few rows each. */
export type SmallLoads = {
  /** Where the table is. */
  readonly database: string;
  /** Table that gets them. */
  readonly table: string;
  /** Loads a minute over ten minutes. */
  readonly perMinute: number;
  /** Mean rows per load over ten minutes. */
  readonly rowsPerLoad: number;
};

export type RoutineLoadJob = {
  /** Job id of the cluster. */
  readonly id: string;
  /** Name by which PAUSE and RESUME take it. */
  readonly name: string;
  /** Where it writes to. */
  readonly database: string;
  /** Null where the version does not say. */
  readonly table: string | null;
  /** NEED_SCHEDULE, RUNNING, PAUSED, STOPPED, CANCELLED. */
  readonly state: string;
  /** Who paused it; null unless it is paused. */
  readonly pausedBy: 'user' | 'system' | null;
  /** Σ of its partitions' offsets that wait; null where the version does not say. */
  readonly lagRows: number | null;
  /** How far behind in time, ms. */
  readonly lagMs: number | null;
  /** Rows by which the lag grows (or shrinks, < 0) a second, over the last 15 min. */
  readonly lagPerSecond: number | null;
  /** Its tasks at present. */
  readonly tasks: number | null;
  /** Rows consumed since it was created. */
  readonly totalRows: number | null;
  /** Of them those that were wrong. */
  readonly errorRows: number | null;
  /** Null where the zone of the session is not known yet. */
  readonly createdAt: EpochMs | null;
  /** Null unless it is paused. */
  readonly pausedAt: EpochMs | null;
  /** Why its state changed last; untrusted text. */
  readonly reason: string | null;
  /** The statement that shows which rows were wrong; untrusted text. */
  readonly trackingSql: string | null;
};

/** Loads of the last hour, and routine loads as they stand. */
export type LoadJobStats = {
  /**
   * How far back ended loads are counted, ms. A lower bound where the cluster has forgotten some.
   */
  readonly windowMs: number;
  /** Loads that have not ended, from information_schema.loads. */
  readonly running: Reading<number>;
  /** Within the window; a lower bound where the cluster has forgotten some. */
  readonly finished: Reading<number>;
  /** As `finished`: cancelled by the cluster, not by a user. */
  readonly failed: Reading<number>;
  /** As `finished`: cancelled by users. */
  readonly cancelled: Reading<number>;
  /** What all nodes write, from their own counters. */
  readonly rowsPerSecond: Reading<number>;
  /** As `rowsPerSecond`, uncompressed bytes. */
  readonly bytesPerSecond: Reading<number>;
  /** Counts of the window by kind of load. */
  readonly byType: Rows<LoadTypeCount>;
  /** Running ones, oldest first, then the ended ones, newest first. */
  readonly loads: Rows<LoadJob>;
  /** Why loads of the window failed, most frequent first. */
  readonly failures: Rows<LoadFailure>;
  /** Tables that get more than ten loads a minute of fewer than 10,000 rows each. */
  readonly small: Rows<SmallLoads>;
  /** Routine loads that are neither stopped nor cancelled. */
  readonly routineTotal: Reading<number>;
  /** Paused, and the reason is not a user's. */
  readonly routinePausedBySystem: Reading<number>;
  /** Paused by somebody. */
  readonly routinePausedByUser: Reading<number>;
  /** Rows of the job that is most behind. */
  readonly routineLag: Reading<number>;
  /** System-paused ones first, then by lag. */
  readonly routineLoads: Rows<RoutineLoadJob>;
};
