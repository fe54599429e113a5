import assert from 'node:assert/strict';
import { computeKeyPerformanceIndicators } from '../../../src/extension/overview/keyPerformanceIndicators';
import { known, type Reading, type UnknownReason } from '../../../src/shared/reading';
import type { ClusterSeriesId } from '../../../src/shared/series';
import { dayMs } from '../../../src/shared/time';
import { FakeHistory, got, inputOf, minute, sharedData, start, stepMs } from './builders';

type Given = Partial<Record<ClusterSeriesId, number | UnknownReason | Reading<number>>>;

const kpisOf = (series: Given, history = new FakeHistory()) =>
  computeKeyPerformanceIndicators(inputOf(sharedData(3, { series }), start, history));

const valueOf = (reading: Reading<number>) => (reading.known ? reading.value : reading.why);

/** Steady values: a day ago, six minutes ago, and of the last five minutes. */
function historyOf(id: ClusterSeriesId, yesterday: number, before: number, lately: number) {
  const history = new FakeHistory();
  history.fill(id, null, start - dayMs - 10 * minute, start - dayMs + minute, yesterday);
  history.fill(id, null, start - 10 * minute, start - 5 * minute + 1, before);
  history.fill(id, null, start - 5 * minute + stepMs, start + 1, lately);
  return history;
}

describe('deltas of a KPI', () => {
  it('compare averages: the last minute with five minutes ago, five minutes with yesterday', () => {
    const { qps } = kpisOf({ 'query.qps': 120 }, historyOf('query.qps', 80, 100, 120));
    assert.deepEqual(
      [qps.value, qps.vsFiveMinutes, qps.vsYesterday, qps.vsYesterdayPct].map(valueOf),
      [120, 20, 40, 50],
    );
  });

  it('are insufficient-history when one side is less than half known', () => {
    const history = new FakeHistory();
    history.fill('query.qps', null, start - 10 * minute, start + 1, 100);
    history.fill('query.qps', null, start - dayMs - 5 * minute, start - dayMs - 3 * minute, 50);
    const { qps } = kpisOf({ 'query.qps': 100 }, history);
    assert.equal(valueOf(qps.vsFiveMinutes), 0);
    assert.equal(valueOf(qps.vsYesterday), 'insufficient-history');
    assert.equal(valueOf(qps.vsYesterdayPct), 'insufficient-history');
  });

  it('are unknown between different coverages', () => {
    const history = new FakeHistory();
    history.fill('query.qps', null, start - 10 * minute, start - 4 * minute, 100, {
      have: 3,
      of: 3,
    });
    history.fill('query.qps', null, start - 4 * minute, start + 1, 60, { have: 2, of: 3 });
    const { qps } = kpisOf({ 'query.qps': 60 }, history);
    assert.equal(valueOf(qps.vsFiveMinutes), 'insufficient-history');
  });

  it('compare over a single incomplete sample', () => {
    const history = new FakeHistory();
    const all = { have: 3, of: 3 };
    history.fill('query.qps', null, start - 10 * minute, start - stepMs, 100, all);
    history.add('query.qps', null, { at: start - stepMs, value: 60, coverage: { have: 2, of: 3 } });
    history.add('query.qps', null, { at: start, value: 110, coverage: all });
    const { qps } = kpisOf({ 'query.qps': 110 }, history);
    assert.equal(valueOf(qps.vsFiveMinutes), 10);
  });

  it("are unknown for the value's reason when the value is unknown", () => {
    const { qps } = kpisOf({ 'query.qps': 'timeout' }, historyOf('query.qps', 80, 100, 120));
    assert.equal(valueOf(qps.vsFiveMinutes), 'timeout');
  });

  it('give no percent below the floor, nor for counts and percentages', () => {
    const idle = kpisOf({ 'query.qps': 1 }, historyOf('query.qps', 0.05, 1, 1)).qps;
    assert.equal(valueOf(idle.vsYesterday), 0.95);
    assert.equal(valueOf(idle.vsYesterdayPct), 'no-traffic');
    const count = kpisOf({ 'conn.total': 30 }, historyOf('conn.total', 10, 30, 30)).connections;
    assert.equal(valueOf(count.vsYesterday), 20);
    assert.equal(valueOf(count.vsYesterdayPct), 'not-applicable');
  });

  it('take the reading of this moment in while its round is not stored yet', () => {
    const history = new FakeHistory();
    history.fill('query.qps', null, start - 10 * minute, start - stepMs + 1, 100);
    const { qps } = kpisOf({ 'query.qps': 200 }, history);
    assert.equal(valueOf(qps.vsFiveMinutes), 50);
  });
});

describe('error rate', () => {
  const rates = (qps: number, internal: number, timeouts: number) => {
    const history = new FakeHistory();
    const fill = (id: ClusterSeriesId, value: number) => {
      history.fill(id, null, start - 10 * minute, start + 1, value);
    };
    fill('query.qps', qps);
    fill('query.err_internal', internal);
    fill('query.err_timeout', timeouts);
    const series = {
      'query.qps': qps,
      'query.err_internal': internal,
      'query.err_timeout': timeouts,
    };
    return kpisOf(series, history).errorRate;
  };

  it('is the share of internal errors and time-outs over five minutes', () => {
    assert.equal(valueOf(rates(10, 0.25, 0.25)), 5);
    assert.equal(valueOf(rates(10, 0, 0)), 0);
  });

  it('is no-traffic below 20 queries, never 0 %', () => {
    assert.equal(valueOf(rates(0, 0, 0)), 'no-traffic');
    assert.equal(valueOf(rates(0.06, 0, 0)), 'no-traffic');
    assert.equal(valueOf(rates(0.07, 0, 0)), 0);
  });

  it('is insufficient-history with less than half of the window', () => {
    const history = new FakeHistory();
    history.fill('query.qps', null, start - minute, start + 1, 10);
    assert.equal(valueOf(kpisOf({}, history).errorRate), 'insufficient-history');
  });

  it('is unknown for the reason of its rates', () => {
    const denied = { 'query.qps': 'unreachable', 'query.err_internal': 'unreachable' } as const;
    assert.equal(valueOf(kpisOf(denied).errorRate), 'unreachable');
  });

  it('carries the coverage of what it rests on', () => {
    const history = new FakeHistory();
    const partial = { have: 2, of: 3 };
    for (const id of ['query.qps', 'query.err_internal', 'query.err_timeout'] as const) {
      history.fill(id, null, start - 10 * minute, start + 1, 10, partial);
    }
    const reading = known(
      10,
      { observedAt: start, source: 'feMetrics' },
      { bound: 'lower', coverage: { ...partial, missing: ['fe:fe-3:9010'] } },
    );
    const rate = kpisOf({ 'query.qps': reading }, history).errorRate;
    assert.deepEqual(rate.known && rate.coverage, { ...partial, missing: ['fe:fe-3:9010'] });
    assert.equal(rate.known && rate.bound, undefined);
  });
});

describe('KPI values', () => {
  it('are the series of this moment, unknown ones included', () => {
    const kpis = kpisOf({ 'txn.running': got(7, start), 'query.queued': 'not-installed' });
    assert.equal(valueOf(kpis.transactionsRunning.value), 7);
    assert.equal(valueOf(kpis.queued.value), 'not-installed');
    assert.equal(valueOf(kpis.p99.value), 'not-collected-yet');
  });
});
