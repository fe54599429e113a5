import assert from 'node:assert/strict';
import { withMedians } from '../../../src/extension/past/nodeMedians';
import type { Trend, TrendSeries } from '../../../src/shared/model/trends';

const cpu = (node: string, ...avg: readonly (number | null)[]): TrendSeries => ({
  series: 'be.cpu',
  node,
  unit: 'percent',
  from: 0,
  stepMs: 1,
  avg,
  gaps: [],
});
const trend = (...series: readonly TrendSeries[]): Trend => ({
  from: 0,
  to: 3,
  stepMs: 1,
  series,
  events: [],
});

describe('medians of nodes', () => {
  const all = trend(
    cpu('be:a:1', 10, 10, null),
    cpu('be:b:1', 90, 20, 5),
    cpu('be:c:1', 20, null, null),
  );

  it('are added bucket by bucket, of the nodes that are known; one alone has none', () => {
    const { series } = withMedians(all, ['be:b:1']);
    assert.deepEqual(
      series.map(({ node, avg }) => [node, avg]),
      [
        ['be:b:1', [90, 20, 5]],
        [undefined, [20, 15, null]],
      ],
    );
  });

  it('leave every node where none is named', () => {
    assert.equal(withMedians(all, undefined).series.length, 4);
  });
});
