import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { bucketGrid, bucketize } from '../../../src/extension/store/trendBuckets';
import type { TrendPoint } from '../../../src/extension/store/trendBuckets';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/time';
import { start } from './support/historyFixture';

const point = (at: number, value: number | null, extra: Partial<TrendPoint> = {}): TrendPoint => ({
  at: start + at,
  coversMs: 30 * secondMs,
  value,
  min: value,
  max: value,
  weight: 1,
  isPartial: false,
  ...extra,
});
const never = start + dayMs;

describe('bucketGrid', () => {
  const now = start + 12_345;

  it('has at most the buckets asked for, and ends with the bucket of `to`', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 * 24 }),
        fc.integer({ min: 1, max: 360 }),
        fc.constantFrom(30 * secondMs, 5 * minuteMs),
        (hours, buckets, finest) => {
          const grid = bucketGrid(now - hours * hourMs, now, buckets, finest);
          const end = grid.from + grid.count * grid.stepMs;
          assert.ok(grid.count <= buckets);
          assert.ok(now <= end && end - now < grid.stepMs);
          assert.equal(grid.stepMs % finest, 0);
          assert.equal(grid.from % grid.stepMs, 0);
        },
      ),
    );
  });

  it('gives 6 h in 360 minutes', () => {
    assert.deepEqual(bucketGrid(now - 6 * hourMs, now, 360, 30 * secondMs), {
      from: start + minuteMs - 6 * hourMs,
      stepMs: minuteMs,
      count: 360,
    });
  });
});

describe('bucketize', () => {
  const grid = { from: start, stepMs: minuteMs, count: 4 };

  it('weighs averages, keeps extremes, rounds to 4 digits', () => {
    const result = bucketize(
      [point(0, 10, { weight: 3, max: 17, min: 1 }), point(30_000, 20), point(60_000, 123_456)],
      { ...grid, count: 2 },
      'mean',
      never,
    );
    assert.deepEqual(result.avg, [12.5, 123_500]);
    assert.deepEqual(result.max, [20, 123_500]);
    assert.deepEqual(result.min, [1, 123_500]);
  });

  it('takes the maximum, minimum or last value of series that are not averaged', () => {
    const points = [point(0, 5), point(20_000, 9), point(40_000, 7)];
    const one = { ...grid, count: 1 };
    assert.deepEqual(bucketize(points, one, 'max', never).avg, [9]);
    assert.deepEqual(bucketize(points, one, 'min', never).avg, [5]);
    assert.deepEqual(bucketize(points, one, 'last', never).avg, [7]);
  });

  it('shows zero as zero and unknown as a gap with its reason', () => {
    const result = bucketize(
      [
        point(0, 0),
        point(60_000, null, { why: 'timeout' }),
        point(90_000, null, { why: 'timeout' }),
        point(180_000, null, { why: 'denied' }),
      ],
      grid,
      'mean',
      never,
    );
    assert.deepEqual(result.avg, [0, null, null, null]);
    assert.deepEqual(result.gaps, [
      [start + minuteMs, start + 2 * minuteMs, 'timeout'],
      [start + 2 * minuteMs, start + 3 * minuteMs, 'not-recorded'],
      [start + 3 * minuteMs, start + 4 * minuteMs, 'denied'],
    ]);
  });

  it('does not bridge a gap, but holds a value for the grid it stands for', () => {
    const coarse = { coversMs: 3 * minuteMs };
    assert.deepEqual(bucketize([point(0, 7, coarse)], grid, 'mean', never).avg, [7, 7, 7, null]);
    assert.deepEqual(bucketize([point(0, 7)], grid, 'mean', never).avg, [7, null, null, null]);
    // A row from before the window.
    assert.deepEqual(bucketize([point(-2 * minuteMs, 7, coarse)], grid, 'mean', never).avg, [
      7,
      null,
      null,
      null,
    ]);
  });

  it('calls what cannot be there yet "not collected yet"', () => {
    const { gaps } = bucketize([point(0, 1)], grid, 'mean', start + 2 * minuteMs);
    assert.deepEqual(gaps, [
      [start + minuteMs, start + 2 * minuteMs, 'not-recorded'],
      [start + 2 * minuteMs, start + 4 * minuteMs, 'not-collected-yet'],
    ]);
  });

  it('marks runs of buckets that rest on part of the nodes', () => {
    const partial = { isPartial: true };
    const { partial: ranges } = bucketize(
      [
        point(0, 1, partial),
        point(60_000, 1, partial),
        point(120_000, 1),
        point(180_000, 1, partial),
      ],
      grid,
      'mean',
      never,
    );
    assert.deepEqual(ranges, [
      [0, 1],
      [3, 3],
    ]);
  });
});
