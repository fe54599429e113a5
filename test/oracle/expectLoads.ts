/** `LoadJobStats` from the truth: loads of the last hour, and routine loads. */
import type { LoadState } from '../../src/demo/truthJobs';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import { expectRoutineLoads } from './expectRoutineLoads';
import { combinedReading } from './figures';
import { point } from './interval';
import type { LoadsSeen, Outcome } from './loadsSeen';
import { loadsSeen, outcomeOf, smallTables } from './loadsSeen';
import { series } from './series';
import type { Sight, Situation } from './situation';
import { metaOf, seen, toldTime } from './situation';

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

const endOf = ({ finishedAt }: LoadState): number => finishedAt ?? NaN;

/** What was lost by the cluster before we asked is missing. */
const boundOf = ({ complete }: LoadsSeen): Pick<ReadingMeta, 'bound'> =>
  complete ? {} : { bound: 'lower' };

function ofHour(situation: Situation, sight: Sight, memory: LoadsSeen) {
  const exactly = metaOf(situation, 'loads', sight);
  const meta = { ...exactly, ...boundOf(memory) };
  const { loads } = memory;
  const count = (outcome: Outcome, among: readonly LoadState[] = loads) =>
    among.filter((load) => outcomeOf(load) === outcome).length;
  const types = [...new Set(loads.map(({ type }) => type))];
  // Running ones first, oldest first, then the newest: 50 of them are shown.
  const ordered = loads.toSorted(
    (a, b) =>
      Number(outcomeOf(a) !== 'running') - Number(outcomeOf(b) !== 'running') ||
      (outcomeOf(a) === 'running' ? a.createdAt - b.createdAt : endOf(b) - endOf(a)) ||
      a.jobId - b.jobId,
  );
  return {
    running: known(exact(count('running')), exactly),
    finished: known(exact(count('finished')), meta),
    failed: known(exact(count('failed')), meta),
    cancelled: known(exact(count('cancelled')), meta),
    byType: rows(
      meta,
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
    },
    failures: expectFailures(situation, meta, loads),
  };
}

function expectLoad(situation: Situation, load: LoadState): Expectation {
  const told = (at: number | null): Expectation =>
    at === null ? exact(null) : within(toldTime(situation, at));
  return fields({
    id: exact(String(load.jobId)),
    label: exact(load.label),
    database: exact(load.database),
    table: exact(load.table),
    user: exact(load.user),
    warehouse: exact(load.warehouse),
    type: exact(load.type),
    state: exact(load.state),
    outcome: exact(outcomeOf(load)),
    progressPct: progressOf(load),
    scanRows: exact(load.scanRows),
    scanBytes: exact(load.scanBytes),
    filteredRows: exact(load.filteredRows),
    createdAt: told(load.createdAt),
    finishedAt: told(load.finishedAt),
    error: exact(load.error),
    trackingSql: exact(trackingSqlOf(load)),
  });
}

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
  const failed = loads.filter((load) => outcomeOf(load) === 'failed');
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
          where: oneOf(newest.map(({ database, table }) => `${database}.${table}`)),
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
  const tables = smallTables(memory.loads);
  return {
    ...rows(
      { ...metaOf(situation, 'loads', sight), ...boundOf(memory) },
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
