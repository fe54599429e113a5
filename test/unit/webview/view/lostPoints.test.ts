import assert from 'node:assert/strict';
import type { TrendSeries } from '../../../../src/shared/model/trends';
import { lostPoints } from '../../../../src/webview/view/lostPoints';

const score = (values: readonly (number | null)[]): TrendSeries => ({
  series: 'health.score',
  unit: 'count',
  from: 1_000,
  stepMs: 100,
  avg: values,
  gaps: [],
});

describe('points lost over a day', () => {
  it('are what the lowest score lacks, and unknown where none was', () => {
    assert.deepEqual(lostPoints(score([100, 90, null, 45, 45])), {
      lost: [0, 10, null, 55, 55],
      worst: { points: 55, at: 1_300 },
      withoutMs: 100,
      unknownMs: 100,
    });
  });

  it('have no worst moment on a day without loss, or of which nothing is known', () => {
    assert.equal(lostPoints(score([100, null])).worst, undefined);
    assert.deepEqual(lostPoints(score([null])), {
      lost: [null],
      worst: undefined,
      withoutMs: 0,
      unknownMs: 100,
    });
  });
});
