import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Sample } from '../../../src/extension/overview/overviewInput';
import {
  isRising,
  knownWindow,
  medianSlope,
  runStart,
  samplesOf,
} from '../../../src/extension/overview/windows';
import { FakeHistory, got, inputOf, minute, sharedData, start, stepMs } from './builders';

const line = (values: readonly (number | null)[]): Sample[] =>
  values.map((value, i) => ({ at: start + i * stepMs, value }));

describe('runStart', () => {
  const high = (value: number) => value > 10;
  const of = (values: readonly (number | null)[]) =>
    (runStart(line(values), high, start + values.length * stepMs, stepMs) - start) / stepMs;

  it('finds the first sample of the unbroken run', () => {
    assert.equal(of([20, 5, 20, 20, 20]), 2);
    assert.equal(of([20, 20, 5]), 3, 'the newest sample does not belong to it');
    assert.equal(of([]), 0);
  });

  it('passes over two unknown samples, not over three', () => {
    assert.equal(of([20, null, null, 20]), 0);
    assert.equal(of([20, null, null, null, 20]), 4);
  });
});

describe('samplesOf', () => {
  const history = new FakeHistory();
  history.fill('query.qps', null, start - 5 * minute, start, 1);
  const input = inputOf(sharedData(), start, history);
  const times = (samples: readonly Sample[]) => samples.map(({ at }) => (at - start) / stepMs);

  it('covers from < at ≤ to and ends with the reading of this moment', () => {
    const current = got(2, start);
    assert.deepEqual(
      times(samplesOf(input, 'query.qps', null, start - minute, start, current)),
      [-1, 0],
    );
    assert.deepEqual(times(samplesOf(input, 'query.qps', null, start - minute, start)), [-1]);
  });

  it('does not count a moment twice that is stored already', () => {
    const stored = inputOf(sharedData(), start + 5_000 - stepMs, history);
    const samples = samplesOf(
      stored,
      'query.qps',
      null,
      start - 2 * minute,
      stored.now,
      got(2, stored.now),
    );
    assert.deepEqual(times(samples), [-3, -2, -1]);
  });

  it('is known when at least half of the expected samples are', () => {
    const half = line([1, 1, 1, 1, 1]);
    assert.deepEqual(knownWindow(input, half, 5 * minute), [1, 1, 1, 1, 1]);
    assert.equal(knownWindow(input, half.slice(1), 5 * minute), undefined);
    assert.equal(knownWindow(input, line([1, null, 1, null, 1, 1, null]), 5 * minute), undefined);
  });
});

describe('the slope of a window', () => {
  it('is the median of all pairs, so that one spike does not turn it', () => {
    const values = [10, 11, 12, 500, 14, 15];
    const slope = medianSlope(line(values));
    assert.ok(slope !== undefined && Math.abs(slope * stepMs - 1) < 1e-9);
    assert.equal(medianSlope(line([7])), undefined);
    assert.equal(medianSlope(line([null, 7, null])), undefined);
  });

  it('finds the slope of any straight line', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 3, max: 20 }), (step, n) => {
        const samples = line(Array.from({ length: n }, (_, i) => 1000 + step * i));
        assert.ok(Math.abs(medianSlope(samples)! * stepMs - step) < 1e-9);
      }),
    );
  });

  it('rises only by 5 % and at least 1', () => {
    assert.equal(isRising(line([100, 101, 102, 103, 104])), false);
    assert.equal(isRising(line([100, 102, 103, 104, 105])), true);
    assert.equal(isRising(line([0.1, 0.2, 0.3])), false);
    assert.equal(isRising(line([100, 90, 80, 106])), false, 'a spike at the end');
  });
});
