import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';
import type { QueryShape } from './slowQueries';

export type TableAccess = {
  /** Null: the default catalog, or it is not told. */
  readonly catalog: string | null;
  /** As named, else that in use; null: neither. */
  readonly database: string | null;
  /** Table, view or materialized view that was read. */
  readonly table: string;
  /** Statements without an error that name it. */
  readonly queries: number;
  /** Σ of the durations of the statements that name it, ms. */
  readonly totalMs: number;
};

export type ActiveUser = {
  /** Name of the user. */
  readonly user: string;
  /** Statements; null where only sessions are seen. */
  readonly lastHour: number | null;
  /** As `lastHour`, within 24 h. */
  readonly lastDay: number | null;
  /** Of `lastDay` those that ended with an error; null where only sessions are seen. */
  readonly failed: number | null;
  /** When the newest statement began, or the user was last seen active. */
  readonly lastAt: EpochMs | null;
};

export type QueryErrorCount = {
  /** As the cluster says it; null = it says none. */
  readonly code: string | null;
  /** Statements that failed with it. */
  readonly queries: number;
  /** Users whose statements did. */
  readonly users: number;
  /** When the newest of them began. */
  readonly lastAt: EpochMs | null;
  /** One of them; untrusted text, cut. */
  readonly sql: string | null;
};

/** Who asks for what: from the audit log, which may lose rows, so that counts are lower bounds. */
export type QueryTop = {
  /** Of the last hour, most time first. */
  readonly shapes: Rows<QueryShape>;
  /** Of the last hour, most queries first. */
  readonly tables: Rows<TableAccess>;
  /** True: tables are read from the statements' texts; false: the cluster names them. */
  readonly tablesApproximate: Reading<boolean>;
  /** Who began a statement within 1 h, within 24 h. */
  readonly activeLastHour: Reading<number>;
  /** As `activeLastHour`, within 24 h; without an audit log as far as sessions were seen. */
  readonly activeLastDay: Reading<number>;
  /** Most statements first. */
  readonly users: Rows<ActiveUser>;
  /** Of 24 hours. */
  readonly errors: Rows<QueryErrorCount>;
};
