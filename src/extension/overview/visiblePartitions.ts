import { unknown, type Reading } from '../../shared/reading';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { PartitionScores } from '../starrocks/sources/partitions';

/**
 * Rows of partitions are filtered by privilege, silently: an empty list on a cluster that has
 * tables means "not allowed", not "none". The metrics of the FEs count all tables.
 */
export function visiblePartitions(
  partitions: Reading<PartitionScores>,
  frontends: Iterable<Reading<FrontendMetrics>>,
): Reading<PartitionScores> {
  if (!partitions.known || partitions.value.seen > 0) {
    return partitions;
  }
  const tables = [...frontends].flatMap((sample) =>
    sample.known && sample.value.tables !== null ? [sample.value.tables] : [],
  );
  const hasNone = tables.length > 0 && tables.every((n) => n === 0);
  return hasNone
    ? partitions
    : unknown('denied', partitions.observedAt, { source: partitions.source });
}
