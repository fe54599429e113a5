import assert from 'node:assert/strict';
import { computeMaterializedViewStats } from '../../../src/extension/overview/materializedViewStats';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import type {
  MaterializedViewRow,
  TaskRunRow,
} from '../../../src/extension/starrocks/sources/materializedViews';
import { unknown } from '../../../src/shared/reading';
import { FakeHistory, got, inputOf, minute, sharedData, start } from './builders';
import { aView } from './rows';

const run = (job: string, minutesAgo: number, over: Partial<TaskRunRow> = {}): TaskRunRow => ({
  task: 'mv-1',
  job,
  createdAt: start - minutesAgo * minute,
  finishedAt: start - (minutesAgo - 1) * minute,
  state: 'SUCCESS',
  error: null,
  ...over,
});

function statsOf(
  views: readonly MaterializedViewRow[],
  runs: readonly TaskRunRow[],
  over: Partial<OverviewInput> = {},
) {
  const input = inputOf(sharedData(), start, new FakeHistory());
  return computeMaterializedViewStats({
    ...input,
    mvs: got(views, start, 'mvs'),
    taskRuns: got(runs, start, 'taskRuns'),
    taskSchedules: got([{ task: 'mv-1', everyMs: 10 * minute }], start, 'taskSchedules'),
    ...over,
  });
}

const first = (stats: ReturnType<typeof statsOf>) => {
  assert.ok(stats.views.known);
  const [row] = stats.views.value.rows;
  assert.ok(row !== undefined);
  return row;
};

describe('materialized views', () => {
  it('judge the batches of one job together: one that failed makes the refresh fail', () => {
    const failed = { state: 'FAILED', error: 'out of memory' };
    const row = first(
      statsOf([aView()], [run('b', 3), run('b', 4, failed), run('a', 15, failed), run('0', 30)]),
    );
    assert.deepEqual([row.state, row.failures, row.error], ['FAILED', 2, 'out of memory']);
  });

  it('take merged and skipped runs for no failure', () => {
    const row = first(statsOf([aView()], [run('b', 3, { state: 'SKIPPED' }), run('a', 15)]));
    assert.deepEqual([row.failures, row.error], [0, null]);
  });

  it('stay failed while the next refresh runs', () => {
    const running = run('b', 1, { state: 'RUNNING', finishedAt: null });
    const stats = statsOf([aView()], [running, run('a', 15, { state: 'FAILED', error: 'no' })]);
    assert.equal(stats.failed.known && stats.failed.value, 1);
    assert.deepEqual([first(stats).state, first(stats).error], ['RUNNING', 'no']);
  });

  it('are late after twice their schedule and their usual duration, and not before', () => {
    const late = (minutesAgo: number) =>
      first(statsOf([aView({ finishedAt: null })], [run('a', minutesAgo)])).stale;
    assert.equal(late(22), false);
    assert.equal(late(23), true);
  });

  it('are late, or not, for all that is known while nobody knows how long a refresh takes', () => {
    const rowOf = (minutesAgo: number) => {
      const finishedAt = start - minutesAgo * 60_000;
      const row = aView({ state: 'SUCCESS', finishedAt, durationMs: null });
      return statsOf([row], []);
    };
    assert.equal(first(rowOf(20)).stale, false, 'two schedules are not over');
    const later = rowOf(23);
    assert.equal(first(later).stale, null);
    assert.ok(later.stale.known);
    assert.deepEqual([later.stale.value, later.stale.bound], [0, 'lower']);
  });

  it('are not judged late when a change refreshes them, or nothing does', () => {
    const onChange = first(statsOf([aView({ task: 'mv-2' })], []));
    assert.deepEqual([onChange.everyMs, onChange.stale], [null, null]);
    assert.equal(first(statsOf([aView({ active: false })], [run('a', 99)])).stale, null);
  });

  it('say why what is not known is not', () => {
    const stats = statsOf([aView()], [], {
      taskRuns: unknown('failed', start),
      taskSchedules: unknown('denied', start),
    });
    assert.equal(stats.stale.known, false);
    assert.ok(stats.views.known);
    assert.deepEqual(stats.views.value.unknownColumns, {
      failures: 'failed',
      usualMs: 'failed',
      everyMs: 'denied',
      stale: 'denied',
    });
  });
});
