import type {
  CompactionStats,
  CompactionTask,
  PartitionScore,
  VersionMarks,
} from '../../shared/model/compactionStats';
import type { Verdict } from '../../shared/model/verdict';
import {
  combineReadings,
  known,
  mapReading,
  sumReadings,
  unknown,
  type Reading,
  type Rows,
  sameReason,
} from '../../shared/reading';
import { ruleNumbers } from '../../shared/thresholds';
import { worstOpenLevel, type EvaluatorState } from '../alerts/evaluatorState';
import type { LakeCompactionRow } from '../starrocks/sources/lakeCompactions';
import type { PartitionScores } from '../starrocks/sources/partitions';
import { aliveNodes, computeNodesOf, cutRows, runModeOf, tableOf } from './clusterFacts';
import { beCompactionRows, compactionGauge } from './beCompactionScores';
import { compactionAdvice } from './compactionAdvice';
import { compactionSettings, type CompactionSettings } from './compactionMarks';
import type { OverviewInput } from './overviewInput';
import { worstOf } from './resourceMetrics';
import { versionLimit } from './storageLimits';
import { visiblePartitions } from './visiblePartitions';

/** Tasks per alive node where `lake_compaction_max_tasks` is −1. */
const tasksPerNode = 16;

export function computeCompactionStats(
  input: OverviewInput,
  state: EvaluatorState,
): CompactionStats {
  const settings = compactionSettings(input.feConfig, input.thresholds);
  const { slowdownRatio: _ratio, boundRead: _bound, slowdownRead: _slow, ...marks } = settings;
  const tasks = compactionTaskRows(input);
  const count = (f: (task: CompactionTask) => boolean): Reading<number> =>
    tasks.known ? { ...tasks, value: tasks.value.rows.filter(f).length } : sameReason(tasks);
  const scores = partitionScores(input);
  const stats: Omit<CompactionStats, 'advice'> = {
    runMode: runModeOf(input),
    score: input.series['compaction.score'],
    level: compactionLevel(input, state, settings),
    marks,
    partitions: cutRows(partitionRows(input)),
    partitionsOver: scores.known ? { ...scores, value: scores.value.over } : sameReason(scores),
    partitionsSeen: scores.known ? { ...scores, value: scores.value.seen } : sameReason(scores),
    versions: worstOf(input, 'compaction.versions'),
    versionMarks: versionMarks(input),
    backends: cutRows(beCompactionRows(input, state)),
    running: input.series['compaction.running'],
    waiting: waitingTasks(input),
    failedPerSecond: input.series['compaction.failed'],
    finished: lowerBound(count((task) => task.state === 'finished')),
    failed: lowerBound(count((task) => task.state === 'failed')),
    successRate: taskSuccess(tasks),
    tasks: cutRows(tasks),
    maxTasks: maxTasks(input),
  };
  const remembered = tasks.known ? tasks.value.rows : [];
  return { ...stats, advice: compactionAdvice(input, { ...stats, tasks: remembered }) };
}

/** Both counts are lower bounds; their ratio is none, but exact for the tasks that are remembered. */
function taskSuccess(tasks: Rows<CompactionTask>): Reading<number> {
  if (!tasks.known) {
    return sameReason(tasks);
  }
  const count = (state: CompactionTask['state']) =>
    tasks.value.rows.filter((task) => task.state === state).length;
  const ended = count('finished') + count('failed');
  return ended === 0
    ? unknown('no-traffic', tasks.observedAt, { source: tasks.source })
    : { ...tasks, value: (100 * count('finished')) / ended };
}

/**
 * Level of the score: warning and critical only as the rule compaction.pressure says, so that
 * nothing is judged twice; below it, fine up to the selector's own target, info above.
 */
export function compactionLevel(
  input: OverviewInput,
  state: EvaluatorState,
  settings: Pick<CompactionSettings, 'selectorMin'>,
): Verdict {
  const { 'compaction.score': score, 'compaction.versions': versions } = input.series;
  const runMode = runModeOf(input);
  if (!runMode.known || !(score.known || versions.known)) {
    return 'unknown';
  }
  const open = worstOpenLevel(state, 'compaction.pressure');
  if (open !== undefined || !versions.known) {
    const fine =
      runMode.value === 'shared_data' ? settings.selectorMin : ruleNumbers.leaderGaugeInfo;
    return open ?? (score.known && score.value <= fine ? 'ok' : 'info');
  }
  return versions.value <= versionMarks(input).info ? 'ok' : 'info';
}

function versionMarks({ beConfig }: OverviewInput): VersionMarks {
  const { max, assumed } = versionLimit(beConfig);
  const { versionsInfo, versionsWarning, versionsCritical } = ruleNumbers;
  return {
    limit: max,
    info: versionsInfo * max,
    warning: versionsWarning * max,
    critical: versionsCritical * max,
    assumed,
  };
}

/** Σ over the alive BEs and the two kinds that tell it. */
function waitingTasks(input: OverviewInput): Reading<number> {
  const { backends, now } = input;
  const runMode = runModeOf(input);
  if (!runMode.known) {
    return sameReason(runMode);
  }
  if (runMode.value === 'shared_data') {
    return unknown('not-applicable', now, { source: 'beMetrics' });
  }
  if (!backends.known) {
    return sameReason(backends);
  }
  const parts = backends.value
    .filter((row) => row.alive === true)
    .map(({ node }) => {
      const sample =
        input.beMetrics.get(node) ?? unknown('not-collected-yet', now, { source: 'beMetrics' });
      const reading = combineReadings(
        compactionGauge(sample, 'base', 'waiting'),
        compactionGauge(sample, 'cumulative', 'waiting'),
        (base, cumulative) => base + cumulative,
      );
      return { node, reading };
    });
  return parts.length === 0
    ? unknown('node-down', backends.observedAt, { source: 'backends' })
    : sumReadings(parts, now);
}

/** The figure that stands for compaction in lists of clusters, and the limit of its own scale. */
export function compactionFigure(stats: CompactionStats): {
  readonly figure: Reading<number>;
  readonly limit?: number;
} {
  const { runMode, score, marks, versions, versionMarks: versionLimits } = stats;
  if (!runMode.known || runMode.value === 'shared_data') {
    const limit = marks.upperBound ?? marks.critical;
    return { figure: score, ...(score.known ? { limit } : {}) };
  }
  if (versions.known) {
    return { figure: mapReading(versions, ({ value }) => value), limit: versionLimits.limit };
  }
  return { figure: score, ...(score.known ? { limit: ruleNumbers.leaderGaugeWarning } : {}) };
}

const partitionScores = (input: OverviewInput): Reading<PartitionScores> =>
  ofSharedData(input, visiblePartitions(input.partitions, input));

/** What says something of shared-data only is asked until the kind of cluster is known. */
function ofSharedData<T>(input: OverviewInput, reading: Reading<T>): Reading<T> {
  const runMode = runModeOf(input);
  return runMode.known && runMode.value === 'shared_nothing'
    ? unknown('not-applicable', runMode.observedAt, { source: runMode.source })
    : reading;
}

/** The worst partitions the monitor may see, highest score first. */
export function partitionRows(input: OverviewInput): Rows<PartitionScore> {
  const scores = partitionScores(input);
  if (!scores.known) {
    return sameReason(scores);
  }
  const rows = scores.value.worst.map((row): PartitionScore => ({
    database: row.database,
    table: row.table,
    partition: row.partition,
    partitionId: row.partitionId,
    average: row.averageScore,
    p50: row.p50Score,
    max: row.maxScore,
  }));
  const { seen } = scores.value;
  return { ...scores, value: { rows, total: seen, truncated: seen > rows.length } };
}

/** Running ones first, then by start, newest first. */
export function compactionTaskRows(input: OverviewInput): Rows<CompactionTask> {
  const lakeCompactions = ofSharedData(input, input.lakeCompactions);
  if (!lakeCompactions.known) {
    return sameReason(lakeCompactions);
  }
  const rows = lakeCompactions.value.map((row): CompactionTask => ({
    ...row,
    state: taskState(row),
  }));
  rows.sort((a, b) => Number(isRunning(b)) - Number(isRunning(a)) || newestFirst(a, b));
  return { ...lakeCompactions, value: tableOf(rows) };
}

function taskState(row: LakeCompactionRow): CompactionTask['state'] {
  if (row.error !== null) {
    return 'failed';
  }
  if (row.finishedAt !== null) {
    return 'finished';
  }
  return row.committedAt === null ? 'running' : 'committed';
}

/** Committed but not yet published is still under way. */
function isRunning(task: CompactionTask): boolean {
  return task.state === 'running' || task.state === 'committed';
}

function newestFirst(a: CompactionTask, b: CompactionTask): number {
  const at = (task: CompactionTask) => task.startedAt ?? Number.NEGATIVE_INFINITY;
  const [x, y] = [at(a), at(b)];
  return x === y ? a.txnId.localeCompare(b.txnId) : y - x;
}

/** The cluster remembers only the last ones: what happened is at least this. */
function lowerBound(reading: Reading<number>): Reading<number> {
  return reading.known ? { ...reading, bound: 'lower' as const } : reading;
}

function maxTasks(input: OverviewInput): Reading<number> {
  const { feConfig } = input;
  const runMode = runModeOf(input);
  if (runMode.known && runMode.value === 'shared_nothing') {
    return unknown('not-applicable', runMode.observedAt, { source: runMode.source });
  }
  if (!feConfig.known) {
    return sameReason(feConfig);
  }
  const text = feConfig.value['lake_compaction_max_tasks'];
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) {
    return unknown(text === undefined ? 'unsupported-version' : 'malformed', feConfig.observedAt, {
      source: 'feConfig',
    });
  }
  if (value >= 0) {
    return known(value, feConfig);
  }
  const nodes = computeNodesOf(input);
  return nodes.known
    ? known(
        tasksPerNode * aliveNodes(nodes).length,
        nodes,
        nodes.value.missing === undefined ? {} : { bound: 'lower' },
      )
    : sameReason(nodes);
}
