/**
 * Levels, points and durations of the rules: one table that the evaluator, tiles, tree and status
 * bar share, so that nothing is judged twice differently. Source: the rule table of docs/architecture.md.
 */
export type RuleId =
  | 'fe.leader'
  | 'fe.down'
  | 'node.down'
  | 'mem.node'
  | 'cpu.node'
  | 'fe.heap'
  | 'compaction.pressure'
  | 'compaction.stalled'
  | 'query.errors'
  | 'monitor.partial';

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
