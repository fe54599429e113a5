/** The made-up company whose data the demo cluster holds: databases, tables, jobs. */
import type { EpochMs, RunMode, Scenario } from '../truth';
import type { DatabaseState, PartitionState, TableState } from '../truthData';
import type { MaterializedViewState, RoutineLoadState, TaskRunState } from '../truthJobs';
import { roll, uuidOf } from './dice';
import { REPLICATION } from './replicas';
import { DAY, HOUR, MINUTE } from './waves';
import { timeText } from './zone';

const GB = 1024 ** 3;

type TableSeed = {
  readonly database: string;
  readonly name: string;
  readonly model: TableState['model'];
  readonly gigabytes: number;
  readonly days: number;
  readonly buckets: number;
  /** Loads a second reaching today's partition. */
  readonly loads: number;
};

const TABLES: readonly TableSeed[] = [
  {
    database: 'sales',
    name: 'orders',
    model: 'PRIMARY_KEYS',
    gigabytes: 412,
    days: 14,
    buckets: 24,
    loads: 0.16,
  },
  {
    database: 'sales',
    name: 'order_items',
    model: 'DUP_KEYS',
    gigabytes: 1180,
    days: 14,
    buckets: 48,
    loads: 0.14,
  },
  {
    database: 'sales',
    name: 'refunds',
    model: 'DUP_KEYS',
    gigabytes: 18,
    days: 4,
    buckets: 8,
    loads: 0.02,
  },
  {
    database: 'events',
    name: 'page_views',
    model: 'DUP_KEYS',
    gigabytes: 3100,
    days: 10,
    buckets: 64,
    loads: 0.2,
  },
  {
    database: 'events',
    name: 'clicks',
    model: 'DUP_KEYS',
    gigabytes: 860,
    days: 10,
    buckets: 32,
    loads: 0.12,
  },
  {
    database: 'finance',
    name: 'ledger',
    model: 'UNIQUE_KEYS',
    gigabytes: 96,
    days: 3,
    buckets: 12,
    loads: 0.015,
  },
  {
    database: 'finance',
    name: 'fx_rates',
    model: 'PRIMARY_KEYS',
    gigabytes: 0.4,
    days: 1,
    buckets: 2,
    loads: 0.03,
  },
  {
    database: '门店',
    name: '库存快照',
    model: 'AGG_KEYS',
    gigabytes: 44,
    days: 2,
    buckets: 8,
    loads: 0.02,
  },
  {
    database: 'sandbox',
    name: 'emoji_reactions_😀',
    model: 'DUP_KEYS',
    gigabytes: 2,
    days: 1,
    buckets: 4,
    loads: 0,
  },
];

export const DATABASES: readonly DatabaseState[] = [
  { id: 10001, name: '_statistics_', system: true },
  { id: 10002, name: 'events', system: false },
  { id: 10003, name: 'finance', system: false },
  { id: 1, name: 'information_schema', system: true },
  { id: 10004, name: 'sales', system: false },
  { id: 10005, name: 'sandbox', system: false },
  { id: 100, name: 'sys', system: true },
  { id: 10006, name: '门店', system: false },
];

/** Nobody creates these two: an FE counts them nowhere, and keeps no transactions of them. */
export const isBuiltIn = ({ name }: DatabaseState): boolean =>
  name === 'information_schema' || name === 'sys';

/** Tables, views and materialized views with sizes as of the beginning. */
export function initialTables(begun: EpochMs, runMode: RunMode): readonly TableState[] {
  const created = begun - 200 * DAY;
  const copies = runMode === 'shared_data' ? 1 : REPLICATION;
  const tables = TABLES.map((seed, index): TableState => {
    const rows = Math.round((seed.gigabytes * GB) / 61);
    const bytes = Math.round(seed.gigabytes * GB) * copies;
    return {
      id: 10_210 + index * 10,
      database: seed.database,
      name: seed.name,
      kind: 'table',
      model: seed.model,
      rows,
      bytes,
      reportedRows: rows,
      reportedBytes: bytes,
      createdAt: created + index * DAY,
      comment: seed.name === 'ledger' ? `the auditors' copy; don't drop` : '',
    };
  });
  const others: readonly (readonly [string, string, TableState['kind'], number])[] = [
    ['sales', 'v_orders_today', 'view', 0],
    ['sales', 'mv_sales_by_hour', 'materialized view', 3.2],
    ['events', 'mv_sessions', 'materialized view', 27],
    ['finance', 'mv_ledger_daily', 'materialized view', 1.1],
  ];
  return [
    ...tables,
    ...others.map(([database, name, kind, gigabytes], index): TableState => {
      const bytes = Math.round(gigabytes * GB) * copies;
      const rows = Math.round((gigabytes * GB) / 61);
      return {
        id: 10_400 + index * 10,
        database,
        name,
        kind,
        model: 'DUP_KEYS',
        rows,
        bytes,
        reportedRows: rows,
        reportedBytes: bytes,
        createdAt: created + (20 + index) * DAY,
        comment: '',
      };
    }),
  ];
}

/** One partition per day and table; today's receives the loads. */
export function initialPartitions(
  seed: number,
  scenario: Scenario,
  begun: EpochMs,
  zone: string,
  runMode: RunMode,
): readonly PartitionState[] {
  const partitions: PartitionState[] = [];
  let id = 11_200;
  for (const table of TABLES) {
    for (let age = table.days - 1; age >= 0; age--) {
      id += 7;
      const day = begun - age * DAY;
      const copy = Math.round(
        (table.gigabytes * GB * (0.7 + 0.6 * roll(seed, 'size', id))) / table.days,
      );
      const shared = runMode === 'shared_data';
      const bytes = shared ? copy : copy * REPLICATION;
      const crisis = scenario === 'compaction' && table.name === 'orders' && age === 0;
      const pressed = scenario === 'compaction' && age === 0 && table.loads > 0.1;
      const hot = age === 0 && table.loads > 0;
      const max = crisis
        ? 142
        : pressed
          ? 34 + 60 * roll(seed, 'pressed', id)
          : hot
            ? 6 + 4 * roll(seed, 'hot', id)
            : 1 + 4 * roll(seed, 'cold', id);
      const version = Math.round(900 + 400 * roll(seed, 'version', id));
      partitions.push({
        id,
        database: table.database,
        table: table.name,
        name:
          table.days === 1
            ? table.name
            : `p${timeText(day, zone).slice(0, 10).replaceAll('-', '')}`,
        buckets: table.buckets,
        bytes,
        rows: Math.round(copy / 61),
        storageBytes: shared ? Math.round(bytes * 1.04) : bytes,
        visibleVersion: version,
        compactVersion: version - 3,
        visibleAt: hot ? begun - 20_000 : day,
        score: shared ? scoreOf(max) : { avg: 0, p50: 0, max: 0 },
        loadsPerSecond: age === 0 ? table.loads * (crisis ? 4 : pressed ? 1.6 : 1) : 0,
        nextCompactionAt: begun,
        manualCompaction: false,
      });
    }
  }
  return partitions;
}

/** The three scores of a partition whose worst tablet has this one; a tablet's score is whole. */
export function scoreOf(worst: number): PartitionState['score'] {
  const max = Math.round(worst);
  return { max, avg: 1 + (max - 1) * 0.62, p50: Math.max(1, Math.floor(1 + (max - 1) * 0.58)) };
}

export function initialRoutineLoads(
  scenario: Scenario,
  begun: EpochMs,
): readonly RoutineLoadState[] {
  const base = {
    unstable: false,
    createdAt: begun - 90 * DAY,
    pausedAt: null,
    reason: '',
    errorRows: 0,
    abortedTasks: 3,
  };
  const jobs: RoutineLoadState[] = [
    {
      ...base,
      id: 10_604,
      name: 'orders_from_kafka',
      database: 'sales',
      table: 'orders',
      state: 'RUNNING',
      topic: 'orders',
      consumed: [9_120_331, 9_118_004],
      latest: [9_120_400, 9_118_050],
      totalRows: 18_238_335,
      receivedBytes: 3_355_853_640,
      committedTasks: 91_204,
      producedPerSecond: 640,
      consumedPerSecond: scenario === 'compaction' ? 500 : 660,
    },
    {
      ...base,
      id: 10_605,
      name: 'clicks_from_kafka',
      database: 'events',
      table: 'clicks',
      state: 'RUNNING',
      topic: 'clicks',
      consumed: [44_120_001],
      latest: [44_120_900],
      totalRows: 44_120_001,
      receivedBytes: 8_118_080_184,
      committedTasks: 120_551,
      producedPerSecond: 2100,
      consumedPerSecond: 2200,
    },
  ];
  if (scenario === 'degraded') {
    jobs.push({
      ...base,
      id: 10_606,
      name: 'refunds_from_kafka',
      database: 'sales',
      table: 'refunds',
      state: 'PAUSED',
      pausedAt: begun - 2 * HOUR,
      reason: "ErrorReason{errCode = 102, msg='current error rows is more than max error num'}",
      topic: 'refunds',
      consumed: [771_002],
      latest: [774_310],
      totalRows: 771_002,
      errorRows: 1204,
      receivedBytes: 141_864_368,
      committedTasks: 7710,
      producedPerSecond: 3,
      consumedPerSecond: 0,
    });
  }
  return jobs;
}

export function initialMaterializedViews(
  scenario: Scenario,
  begun: EpochMs,
): readonly MaterializedViewState[] {
  const view = (
    id: number,
    database: string,
    name: string,
    everyMs: number,
    durationMs: number,
    failsWith: string | null,
  ): MaterializedViewState => ({
    id,
    database,
    name,
    active: true,
    inactiveReason: '',
    refreshType: 'ASYNC',
    refreshEveryMs: everyMs,
    lastStartedAt: begun - everyMs / 2,
    lastFinishedAt: begun - everyMs / 2 + durationMs,
    lastState: failsWith === null ? 'SUCCESS' : 'FAILED',
    lastError: failsWith,
    nextAt: begun + everyMs / 2,
    durationMs,
    rows: 5_200_331,
    failsWith,
  });
  const failing =
    scenario === 'degraded'
      ? 'Refresh mv mv_sessions failed after 1 times, try lock failed: 0, error-msg : com.starrocks.sql.analyzer.SemanticException: Backend node not found. Check if any backend node is down.'
      : null;
  return [
    view(10_410, 'sales', 'mv_sales_by_hour', 5 * MINUTE, 14_000, null),
    view(10_420, 'events', 'mv_sessions', 10 * MINUTE, 48_000, failing),
    scenario === 'degraded'
      ? {
          ...view(10_430, 'finance', 'mv_ledger_daily', DAY, 9_000, null),
          active: false,
          inactiveReason: 'base-table dropped: fx_rates_old',
        }
      : view(10_430, 'finance', 'mv_ledger_daily', 30 * MINUTE, 9_000, null),
  ];
}

/** The refreshes of the last 24 hours, oldest first. */
export function initialTaskRuns(
  seed: number,
  scenario: Scenario,
  begun: EpochMs,
): readonly TaskRunState[] {
  const runs = initialMaterializedViews(scenario, begun).flatMap((view) => {
    const ofView: TaskRunState[] = [];
    const last = view.lastStartedAt ?? begun;
    for (let at = last; view.active && at > begun - DAY; at -= view.refreshEveryMs) {
      const queryId = uuidOf(seed, view.name, at);
      ofView.push({
        queryId,
        jobId: queryId,
        taskName: `mv-${String(view.id)}`,
        database: view.database,
        createdAt: at,
        finishedAt: at + view.durationMs,
        state: view.failsWith === null || at < begun - HOUR ? 'SUCCESS' : 'FAILED',
        error: view.failsWith === null || at < begun - HOUR ? null : view.failsWith,
      });
    }
    return ofView;
  });
  return runs.sort((a, b) => a.createdAt - b.createdAt);
}
