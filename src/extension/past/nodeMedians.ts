import { groupBy } from '../../shared/groupBy';
import type { NodeId } from '../../shared/ids';
import type { Trend, TrendSeries } from '../../shared/model/trends';

/**
 * A trend of all nodes with the median of each series of nodes, bucket by bucket, as one that names no
 * node; of the nodes' own series only those of `nodes` stay. A bucket in which fewer than two nodes are
 * known has no median.
 */
export function withMedians(trend: Trend, nodes: readonly NodeId[] | undefined): Trend {
  const ofNodes = trend.series.filter(({ node }) => node !== undefined);
  const byId = groupBy(ofNodes, ({ series }) => series);
  const kept = trend.series.filter(
    ({ node }) => node === undefined || nodes === undefined || nodes.includes(node),
  );
  return { ...trend, series: [...kept, ...[...byId.values()].map(medianOf)] };
}

function medianOf(ofNodes: readonly [TrendSeries, ...TrendSeries[]]): TrendSeries {
  const { series, unit, from, stepMs, avg } = ofNodes[0];
  const medians = avg.map((_, bucket) => {
    const values = ofNodes.flatMap((one) => one.avg[bucket] ?? []).sort((a, b) => a - b);
    const high = values[Math.floor(values.length / 2)];
    const low = values[Math.floor((values.length - 1) / 2)];
    return values.length < 2 || low === undefined || high === undefined ? null : (low + high) / 2;
  });
  return { series, unit, from, stepMs, avg: medians, gaps: [] };
}
