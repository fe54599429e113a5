import type { WorstNode } from '../../shared/model/resourceMetrics';
import type { NodeReading } from '../../shared/reading';
import type { ClusterSeriesId } from '../../shared/series';

/** The node behind a maximum. */
export function worstOf(
  id: ClusterSeriesId,
  parts: readonly NodeReading[],
): Partial<Record<ClusterSeriesId, WorstNode>> {
  let worst: WorstNode | undefined;
  for (const { node, reading } of parts) {
    if (reading.known && (worst === undefined || reading.value > worst.value)) {
      worst = { node, value: reading.value };
    }
  }
  return worst === undefined ? {} : { [id]: worst };
}
