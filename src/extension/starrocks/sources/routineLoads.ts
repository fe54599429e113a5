import type { EpochMs } from '../../../shared/time';
import { quoteIdentifier } from '../sqlText';
import { countOf, jsonNumbers, sessionTime } from '../values';
import { readTable } from './readTable';
import type { ParseContext, SqlForm, SqlSource } from './source';

/** One row of information_schema.routine_load_jobs. Times are converted; null = not known. */
export type RoutineLoadRow = {
  readonly id: string;
  readonly name: string;
  readonly database: string;
  readonly table: string | null;
  /** NEED_SCHEDULE, RUNNING, PAUSED, STOPPED or CANCELLED; this view knows no UNSTABLE. */
  readonly state: string;
  readonly createdAt: EpochMs | null;
  readonly pausedAt: EpochMs | null;
  readonly tasks: number | null;
  readonly totalRows: number | null;
  readonly errorRows: number | null;
  /** Σ over partitions of what is in the source and not loaded yet. */
  readonly lagRows: number | null;
  /** Age of the oldest newest-loaded message over the partitions, ms; 0 without any lag. */
  readonly lagMs: number | null;
  /** Why the state changed last; untrusted text, cut. */
  readonly reason: string | null;
  readonly trackingSql: string | null;
};

const base = {
  id: 'ID',
  name: 'NAME',
  database: 'DB_NAME',
  table: 'TABLE_NAME',
  state: 'STATE',
  createdAt: 'CREATE_TIME',
  pausedAt: 'PAUSE_TIME',
  tasks: 'CURRENT_TASK_NUM',
  statistics: 'STATISTICS',
  reason: 'REASONS_OF_STATE_CHANGED',
  trackingSql: 'TRACKING_SQL',
} as const;
const columns = { ...base, lagRows: 'OFFSET_LAG', lagMs: 'TIMESTAMP_PROGRESS' } as const;

const maxReason = 500;

function form(name: string, selected: readonly string[]): SqlForm<readonly RoutineLoadRow[]> {
  return {
    form: name,
    sql: `SELECT ${selected.map(quoteIdentifier).join(', ')} FROM information_schema.routine_load_jobs`,
    parse: (answer, context) => {
      const keys = ['id', 'name', 'database', 'state'] as const;
      const parsed = readTable(answer, columns, keys, ({ text, required }): RoutineLoadRow => {
        const statistics = jsonNumbers(text('statistics'));
        const lags = Object.values(jsonNumbers(text('lagRows')) ?? {});
        const lagRows = lags.length === 0 ? null : lags.reduce((a, b) => a + Math.max(0, b), 0);
        const times = Object.values(jsonNumbers(text('lagMs')) ?? {}).filter((ms) => ms > 0);
        const behind = ageOf(times, context);
        return {
          id: required('id'),
          name: required('name'),
          database: required('database'),
          table: text('table'),
          state: required('state').toUpperCase(),
          createdAt: sessionTime(text('createdAt'), context.globalOffsetMs),
          pausedAt: sessionTime(text('pausedAt'), context.globalOffsetMs),
          tasks: countOf(text('tasks')),
          totalRows: statistics?.['totalRows'] ?? null,
          errorRows: statistics?.['errorRows'] ?? null,
          lagRows,
          // Nobody sends: the newest message is old, and yet nothing is behind.
          lagMs: lagRows === 0 ? 0 : behind,
          reason: text('reason')?.slice(0, maxReason) ?? null,
          trackingSql: text('trackingSql'),
        };
      });
      return { ...parsed, unknownColumns: fieldsOf(parsed.unknownColumns) };
    },
  };
}

/** Age of the oldest on the cluster's clock; null without any, or while that clock is not known. */
function ageOf(times: readonly EpochMs[], { receivedAt, skewMs }: ParseContext): number | null {
  return times.length === 0 || skewMs === null
    ? null
    : Math.max(0, Math.round(receivedAt + skewMs - Math.min(...times)));
}

/** `statistics` stands for two fields of the row. */
const fieldsOf = (missing: readonly string[] = []): readonly string[] =>
  missing.flatMap((field) => (field === 'statistics' ? ['totalRows', 'errorRows'] : [field]));

const without = (...left: readonly string[]): readonly string[] =>
  Object.values(columns).filter((column) => !left.includes(column));

/** All databases, whatever the privileges. Lag came with newer versions, its time newer still. */
export const routineLoads: SqlSource<readonly RoutineLoadRow[]> = {
  id: 'routineLoads',
  privilege: 'none',
  select: true,
  forms: [
    form('lag', without()),
    form('offset-lag', without('TIMESTAMP_PROGRESS')),
    form('no-lag', without('TIMESTAMP_PROGRESS', 'OFFSET_LAG')),
  ],
};
