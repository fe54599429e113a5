import type { EpochMs } from '../../shared/time';
import type { LoadRow } from '../starrocks/sources/loads';

/** What is known of loads: all answers put together. */
export type LoadHistory = {
  readonly loads: readonly LoadRow[];
  /** End of the oldest load of the answer it begins with; null when that held no ended one. */
  readonly completeSince: EpochMs | null;
  /**
   * Loads in that answer: with as many as the cluster keeps, older ones had been forgotten; infinite
   * when some were forgotten while we watched.
   */
  readonly rows: number;
  /** Newly ended between the last two answers, per second. */
  readonly finishedPerSecond?: number;
  readonly failedPerSecond?: number;
};
