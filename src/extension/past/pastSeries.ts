import type { NodeId } from '../../shared/ids';
import type { WorstNode } from '../../shared/model/resourceMetrics';
import { known, unknown, type Reading } from '../../shared/reading';
import {
  clusterSeriesIds,
  nodeSeriesIds,
  type ClusterSeriesId,
  type NodeSeriesId,
} from '../../shared/series';
import type { OverviewInput } from '../overview/overviewInput';
import type { SeriesState, Snapshot } from '../store/historyStore';

/** The series of a past moment as the readings they were. */
export function pastSeries(
  snapshot: Snapshot,
): Pick<OverviewInput, 'series' | 'nodeSeries' | 'worst'> {
  const series = Object.fromEntries(
    clusterSeriesIds.map((id) => [id, reading(snapshot, snapshot.values[id], snapshot.state[id])]),
    // The border of fromEntries: one entry for each id of the catalogue.
  ) as Record<ClusterSeriesId, Reading<number>>;
  const nodeSeries = new Map(
    Object.entries(snapshot.nodes).map(([node, values]) => [
      node,
      Object.fromEntries(
        nodeSeriesIds
          .filter((id) => id in values)
          .map((id) => [id, nodeReading(snapshot, node, id)]),
      ) as Partial<Record<NodeSeriesId, Reading<number>>>,
    ]),
  );
  return { series, nodeSeries, worst: worstNodes(snapshot) };
}

function nodeReading(snapshot: Snapshot, node: NodeId, id: NodeSeriesId): Reading<number> {
  const values = snapshot.nodes[node];
  const state = snapshot.nodeState?.[node]?.[id];
  const isDown = values?.['fe.up'] === 0 || values?.['be.up'] === 0;
  return reading(snapshot, values?.[id], state ?? (isDown ? { why: 'node-down' } : undefined));
}

function reading(
  { at }: Snapshot,
  value: number | null | undefined,
  state: SeriesState | undefined,
): Reading<number> {
  const source = 'collector';
  if (value === null || value === undefined) {
    const why = state !== undefined && 'why' in state ? state.why : 'not-recorded';
    return unknown(why, at, { source });
  }
  if (state === undefined || 'why' in state) {
    return known(value, { observedAt: at, source });
  }
  const coverage = 'have' in state ? { have: state.have, of: state.of, missing: [] } : undefined;
  return known(
    value,
    { observedAt: at, source },
    {
      ...(coverage === undefined ? {} : { coverage }),
      ...(state.bound === undefined ? {} : { bound: state.bound }),
    },
  );
}

/** Maxima of the cluster that are the value of one of its nodes. */
const maxima: Readonly<Partial<Record<ClusterSeriesId, NodeSeriesId>>> = {
  'cpu.max': 'be.cpu',
  'mem.max': 'be.mem',
  'heap.max': 'fe.heap',
  'disk.max_pct': 'be.disk_max',
  'io.util_max': 'be.io_util',
  'compaction.versions': 'be.versions',
};

/** The node that had the maximum; none where no node's stored value is it. */
function worstNodes(snapshot: Snapshot): OverviewInput['worst'] {
  const worst: Partial<Record<ClusterSeriesId, WorstNode>> = {};
  for (const [id, nodeSeriesId] of Object.entries(maxima) as [ClusterSeriesId, NodeSeriesId][]) {
    const value = snapshot.values[id];
    const found = Object.entries(snapshot.nodes).find(
      ([, values]) => typeof value === 'number' && values[nodeSeriesId] === value,
    );
    if (found !== undefined && typeof value === 'number') {
      worst[id] = { node: found[0], value };
    }
  }
  return worst;
}
