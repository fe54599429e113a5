import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type DatabaseTransactionCount = {
  /** Database the transactions are in. */
  readonly database: string;
  /** Routine loads are not among them: no limit holds for these. */
  readonly running: number;
  /** Of the limit, percent: without lake compactions, which are exempt from it. */
  readonly pct: number | null;
  /** Age of the oldest one when its list was read last, ms; null while it was not, or is empty. */
  readonly oldestMs: number | null;
  /** When its list was read last; null: not yet. */
  readonly lookedAt: EpochMs | null;
};

export type Transaction = {
  /** Database it is in. */
  readonly database: string;
  /** Id of the transaction; text, as it may exceed 2^53. */
  readonly id: string;
  /** Untrusted text. */
  readonly label: string;
  /** PREPARE, PREPARED or COMMITTED. */
  readonly status: string;
  /** Who began it: BACKEND_STREAMING, INSERT_STREAMING, LAKE_COMPACTION, … */
  readonly source: string | null;
  /** `BE: <host>` or `FE: <host>`. */
  readonly coordinator: string | null;
  /** When it began; null where the zone of the session is not known yet. */
  readonly preparedAt: EpochMs | null;
  /** Null while it is not committed. */
  readonly committedAt: EpochMs | null;
  /** The cluster aborts it after so long, ms. */
  readonly timeoutMs: number | null;
  /** Committed and not published for more than a minute. */
  readonly stuck: boolean;
};

export type TransactionStats = {
  /** Σ FE `txn_begin`. */
  readonly begunPerSecond: Reading<number>;
  /** Σ FE `txn_success`. */
  readonly committedPerSecond: Reading<number>;
  /** Σ FE `txn_failed`; aborted compactions are among them. */
  readonly failedPerSecond: Reading<number>;
  /** Of what ended in ten minutes, percent; `no-traffic` below 20 ends. */
  readonly failedPct: Reading<number>;
  /** The leader's gauge `txn_running`; `unsupported-version` before 4.0. */
  readonly running: Reading<number>;
  /** Most a database may run at once. */
  readonly limit: Reading<number>;
  /** Of the database that is nearest to its limit. */
  readonly fullestPct: Reading<number>;
  /** Busiest first. */
  readonly byDatabase: Rows<DatabaseTransactionCount>;
  /** How many databases' lists have been read; coverage says of how many. */
  readonly looked: Reading<number>;
  /** Oldest transaction of these lists when they were read, lake compactions apart, ms. */
  readonly oldestMs: Reading<number>;
  /** Of the lists read: committed and not published for more than a minute. */
  readonly stuck: Reading<number>;
  /** Oldest first. */
  readonly transactions: Rows<Transaction>;
};
