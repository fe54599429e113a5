/** `MaterializedViewStats` from the truth: the views, the refreshes of 24 hours, their schedules. */
import type { ClusterState } from '../../src/demo/truth';
import type { MaterializedViewState, TaskRunState } from '../../src/demo/truthJobs';
import type { UnknownReason } from '../../src/shared/reading';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, unknown, within } from './expectation';
import { point, widen } from './interval';
import type { Sight, Situation } from './situation';
import { metaOf, seen, toldTime } from './situation';
import { seesDatabase } from './visibleDatabases';
import { isThinned } from './visibleTables';
import { told as isTold } from './versions';
import { wordOf } from './words';

export type ExpectedView = {
  readonly view: MaterializedViewState;
  readonly state: string | null;
  /** Whether the last refresh that ended failed. */
  readonly failing: boolean;
  readonly failures: number | null;
  readonly error: string | null;
  readonly everyMs: number | null;
  readonly lastSuccessAt: number | null;
  readonly usualMs: number | null;
  readonly stale: boolean | null;
};

const second = (at: number): number => Math.floor(at / 1000) * 1000;

/** Everything that is to be said of the views in a state; undefined = they are not known. */
export function viewsSeen(
  situation: Situation,
): { readonly sight: Sight; readonly options: readonly (readonly ExpectedView[])[] } | undefined {
  const answer = seen(situation, 'mvs');
  if (!answer.ok || visible(situation, answer.sight.states.at(-1)) === undefined) {
    return undefined;
  }
  const runs = seen(situation, 'taskRuns');
  const schedules = seen(situation, 'taskSchedules');
  return {
    sight: answer.sight,
    options: answer.sight.states.map((state) =>
      (visible(situation, state) ?? []).map((view) =>
        viewOf(
          situation,
          view,
          runs.ok ? refreshes(runs.sight, view) : [],
          schedules.ok ? view.refreshEveryMs : null,
        ),
      ),
    ),
  };
}

/** Without a privilege rows are missing silently: an empty list is then no list. */
function visible(
  situation: Situation,
  state: ClusterState | undefined,
): readonly MaterializedViewState[] | undefined {
  const views = (state?.materializedViews ?? []).filter(({ database }) =>
    seesDatabase(situation, database),
  );
  return views.length > 0 || situation.user.system.includes('OPERATE') ? views : undefined;
}

/** The refreshes of 24 hours, newest first. */
const refreshes = (sight: Sight, view: MaterializedViewState): readonly TaskRunState[] =>
  (sight.states.at(-1)?.taskRuns ?? [])
    .filter(
      ({ taskName, createdAt }) =>
        taskName === `mv-${view.id}` && second(createdAt) >= sight.at - 86_400_000,
    )
    .toSorted((a, b) => b.createdAt - a.createdAt);

function viewOf(
  situation: Situation,
  view: MaterializedViewState,
  runs: readonly TaskRunState[],
  everyMs: number | null,
): ExpectedView {
  const ended = runs.filter(({ finishedAt }) => finishedAt !== null);
  const good = ended.filter(({ state }) => state === 'SUCCESS');
  const failures = ended.findIndex(({ state }) => state === 'SUCCESS');
  const inARow = failures < 0 ? ended.length : failures;
  const listed =
    view.lastState === null ? null : wordOf(situation, 'LAST_REFRESH_STATE', view.lastState);
  const newest = runs[0]?.state;
  const state = newest === undefined ? listed : wordOf(situation, 'STATE', newest);
  const failing = ended.length === 0 ? state === 'FAILED' : inARow > 0;
  const durations = good
    .map(({ createdAt, finishedAt }) => second(Number(finishedAt)) - second(createdAt))
    .sort((a, b) => a - b);
  const successes = [
    listed === 'SUCCESS' ? view.lastFinishedAt : null,
    good[0]?.finishedAt ?? null,
  ].flatMap((at) => at ?? []);
  const lastSuccessAt = successes.length === 0 ? null : Math.max(...successes);
  const usualMs = durations[Math.floor(durations.length / 2)] ?? null;
  return {
    view,
    state,
    failing,
    failures: ended.length === 0 ? null : inARow,
    error: failing ? (ended[0]?.error ?? listedError(situation, view)) : null,
    everyMs,
    lastSuccessAt,
    usualMs,
    stale:
      everyMs === null || lastSuccessAt === null || !view.active
        ? null
        : isStale(
            situation.now - second(lastSuccessAt) - 2 * everyMs,
            usualMs ?? lastDuration(view),
          ),
  };
}

const listedError = (situation: Situation, { lastError }: MaterializedViewState): string | null =>
  isTold(situation, 'materialized_views.LAST_REFRESH_ERROR_MESSAGE') ? lastError : null;

/** @param overdue beyond twice the schedule, ms */
const isStale = (overdue: number, takes: number | null): boolean | null =>
  overdue <= 0 ? false : takes === null ? null : overdue > takes;

const lastDuration = ({ lastStartedAt, lastFinishedAt }: MaterializedViewState): number | null =>
  lastStartedAt === null || lastFinishedAt === null ? null : lastFinishedAt - lastStartedAt;

export function expectMaterializedViews(situation: Situation): Expectation {
  const views = viewsSeen(situation);
  if (views === undefined) {
    const answer = seen(situation, 'mvs');
    const why = unknown(answer.ok ? 'denied' : answer.why);
    return fields({
      total: why,
      active: why,
      inactive: why,
      running: why,
      failed: why,
      stale: unknown(...whyNotStale(situation, answer.ok ? 'denied' : answer.why)),
      bad: why,
      byState: why,
      views: why,
    });
  }
  return anyOf(views.options.map((option) => ofState(situation, views.sight, option)));
}

/** Nobody is late without a schedule: that reason may be told first. */
function whyNotStale(situation: Situation, why: UnknownReason): readonly UnknownReason[] {
  const schedules = seen(situation, 'taskSchedules');
  return schedules.ok ? [why] : [why, schedules.why];
}

function ofState(situation: Situation, sight: Sight, views: readonly ExpectedView[]): Expectation {
  const meta = {
    ...metaOf(situation, 'mvs', sight),
    ...(situation.user.system.includes('OPERATE') && !isThinned(situation)
      ? {}
      : { bound: 'lower' as const }),
  };
  const count = (of: (view: ExpectedView) => boolean) =>
    known(exact(views.filter(of).length), meta);
  const schedules = seen(situation, 'taskSchedules');
  const untold = views.some(
    ({ view, everyMs, stale }) => view.active && everyMs !== null && stale === null,
  );
  const late = known(exact(views.filter(({ stale }) => stale === true).length), {
    ...meta,
    ...(untold ? { bound: 'lower' as const } : {}),
  });
  const words = views.flatMap(({ state }) => state ?? []);
  const states = [...new Set(words)];
  return fields({
    total: count(() => true),
    active: count(({ view }) => view.active),
    inactive: count(({ view }) => !view.active),
    running: count(({ state }) => state === 'RUNNING'),
    failed: count(({ failing }) => failing),
    stale: schedules.ok ? late : unknown(schedules.why),
    bad: known(
      exact(
        views.filter(({ view, failing, stale }) => !view.active || failing || stale === true)
          .length,
      ),
      { ...meta, ...(untold || !schedules.ok ? { bound: 'lower' as const } : {}) },
    ),
    byState: {
      kind: 'rows',
      meta,
      rows: states.map((state) =>
        fields({
          state: exact(state),
          count: exact(words.filter((word) => word === state).length),
        }),
      ),
      ids: states,
      idOf: (row) => String(row['state']),
    },
    views: {
      kind: 'rows',
      meta,
      rows: views.map((view) => expectView(situation, view)),
      ids: views.map(({ view }) => String(view.id)),
      idOf: (row) => String(row['id']),
      unknownColumns: unknownColumnsOf(situation),
    },
  });
}

function unknownColumnsOf(
  situation: Situation,
): Readonly<Record<string, readonly UnknownReason[]>> {
  const runs = seen(situation, 'taskRuns');
  const schedules = seen(situation, 'taskSchedules');
  return {
    ...(runs.ok ? {} : { failures: [runs.why], usualMs: [runs.why] }),
    ...(schedules.ok ? {} : { everyMs: [schedules.why], stale: [schedules.why] }),
    ...(isTold(situation, 'materialized_views.INACTIVE_REASON')
      ? {}
      : { inactiveReason: ['unsupported-version'] as const }),
  };
}

function expectView(situation: Situation, expected: ExpectedView): Expectation {
  const { view } = expected;
  const told = (at: number | null): Expectation =>
    at === null ? exact(null) : within(toldTime(situation, at));
  const duration = lastDuration(view);
  return fields({
    id: exact(String(view.id)),
    database: exact(view.database),
    name: exact(view.name),
    refreshType: exact(view.refreshType),
    active: exact(view.active),
    inactiveReason: exact(
      view.inactiveReason === '' || !isTold(situation, 'materialized_views.INACTIVE_REASON')
        ? null
        : view.inactiveReason,
    ),
    state: exact(expected.state),
    startedAt: told(view.lastStartedAt),
    finishedAt: told(view.lastFinishedAt),
    durationMs: duration === null ? exact(null) : within(widen(point(duration), 1)),
    rows: exact(view.rows),
    error: exact(expected.error),
    failures: exact(expected.failures),
    everyMs: exact(expected.everyMs),
    lastSuccessAt: told(expected.lastSuccessAt),
    usualMs: exact(expected.usualMs),
    stale: exact(expected.stale),
  });
}
