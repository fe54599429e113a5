import type { EpochMs } from '../../../shared/time';
import { quoteIdentifier } from '../sqlText';
import { booleanOf, countOf, numberOf, sessionTime } from '../values';
import { readTable } from './readTable';
import type { SqlForm, SqlSource } from './source';

/** One row of information_schema.materialized_views. Times are converted; null = not known. */
export type MaterializedViewRow = {
  readonly id: string;
  readonly database: string;
  readonly name: string;
  /** ASYNC, MANUAL, INCREMENTAL, SYNC, ROLLUP. */
  readonly refreshType: string | null;
  readonly active: boolean | null;
  readonly inactiveReason: string | null;
  /** `mv-<id>`: names it in `tasks` and `task_runs`. */
  readonly task: string | null;
  /** Of the last task run; null when none is known. */
  readonly state: string | null;
  readonly startedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly durationMs: number | null;
  readonly error: string | null;
  readonly rows: number | null;
};

const columns = {
  id: 'MATERIALIZED_VIEW_ID',
  database: 'TABLE_SCHEMA',
  name: 'TABLE_NAME',
  refreshType: 'REFRESH_TYPE',
  active: 'IS_ACTIVE',
  inactiveReason: 'INACTIVE_REASON',
  task: 'TASK_NAME',
  state: 'LAST_REFRESH_STATE',
  startedAt: 'LAST_REFRESH_START_TIME',
  finishedAt: 'LAST_REFRESH_FINISHED_TIME',
  durationMs: 'LAST_REFRESH_DURATION',
  error: 'LAST_REFRESH_ERROR_MESSAGE',
  rows: 'TABLE_ROWS',
} as const;

/** Versions before 3.1 do not have these. */
const younger: readonly string[] = [columns.inactiveReason, columns.task, columns.error];

const maxText = 500;

/**
 * The WHERE keeps some versions from answering it in the FE, for the session's database alone; the
 * definitions, which are long, are left out.
 */
function viewForm(
  form: string,
  selected: readonly string[],
): SqlForm<readonly MaterializedViewRow[]> {
  return {
    form,
    sql:
      `SELECT ${selected.map(quoteIdentifier).join(', ')} ` +
      "FROM information_schema.materialized_views WHERE TABLE_NAME != ''",
    parse: (answer, { globalOffsetMs: offset }) => {
      const keys = ['id', 'database', 'name', 'active'] as const;
      return readTable(answer, columns, keys, ({ text, required }) => {
        const seconds = countOf(text('durationMs'));
        const id = required('id');
        return {
          id,
          database: required('database'),
          name: required('name'),
          refreshType: text('refreshType')?.toUpperCase() ?? null,
          active: booleanOf(text('active')),
          inactiveReason: text('inactiveReason')?.slice(0, maxText) ?? null,
          // Every version names the task so; synchronous views have none.
          task: selected.includes(columns.task) ? text('task') : `mv-${id}`,
          state: text('state')?.toUpperCase() ?? null,
          startedAt: sessionTime(text('startedAt'), offset),
          finishedAt: sessionTime(text('finishedAt'), offset),
          durationMs: seconds === null ? null : Math.round(seconds * 1000),
          error: text('error')?.slice(0, maxText) ?? null,
          rows: countOf(text('rows')),
        };
      });
    },
  };
}

export const materializedViews: SqlSource<readonly MaterializedViewRow[]> = {
  id: 'mvs',
  privilege: 'rows',
  select: true,
  forms: [
    viewForm('materialized_views', Object.values(columns)),
    viewForm(
      'older',
      Object.values(columns).filter((column) => !younger.includes(column)),
    ),
  ],
};

/** A run of a task in the last 24 hours. */
export type TaskRunRow = {
  readonly task: string;
  /** Runs of one refresh share it; older versions have no such id: then each run is a job. */
  readonly job: string;
  readonly createdAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** PENDING, RUNNING, SUCCESS, FAILED, MERGED, SKIPPED. */
  readonly state: string;
  readonly error: string | null;
};

const runColumns = {
  task: 'TASK_NAME',
  job: 'JOB_ID',
  createdAt: 'CREATE_TIME',
  finishedAt: 'FINISH_TIME',
  state: 'STATE',
  error: 'ERROR_MESSAGE',
} as const;

function runForm(form: string, jobColumn: string): SqlForm<readonly TaskRunRow[]> {
  const from = { ...runColumns, job: jobColumn };
  return {
    form,
    sql:
      `SELECT ${Object.values(from).map(quoteIdentifier).join(', ')} ` +
      'FROM information_schema.task_runs WHERE CREATE_TIME >= DATE_SUB(NOW(), INTERVAL 24 HOUR) ' +
      'ORDER BY CREATE_TIME DESC LIMIT 2000',
    parse: (answer, { sessionOffsetMs: offset }) =>
      readTable(answer, from, ['task', 'job', 'state'], ({ text, required }) => ({
        task: required('task'),
        job: required('job'),
        createdAt: sessionTime(text('createdAt'), offset),
        finishedAt: sessionTime(text('finishedAt'), offset),
        state: required('state').toUpperCase(),
        error: text('error')?.slice(0, maxText) ?? null,
      })),
  };
}

/** Newest first, in the session's zone as `NOW()` is. */
export const taskRuns: SqlSource<readonly TaskRunRow[]> = {
  id: 'taskRuns',
  privilege: 'rows',
  select: true,
  forms: [runForm('job', 'JOB_ID'), runForm('no-job', 'QUERY_ID')],
};

/** How often a task runs by itself, ms; null: by hand, or when its tables change. */
export type TaskSchedule = { readonly task: string; readonly everyMs: number | null };

const unitMs: Readonly<Record<string, number>> = {
  SECONDS: 1000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
};

/** The only source of a materialized view's schedule. */
export const taskSchedules: SqlSource<readonly TaskSchedule[]> = {
  id: 'taskSchedules',
  privilege: 'rows',
  select: true,
  forms: [
    {
      form: 'tasks',
      sql: 'SELECT `TASK_NAME`, `SCHEDULE` FROM information_schema.tasks',
      parse: (answer) => {
        const from = { task: 'TASK_NAME', everyMs: 'SCHEDULE' } as const;
        return readTable(answer, from, ['task', 'everyMs'], ({ text, required }) => ({
          task: required('task'),
          everyMs: everyMs(text('everyMs')),
        }));
      },
    },
  ],
};

/** Of `START(2026-01-01T00:00) EVERY(300 SECONDS)`. */
function everyMs(schedule: string | null): number | null {
  const every = /EVERY\s*\(\s*(\d+)\s*(\w+)\s*\)/i.exec(schedule ?? '');
  const count = numberOf(every?.[1] ?? null);
  const unit = unitMs[(every?.[2] ?? '').toUpperCase()];
  return count === null || unit === undefined ? null : count * unit;
}
