import type { EpochMs } from '../../../shared/time';
import type { SqlAnswer } from '../lane';
import { quoteIdentifier, quoteLiteral } from '../sqlText';
import { countOf, sessionTime, wallClockMs, wallClockText } from '../values';
import { readTable } from './readTable';
import type { ParseContext, Parsed, SqlForm, SqlSource } from './source';

/** A load of information_schema.loads or stream_loads. Times are converted; null = not known. */
export type LoadRow = {
  readonly id: string;
  readonly label: string;
  readonly database: string;
  readonly table: string | null;
  readonly user: string | null;
  readonly warehouse: string | null;
  /** As the cluster says it: PENDING, LOADING, PREPARED, FINISHED, CANCELLED, … */
  readonly state: string;
  readonly type: string;
  readonly progressPct: number | null;
  readonly scanRows: number | null;
  readonly scanBytes: number | null;
  readonly filteredRows: number | null;
  readonly sinkRows: number | null;
  readonly createdAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** Untrusted text, cut. */
  readonly error: string | null;
  readonly trackingSql: string | null;
};

/** Loads, newest first, as one answer tells them. */
export type LoadAnswer = {
  readonly loads: readonly LoadRow[];
  /** Newest time in the answer, as wall clock of the global zone read as UTC: the next watermark. */
  readonly watermark: number | null;
  /** Whether the statement was cut at its LIMIT. */
  readonly cut: boolean;
};

/** The cluster keeps about 1000 ended loads and 1000 ended stream loads. */
export const loadLimit = 2000;

/** What was committed late is written late: asked again this far back. */
const overlapMs = 10 * 60_000;

const maxError = 500;

type Field = keyof LoadRow;
type Columns = Readonly<Record<Field, string>>;

const columns: Columns = {
  id: 'ID',
  label: 'LABEL',
  database: 'DB_NAME',
  table: 'TABLE_NAME',
  user: 'USER',
  warehouse: 'WAREHOUSE',
  state: 'STATE',
  type: 'TYPE',
  progressPct: 'PROGRESS',
  scanRows: 'SCAN_ROWS',
  scanBytes: 'SCAN_BYTES',
  filteredRows: 'FILTERED_ROWS',
  sinkRows: 'SINK_ROWS',
  createdAt: 'CREATE_TIME',
  finishedAt: 'LOAD_FINISH_TIME',
  error: 'ERROR_MSG',
  trackingSql: 'TRACKING_SQL',
};

const olderColumns: Columns = { ...columns, id: 'JOB_ID', database: 'DATABASE_NAME' };
/** The older view has no such columns, and holds neither stream loads nor tasks of routine loads. */
const notOlder: readonly Field[] = ['table', 'user', 'warehouse', 'scanBytes'];

/** Rows read are those written, those filtered, and those of `scanRows` here: not selected. */
const streamColumns: Columns = {
  ...columns,
  scanRows: 'NUM_ROWS_UNSELECTED',
  scanBytes: 'NUM_LOAD_BYTES',
  filteredRows: 'NUM_ROWS_AB_NORMAL',
  sinkRows: 'NUM_ROWS_NORMAL',
  createdAt: 'CREATE_TIME_MS',
  finishedAt: 'END_TIME_MS',
};
const notStreams: readonly Field[] = ['user', 'warehouse', 'progressPct'];

/**
 * Loads begun or ended since the watermark, and unfinished ones. The newest 2000 by their beginning:
 * sorted, because a bare LIMIT is pushed to the scanner and then cuts before the WHERE does.
 *
 * @param watermark `LoadAnswer.watermark` of the answer before; undefined asks for all
 */
export function loads(watermark: number | undefined): SqlSource<LoadAnswer> {
  return {
    id: 'loads',
    privilege: 'none',
    select: true,
    forms: [
      form('loads', 'loads', columns, [], watermark),
      form('older', 'loads', olderColumns, notOlder, watermark),
    ],
  };
}

/** Stream loads of the versions whose `loads` does not hold them. */
export function streamLoads(watermark: number | undefined): SqlSource<LoadAnswer> {
  return {
    id: 'streamLoads',
    privilege: 'none',
    select: true,
    forms: [
      {
        ...form('stream_loads', 'stream_loads', streamColumns, notStreams, watermark),
        parse: (answer, context) => {
          const parsed = parse(answer, context, streamColumns);
          const loads = parsed.value.loads.map((load) => ({ ...load, scanRows: rowsRead(load) }));
          return { ...parsed, value: { ...parsed.value, loads } };
        },
      },
    ],
  };
}

function rowsRead({ scanRows: unselected, filteredRows, sinkRows }: LoadRow): number | null {
  return unselected === null || filteredRows === null || sinkRows === null
    ? null
    : unselected + filteredRows + sinkRows;
}

function form(
  name: string,
  table: 'loads' | 'stream_loads',
  from: Columns,
  without: readonly Field[],
  watermark: number | undefined,
): SqlForm<LoadAnswer> {
  const fields = (Object.keys(from) as Field[]).filter((field) => !without.includes(field));
  const list = fields.map((field) => quoteIdentifier(from[field])).join(', ');
  const where = watermark === undefined ? '' : since(from, watermark);
  return {
    form: name,
    sql: `SELECT ${list} FROM information_schema.${table}${where} ORDER BY ${from.createdAt} DESC LIMIT ${loadLimit}`,
    parse: (answer, context) => parse(answer, context, from),
  };
}

function since({ createdAt, finishedAt }: Columns, watermark: number): string {
  const from = quoteLiteral(wallClockText(watermark - overlapMs));
  return ` WHERE ${createdAt} >= ${from} OR ${finishedAt} >= ${from} OR ${finishedAt} IS NULL`;
}

function parse(answer: SqlAnswer, context: ParseContext, from: Columns): Parsed<LoadAnswer> {
  const offset = context.globalOffsetMs;
  const times: number[] = [];
  const keys = ['id', 'label', 'database', 'state', 'type'] as const;
  const parsed = readTable(answer, from, keys, ({ text, required }): LoadRow => {
    for (const field of ['createdAt', 'finishedAt'] as const) {
      const wall = wallClockMs(text(field));
      if (wall !== null) {
        times.push(wall);
      }
    }
    const state = required('state').toUpperCase();
    return {
      id: required('id'),
      label: required('label'),
      database: required('database'),
      table: text('table'),
      user: text('user'),
      warehouse: text('warehouse'),
      state,
      type: text('type') ?? 'STREAM_LOAD',
      progressPct: progressOf(text('progressPct'), state),
      scanRows: countOf(text('scanRows')),
      scanBytes: countOf(text('scanBytes')),
      filteredRows: countOf(text('filteredRows')),
      sinkRows: countOf(text('sinkRows')),
      createdAt: sessionTime(text('createdAt'), offset),
      finishedAt: sessionTime(text('finishedAt'), offset),
      error: text('error')?.slice(0, maxError) ?? null,
      trackingSql: text('trackingSql'),
    };
  });
  const watermark = times.length === 0 ? null : Math.max(...times);
  return { ...parsed, value: { loads: parsed.value, watermark, cut: parsed.rows >= loadLimit } };
}

/**
 * Of `ETL:100%; LOAD:45%` the share loaded. Stream loads say only `0%` until they are finished:
 * that is no progress.
 */
function progressOf(text: string | null, state: string): number | null {
  const percent = /(?:^|LOAD:)(\d+(?:\.\d+)?)%\s*$/.exec(text ?? '')?.[1];
  if (percent === undefined || (text === '0%' && state !== 'FINISHED')) {
    return null;
  }
  return countOf(percent);
}
