/**
 * Levels, points and durations of the rules: one table that the evaluator, tiles, tree and status
 * bar share, so that nothing is judged twice differently. Source: the rule table of docs/architecture.md.
 */
import { minuteMs, secondMs } from './time';

export const ruleIds = [
  'fe.leader',
  'fe.down',
  'node.down',
  'mem.node',
  'cpu.node',
  'fe.heap',
  'compaction.pressure',
  'compaction.stalled',
  'query.errors',
  'load.failed',
  'load.small',
  'routine.paused',
  'routine.lag',
  'routine.unstable',
  'monitor.partial',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** What a cluster may override. */
export type Thresholds = {
  readonly memWarningPct: number;
  readonly memCriticalPct: number;
  readonly cpuWarningPct: number;
  readonly heapWarningPct: number;
  readonly heapCriticalPct: number;
  readonly errorsWarningPct: number;
  readonly errorsCriticalPct: number;
  readonly compactionCritical: number;
};

export const defaultThresholds: Thresholds = {
  memWarningPct: 90,
  memCriticalPct: 95,
  cpuWarningPct: 90,
  heapWarningPct: 80,
  heapCriticalPct: 90,
  errorsWarningPct: 2,
  errorsCriticalPct: 10,
  compactionCritical: 500,
};

/** The defaults with a cluster's own values in place of them. */
export function thresholdsOf(own: Partial<Thresholds> | undefined): Thresholds {
  return { ...defaultThresholds, ...own };
}

/** How long, how much and how far back: what of a rule is a number. */
export type RuleConstants = {
  /** Points of a warning; undefined = the rule has no warning, or takes a share (see the rule). */
  readonly warning?: number;
  readonly critical?: number;
  /** The condition must hold this long, ms. */
  readonly forMs: number;
  /** The threshold is multiplied by this for clearing. */
  readonly clear: number;
};

const usual = { clear: 0.9 } as const;

export const ruleConstants = {
  'fe.leader': { ...usual, critical: 100, forMs: 30 * secondMs },
  'fe.down': { ...usual, critical: 100, forMs: 30 * secondMs },
  'node.down': { ...usual, forMs: 30 * secondMs },
  'mem.node': { ...usual, warning: 5, critical: 15, forMs: 2 * minuteMs },
  'cpu.node': { ...usual, warning: 5, forMs: 5 * minuteMs },
  'fe.heap': { ...usual, warning: 5, critical: 15, forMs: 5 * minuteMs },
  'compaction.pressure': { clear: 0.8, warning: 10, critical: 30, forMs: 5 * minuteMs },
  'compaction.stalled': { ...usual, warning: 10, critical: 30, forMs: 15 * minuteMs },
  'query.errors': { ...usual, warning: 10, critical: 25, forMs: 2 * minuteMs },
  'load.failed': { ...usual, warning: 5, forMs: 0 },
  'load.small': { ...usual, warning: 5, forMs: 0 },
  'routine.paused': { ...usual, warning: 5, forMs: 0 },
  'routine.lag': { ...usual, warning: 5, forMs: 10 * minuteMs },
  'routine.unstable': { ...usual, warning: 3, forMs: 5 * minuteMs },
  'monitor.partial': { ...usual, forMs: 0 },
} as const satisfies Record<RuleId, RuleConstants>;

/** Numbers of single rules that no cluster overrides. */
export const ruleNumbers = {
  /** fe.down: points = this × dead ÷ all FEs, while the majority lives. */
  frontendLossPoints: 40,
  /** node.down: base and share of a warning, of a critical loss, and of the whole pool. */
  nodeLossWarning: { base: 5, share: 60 },
  nodeLossCritical: { base: 20, share: 60 },
  nodeLossAll: 100,
  /** node.down, shared-data: from this share of the pool on the loss is critical. */
  nodeLossCriticalShare: 0.1,
  /** A node that never started is no loss before this time. */
  neverStartedMs: 10 * minuteMs,
  /** compaction.pressure: score above the upper bound, loads are refused. */
  compactionRefusedPoints: 60,
  /** compaction.pressure: critical from this share of the upper bound on. */
  compactionNearBound: 0.9,
  /** query.errors: fewer queries or errors in the window judge nothing. */
  errorsMinQueries: 20,
  errorsMinErrors: 5,
  errorsWindowMs: 5 * minuteMs,
  /** load.failed: failures in this window, and their share of the loads that ended in it. */
  loadFailuresWindowMs: 15 * minuteMs,
  loadMinFailures: 3,
  loadFailedShare: 0.1,
  /** load.small: more loads than this a minute into one table, of fewer rows each. */
  smallLoadsWindowMs: 10 * minuteMs,
  smallLoadsPerMinute: 10,
  smallLoadRows: 10_000,
  /** routine.lag: rows behind while it grows, or time behind. */
  routineLagRows: 300_000,
  routineLagMs: 5 * minuteMs,
  /** routine.unstable: more jobs than this wait to be scheduled. */
  routineMaxWaiting: 3,
  /** A routine load that waits longer to be scheduled counts as bad. */
  routineUnscheduledMs: 5 * minuteMs,
  /** An open problem whose inputs are unknown keeps its points this long, then it is lost sight of. */
  lostSightMs: 60 * minuteMs,
  /** Opened again within this time it is the same problem. */
  sameProblemMs: 10 * minuteMs,
  /** A problem ends after two evaluations and this time without its condition. */
  clearMs: 60 * secondMs,
} as const;
