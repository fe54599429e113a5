/** `LoadJobStats` from the truth: loads of the last hour, and routine loads. */
import type { LoadState } from '../../src/demo/truthJobs';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import { expectRoutineLoads } from './expectRoutineLoads';
import { combinedReading } from './figures';
import { point } from './interval';
import type { LoadsSeen, Outcome } from './loadsSeen';
import { isStream, lacksStreams, loadSights, loadsSeen, outcomeOf, smallTables } from './loadsSeen';
import { series } from './series';
import type { Sight, Situation } from './situation';
import { metaOf, seen, toldTime } from './situation';
import { told as isTold } from './versions';
import { wordOf } from './words';

const hour = 3_600_000;
const tenMinutes = 600_000;

export function expectLoads(situation: Situation): Expectation {
  const answer = seen(situation, 'loads');
  const rest = {
    windowMs: exact(hour),
    rowsPerSecond: combinedReading(situation, 'beMetrics', series.loadRows.value(situation)),
    bytesPerSecond: combinedReading(situation, 'beMetrics', series.loadBytes.value(situation)),
    ...expectRoutineLoads(situation),
  };
  if (!answer.ok) {
    const why = unknown(answer.why);
    return fields({
      running: why,
      finished: why,
      failed: why,
      cancelled: why,
      byType: why,
      loads: why,
      failures: why,
      small: why,
      ...rest,
    });
  }
  const { sight } = answer;
  const small = anyOf(
    loadsSeen(situation, sight, tenMinutes).map((memory) => expectSmall(situation, sight, memory)),
  );
  return anyOf(
    loadsSeen(situation, sight, hour).map((memory) =>
      fields({ ...ofHour(situation, sight, memory), small, ...rest }),
    ),
  );
}

/** One that has not ended comes before all that have. */
const endOf = ({ finishedAt }: LoadState): number => finishedAt ?? Number.MAX_SAFE_INTEGER;

/** What was lost by the cluster before we asked is missing. */
const boundOf = ({ complete }: LoadsSeen): Pick<ReadingMeta, 'bound'> =>
  complete ? {} : { bound: 'lower' };

/** As old as the older of the two lists, where they are two. */
function loadsMeta(situation: Situation, sight: Sight): ReadingMeta {
  const oldest = loadSights(situation, sight).toSorted((a, b) => a.at - b.at)[0];
  return metaOf(situation, 'loads', oldest ?? sight);
}

function ofHour(situation: Situation, sight: Sight, memory: LoadsSeen) {
  const exactly = {
    ...loadsMeta(situation, sight),
    ...(lacksStreams(situation) ? { bound: 'lower' as const } : {}),
  };
  const meta = { ...exactly, ...boundOf(memory) };
  const { loads } = memory;
  // What became of a load in a state that nobody knows may be any of these.
  const unclear = loads.some((load) => outcomeOf(situation, load) === 'unknown');
  const counted: Pick<ReadingMeta, 'bound'> = unclear ? { bound: 'lower' } : {};
  const count = (outcome: Outcome, among: readonly LoadState[] = loads) =>
    among.filter((load) => outcomeOf(situation, load) === outcome).length;
  const types = [...new Set(loads.map(({ type }) => type))];
  // Running ones first, oldest first, then the newest: 50 of them are shown.
  const ordered = loads.toSorted(
    (a, b) =>
      Number(outcomeOf(situation, a) !== 'running') -
        Number(outcomeOf(situation, b) !== 'running') ||
      (outcomeOf(situation, a) === 'running' ? a.createdAt - b.createdAt : endOf(b) - endOf(a)) ||
      a.jobId - b.jobId,
  );
  return {
    running: known(exact(count('running')), { ...exactly, ...counted }),
    finished: known(exact(count('finished')), { ...meta, ...counted }),
    failed: known(exact(count('failed')), { ...meta, ...counted }),
    cancelled: known(exact(count('cancelled')), { ...meta, ...counted }),
    byType: rows(
      { ...meta, ...counted },
      types,
      types.map((type) => {
        const among = loads.filter((load) => load.type === type);
        return fields({
          type: exact(type),
          running: exact(count('running', among)),
          finished: exact(count('finished', among)),
          failed: exact(count('failed', among)),
          cancelled: exact(count('cancelled', among)),
        });
      }),
      'type',
    ),
    loads: {
      ...rows(
        meta,
        ordered.map(({ jobId }) => String(jobId)),
        ordered.map((load) => expectLoad(situation, load)),
        'id',
      ),
      ordered: true,
      unknownColumns: untoldColumns(situation),
    },
    failures: expectFailures(situation, meta, loads),
  };
}

/** What no list of loads tells. */
function untoldColumns(
  situation: Situation,
): Readonly<Record<string, readonly ['unsupported-version']>> {
  const columns = isTold(situation, 'loads.USER')
    ? []
    : lacksStreams(situation)
      ? (['user', 'warehouse', 'table', 'scanBytes'] as const)
      : (['user', 'warehouse'] as const);
  return Object.fromEntries(columns.map((column) => [column, ['unsupported-version'] as const]));
}

/** C.3: before 26 columns loads had no table and no bytes; stream loads have both, and no progress. */
function expectLoad(situation: Situation, load: LoadState): Expectation {
  const isNew = isTold(situation, 'loads.USER');
  const isApart = !isNew && isStream(load);
  const told = (at: number | null): Expectation =>
    at === null ? exact(null) : within(toldTime(situation, at));
  return fields({
    id: exact(String(load.jobId)),
    label: exact(load.label),
    database: exact(load.database),
    table: exact(tableOf(situation, load)),
    user: exact(isNew ? load.user : null),
    warehouse: exact(isNew ? load.warehouse : null),
    type: exact(load.type),
    state: exact(wordOf(situation, 'STATE', load.state)),
    outcome: exact(outcomeOf(situation, load)),
    progressPct: isApart ? exact(null) : progressOf(load),
    // Counted when they are written or filtered: what is still to come is not in it.
    scanRows: exact(isApart ? load.sinkRows + load.filteredRows : load.scanRows),
    scanBytes: exact(isNew || isApart ? load.scanBytes : null),
    filteredRows: exact(load.filteredRows),
    createdAt: told(load.createdAt),
    finishedAt: told(load.finishedAt),
    error: exact(load.error),
    trackingSql: exact(trackingSqlOf(load)),
  });
}

const tableOf = (situation: Situation, load: LoadState): string | null =>
  isTold(situation, 'loads.USER') || isStream(load) ? load.table : null;

/** A stream load tells no progress before its end, a cancelled load none at all. */
function progressOf({ state, type }: LoadState): Expectation {
  if (state === 'FINISHED') {
    return exact(100);
  }
  return state === 'CANCELLED' || type === 'STREAM_LOAD' ? exact(null) : within({ lo: 0, hi: 100 });
}

/** Rows that were filtered can be looked up. */
const trackingSqlOf = (load: LoadState): string | null =>
  load.filteredRows === 0 || load.finishedAt === null
    ? null
    : `select tracking_log from information_schema.load_tracking_logs where job_id=${load.jobId}`;

function expectFailures(
  situation: Situation,
  meta: ReadingMeta,
  loads: readonly LoadState[],
): Expectation {
  const failed = loads.filter((load) => outcomeOf(situation, load) === 'failed');
  const wordsOf = ({ error }: LoadState) => (error ?? '').replace(/\d+/g, '#');
  const words = [...new Set(failed.map(wordsOf))];
  const groups = words.map((each) => failed.filter((load) => wordsOf(load) === each));
  return {
    ...rows(
      meta,
      words,
      groups.map((group) => {
        const last = Math.max(...group.map(({ finishedAt }) => Number(finishedAt)));
        const newest = group.filter(({ finishedAt }) => finishedAt === last);
        return fields({
          reason: oneOf(newest.map(({ error }) => error)),
          count: exact(group.length),
          where: oneOf(
            newest.map((load) => [load.database, tableOf(situation, load) ?? []].flat().join('.')),
          ),
          lastAt: within(toldTime(situation, last)),
          trackingSql: oneOf(newest.map(trackingSqlOf)),
        });
      }),
      'reason',
    ),
    idOf: (row) => String(row['reason']).replace(/\d+/g, '#'),
  };
}

function expectSmall(situation: Situation, sight: Sight, memory: LoadsSeen): Expectation {
  const named = memory.loads.filter((load) => tableOf(situation, load) !== null);
  const nameless = memory.loads.length - named.length;
  if (nameless > 0 && named.length === 0) {
    return unknown('unsupported-version');
  }
  const tables = smallTables(situation, named);
  return {
    ...rows(
      {
        ...loadsMeta(situation, sight),
        ...boundOf(memory),
        ...(nameless > 0 ? { bound: 'lower' } : {}),
      },
      tables.map(({ table }) => table),
      tables.map(({ table, n, rows: written }) => {
        const [database, name] = table.split('.');
        return fields({
          database: exact(database),
          table: exact(name),
          perMinute: within(point(n / 10)),
          rowsPerLoad: within(point(written / n)),
        });
      }),
      'table',
    ),
    idOf: (row) => `${String(row['database'])}.${String(row['table'])}`,
  };
}

/** Rows found by one of their fields. */
function rows(
  meta: ReadingMeta,
  ids: readonly string[],
  expected: readonly Expectation[],
  idField: string,
): RowsExpectation {
  return { kind: 'rows', meta, rows: expected, ids, idOf: (row) => String(row[idField]) };
}
