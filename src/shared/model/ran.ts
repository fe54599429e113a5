import type { EpochMs } from '../time';

export const ranKinds = ['query', 'load', 'compaction', 'refresh', 'schemaChange'] as const;
export type RanKind = (typeof ranKinds)[number];

/**
 * Something that ran on the cluster. Source: the lists of it that were asked; what began and ended
 * between two answers and is in neither was not seen.
 */
export type RanInterval = {
  readonly kind: RanKind;
  /** Of the cluster: query id, load id, transaction of a compaction, job of a refresh or schema change. */
  readonly id: string;
  /**
   * A query's statement without literals, the table of everything else, the task of a refresh;
   * untrusted text. Null where it was not told.
   */
  readonly what: string | null;
  readonly user: string | null;
  /** As the cluster tells it, else when it was seen first. */
  readonly from: EpochMs;
  /** As the cluster tells it, else when it was seen last. */
  readonly to: EpochMs;
};
