import type {
  CompactionStats,
  CompactionTask,
  PartitionScore,
} from '../../shared/model/compactionStats';
import type { Verdict } from '../../shared/model/verdict';
import { known, unknown, type Reading, type Rows, sameReason } from '../../shared/reading';
import { openLevel, type EvaluatorState } from '../alerts/evaluatorState';
import type { LakeCompactionRow } from '../starrocks/sources/lakeCompactions';
import { aliveNodes, computeNodesOf, cutRows, runModeOf, tableOf } from './clusterFacts';
import { compactionSettings, type CompactionSettings } from './compactionMarks';
import type { OverviewInput } from './overviewInput';

/** Tasks per alive node where `lake_compaction_max_tasks` is −1. */
const tasksPerNode = 16;
/** Shared-nothing: the sticky gauge of the leader is fine up to here. */
const leaderGaugeFine = 50;

export function computeCompactionStats(
  input: OverviewInput,
  state: EvaluatorState,
): CompactionStats {
  const settings = compactionSettings(input.feConfig, input.thresholds);
  const { slowdownRatio: _ratio, boundRead: _bound, slowdownRead: _slow, ...marks } = settings;
  const tasks = compactionTaskRows(input);
  const count = (f: (task: CompactionTask) => boolean): Reading<number> =>
    tasks.known ? { ...tasks, value: tasks.value.rows.filter(f).length } : sameReason(tasks);
  const scores = visiblePartitions(input);
  return {
    runMode: runModeOf(input),
    score: input.series['compaction.score'],
    level: compactionLevel(input, state, settings),
    marks,
    partitions: cutRows(partitionRows(input)),
    partitionsOver: scores.known ? { ...scores, value: scores.value.over } : sameReason(scores),
    partitionsSeen: scores.known ? { ...scores, value: scores.value.seen } : sameReason(scores),
    running: input.series['compaction.running'],
    finished: lowerBound(count((task) => task.state === 'finished')),
    failed: lowerBound(count((task) => task.state === 'failed')),
    tasks: cutRows(tasks),
    maxTasks: maxTasks(input),
  };
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
  const score = input.series['compaction.score'];
  const runMode = runModeOf(input);
  if (!score.known || !runMode.known) {
    return 'unknown';
  }
  const open = openLevel(state, 'compaction.pressure', null);
  const fine = runMode.value === 'shared_data' ? settings.selectorMin : leaderGaugeFine;
  return open ?? (score.value <= fine ? 'ok' : 'info');
}

/** An empty list of partitions on a cluster that has tables means "not allowed", not "none". */
function visiblePartitions(input: OverviewInput): OverviewInput['partitions'] {
  const { partitions } = input;
  if (!partitions.known || partitions.value.seen > 0) {
    return partitions;
  }
  const tables = [...input.feMetrics.values()].flatMap((sample) =>
    sample.known && sample.value.tables !== null ? [sample.value.tables] : [],
  );
  const hasNone = tables.length > 0 && tables.every((n) => n === 0);
  return hasNone
    ? partitions
    : unknown('denied', partitions.observedAt, { source: partitions.source });
}

/** The worst partitions the monitor may see, highest score first. */
export function partitionRows(input: OverviewInput): Rows<PartitionScore> {
  const scores = visiblePartitions(input);
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
  const { lakeCompactions } = input;
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
