/** The part of the truth about data: databases, tables, partitions with their compaction scores. */
import type { EpochMs } from './truth';

export type DatabaseState = {
  readonly id: number;
  readonly name: string;
  /** System databases carry no user data. */
  readonly system: boolean;
};

export type TableState = {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'materialized view';
  readonly model: 'DUP_KEYS' | 'AGG_KEYS' | 'UNIQUE_KEYS' | 'PRIMARY_KEYS';
  readonly rows: number;
  /** Over all replicas in shared-nothing, of one copy in shared-data. */
  readonly bytes: number;
  /** Rows and bytes as the 300 s statistics job last saw them: DATA_LENGTH, TABLE_ROWS. */
  readonly reportedRows: number;
  readonly reportedBytes: number;
  readonly createdAt: EpochMs;
  readonly comment: string;
};

export type PartitionState = {
  /** Physical partition id. */
  readonly id: number;
  readonly database: string;
  readonly table: string;
  readonly name: string;
  readonly buckets: number;
  /** Over all replicas in shared-nothing, of one copy in shared-data. */
  readonly bytes: number;
  readonly rows: number;
  readonly storageBytes: number;
  readonly visibleVersion: number;
  readonly compactVersion: number;
  readonly visibleAt: EpochMs;
  /** Compaction scores of its tablets, as of the last publish. max ≥ p50, max ≥ avg. 0 in shared-nothing. */
  readonly score: { readonly avg: number; readonly p50: number; readonly max: number };
  /** Chance per second that a load reaches it. */
  readonly loadsPerSecond: number;
  /** Not tried again before this time. */
  readonly nextCompactionAt: EpochMs;
  readonly manualCompaction: boolean;
};
