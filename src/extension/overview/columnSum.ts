import {
  known,
  sameReason,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
  type UnknownReason,
} from '../../shared/reading';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { aliveNodes, computeNodesOf } from './clusterFacts';
import { whyEmptyOfNodes } from './emptyCell';
import type { OverviewInput } from './overviewInput';

type Column = {
  [K in keyof ComputeRow]: ComputeRow[K] extends number | null ? K : never;
}[keyof ComputeRow];

/**
 * Sum of a column of the node lists, over the nodes alive.
 *
 * @param whyMissing why a node's cell is empty
 */
export function columnSum(
  input: OverviewInput,
  column: Column,
  whyMissing: (row: ComputeRow) => UnknownReason = (row) =>
    whyEmptyOfNodes(input.unknownColumns, [row], column),
): Reading<number> {
  const nodes = computeNodesOf(input);
  const from = nodes.known ? nodes.value : { observedAt: input.now, source: 'backends' as const };
  const parts = aliveNodes(nodes).map((row): NodeReading => {
    const value = row[column];
    return {
      node: row.node,
      reading:
        value === null
          ? unknown(whyMissing(row), from.observedAt, { source: from.source })
          : known(value, from),
    };
  });
  if (parts.length === 0) {
    return noNodes(input);
  }
  const sum = sumReadings(parts, input.now);
  return sum.known && nodes.known && nodes.value.missing !== undefined
    ? { ...sum, bound: 'lower' as const }
    : sum;
}

/** Why nothing can be said about compute nodes: no list, or none of them lives. */
export function noNodes(input: OverviewInput): Reading<never> {
  const nodes = computeNodesOf(input);
  return nodes.known
    ? unknown('node-down', nodes.observedAt, { source: nodes.source })
    : sameReason(nodes);
}
