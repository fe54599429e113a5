import type { ClusterEvent } from '../../shared/model/trends';
import type { Reading } from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId } from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import type { SeriesState, Snapshot, StoredProblem } from '../store/historyStore';
import type { DerivedSeries } from './deriveSeries';

/** What is stored of a round: values, and beside each unknown or partial one the reason or coverage. */
export function snapshotOf(
  at: EpochMs,
  derived: Pick<DerivedSeries, 'cluster' | 'nodes'>,
  problems: readonly StoredProblem[],
  events: readonly ClusterEvent[],
): Snapshot {
  const values: Partial<Record<ClusterSeriesId, number | null>> = {};
  const state: Partial<Record<ClusterSeriesId, SeriesState>> = {};
  for (const [id, reading] of Object.entries(derived.cluster) as [
    ClusterSeriesId,
    Reading<number>,
  ][]) {
    values[id] = reading.known ? reading.value : null;
    const note = stateOf(reading);
    if (note !== undefined) {
      state[id] = note;
    }
  }
  const nodes: Record<string, Partial<Record<NodeSeriesId, number | null>>> = {};
  for (const [node, series] of derived.nodes) {
    const row: Partial<Record<NodeSeriesId, number | null>> = {};
    for (const [id, reading] of Object.entries(series) as [NodeSeriesId, Reading<number>][]) {
      row[id] = reading.known ? reading.value : null;
    }
    nodes[node] = row;
  }
  return { at, values, state, nodes, problems, events };
}

function stateOf(reading: Reading<number>): SeriesState | undefined {
  if (!reading.known) {
    return { why: reading.why };
  }
  const { coverage, bound } = reading;
  if (coverage === undefined || coverage.have >= coverage.of) {
    return undefined;
  }
  return { have: coverage.have, of: coverage.of, ...(bound === undefined ? {} : { bound }) };
}
