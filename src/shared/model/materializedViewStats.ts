import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type RefreshStateCount = { readonly state: string; readonly count: number };

export type MaterializedView = {
  readonly id: string;
  readonly database: string;
  readonly name: string;
  readonly refreshType: string | null;
  readonly active: boolean | null;
  /** Untrusted text. */
  readonly inactiveReason: string | null;
  /** Of the last refresh, all its runs together; null when none is known. */
  readonly state: string | null;
  readonly startedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly durationMs: number | null;
  readonly rows: number | null;
  /** Untrusted text of the last refresh that failed, while that is the last. */
  readonly error: string | null;
  /** Refreshes that failed in a row up to now, in the last 24 h; null when none ended in these. */
  readonly failures: number | null;
  /** Null: it is refreshed by hand, when its tables change, or this is not known. */
  readonly everyMs: number | null;
  readonly lastSuccessAt: EpochMs | null;
  /** Median of the successful refreshes of 24 h. */
  readonly usualMs: number | null;
  /** Later than twice its schedule and its usual duration; null without a schedule. */
  readonly stale: boolean | null;
};

export type MaterializedViewStats = {
  readonly total: Reading<number>;
  readonly active: Reading<number>;
  readonly inactive: Reading<number>;
  readonly running: Reading<number>;
  readonly failed: Reading<number>;
  readonly stale: Reading<number>;
  /** How many views' last refresh is in which state. */
  readonly byState: Rows<RefreshStateCount>;
  /** Inactive, failed and stale ones first. */
  readonly views: Rows<MaterializedView>;
};
