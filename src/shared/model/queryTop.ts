import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';
import type { QueryShape } from './slowQueries';

export type TableAccess = {
  readonly catalog: string | null;
  readonly database: string | null;
  readonly table: string;
  readonly queries: number;
  readonly totalMs: number;
};

export type ActiveUser = {
  readonly user: string;
  /** Statements; null where only sessions are seen. */
  readonly lastHour: number | null;
  readonly lastDay: number | null;
  readonly failed: number | null;
  readonly lastAt: EpochMs | null;
};

export type QueryErrorCount = {
  /** As the cluster says it; null = it says none. */
  readonly code: string | null;
  readonly queries: number;
  readonly users: number;
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
  readonly activeLastDay: Reading<number>;
  readonly users: Rows<ActiveUser>;
  /** Of 24 hours. */
  readonly errors: Rows<QueryErrorCount>;
};
