import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type DatabaseTransactionCount = {
  readonly database: string;
  /** Routine loads are not among them: no limit holds for these. */
  readonly running: number;
  /** Of the limit, percent: without lake compactions, which are exempt from it. */
  readonly pct: number | null;
  /** Age of the oldest one when its list was read last, ms; null while it was not, or is empty. */
  readonly oldestMs: number | null;
  readonly lookedAt: EpochMs | null;
};

export type Transaction = {
  readonly database: string;
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly source: string | null;
  readonly coordinator: string | null;
  readonly preparedAt: EpochMs | null;
  readonly committedAt: EpochMs | null;
  readonly timeoutMs: number | null;
  /** Committed and not published for more than a minute. */
  readonly stuck: boolean;
};

export type TransactionStats = {
  readonly begunPerSecond: Reading<number>;
  readonly committedPerSecond: Reading<number>;
  readonly failedPerSecond: Reading<number>;
  /** Of what ended in ten minutes, percent; `no-traffic` below 20 ends. */
  readonly failedPct: Reading<number>;
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
  readonly stuck: Reading<number>;
  /** Oldest first. */
  readonly transactions: Rows<Transaction>;
};
