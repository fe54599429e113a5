import type { RuleId } from '../thresholds';
import type { EpochMs } from '../time';
import type { ClusterEvent, Gap } from './trends';
import type { Level, Verdict } from './verdict';

/** A problem as long as it was seen, at one level: first and last round that had it open. */
export type ProblemInterval = {
  readonly rule: RuleId;
  /** What it was about; null = the cluster. */
  readonly subject: string | null;
  readonly level: Exclude<Level, 'ok'>;
  readonly from: EpochMs;
  readonly to: EpochMs;
};

/** How a cluster was judged over a stretch of time. Source: stored scores and problems. */
export type HealthHistory = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Length of a cell, ms. */
  readonly stepMs: number;
  /**
   * Worst verdict of each cell, oldest first: `unknown` where no score is stored (the gaps say why),
   * else the worst level of the problems that were open in it.
   */
  readonly verdicts: readonly Verdict[];
  /** Oldest first. */
  readonly problems: readonly ProblemInterval[];
  readonly events: readonly ClusterEvent[];
  readonly gaps: readonly Gap[];
};
