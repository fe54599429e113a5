import type {
  MaterializedView,
  MaterializedViewStats,
  RefreshStateCount,
} from '../../shared/model/materializedViewStats';
import { perObject } from '../../shared/perObject';
import { sameReason, unknown, type Reading, type Rows } from '../../shared/reading';
import type { UnknownReason } from '../../shared/reading';
import type { MaterializedViewRow, TaskSchedule } from '../starrocks/sources/materializedViews';
import { cutRows, tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import type { OverviewInput } from './overviewInput';
import { refreshesOf, type Refresh } from './refreshes';
import { thinnedTables, type MetadataInput } from './visibleMetadata';

type ViewInput = MetadataInput &
  Pick<OverviewInput, 'capabilities' | 'mvs' | 'taskRuns' | 'taskSchedules' | 'unknownColumns'>;

export function computeMaterializedViewStats(input: OverviewInput): MaterializedViewStats {
  const views = materializedViewRows(input);
  const count = (f: (view: MaterializedView) => boolean): Reading<number> =>
    views.known ? { ...views, value: views.value.rows.filter(f).length } : sameReason(views);
  const schedules = input.taskSchedules;
  // Nobody is late while no schedule is known.
  const stale = schedules.known ? lateViews(views) : sameReason(schedules);
  return {
    total: count(() => true),
    active: count(({ active }) => active === true),
    inactive: count(({ active }) => active === false),
    running: count(({ state }) => state === 'RUNNING'),
    failed: count(isFailing),
    stale,
    bad: badViews(views, stale),
    byState: stateRows(views),
    views: cutRows(views),
  };
}

/** Views on a schedule of which a refresh or its duration is not known may be late as well. */
function lateViews(views: Rows<MaterializedView>): Reading<number> {
  if (!views.known) {
    return sameReason(views);
  }
  const { rows } = views.value;
  const untold = rows.some(
    ({ active, everyMs, stale }) => active === true && everyMs !== null && stale === null,
  );
  return {
    ...views,
    value: rows.filter(({ stale }) => stale === true).length,
    ...(untold ? { bound: 'lower' as const } : {}),
  };
}

function badViews(views: Rows<MaterializedView>, late: Reading<number>): Reading<number> {
  if (!views.known) {
    return sameReason(views);
  }
  const isWhole = late.known && late.bound === undefined;
  return {
    ...views,
    value: views.value.rows.filter(isBad).length,
    ...(isWhole ? {} : { bound: 'lower' as const }),
  };
}

/**
 * Row-filtered: without OPERATE, or where tables are hidden, some may be missing, and an empty list is
 * no list.
 */
export function visibleViews(input: ViewInput): OverviewInput['mvs'] {
  const { mvs, capabilities } = input;
  const sees = capabilities.known && capabilities.value.privileges.operate === true;
  if (!mvs.known || (sees && thinnedTables(input) === undefined)) {
    return mvs;
  }
  return mvs.value.length > 0
    ? { ...mvs, bound: 'lower' as const }
    : unknown('denied', mvs.observedAt, { source: mvs.source });
}

/** Materialized views: inactive, failed and stale ones first. */
export const materializedViewRows = perObject((input: ViewInput): Rows<MaterializedView> => {
  const views = visibleViews(input);
  if (!views.known) {
    return sameReason(views);
  }
  const refreshes = refreshesOf(input.taskRuns);
  const rows = views.value.map((row) => viewOf(row, input, refreshes?.get(row.task ?? '') ?? []));
  const trouble = (view: MaterializedView) => (isBad(view) ? 0 : 1);
  rows.sort(
    (a, b) =>
      trouble(a) - trouble(b) ||
      a.database.localeCompare(b.database, 'en') ||
      a.name.localeCompare(b.name, 'en'),
  );
  const unknownColumns: Partial<Record<keyof MaterializedView, UnknownReason>> = {
    ...(input.taskRuns.known ? {} : { failures: input.taskRuns.why, usualMs: input.taskRuns.why }),
    ...(input.taskSchedules.known
      ? {}
      : { everyMs: input.taskSchedules.why, stale: input.taskSchedules.why }),
    ...(whyEmpty(input.unknownColumns, 'mvs', 'inactiveReason') === 'unsupported-version'
      ? { inactiveReason: 'unsupported-version' as const }
      : {}),
  };
  return {
    ...views,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
});

const schedulesByTask = perObject(
  (schedules: readonly TaskSchedule[]): ReadonlyMap<string, TaskSchedule> =>
    // Of several of one task the first.
    new Map(schedules.toReversed().map((schedule) => [schedule.task, schedule])),
);

/** Words of a refresh that did what it should; merged and skipped ones had nothing to do. */
const successes: ReadonlySet<string> = new Set(['SUCCESS', 'MERGED', 'SKIPPED']);

/** @param refreshes of the last 24 h, newest first */
function viewOf(
  row: MaterializedViewRow,
  input: ViewInput,
  refreshes: readonly Refresh[],
): MaterializedView {
  const { task, ...shown } = row;
  const ended = refreshes.filter(({ finishedAt }) => finishedAt !== null);
  const good = ended.filter(({ state }) => successes.has(state));
  const durations = good
    .flatMap(({ createdAt, finishedAt }) =>
      createdAt === null || finishedAt === null ? [] : [finishedAt - createdAt],
    )
    .sort((a, b) => a - b);
  const firstGood = ended.findIndex(({ state }) => successes.has(state));
  const successAt = [
    row.state !== null && successes.has(row.state) ? row.finishedAt : null,
    good[0]?.finishedAt ?? null,
  ].flatMap((at) => at ?? []);
  const everyMs =
    input.taskSchedules.known && task !== null
      ? (schedulesByTask(input.taskSchedules.value).get(task)?.everyMs ?? null)
      : null;
  const usualMs = durations[Math.floor(durations.length / 2)] ?? null;
  const lastSuccessAt = successAt.length === 0 ? null : Math.max(...successAt);
  const state = refreshes[0]?.state ?? row.state;
  const failures = ended.length === 0 ? null : firstGood < 0 ? ended.length : firstGood;
  return {
    ...shown,
    state,
    error: isFailing({ state, failures }) ? (ended[0]?.error ?? row.error) : null,
    failures,
    everyMs,
    lastSuccessAt,
    usualMs,
    stale:
      everyMs === null || lastSuccessAt === null || row.active !== true
        ? null
        : isLate(input.now - lastSuccessAt, everyMs, usualMs ?? row.durationMs),
  };
}

/** Null where the time that a refresh takes would decide and is not known. */
function isLate(ageMs: number, everyMs: number, takesMs: number | null): boolean | null {
  if (ageMs <= 2 * everyMs) {
    return false;
  }
  return takesMs === null ? null : ageMs > 2 * everyMs + takesMs;
}

/** Whether the last refresh that ended failed; a next one may be running. */
export function isFailing({
  state,
  failures,
}: Pick<MaterializedView, 'state' | 'failures'>): boolean {
  return failures === null ? state === 'FAILED' : failures > 0;
}

export function isBad(view: MaterializedView): boolean {
  return view.active === false || isFailing(view) || view.stale === true;
}

function stateRows(views: Rows<MaterializedView>): Rows<RefreshStateCount> {
  if (!views.known) {
    return sameReason(views);
  }
  const words = views.value.rows.flatMap(({ state }) => state ?? []);
  const rows = [...new Set(words)]
    .sort()
    .map((state) => ({ state, count: words.filter((word) => word === state).length }));
  return { ...views, value: tableOf(rows) };
}
