import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

/** How a statement is known: a row of the audit log, a profile, or seen while it ran. */
export type QueryOrigin = 'audit' | 'profile' | 'sample';

export type SlowQuery = {
  /** Id of the query. */
  readonly queryId: string;
  /** Which step of the ladder told it. */
  readonly origin: QueryOrigin;
  /** Null where the zone of the times is not known yet. */
  readonly startedAt: EpochMs | null;
  /** Of a sample the longest that was seen: it may have run on. */
  readonly durationMs: number;
  /** Failed, time-outs included; null = not known how it ended. */
  readonly failed: boolean | null;
  /** As the cluster words it; from the audit log alone. */
  readonly errorCode: string | null;
  /** Who began it; null in a profile of which nothing else was seen. */
  readonly user: string | null;
  /** Database in use; null: none, or not told. */
  readonly database: string | null;
  /** Host of the FE that received it. */
  readonly frontend: string | null;
  /** Name; null where the log has no such column. */
  readonly resourceGroup: string | null;
  /** As `resourceGroup`; 3.3 and newer. */
  readonly warehouse: string | null;
  /** In the query queue, part of the duration. */
  readonly pendingMs: number | null;
  /** Bytes read by all nodes. */
  readonly scanBytes: number | null;
  /** Rows read by all nodes. */
  readonly scanRows: number | null;
  /** Rows given to the client; from the audit log alone. */
  readonly returnRows: number | null;
  /** CPU time of all nodes together, ms. */
  readonly cpuMs: number | null;
  /** Audit log: of the part that used most; sample: the most that was seen of all nodes. */
  readonly memoryBytes: number | null;
  /** Untrusted text, cut to 1,000 characters. */
  readonly sql: string | null;
};

/** Statements that differ in literals only. */
export type QueryShape = {
  /** Without literals; untrusted names remain. */
  readonly fingerprint: string;
  /** Database in use; null: none, or not told. */
  readonly database: string | null;
  /** Statements of this shape. */
  readonly queries: number;
  /** Null where nobody tells how they ended. */
  readonly failed: number | null;
  /** Σ of their durations, ms. */
  readonly totalMs: number;
  /** Longest of them, ms. */
  readonly longestMs: number;
  /** Σ of bytes read; null where one does not tell. */
  readonly scanBytes: number | null;
  /** Σ of CPU time, ms; null where one does not tell. */
  readonly cpuMs: number | null;
  /** Most that one of them used; null where nobody tells. */
  readonly memoryBytes: number | null;
  /** When the newest of them began. */
  readonly lastAt: EpochMs | null;
};

/** What took longer than `minDurationMs` in the last 24 hours, failed and timed-out ones included. */
export type SlowQueries = {
  /** `database.table` of the audit log, or why it is not read. */
  readonly auditTable: Reading<string>;
  /** Duration from which on a statement is listed, ms. */
  readonly minDurationMs: number;
  /** Longest first. `bound: 'lower'`: there may be more, or they may have run longer. */
  readonly queries: Rows<SlowQuery>;
  /** The same by shape, most time first. */
  readonly shapes: Rows<QueryShape>;
};

/** What `getSlowQueries` is asked for; hours 24, minDurationMs 1000 and limit 20 unless said. */
export type SlowQueryRequest = {
  /** How far back, hours. */
  readonly hours?: number;
  /** Shortest duration, ms. */
  readonly minDurationMs?: number;
  /** Most rows that are answered. */
  readonly limit?: number;
};
