import assert from 'node:assert/strict';
import { windowAggregates } from '../../../src/extension/overview/windowAggregates';
import type { Trend, TrendSeries } from '../../../src/shared/model/trends';
import type { Reading } from '../../../src/shared/reading';
import { minute, start } from './builders';

const gap = (from: number, to: number, why: TrendSeries['gaps'][number][2]) =>
  [start + from * minute, start + to * minute, why] as const;

function series(id: TrendSeries['series'], more: Partial<TrendSeries>): TrendSeries {
  return {
    series: id,
    unit: 'perSecond',
    from: start,
    stepMs: minute,
    avg: [],
    gaps: [],
    ...more,
  };
}

/** Ten minutes, in buckets of one. */
const trendOf = (...list: readonly TrendSeries[]): Trend => ({
  from: start,
  to: start + 10 * minute,
  stepMs: minute,
  series: list,
  events: [],
});

const end = start + 10 * minute;
const text = (reading: Reading<number>): string =>
  reading.known ? `${reading.bound === 'lower' ? '≥ ' : ''}${reading.value}` : reading.why;

describe('the aggregates of a window', () => {
  it('average what was measured, and say how much that was', () => {
    const avg = [10, 20, null, null, 30, null, null, null, null, null];
    const window = windowAggregates(trendOf(series('query.qps', { avg, max: avg })), end);
    assert.equal(text(window.queriesPerSecond.average), '20');
    assert.equal(text(window.measuredPct), '30');
  });

  it('take the maximum of the maxima, and of averages where none are stored', () => {
    const avg = [50, 60];
    const window = windowAggregates(
      trendOf(series('cpu.max', { avg, max: [70, 95] }), series('mem.max', { avg })),
      end,
    );
    assert.equal(text(window.cpuPct.maximum), '95');
    assert.equal(text(window.memoryPct.maximum), '60');
  });

  it('leave out buckets that have not begun', () => {
    const avg = [10, 30, null, null, null, null, null, null, null, null];
    const window = windowAggregates(trendOf(series('query.qps', { avg })), start + 1.5 * minute);
    assert.equal(text(window.measuredPct), '100');
    assert.equal(window.to, start + 1.5 * minute);
    assert.equal(
      text(windowAggregates(trendOf(series('query.qps', { avg })), start).measuredPct),
      'insufficient-history',
    );
  });

  it('are lower bounds where part of the nodes is missing, but averages over nodes are none', () => {
    const part = { avg: [10, 20], partial: [[0, 0]] } as const;
    const window = windowAggregates(
      trendOf(series('query.qps', part), series('cpu.avg', part), series('cpu.max', part)),
      end,
    );
    assert.equal(text(window.queriesPerSecond.average), '≥ 15');
    assert.equal(text(window.queriesPerSecond.maximum), '≥ 20');
    assert.equal(text(window.cpuPct.average), '15');
    assert.equal(text(window.cpuPct.maximum), '≥ 20');
  });

  it('are unknown for the reason of the longest gap', () => {
    const gaps = [gap(0, 2, 'paused'), gap(2, 9, 'unreachable'), gap(9, 10, 'denied')];
    const avg = Array.from({ length: 10 }, () => null);
    const window = windowAggregates(trendOf(series('query.p99', { avg, gaps })), end);
    assert.equal(text(window.p99Max), 'unreachable');
    assert.equal(text(window.diskMaxPct), 'insufficient-history');
  });
});
