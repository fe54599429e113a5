import assert from 'node:assert/strict';
import type { Trend } from '../../../../src/shared/model/trends';
import { defaultThresholds } from '../../../../src/shared/thresholds';
import { chartModel } from '../../../../src/webview/charts/chartModel';
import { chartSpecs } from '../../../../src/webview/charts/chartSpecs';

const compactionOf = (specs: ReturnType<typeof chartSpecs>) => {
  const found = specs.find(({ id }) => id === 'compaction');
  assert.ok(found !== undefined);
  return found;
};

describe('the compaction chart', () => {
  const marks = { limit: 500, info: 100, warning: 200, critical: 350, assumed: false };

  it('draws versions in percent of their limit where compaction is a matter of each BE', () => {
    const spec = compactionOf(chartSpecs(marks));
    const trend: Trend = {
      from: 0,
      to: 180_000,
      stepMs: 60_000,
      series: [
        {
          series: 'compaction.versions',
          unit: 'count',
          from: 0,
          stepMs: 60_000,
          avg: [50, null, 400],
          gaps: [],
        },
      ],
      events: [],
    };
    const thresholds = spec.thresholds?.({ thresholds: defaultThresholds }, 'en') ?? [];
    const model = chartModel(spec.lines, trend, undefined, thresholds);
    assert.deepEqual(model.lines[0]?.values, [10, null, 80]);
    assert.deepEqual(
      thresholds.map(({ value, level }) => [value, level]),
      [
        [40, 'warning'],
        [70, 'critical'],
      ],
    );
  });

  it('draws the score in shared-data, in the same place', () => {
    const place = (specs: ReturnType<typeof chartSpecs>) =>
      specs.findIndex(({ id }) => id === 'compaction');
    const sharedData = chartSpecs(undefined);
    assert.deepEqual(
      compactionOf(sharedData).lines.map(({ series }) => series),
      ['compaction.score'],
    );
    assert.equal(place(sharedData), place(chartSpecs(marks)));
  });
});
