import { compareNaturally } from '../../shared/naturalOrder';
import { groupBy } from '../../shared/groupBy';
import type {
  LoadFailure,
  LoadJob,
  LoadJobStats,
  LoadOutcome,
  LoadTypeCount,
} from '../../shared/model/loadJobStats';
import { sameReason, type Reading, type Rows } from '../../shared/reading';
import { hourMs } from '../../shared/time';
import type { LoadRow } from '../starrocks/sources/loads';
import { cutRows, firstRows, listLimit, tableOf } from './clusterFacts';
import { loadOutcome } from './loadOutcome';
import type { OverviewInput } from './overviewInput';
import { lacksStreams, recentLoads, untoldColumns } from './recentLoads';
import { isLive, routineLoadRows } from './routineLoadRows';
import { smallLoadRows } from './smallLoads';

const windowMs = hourMs;

export function computeLoadJobStats(input: OverviewInput): LoadJobStats {
  const loads = recentLoads(input, windowMs);
  // What became of a load in a state that nobody knows may be any of the outcomes.
  const unclear = loads.known && loads.value.some((load) => loadOutcome(load) === 'unknown');
  const told: typeof loads = unclear ? { ...loads, bound: 'lower' as const } : loads;
  const counts = outcomeCounts(told.known ? told.value : []);
  const count = (outcome: LoadOutcome): Reading<number> =>
    told.known ? { ...told, value: counts(outcome) } : sameReason(told);
  const routine = routineLoadRows(input);
  const paused = (by: 'user' | 'system'): Reading<number> =>
    routine.known
      ? { ...routine, value: routine.value.rows.filter(({ pausedBy }) => pausedBy === by).length }
      : sameReason(routine);
  return {
    windowMs,
    running: unclear || lacksStreams(input) ? count('running') : exactly(count('running')),
    finished: count('finished'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    rowsPerSecond: input.series['load.rows'],
    bytesPerSecond: input.series['load.bytes'],
    byType: cutRows(typeRows(told)),
    loads: loadRows(input, listLimit),
    failures: cutRows(loadFailureRows(input)),
    small: cutRows(smallLoadRows(input)),
    routineTotal: routine.known
      ? { ...routine, value: routine.value.rows.filter(isLive).length }
      : sameReason(routine),
    routinePausedBySystem: paused('system'),
    routinePausedByUser: paused('user'),
    routineLag: input.series['routine.lag'],
    routineLoads: cutRows(routine),
  };
}

/** Unfinished loads are never forgotten. */
function exactly(reading: Reading<number>): Reading<number> {
  if (!reading.known) {
    return reading;
  }
  const { bound: _bound, ...rest } = reading;
  return rest;
}

/** Running ones, oldest first, then the ended ones, newest first; all of them without a limit. */
export function loadRows(input: OverviewInput, limit = Number.POSITIVE_INFINITY): Rows<LoadJob> {
  const loads = recentLoads(input, windowMs);
  if (!loads.known) {
    return sameReason(loads);
  }
  const unknownColumns = untoldColumns(input);
  return {
    ...loads,
    value: {
      ...firstRows(loads.value, compareLoads, limit, shownLoad),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

function compareLoads(a: LoadRow, b: LoadRow): number {
  const runs = (load: LoadRow) => loadOutcome(load) === 'running';
  const order = (load: LoadRow) =>
    runs(load)
      ? (load.createdAt ?? Number.POSITIVE_INFINITY)
      : -(load.finishedAt ?? Number.POSITIVE_INFINITY);
  return (
    Number(runs(b)) - Number(runs(a)) ||
    (order(a) === order(b) ? 0 : order(a) - order(b)) ||
    compareNaturally(a.id, b.id)
  );
}

function shownLoad(load: LoadRow): LoadJob {
  const { sinkRows: _written, ...shown } = load;
  return { ...shown, outcome: loadOutcome(load) };
}

function outcomeCounts(loads: readonly LoadRow[]): (outcome: LoadOutcome) => number {
  const byOutcome = groupBy(loads, loadOutcome);
  return (outcome) => (byOutcome.get(outcome) ?? []).length;
}

function typeRows(loads: Reading<readonly LoadRow[]>): Rows<LoadTypeCount> {
  if (!loads.known) {
    return sameReason(loads);
  }
  const byType = [...groupBy(loads.value, ({ type }) => type)];
  byType.sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = byType.map(([type, own]): LoadTypeCount => {
    const count = outcomeCounts(own);
    return {
      type,
      running: count('running'),
      finished: count('finished'),
      failed: count('failed'),
      cancelled: count('cancelled'),
    };
  });
  return { ...loads, value: tableOf(rows) };
}

/** Failures of the window by their words, most frequent first. */
export function loadFailureRows(input: OverviewInput): Rows<LoadFailure> {
  return failuresIn(recentLoads(input, windowMs));
}

/** @param loads loads of any window; what did not fail is passed over */
export function failuresIn(loads: Reading<readonly LoadRow[]>): Rows<LoadFailure> {
  if (!loads.known) {
    return sameReason(loads);
  }
  const failed = loads.value.filter((load) => loadOutcome(load) === 'failed');
  const byWords = groupBy(failed, ({ error }) => (error ?? '').replace(/\d+/g, '#'));
  const rows = [...byWords.values()].flatMap((group) => {
    const newest = group.reduce((a, b) =>
      Number(b.finishedAt) > Number(a.finishedAt) ||
      (b.finishedAt === a.finishedAt && Number(b.id) > Number(a.id))
        ? b
        : a,
    );
    return failureOf(newest, group.length);
  });
  rows.sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason, 'en'));
  return { ...loads, value: tableOf(rows) };
}

function failureOf(newest: LoadRow, count: number): LoadFailure {
  return {
    reason: newest.error ?? '',
    count,
    where: newest.table === null ? newest.database : `${newest.database}.${newest.table}`,
    lastAt: newest.finishedAt,
    trackingSql: newest.trackingSql,
  };
}
