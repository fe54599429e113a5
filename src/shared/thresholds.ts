/**
 * Levels, points and durations of the rules: the one table that the evaluator, tiles, tree and
 * status bar share, so that nothing is judged twice differently.
 */
import { minuteMs, secondMs } from './time';

export const ruleIds = [
  'cluster.unreachable',
  'fe.leader',
  'fe.down',
  'node.down',
  'node.flapping',
  'node.version',
  'node.decommission',
  'fe.replay',
  'fe.checkpoint',
  'fe.editlog',
  'fe.heap',
  'fe.threads',
  'fe.connections',
  'conn.user',
  'disk.full',
  'capacity.soon',
  'disk.failed',
  'disk.busy',
  'mem.node',
  'cpu.node',
  'fd.node',
  'safe_mode',
  'tablet.unhealthy',
  'tablet.error',
  'compaction.pressure',
  'compaction.stalled',
  'compaction.failures',
  'query.errors',
  'query.latency',
  'query.queue',
  'query.runaway',
  'query.stopped',
  'load.failed',
  'load.small',
  'routine.paused',
  'routine.lag',
  'routine.unstable',
  'txn.failures',
  'txn.limit',
  'txn.stuck',
  'mv.failed',
  'mv.inactive',
  'mv.stale',
  'alter.failed',
  'alter.stuck',
  'monitor.partial',
  'monitor.blind',
  'monitor.rights',
  'monitor.clock',
  'monitor.cost',
  'monitor.history',
  'own',
] as const;
export type RuleId = (typeof ruleIds)[number];

export function isRuleId(value: unknown): value is RuleId {
  return (ruleIds as readonly unknown[]).includes(value);
}

/** What a cluster may override. */
export type Thresholds = {
  /** Memory of a BE or CN, percent of its process limit. */
  readonly memWarningPct: number;
  /** As `memWarningPct`. */
  readonly memCriticalPct: number;
  /** CPU of a BE or CN, percent. */
  readonly cpuWarningPct: number;
  /** JVM heap of an FE, percent of its maximum. */
  readonly heapWarningPct: number;
  /** As `heapWarningPct`. */
  readonly heapCriticalPct: number;
  /** Queries that fail, percent: internal errors and time-outs. */
  readonly errorsWarningPct: number;
  /** As `errorsWarningPct`. */
  readonly errorsCriticalPct: number;
  /** Compaction score of a partition; shared-data. */
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
  'cluster.unreachable': { ...usual, forMs: 0 },
  'fe.leader': { ...usual, critical: 100, forMs: 30 * secondMs },
  'fe.down': { ...usual, critical: 100, forMs: 30 * secondMs },
  'node.down': { ...usual, forMs: 30 * secondMs },
  'node.flapping': { ...usual, warning: 5, forMs: 0 },
  'node.version': { ...usual, forMs: 30 * minuteMs },
  'node.decommission': { ...usual, forMs: 0 },
  'fe.replay': { ...usual, warning: 5, critical: 20, forMs: 2 * minuteMs },
  'fe.checkpoint': { ...usual, warning: 5, critical: 15, forMs: 10 * minuteMs },
  'fe.editlog': { ...usual, warning: 5, forMs: 5 * minuteMs },
  'fe.heap': { ...usual, warning: 5, critical: 15, forMs: 5 * minuteMs },
  'fe.threads': { ...usual, warning: 5, forMs: 2 * minuteMs },
  'fe.connections': { ...usual, warning: 5, critical: 15, forMs: 2 * minuteMs },
  'conn.user': { ...usual, warning: 0, forMs: 2 * minuteMs },
  'disk.full': { ...usual, warning: 5, critical: 25, forMs: 2 * minuteMs },
  'capacity.soon': { ...usual, warning: 5, forMs: 0 },
  'disk.failed': { ...usual, critical: 15, forMs: 2 * minuteMs },
  'disk.busy': { ...usual, warning: 3, forMs: 10 * minuteMs },
  'mem.node': { ...usual, warning: 5, critical: 15, forMs: 2 * minuteMs },
  'cpu.node': { ...usual, warning: 5, forMs: 5 * minuteMs },
  'fd.node': { ...usual, warning: 3, forMs: 5 * minuteMs },
  safe_mode: { ...usual, critical: 60, forMs: 0 },
  'tablet.unhealthy': { ...usual, warning: 10, critical: 25, forMs: 15 * minuteMs },
  'tablet.error': { ...usual, warning: 5, critical: 15, forMs: 0 },
  'compaction.pressure': { clear: 0.8, warning: 10, critical: 30, forMs: 5 * minuteMs },
  'compaction.stalled': { ...usual, warning: 10, critical: 30, forMs: 15 * minuteMs },
  'compaction.failures': { ...usual, warning: 5, forMs: 0 },
  'query.errors': { ...usual, warning: 10, critical: 25, forMs: 2 * minuteMs },
  'query.latency': { ...usual, warning: 5, forMs: 5 * minuteMs },
  'query.queue': { ...usual, warning: 5, forMs: 0 },
  'query.runaway': { ...usual, forMs: 0 },
  'query.stopped': { ...usual, forMs: 10 * minuteMs },
  'load.failed': { ...usual, warning: 5, forMs: 0 },
  'load.small': { ...usual, warning: 5, forMs: 0 },
  'routine.paused': { ...usual, warning: 5, forMs: 0 },
  'routine.lag': { ...usual, warning: 5, forMs: 10 * minuteMs },
  'routine.unstable': { ...usual, warning: 3, forMs: 5 * minuteMs },
  'txn.failures': { ...usual, warning: 5, critical: 15, forMs: 2 * minuteMs },
  'txn.limit': { ...usual, warning: 5, critical: 20, forMs: 2 * minuteMs },
  'txn.stuck': { ...usual, warning: 5, critical: 15, forMs: 0 },
  'mv.failed': { ...usual, warning: 5, forMs: 0 },
  'mv.inactive': { ...usual, warning: 3, forMs: 0 },
  'mv.stale': { ...usual, warning: 3, forMs: 0 },
  'alter.failed': { ...usual, warning: 3, forMs: 0 },
  'alter.stuck': { ...usual, warning: 3, forMs: 0 },
  'monitor.partial': { ...usual, forMs: 0 },
  'monitor.blind': { ...usual, forMs: 0 },
  'monitor.rights': { ...usual, forMs: 0 },
  'monitor.clock': { ...usual, forMs: 0 },
  'monitor.cost': { ...usual, forMs: 0 },
  'monitor.history': { ...usual, warning: 0, forMs: 0 },
  /** Each says for how long; the points are those of the worst of all. */
  own: { ...usual, warning: 5, critical: 15, forMs: 0 },
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
  /** tablet.unhealthy: critical from more than this share of the tablets on. */
  unhealthyCriticalShare: 0.1,
  /** compaction.pressure: score above the upper bound, loads are refused. */
  compactionRefusedPoints: 60,
  /** compaction.pressure: critical from this share of the upper bound on. */
  compactionNearBound: 0.9,
  /** compaction.pressure, shared-nothing: shares of the versions a tablet may have; info below. */
  versionsInfo: 0.2,
  versionsWarning: 0.4,
  versionsCritical: 0.7,
  versionsNearLimit: 0.9,
  /** compaction.pressure, shared-nothing without versions: marks of the leader's sticky gauge. */
  leaderGaugeInfo: 50,
  leaderGaugeWarning: 100,
  /** compaction.failures: more than so many in the window. */
  compactionFailures: 15,
  failuresWindowMs: 5 * minuteMs,
  /** disk.full: used share of a warning while nobody knows the days to the limit. */
  diskWarningPct: 80,
  /** disk.full: points beyond the hard limit, where loads stop. */
  diskHardPoints: 60,
  /** disk.full by SHOW BACKENDS alone, which does not tell what that disk has free. */
  listedWarningPct: 90,
  listedCriticalPct: 95,
  diskBusyPct: 90,
  /** capacity.soon, and disk.full from 80 % on: days left to the soft limit. */
  capacitySoonDays: 14,
  fdWarningPct: 80,
  /** node.flapping */
  flappingRestarts: 3,
  flappingWindowMs: 60 * minuteMs,
  /** fe.replay: seconds behind, or entries where the pace of the journal is not known. */
  replayWarningS: 60,
  replayWarningEntries: 10_000,
  /** fe.replay: critical from this share of meta_delay_toleration_second on. */
  replayCriticalShare: 0.9,
  replayPaceWindowMs: 5 * minuteMs,
  /** fe.replay: below so many entries per second there is no pace to measure by. */
  replayMinPace: 0.1,
  /** fe.checkpoint: times edit_log_roll_num. */
  checkpointWarningRolls: 2,
  checkpointCriticalRolls: 10,
  editLogSlowMs: 1000,
  threadsInPool: 3000,
  /** fe.connections: percent of qe_max_connection. */
  connectionsWarningPct: 80,
  connectionsCriticalPct: 95,
  /** conn.user: max_user_connections unless a user was given another one, which nobody tells us. */
  userConnections: 1024,
  userConnectionsPct: 90,
  /** monitor.blind: failures in a row. */
  blindFailures: 3,
  /** monitor.cost: a source is asked again after so many times its duration … */
  periodsOfDuration: 10,
  /** … and is told of when that is so many times its period. */
  costlySlowdown: 4,
  clockApartMs: 5 * secondMs,
  /** query.errors: fewer queries or errors in the window judge nothing. */
  errorsMinQueries: 20,
  errorsMinErrors: 5,
  errorsWindowMs: 5 * minuteMs,
  /** query.latency: 95th percentile; `errorsMinQueries` stand behind it. */
  latencyP95Ms: 5 * secondMs,
  /** query.queue: one that gave up in this window, or some that waited all of it. */
  queueWindowMs: 5 * minuteMs,
  /** query.runaway: runs longer, or holds more than this share of the smallest node's limit. */
  runawayMs: 30 * minuteMs,
  runawayMemoryShare: 0.2,
  /** query.stopped: below this share of the same time yesterday, if there were so many then. */
  stoppedWindowMs: 5 * minuteMs,
  stoppedShare: 0.1,
  stoppedMinQps: 1,
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
  /** txn.failures: share of what ended in this window, percent; fewer ends judge nothing. */
  txnWindowMs: 10 * minuteMs,
  txnMinEnds: 20,
  txnFailedWarningPct: 5,
  txnFailedCriticalPct: 20,
  /** txn.limit: share of max_running_txn_num_per_db, percent. */
  txnLimitWarningPct: 70,
  txnLimitCriticalPct: 90,
  /** txn.stuck: committed so long ago and not published. */
  publishWarningMs: 60 * secondMs,
  publishCriticalMs: 10 * minuteMs,
  /** An older list of transactions tells nothing of now. */
  txnListHoldsMs: 10 * minuteMs,
  /** node.decommission: no tablet has left for so long. */
  drainStillMs: 30 * minuteMs,
  /** alter.failed: cancelled by the cluster so long ago at most. */
  alterFailedWindowMs: 60 * minuteMs,
  /** alter.stuck: share of its timeout that a job has taken. */
  alterStuckShare: 0.8,
  /** alter.stuck: an older list of jobs tells nothing of those under way. */
  alterListHoldsMs: 10 * minuteMs,
  /** An open problem whose inputs are unknown keeps its points this long, then it is lost sight of. */
  lostSightMs: 60 * minuteMs,
  /** Opened again within this time it is the same problem. */
  sameProblemMs: 10 * minuteMs,
  /** A problem ends after two evaluations and this time without its condition. */
  clearMs: 60 * secondMs,
} as const;
