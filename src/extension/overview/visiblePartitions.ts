import { unknown, type Reading } from '../../shared/reading';
import type { PartitionScores } from '../starrocks/sources/partitions';
import { thinnedTables, type MetadataInput } from './visibleMetadata';

/**
 * Rows of partitions are filtered by privilege, silently: an empty list on a cluster that has
 * tables means "not allowed", not "none", and beside tables that are hidden it is a lower bound. The
 * metrics of the FEs count all tables.
 */
export function visiblePartitions(
  partitions: Reading<PartitionScores>,
  input: MetadataInput,
): Reading<PartitionScores> {
  if (!partitions.known) {
    return partitions;
  }
  if (partitions.value.seen > 0) {
    return thinnedTables(input) === undefined
      ? partitions
      : { ...partitions, bound: 'lower' as const };
  }
  const tables = [...input.feMetrics.values()].flatMap((sample) =>
    sample.known && sample.value.tables !== null ? [sample.value.tables] : [],
  );
  const hasNone = tables.length > 0 && tables.every((n) => n === 0);
  return hasNone
    ? partitions
    : unknown('denied', partitions.observedAt, { source: partitions.source });
}
