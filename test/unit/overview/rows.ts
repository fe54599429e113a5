/** Rows of lists as a healthy cluster answers them; a test says what is different. */
import type { AlterJobRow } from '../../../src/extension/starrocks/sources/alterJobs';
import type { LoadRow } from '../../../src/extension/starrocks/sources/loads';
import type { MaterializedViewRow } from '../../../src/extension/starrocks/sources/materializedViews';
import type { RoutineLoadRow } from '../../../src/extension/starrocks/sources/routineLoads';
import type { RunningQueryRow } from '../../../src/extension/starrocks/sources/runningQueries';
import type { TransactionRow } from '../../../src/extension/starrocks/sources/transactions';
import { minute, start } from './builders';

export const aLoad = (over: Partial<LoadRow> = {}): LoadRow => ({
  id: '1',
  label: 'l',
  database: 'sales',
  table: 'orders',
  user: 'etl',
  warehouse: null,
  state: 'FINISHED',
  type: 'INSERT',
  progressPct: null,
  scanRows: 50_000,
  scanBytes: 1,
  filteredRows: 0,
  sinkRows: 50_000,
  createdAt: start,
  finishedAt: start,
  error: null,
  trackingSql: null,
  ...over,
});

export const aRoutineLoad = (over: Partial<RoutineLoadRow> = {}): RoutineLoadRow => ({
  id: '7',
  name: 'kafka',
  database: 'sales',
  table: 'orders',
  state: 'RUNNING',
  createdAt: start,
  pausedAt: null,
  tasks: 1,
  totalRows: 1,
  errorRows: 0,
  lagRows: 0,
  lagMs: 0,
  reason: null,
  trackingSql: null,
  ...over,
});

export const aView = (over: Partial<MaterializedViewRow> = {}): MaterializedViewRow => ({
  id: '1',
  database: 'sales',
  name: 'by_hour',
  refreshType: 'ASYNC',
  active: true,
  inactiveReason: null,
  task: 'mv-1',
  state: 'SUCCESS',
  startedAt: start - 10 * minute,
  finishedAt: start - 9 * minute,
  durationMs: minute,
  error: null,
  rows: 1,
  ...over,
});

export const aSchemaChange = (over: Partial<AlterJobRow> = {}): AlterJobRow => ({
  id: '1',
  table: 'orders',
  state: 'RUNNING',
  message: null,
  progressPct: 40,
  createdAt: start - 60 * minute,
  finishedAt: null,
  timeoutMs: 24 * 60 * minute,
  ...over,
});

export const aTransaction = (over: Partial<TransactionRow> = {}): TransactionRow => ({
  id: '1',
  label: 'load-1',
  coordinator: null,
  status: 'COMMITTED',
  source: 'BACKEND_STREAMING',
  preparedAt: start - 20 * minute,
  committedAt: start - 2 * minute,
  timeoutMs: null,
  ...over,
});

export const aRunningQuery = (over: Partial<RunningQueryRow> = {}): RunningQueryRow => ({
  queryId: 'q-1',
  frontendHost: 'fe-1',
  connectionId: '17',
  user: 'analyst',
  database: 'sales',
  startedAt: null,
  execMs: 1000,
  scanBytes: 1,
  scanRows: 1,
  memoryBytes: 1,
  spillBytes: 0,
  cpuMs: 1,
  progressPct: null,
  warehouse: null,
  resourceGroup: null,
  ...over,
});
