import assert from 'node:assert/strict';
import { namedRanges, rangeAt, rangeMs } from '../../../src/shared/timeRange';
import { dayMs, hourMs } from '../../../src/shared/time';

const now = 1_795_000_200_000;

describe('rangeAt', () => {
  it('ends a named range now and leaves any other stretch as it is', () => {
    assert.deepEqual(rangeAt('7d', now), { from: now - 7 * dayMs, to: now });
    assert.deepEqual(rangeAt({ from: 5, to: 9 }, now), { from: 5, to: 9 });
    for (const range of namedRanges) {
      const { from, to } = rangeAt(range, now);
      assert.equal(to - from, rangeMs(range));
    }
  });

  it('refuses what is no stretch of time', () => {
    for (const range of [
      { from: now, to: now },
      { from: now, to: now - hourMs },
      { from: Number.NaN, to: now },
      { from: 0.5, to: now },
      'toString' as '1y',
      '2w' as '1y',
    ]) {
      assert.throws(() => rangeAt(range, now), /range/);
    }
  });
});
