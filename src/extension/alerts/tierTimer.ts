import { ruleNumbers } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { TierState } from './evaluatorState';
import type { Tier } from './rule';

export type Moment = {
  readonly now: EpochMs;
  readonly intervalMs: number;
  /** The last evaluation is more than three intervals ago: timers start anew. */
  readonly afterGap: boolean;
  /** The gap was so long that open problems were lost sight of. */
  readonly lostSight: boolean;
};

/** Rounds end a little before or after their grid time: a timer forgives this share. */
const jitter = 0.1;

/** A tier after its condition was measured: [] = nothing to remember. */
export function afterKnown(
  tier: Tier,
  before: TierState | undefined,
  moment: Moment,
): readonly TierState[] {
  if (before?.open === true) {
    return stillOpen(tier, before, moment);
  }
  if (!tier.met) {
    return [];
  }
  const { key, level, points } = tier;
  const { since, pausedMs } = timerOf(tier, before, moment);
  const held = moment.now - since - pausedMs;
  const open = held + jitter * Math.min(moment.intervalMs, tier.forMs) >= tier.forMs;
  return [{ key, level, points, since, pausedMs, open }];
}

/** When the run began and how much of it was not measured. */
function timerOf(
  tier: Tier,
  before: TierState | undefined,
  { now, intervalMs, afterGap }: Moment,
): { readonly since: EpochMs; readonly pausedMs: number } {
  const begin = { since: Math.min(tier.runSince, now), pausedMs: 0 };
  if (before === undefined || afterGap) {
    return begin;
  }
  const unknownMs = before.unknownSince === undefined ? 0 : now - before.unknownSince;
  return unknownMs > 2 * intervalMs
    ? begin
    : { since: before.since, pausedMs: before.pausedMs + unknownMs };
}

/** An open tier ends when its relaxed condition is false in two evaluations and for a minute. */
function stillOpen(tier: Tier, before: TierState, { now }: Moment): readonly TierState[] {
  const { clearing, unknownSince: _unknown, ...rest } = before;
  const points = tier.met ? tier.points : before.points;
  if (tier.stillMet) {
    return [{ ...rest, level: tier.level, points }];
  }
  const next = {
    since: clearing?.since ?? now,
    evaluations: clearing === undefined ? 1 : clearing.evaluations + 1,
  };
  return next.evaluations >= 2 && now - next.since >= ruleNumbers.clearMs
    ? []
    : [{ ...rest, points, clearing: next }];
}

/**
 * A tier while its condition cannot be measured. Unknown is not resolved: an open one stays for an
 * hour, then it is lost sight of; a pending one waits for two intervals.
 */
export function afterUnknown(
  before: TierState,
  { now, intervalMs, afterGap }: Moment,
): readonly TierState[] {
  const { clearing: _clearing, ...rest } = before;
  const unknownSince = before.unknownSince ?? now;
  if (before.open) {
    return now - unknownSince >= ruleNumbers.lostSightMs ? [] : [{ ...rest, unknownSince }];
  }
  return afterGap || now - unknownSince > 2 * intervalMs ? [] : [{ ...rest, unknownSince }];
}
