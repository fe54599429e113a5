import { combineReadings, type Reading } from '../../shared/reading';
import { owesNothing } from '../overview/clusterFacts';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { DeriveContext } from './deriveContext';

/** Both node lists as one reading: node figures are known only while both answer. */
export function nodeLists({ live, now }: DeriveContext): Reading<readonly ComputeRow[]> {
  const computeNodes = live.reading('computeNodes', now);
  const backends = live.reading('backends', now);
  if (owesNothing(computeNodes) && backends.known) {
    return backends;
  }
  if (owesNothing(backends) && computeNodes.known) {
    return computeNodes;
  }
  const both = combineReadings(computeNodes, backends, (nodes, rows) => [...rows, ...nodes]);
  // An empty list is asked seldom; it does not make the figures of the other one old.
  if (both.known && computeNodes.known && backends.known) {
    const filled = [computeNodes, backends].filter((list) => list.value.length > 0);
    const [only] = filled;
    return only !== undefined && filled.length === 1
      ? { ...both, observedAt: only.observedAt, source: only.source }
      : both;
  }
  return both;
}

export function aliveComputes({ live }: DeriveContext): readonly ComputeRow[] {
  return live.computes().filter((row) => row.alive === true);
}
