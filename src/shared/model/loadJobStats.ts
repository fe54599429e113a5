import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

/** `cancelled` by a user; `unknown`: the cluster uses a word that this version does not know. */
export type LoadOutcome = 'running' | 'finished' | 'failed' | 'cancelled' | 'unknown';

export type LoadJob = {
  readonly id: string;
  readonly label: string;
  readonly database: string;
  readonly table: string | null;
  readonly user: string | null;
  readonly warehouse: string | null;
  /** As the cluster names it: INSERT, BROKER, STREAM_LOAD, … */
  readonly type: string;
  readonly state: string;
  readonly outcome: LoadOutcome;
  /** 0–100; null where the kind of load tells none before its end. */
  readonly progressPct: number | null;
  readonly scanRows: number | null;
  readonly scanBytes: number | null;
  readonly filteredRows: number | null;
  readonly createdAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** Untrusted text. */
  readonly error: string | null;
  /** The statement with which the cluster says which rows were wrong; untrusted text. */
  readonly trackingSql: string | null;
};

export type LoadTypeCount = {
  readonly type: string;
  readonly running: number;
  readonly finished: number;
  readonly failed: number;
  readonly cancelled: number;
};

/** Failed loads with the same words, digits apart. */
export type LoadFailure = {
  /** The newest one's own words; untrusted text. */
  readonly reason: string;
  readonly count: number;
  /** Where it happened last: `db.table`, or the database where the table is not told. */
  readonly where: string;
  readonly lastAt: EpochMs | null;
  readonly trackingSql: string | null;
};

/** A table that gets many loads of few rows each. */
export type SmallLoads = {
  readonly database: string;
  readonly table: string;
  readonly perMinute: number;
  readonly rowsPerLoad: number;
};

export type RoutineLoadJob = {
  readonly id: string;
  readonly name: string;
  readonly database: string;
  readonly table: string | null;
  /** NEED_SCHEDULE, RUNNING, PAUSED, STOPPED, CANCELLED. */
  readonly state: string;
  /** Who paused it; null unless it is paused. */
  readonly pausedBy: 'user' | 'system' | null;
  readonly lagRows: number | null;
  /** How far behind in time, ms. */
  readonly lagMs: number | null;
  /** Rows by which the lag grows (or shrinks, < 0) a second, over the last 15 min. */
  readonly lagPerSecond: number | null;
  readonly tasks: number | null;
  readonly totalRows: number | null;
  readonly errorRows: number | null;
  readonly createdAt: EpochMs | null;
  readonly pausedAt: EpochMs | null;
  /** Why its state changed last; untrusted text. */
  readonly reason: string | null;
  readonly trackingSql: string | null;
};

/** Loads of the last hour, and routine loads as they stand. */
export type LoadJobStats = {
  /** How far back ended loads are counted, ms. A lower bound where the cluster has forgotten some. */
  readonly windowMs: number;
  readonly running: Reading<number>;
  readonly finished: Reading<number>;
  readonly failed: Reading<number>;
  readonly cancelled: Reading<number>;
  /** What all nodes write, from their own counters. */
  readonly rowsPerSecond: Reading<number>;
  readonly bytesPerSecond: Reading<number>;
  readonly byType: Rows<LoadTypeCount>;
  /** Running ones, oldest first, then the ended ones, newest first. */
  readonly loads: Rows<LoadJob>;
  readonly failures: Rows<LoadFailure>;
  readonly small: Rows<SmallLoads>;
  /** Routine loads that are neither stopped nor cancelled. */
  readonly routineTotal: Reading<number>;
  readonly routinePausedBySystem: Reading<number>;
  readonly routinePausedByUser: Reading<number>;
  /** Rows of the job that is most behind. */
  readonly routineLag: Reading<number>;
  /** System-paused ones first, then by lag. */
  readonly routineLoads: Rows<RoutineLoadJob>;
};
