import assert from 'node:assert/strict';
import { performanceTrendSeries, resourceTrendSeries } from '../../../src/shared/model/trends';
import {
  clusterSeriesIds,
  nodeSeriesIds,
  seriesDefinition,
  storageScale,
} from '../../../src/shared/series';

describe('the series catalogue', () => {
  const all = [...clusterSeriesIds, ...nodeSeriesIds];

  it('has each series once, with at least one aggregate and none twice', () => {
    assert.equal(new Set(all).size, all.length);
    for (const id of all) {
      const { rollup } = seriesDefinition(id);
      assert.ok(rollup.length > 0 && new Set(rollup).size === rollup.length, id);
      assert.ok(
        rollup.every((aggregate) => 'axnl'.includes(aggregate)),
        id,
      );
    }
  });

  it('stays within the sizes of one checkpoint', () => {
    const aggregates = (ids: readonly (typeof all)[number][]) =>
      ids.reduce((total, id) => total + seriesDefinition(id).rollup.length, 0);
    assert.ok(aggregates(clusterSeriesIds) <= 80);
    assert.ok(aggregates(nodeSeriesIds) <= 28);
  });

  it('never averages quantiles, and stores no ratio of two rates', () => {
    for (const id of ['query.p75', 'query.p95', 'query.p99', 'fe.p99'] as const) {
      assert.deepEqual(seriesDefinition(id).rollup, ['x']);
    }
    // The nodes themselves tell the hits of a minute: there are no two rates to divide.
    const ratios = all.filter((id) => /err_pct|fail_pct|hit/.test(id));
    assert.deepEqual(ratios, ['cache.hit']);
  });

  it('scales what it stores to integers without losing what is shown', () => {
    assert.equal(Math.round(71.23 * storageScale('percent')), 7123);
    assert.equal(Math.round(0.834 * storageScale('perSecond')), 834);
    assert.equal(Math.round(12_345 * storageScale('bytes')), 12_345);
  });

  it('knows every series of the trends', () => {
    const trends: readonly string[] = [...performanceTrendSeries, ...resourceTrendSeries];
    assert.ok(trends.every((id) => (all as readonly string[]).includes(id)));
  });
});
