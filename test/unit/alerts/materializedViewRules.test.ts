import assert from 'node:assert/strict';
import type {
  MaterializedViewRow,
  TaskRunRow,
} from '../../../src/extension/starrocks/sources/materializedViews';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import { unknown } from '../../../src/shared/reading';
import { evidenceOf, got, minute, Run, sharedData, start } from '../overview/builders';
import { aView } from '../overview/rows';

const refresh = (minutesAgo: number, over: Partial<TaskRunRow> = {}): TaskRunRow => ({
  task: 'mv-1',
  job: String(minutesAgo),
  createdAt: start - minutesAgo * minute,
  finishedAt: start - (minutesAgo - 1) * minute,
  state: 'SUCCESS',
  error: null,
  ...over,
});

const failed = { state: 'FAILED', error: 'try lock failed' };

function judged(
  views: readonly MaterializedViewRow[],
  runs: readonly TaskRunRow[],
  over: Partial<OverviewInput> = {},
): Run {
  const scene = sharedData(3, {
    over: {
      mvs: got(views, start, 'mvs'),
      taskRuns: got(runs, start, 'taskRuns'),
      taskSchedules: got([{ task: 'mv-1', everyMs: 10 * minute }], start, 'taskSchedules'),
      ...over,
    },
  });
  return new Run(scene).for(minute);
}

describe('mv.failed', () => {
  it('tells how often in a row, and why', () => {
    const run = judged([aView()], [refresh(2, failed), refresh(12, failed), refresh(22)]);
    assert.equal(run.points, 95);
    assert.equal(run.problem('mv.failed')?.subject, 'mv:sales.by_hour');
    assert.match(evidenceOf(run, 'mv.failed'), /2.*try lock failed/);
  });

  it('clears with the next refresh that succeeds', () => {
    const run = judged([aView()], [refresh(2), refresh(12, failed)]);
    assert.deepEqual([run.problem('mv.failed'), run.points], [undefined, 100]);
  });

  it('is not judged while the views are not known', () => {
    const run = judged([], [], { mvs: unknown('denied', start) });
    assert.equal(run.state.rules['mv.failed']?.judged, false);
  });
});

describe('mv.inactive', () => {
  const inactive = aView({ active: false, inactiveReason: 'base-table dropped: fx_rates' });

  it('gives the reason of the cluster', () => {
    const run = judged([inactive], [refresh(2)]);
    assert.equal(run.points, 97);
    assert.match(evidenceOf(run, 'mv.inactive'), /base-table dropped: fx_rates/);
  });

  it('is explained by failed refreshes of the same view, not of another', () => {
    const same = judged([inactive], [refresh(2, failed)]);
    assert.deepEqual([same.problem('mv.inactive')?.state, same.points], ['held', 95]);
    const other = aView({ id: '2', name: 'other', task: 'mv-2' });
    const both = judged([inactive, other], [refresh(2), refresh(3, { ...failed, task: 'mv-2' })]);
    assert.deepEqual([both.problem('mv.inactive')?.state, both.points], ['open', 92]);
  });
});

describe('mv.stale', () => {
  const old = aView({ startedAt: start - 60 * minute, finishedAt: start - 59 * minute });

  it('tells when it was refreshed last, and how often it should be', () => {
    const run = judged([old], [refresh(60)]);
    assert.equal(run.points, 97);
    assert.match(evidenceOf(run, 'mv.stale'), /10 m/);
  });

  it('does not judge views without a schedule', () => {
    const run = judged([old], [refresh(60)], {
      taskSchedules: got([{ task: 'mv-1', everyMs: null }], start, 'taskSchedules'),
    });
    assert.equal(run.problem('mv.stale'), undefined);
  });

  it('is explained by failed refreshes', () => {
    const run = judged([old], [refresh(2, failed), refresh(60)]);
    assert.deepEqual([run.problem('mv.stale')?.state, run.points], ['held', 95]);
  });

  it('leaves inactive views to their own rule', () => {
    const run = judged([{ ...old, active: false }], [refresh(60)]);
    assert.equal(run.problem('mv.stale'), undefined);
    assert.equal(run.points, 97);
  });

  it('is not judged while the schedules are not known', () => {
    const run = judged([old], [refresh(60)], { taskSchedules: unknown('timeout', start) });
    assert.equal(run.state.rules['mv.stale']?.why, 'timeout');
  });
});
