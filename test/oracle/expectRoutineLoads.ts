/** The routine loads of `LoadJobStats` from the truth. */
import type { ClusterState } from '../../src/demo/truth';
import type { RoutineLoadState } from '../../src/demo/truthJobs';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, unknown, within } from './expectation';
import { widen, point } from './interval';
import type { Sight, Situation } from './situation';
import { metaOf, seen, sightsOf, toldTime } from './situation';
import { told as isTold } from './versions';
import { wordOf } from './words';

type Field =
  'routineTotal' | 'routinePausedBySystem' | 'routinePausedByUser' | 'routineLag' | 'routineLoads';

export const lagOf = ({ latest, consumed }: RoutineLoadState): number =>
  latest.reduce((sum, offset, i) => sum + offset - (consumed[i] ?? NaN), 0);

/** Error code 100 is PAUSE ROUTINE LOAD; every other one is the cluster's own. */
export function pausedBy({ state, reason }: RoutineLoadState): 'user' | 'system' | null {
  if (state !== 'PAUSED') {
    return null;
  }
  return reason === '' || /errCode = 100\b/.test(reason) ? 'user' : 'system';
}

export const isLive = ({ state }: RoutineLoadState): boolean =>
  state !== 'STOPPED' && state !== 'CANCELLED';

export function expectRoutineLoads(situation: Situation): Readonly<Record<Field, Expectation>> {
  const answer = seen(situation, 'routineLoads');
  if (!answer.ok) {
    const why = unknown(answer.why);
    return {
      routineTotal: why,
      routinePausedBySystem: why,
      routinePausedByUser: why,
      routineLag: why,
      routineLoads: why,
    };
  }
  const { sight } = answer;
  const options = sight.states.map((state) => ofState(situation, sight, state));
  const either = (field: Field) => anyOf(options.map((option) => option[field]));
  return {
    routineTotal: either('routineTotal'),
    routinePausedBySystem: either('routinePausedBySystem'),
    routinePausedByUser: either('routinePausedByUser'),
    routineLag: either('routineLag'),
    routineLoads: either('routineLoads'),
  };
}

const withoutLag = {
  lagRows: ['unsupported-version'],
  lagMs: ['unsupported-version'],
  lagPerSecond: ['unsupported-version'],
} as const;

function ofState(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
): Readonly<Record<Field, Expectation>> {
  const jobs = state.routineLoads;
  const meta = metaOf(situation, 'routineLoads', sight);
  const count = (of: (job: RoutineLoadState) => boolean) =>
    known(exact(jobs.filter(of).length), meta);
  const trends = jobs.map((job) => lagTrend(situation, sight, job.id)?.perSecond);
  const trendless = jobs.length > 0 && trends.every((trend) => trend === undefined);
  return {
    routineTotal: count(isLive),
    routinePausedBySystem: count((job) => pausedBy(job) === 'system'),
    routinePausedByUser: count((job) => pausedBy(job) === 'user'),
    routineLag: isTold(situation, 'routine_load_jobs.OFFSET_LAG')
      ? known(exact(Math.max(0, ...jobs.filter(isLive).map(lagOf))), meta)
      : unknown('unsupported-version'),
    routineLoads: {
      kind: 'rows',
      meta,
      rows: jobs.map((job, i) => expectJob(situation, sight, state, job, trends[i])),
      ids: jobs.map(({ id }) => String(id)),
      idOf: (row) => String(row['id']),
      ...(!isTold(situation, 'routine_load_jobs.OFFSET_LAG')
        ? { unknownColumns: withoutLag }
        : trendless
          ? { unknownColumns: { lagPerSecond: ['insufficient-history'] } }
          : {}),
    },
  };
}

function expectJob(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
  job: RoutineLoadState,
  trend: number | undefined,
): Expectation {
  const told = (at: number | null): Expectation =>
    at === null ? exact(null) : within(toldTime(situation, at));
  const lag = lagOf(job);
  return fields({
    id: exact(String(job.id)),
    name: exact(job.name),
    database: exact(job.database),
    table: exact(job.table),
    state: exact(wordOf(situation, 'STATE', job.state)),
    pausedBy: exact(pausedBy(job)),
    lagRows: isTold(situation, 'routine_load_jobs.OFFSET_LAG') ? exact(lag) : exact(null),
    lagMs: !isTold(situation, 'routine_load_jobs.TIMESTAMP_PROGRESS')
      ? exact(null)
      : lag === 0
        ? exact(0)
        : within(lagMs(situation, sight, state, job)),
    lagPerSecond:
      trend === undefined
        ? exact(null)
        : within(widen(point(trend), situation.jitterMs === 0 ? 1e-6 : 0.2 * Math.abs(trend) + 5)),
    tasks: exact(job.state === 'RUNNING' ? job.consumed.length : 0),
    totalRows: exact(job.totalRows),
    errorRows: exact(job.errorRows),
    createdAt: told(job.createdAt),
    pausedAt: told(job.pausedAt),
    reason: exact(job.reason === '' ? null : job.reason),
    trackingSql: exact(
      job.reason === ''
        ? null
        : `select tracking_log from information_schema.load_tracking_logs where job_id=${job.id}`,
    ),
  });
}

/** The newest message a job of this cluster has loaded is two seconds old while it runs. */
export function lagMs(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
  job: RoutineLoadState,
) {
  const newest = (job.pausedAt ?? state.at) - 2_000;
  return widen(point(sight.at - newest), 1_000 + 2 * situation.jitterMs);
}

/** Median of the slopes of all pairs over 15 min; undefined while less than half of it was seen. */
export function lagTrend(
  situation: Situation,
  newest: Sight,
  job: number,
): { readonly perSecond: number; readonly rises: boolean } | undefined {
  const points = sightsOf(situation, 'routineLoads')
    .filter(({ at }) => at > newest.at - 900_000 && at <= newest.at)
    .flatMap(({ at, states }) => {
      const found = states.at(-1)?.routineLoads.find(({ id }) => id === job);
      return found === undefined ? [] : [{ at, lag: lagOf(found) }];
    });
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 450_000) {
    return undefined;
  }
  const slopes = points
    .flatMap((a, i) => points.slice(i + 1).map((b) => (1000 * (b.lag - a.lag)) / (b.at - a.at)))
    .sort((a, b) => a - b);
  const middle = slopes.length / 2;
  const perSecond =
    ((slopes[Math.floor(middle)] ?? NaN) + (slopes[Math.ceil(middle) - 1] ?? NaN)) / 2;
  const rises = perSecond > 0 && last.lag - first.lag >= Math.max(1, 0.05 * first.lag);
  return { perSecond, rises };
}
