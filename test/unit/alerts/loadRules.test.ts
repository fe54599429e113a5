import assert from 'node:assert/strict';
import type { LoadHistory } from '../../../src/extension/overview/loadHistory';
import type { RoutineLoadTrend } from '../../../src/extension/overview/routineLoadTrend';
import type { LoadRow } from '../../../src/extension/starrocks/sources/loads';
import type { RoutineLoadRow } from '../../../src/extension/starrocks/sources/routineLoads';
import { renderPhrase } from '../../../src/shared/format';
import { unknown } from '../../../src/shared/reading';
import { evidenceOf, got, many, minute, Run, sharedData, start } from '../overview/builders';
import { aLoad, aRoutineLoad } from '../overview/rows';

const after = (ms: number, over: NonNullable<Parameters<typeof sharedData>[1]>['over']) =>
  new Run(sharedData(3, over === undefined ? {} : { over })).for(ms);

const withLoads = (loads: readonly LoadRow[], more: Partial<LoadHistory> = {}) => ({
  loads: got(
    { loads, lists: [{ completeSince: null, rows: loads.length }], ...more },
    start,
    'loads',
  ),
});

const withJobs = (...jobs: readonly RoutineLoadRow[]) => ({
  routineLoads: got(jobs, start, 'routineLoads'),
});

describe('load.failed', () => {
  const failed = aLoad({ state: 'CANCELLED', error: 'type:LOAD_RUN_FAIL; msg:timeout 17' });

  it('names the most frequent reason and where it struck', () => {
    const other = { ...failed, error: 'type:ETL_QUALITY_UNSATISFIED; msg:too many' };
    const again = { ...failed, error: 'type:LOAD_RUN_FAIL; msg:timeout 18' };
    const run = after(minute, withLoads([failed, again, other, ...many(20, () => aLoad())]));

    assert.equal(run.points, 95);
    assert.match(
      evidenceOf(run, 'load.failed'),
      /^3 of 23 loads that ended in 15 m failed\. 2 × into sales\.orders: type:LOAD_RUN_FAIL; msg:timeout 1[78]\./,
    );
  });

  it('is silent below three failures, and below a tenth of what ended', () => {
    assert.equal(after(minute, withLoads([failed, failed])).problem('load.failed'), undefined);
    const few = withLoads([failed, failed, failed, ...many(28, () => aLoad())]);
    assert.equal(after(minute, few).problem('load.failed'), undefined);
  });

  it('counts neither what a user cancelled nor what failed before the window', () => {
    const cancelled = { ...failed, error: 'type:USER_CANCEL; msg:user cancel' };
    const old = { ...failed, finishedAt: start - 16 * minute };
    const run = after(minute, withLoads([cancelled, cancelled, cancelled, old, old, old]));
    assert.equal(run.problem('load.failed'), undefined);
  });

  it('is not judged, and no load has failed, while nobody tells', () => {
    const run = after(minute, { loads: unknown('timeout', start) });
    assert.equal(run.state.rules['load.failed']?.judged, false);
  });
});

describe('load.small', () => {
  const small = many(101, () => aLoad({ sinkRows: 50 }));

  it('informs of a table that gets more than ten small loads a minute', () => {
    const run = after(minute, withLoads(small));
    assert.equal(run.problem('load.small')?.level, 'info');
    assert.equal(run.problem('load.small')?.subject, 'table:sales.orders');
    assert.equal(run.points, 100);
    assert.match(evidenceOf(run, 'load.small'), /10 loads a minute of about 50 rows each/);
    assert.equal(after(minute, withLoads(small.slice(1))).problem('load.small'), undefined);
  });

  it('warns where that very table leads the partitions beyond the slow-down mark', () => {
    const worst = {
      database: 'sales',
      table: 'orders',
      partition: 'p1',
      partitionId: '1',
      averageScore: 90,
      p50Score: 80,
      maxScore: 120,
    };
    const partitions = got(
      { worst: [worst], seen: 1, over: 1, threshold: 100 },
      start,
      'partitions',
    );
    const run = after(minute, { ...withLoads(small), partitions });
    assert.equal(run.problem('load.small')?.level, 'warning');
  });
});

describe('routine.paused', () => {
  const reason = "ErrorReason{errCode = 102, msg='current error rows is more than max error num'}";

  it('names the job and the reason of the cluster', () => {
    const pausedAt = start - 40 * minute;
    const run = after(minute, withJobs(aRoutineLoad({ state: 'PAUSED', reason, pausedAt })));

    assert.equal(run.points, 95);
    assert.equal(run.problem('routine.paused')?.since, pausedAt);
    assert.match(renderPhrase(run.problem('routine.paused')!.title), /sales\.kafka is paused/);
    assert.match(
      evidenceOf(run, 'routine.paused'),
      /current error rows is more than max error num/,
    );
  });

  it('leaves alone what a user has paused', () => {
    const byUser = "ErrorReason{errCode = 100, msg='User root pauses routine load job'}";
    for (const said of [byUser, null]) {
      const run = after(
        minute,
        withJobs(aRoutineLoad({ state: 'PAUSED', reason: said, lagMs: 9e9 })),
      );
      assert.deepEqual([run.points, run.verdict], [100, 'ok']);
    }
  });
});

describe('routine.lag', () => {
  const trend = (rising: boolean): RoutineLoadTrend => ({
    stateSince: start,
    lagPerSecond: 120,
    rising,
  });
  const lagging = (rising: boolean, over: Partial<RoutineLoadRow> = {}) => ({
    ...withJobs(aRoutineLoad({ lagRows: 400_000, lagMs: 10_000, ...over })),
    routineLoadTrends: new Map([['7', trend(rising)]]),
  });

  it('waits ten minutes, then says how far and how fast', () => {
    assert.equal(after(9 * minute, lagging(true)).problem('routine.lag'), undefined);
    const run = after(12 * minute, lagging(true));
    assert.equal(run.problem('routine.lag')?.subject, 'routine:sales.kafka');
    assert.match(
      evidenceOf(run, 'routine.lag'),
      /^400,000 rows, 10 s behind\. Growing by 120 rows/,
    );
  });

  it('is silent while many rows become fewer', () => {
    assert.equal(after(12 * minute, lagging(false)).problem('routine.lag'), undefined);
  });

  it('does not need a trend when the newest row is old', () => {
    const run = after(12 * minute, withJobs(aRoutineLoad({ lagRows: 10, lagMs: 6 * minute })));
    assert.equal(run.problem('routine.lag')?.points, 5);
  });

  it('is explained by the pause of the same job', () => {
    const reason = "ErrorReason{errCode = 104, msg='tasks aborted'}";
    const run = after(12 * minute, lagging(true, { state: 'PAUSED', reason }));
    assert.equal(run.problem('routine.lag')?.state, 'held');
    assert.equal(run.points, 95);
  });

  it('is not judged where the version tells no lag', () => {
    const run = after(minute, withJobs(aRoutineLoad({ lagRows: null, lagMs: null })));
    assert.equal(run.state.rules['routine.lag']?.judged, false);
  });
});

describe('routine.unstable', () => {
  it('warns of more than three jobs that nobody schedules for five minutes', () => {
    const waiting = (n: number) =>
      withJobs(
        ...many(n, (i) => aRoutineLoad({ id: String(i), name: `k${i}`, state: 'NEED_SCHEDULE' })),
      );
    assert.equal(after(6 * minute, waiting(3)).problem('routine.unstable'), undefined);
    assert.equal(after(4 * minute, waiting(4)).problem('routine.unstable'), undefined);
    assert.match(evidenceOf(after(6 * minute, waiting(4)), 'routine.unstable'), /k1, sales\.k2/);
  });
});
