/** The part of the truth about work that is under way: transactions, loads, refreshes, schema changes. */
import type { EpochMs } from './truth';

export type TransactionState = {
  readonly id: number;
  readonly database: string;
  readonly label: string;
  readonly coordinator: string;
  readonly status: 'PREPARE' | 'PREPARED' | 'COMMITTED';
  readonly source:
    'BACKEND_STREAMING' | 'INSERT_STREAMING' | 'ROUTINE_LOAD_TASK' | 'LAKE_COMPACTION';
  readonly preparedAt: EpochMs;
  readonly committedAt: EpochMs | null;
  readonly timeoutMs: number;
};

export type LoadState = {
  readonly jobId: number;
  readonly txnId: number;
  readonly label: string;
  readonly database: string;
  readonly table: string;
  readonly user: string;
  readonly state: 'LOADING' | 'FINISHED' | 'CANCELLED';
  readonly type: 'STREAM_LOAD' | 'INSERT' | 'BROKER' | 'ROUTINE_LOAD';
  readonly scanRows: number;
  readonly scanBytes: number;
  readonly filteredRows: number;
  readonly sinkRows: number;
  readonly createdAt: EpochMs;
  readonly startedAt: EpochMs;
  readonly committedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** null = none; `type:USER_CANCEL; msg:…` or another reason. */
  readonly error: string | null;
  readonly warehouse: string;
  readonly partitionId: number;
  readonly nodeId: number;
  readonly plan: { readonly endAt: EpochMs; readonly error: string | null };
};

export type RoutineLoadState = {
  readonly id: number;
  readonly name: string;
  readonly database: string;
  readonly table: string;
  readonly state: 'NEED_SCHEDULE' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'CANCELLED';
  readonly unstable: boolean;
  readonly createdAt: EpochMs;
  readonly pausedAt: EpochMs | null;
  readonly reason: string;
  readonly topic: string;
  /** Offsets by Kafka partition number. */
  readonly consumed: readonly number[];
  readonly latest: readonly number[];
  readonly totalRows: number;
  readonly errorRows: number;
  readonly receivedBytes: number;
  readonly committedTasks: number;
  readonly abortedTasks: number;
  readonly producedPerSecond: number;
  readonly consumedPerSecond: number;
};

export type MaterializedViewState = {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly active: boolean;
  readonly inactiveReason: string;
  readonly refreshType: 'ASYNC' | 'MANUAL';
  readonly refreshEveryMs: number;
  readonly lastStartedAt: EpochMs | null;
  readonly lastFinishedAt: EpochMs | null;
  readonly lastState: 'PENDING' | 'RUNNING' | 'SUCCESS' | 'FAILED' | null;
  readonly lastError: string | null;
  readonly nextAt: EpochMs;
  readonly durationMs: number;
  readonly rows: number;
  /** null: refreshes succeed; otherwise the error each one ends with. */
  readonly failsWith: string | null;
};

export type TaskRunState = {
  readonly queryId: string;
  readonly jobId: string;
  readonly taskName: string;
  readonly database: string;
  readonly createdAt: EpochMs;
  readonly finishedAt: EpochMs | null;
  readonly state: 'PENDING' | 'RUNNING' | 'SUCCESS' | 'FAILED';
  readonly error: string | null;
};

export type AlterKind = 'SCHEMA_CHANGE' | 'ROLLUP' | 'OPTIMIZE';

export type AlterJobState = {
  readonly jobId: number;
  readonly database: string;
  readonly table: string;
  readonly kind: AlterKind;
  readonly state: 'PENDING' | 'WAITING_TXN' | 'RUNNING' | 'FINISHED' | 'CANCELLED';
  readonly createdAt: EpochMs;
  readonly finishedAt: EpochMs | null;
  readonly done: number;
  readonly total: number;
  readonly message: string;
  readonly timeoutMs: number;
  /** Put there by a happening, which alone changes it; the others follow one another by themselves. */
  readonly held: boolean;
};

export type WarehouseState = {
  readonly id: number;
  readonly name: string;
  readonly comment: string;
};

export type ResourceGroupState = {
  readonly id: number;
  readonly name: string;
  readonly cpuWeight: number;
  readonly memLimitPct: number;
  readonly concurrencyLimit: number | null;
  /** One row of SHOW RESOURCE GROUPS each. */
  readonly classifiers: readonly string[];
};
