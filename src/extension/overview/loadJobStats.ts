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
import { cutRows, tableOf } from './clusterFacts';
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
  const count = (outcome: LoadOutcome): Reading<number> =>
    told.known
      ? { ...told, value: told.value.filter((load) => loadOutcome(load) === outcome).length }
      : sameReason(told);
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
    loads: cutRows(loadRows(input)),
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

/** Running ones, oldest first, then the ended ones, newest first. */
export function loadRows(input: OverviewInput): Rows<LoadJob> {
  const loads = recentLoads(input, windowMs);
  if (!loads.known) {
    return sameReason(loads);
  }
  const rows = loads.value.map((load): LoadJob => {
    const { sinkRows: _written, ...shown } = load;
    return { ...shown, outcome: loadOutcome(load) };
  });
  const group = ({ outcome }: LoadJob) => (outcome === 'running' ? 0 : 1);
  const order = (row: LoadJob) =>
    row.outcome === 'running'
      ? (row.createdAt ?? Number.POSITIVE_INFINITY)
      : -(row.finishedAt ?? Number.POSITIVE_INFINITY);
  rows.sort(
    (a, b) =>
      group(a) - group(b) ||
      (order(a) === order(b) ? 0 : order(a) - order(b)) ||
      a.id.localeCompare(b.id, 'en', { numeric: true }),
  );
  const unknownColumns = untoldColumns(input);
  return {
    ...loads,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

function typeRows(loads: Reading<readonly LoadRow[]>): Rows<LoadTypeCount> {
  if (!loads.known) {
    return sameReason(loads);
  }
  const types = [...new Set(loads.value.map(({ type }) => type))].sort();
  const rows = types.map((type): LoadTypeCount => {
    const count = (outcome: LoadOutcome) =>
      loads.value.filter((load) => load.type === type && loadOutcome(load) === outcome).length;
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
