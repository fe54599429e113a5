import assert from 'node:assert/strict';
import { computeScheduledTablets } from '../../../src/extension/overview/scheduledTablets';
import type { TabletSchedule } from '../../../src/extension/starrocks/sources/tabletScheduler';
import { unknown } from '../../../src/shared/reading';
import { got, start } from './builders';

const list = (tablets: number, status = 'REPLICA_MISSING') => ({
  kinds: [{ type: 'REPAIR', status, tablets }],
  tablets,
  cut: tablets >= 1000,
});
const told = (value: TabletSchedule) =>
  computeScheduledTablets(got(value, start, 'tabletScheduler'), undefined);

describe('computeScheduledTablets', () => {
  it('lists what runs before what waits', () => {
    const { scheduled, schedulerPending, schedulerRunning } = told({
      pending: list(7),
      running: list(4, 'VERSION_INCOMPLETE'),
    });

    assert.deepEqual(scheduled.known && scheduled.value.rows, [
      { state: 'running', type: 'REPAIR', status: 'VERSION_INCOMPLETE', tablets: 4 },
      { state: 'pending', type: 'REPAIR', status: 'REPLICA_MISSING', tablets: 7 },
    ]);
    assert.deepEqual(schedulerPending, got(7, start, 'tabletScheduler'));
    assert.deepEqual(schedulerRunning, got(4, start, 'tabletScheduler'));
  });

  it('tells a list that may be cut as a bound', () => {
    const { scheduled, schedulerPending, schedulerRunning } = told({
      pending: list(1000),
      running: list(4),
    });

    assert.equal(schedulerPending.known && schedulerPending.bound, 'lower');
    assert.equal(schedulerRunning.known && schedulerRunning.bound, undefined);
    assert.equal(scheduled.known && scheduled.bound, 'lower');
  });

  it('tells what waits while what runs is not known, and no list of only one of them', () => {
    const { scheduled, schedulerPending, schedulerRunning } = told({
      pending: list(7),
      running: { why: 'timeout', message: 'no answer' },
    });

    assert.equal(schedulerPending.known && schedulerPending.value, 7);
    assert.equal(!schedulerRunning.known && schedulerRunning.why, 'timeout');
    assert.equal(!scheduled.known && scheduled.why, 'timeout');
  });

  it('is not there where no BE keeps replicas', () => {
    const not = unknown('not-applicable', start);
    const all = computeScheduledTablets(unknown('denied', start), not);

    assert.deepEqual(all, { schedulerPending: not, schedulerRunning: not, scheduled: not });
  });
});
