import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

/** How a statement is known: a row of the audit log, a profile, or seen while it ran. */
export type QueryOrigin = 'audit' | 'profile' | 'sample';

export type SlowQuery = {
  readonly queryId: string;
  readonly origin: QueryOrigin;
  readonly startedAt: EpochMs | null;
  /** Of a sample the longest that was seen: it may have run on. */
  readonly durationMs: number;
  /** Failed, time-outs included; null = not known how it ended. */
  readonly failed: boolean | null;
  readonly errorCode: string | null;
  readonly user: string | null;
  readonly database: string | null;
  /** Host of the FE that received it. */
  readonly frontend: string | null;
  readonly resourceGroup: string | null;
  readonly warehouse: string | null;
  /** In the query queue, part of the duration. */
  readonly pendingMs: number | null;
  readonly scanBytes: number | null;
  readonly scanRows: number | null;
  readonly returnRows: number | null;
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
  readonly database: string | null;
  readonly queries: number;
  /** Null where nobody tells how they ended. */
  readonly failed: number | null;
  readonly totalMs: number;
  readonly longestMs: number;
  readonly scanBytes: number | null;
  readonly cpuMs: number | null;
  readonly memoryBytes: number | null;
  readonly lastAt: EpochMs | null;
};

/** What took longer than `minDurationMs` in the last 24 hours, failed and timed-out ones included. */
export type SlowQueries = {
  /** `database.table` of the audit log, or why it is not read. */
  readonly auditTable: Reading<string>;
  readonly minDurationMs: number;
  /** Longest first. `bound: 'lower'`: there may be more, or they may have run longer. */
  readonly queries: Rows<SlowQuery>;
  /** The same by shape, most time first. */
  readonly shapes: Rows<QueryShape>;
};

/** What `getSlowQueries` is asked for; hours 24, minDurationMs 1000 and limit 20 unless said. */
export type SlowQueryRequest = {
  readonly hours?: number;
  readonly minDurationMs?: number;
  readonly limit?: number;
};
