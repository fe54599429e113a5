import type { EpochMs } from '../../shared/time';
import type { LoadRow } from '../starrocks/sources/loads';

/** From where on one of the cluster's own histories is known without a gap. */
export type LoadListBegin = {
  /** End of the oldest load of the answer it begins with; null when that held no ended one. */
  readonly completeSince: EpochMs | null;
  /**
   * Loads in that answer: with as many as the cluster keeps, older ones had been forgotten; infinite
   * when some were forgotten while we watched.
   */
  readonly rows: number;
};

/** What is known of loads: all answers put together. */
export type LoadHistory = {
  readonly loads: readonly LoadRow[];
  /** The cluster forgets stream loads (with tasks of routine loads) apart from other loads. */
  readonly lists: readonly LoadListBegin[];
  /** Newly ended between the last two answers, per second. */
  readonly finishedPerSecond?: number;
  readonly failedPerSecond?: number;
};

export const isStreamLoad = ({ type }: Pick<LoadRow, 'type'>): boolean =>
  /STREAM|ROUTINE/i.test(type);
