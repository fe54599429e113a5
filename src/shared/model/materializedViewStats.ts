import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type RefreshStateCount = {
  /** As the cluster names it: SUCCESS, FAILED, RUNNING, … */
  readonly state: string;
  /** Views whose last refresh is in this state. */
  readonly count: number;
};

export type MaterializedView = {
  /** Id of the view; text, as it may exceed 2^53. */
  readonly id: string;
  /** Database it is in. */
  readonly database: string;
  /** Name of the view. */
  readonly name: string;
  /** ASYNC, MANUAL, INCREMENTAL, ROLLUP, … */
  readonly refreshType: string | null;
  /** Null where the version does not say. */
  readonly active: boolean | null;
  /** Untrusted text. */
  readonly inactiveReason: string | null;
  /** Of the last refresh, all its runs together; null when none is known. */
  readonly state: string | null;
  /** Of the last refresh; null when none is known. */
  readonly startedAt: EpochMs | null;
  /** Null while it runs. */
  readonly finishedAt: EpochMs | null;
  /** Of the last refresh that ended. */
  readonly durationMs: number | null;
  /** Rows of the view as the FE last counted them. */
  readonly rows: number | null;
  /** Untrusted text of the last refresh that failed, while that is the last. */
  readonly error: string | null;
  /** Refreshes that failed in a row up to now, in the last 24 h; null when none ended in these. */
  readonly failures: number | null;
  /** Null: it is refreshed by hand, when its tables change, or this is not known. */
  readonly everyMs: number | null;
  /** End of its last successful refresh; null where none is known. */
  readonly lastSuccessAt: EpochMs | null;
  /** Median of the successful refreshes of 24 h. */
  readonly usualMs: number | null;
  /** Later than twice its schedule and its usual duration; null without a schedule. */
  readonly stale: boolean | null;
};

export type MaterializedViewStats = {
  /** Views that the user may see. */
  readonly total: Reading<number>;
  /** `IS_ACTIVE` is true. */
  readonly active: Reading<number>;
  /** `IS_ACTIVE` is false: they are not refreshed any more. */
  readonly inactive: Reading<number>;
  /** Whose last refresh is PENDING or RUNNING. */
  readonly running: Reading<number>;
  /** Whose last refresh failed. */
  readonly failed: Reading<number>;
  /** Late against their schedule; views without one are not judged. */
  readonly stale: Reading<number>;
  /** Inactive, failed or late, each once; a lower bound where it is not told who is late. */
  readonly bad: Reading<number>;
  /** How many views' last refresh is in which state. */
  readonly byState: Rows<RefreshStateCount>;
  /** Inactive, failed and stale ones first. */
  readonly views: Rows<MaterializedView>;
};
