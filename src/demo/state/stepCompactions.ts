/** Lake compaction: the leader picks partitions by score, CNs merge, scores fall or tasks fail. */
import type { ClusterState } from '../truth';
import type { CompactionTaskState } from '../truthCompaction';
import type { PartitionState } from '../truthData';
import { scoreOf } from './catalog';
import { roll } from './dice';
import { leaderOf, type Second } from './second';

const STARTS_PER_SECOND = 2;
/** About where the score of the sick partition comes to rest. */
const CRISIS_TOP = 690;

export function stepCompactions(state: ClusterState, second: Second): ClusterState {
  if (state.runMode !== 'shared_data' || leaderOf(state) === undefined) {
    return state;
  }
  const partitions = new Map(state.partitions.map((partition) => [partition.id, partition]));
  const running: CompactionTaskState[] = [];
  const ended: CompactionTaskState[] = [];
  for (const task of state.compactions.running) {
    const next = progress(state, task);
    if (next.finishedAt === null) {
      running.push(next);
      continue;
    }
    ended.push(next);
    const partition = partitions.get(task.partitionId);
    if (next.error === null) {
      second.visible += 1;
    } else {
      second.aborted += 1;
    }
    if (partition !== undefined) {
      partitions.set(partition.id, afterTask(state, partition, next));
    }
  }
  let { txnId } = state.next;
  for (const partition of candidates(state, [...partitions.values()], running)) {
    txnId += 1;
    running.push(startTask(state, partition, txnId));
    second.begun += 1;
  }
  const { compactions } = state;
  return {
    ...state,
    partitions:
      ended.length === 0
        ? state.partitions
        : state.partitions.map((p) => partitions.get(p.id) ?? p),
    compactions: {
      running,
      history:
        ended.length === 0
          ? compactions.history
          : keptHistory(state, [...compactions.history, ...ended]),
      finishedTotal: compactions.finishedTotal + ended.filter((task) => task.error === null).length,
      failedTotal: compactions.failedTotal + ended.filter((task) => task.error !== null).length,
    },
    next: { ...state.next, txnId },
  };
}

/** One queue of ended tasks; older versions keep one of successes and one of failures. */
function keptHistory(
  state: ClusterState,
  tasks: readonly CompactionTaskState[],
): readonly CompactionTaskState[] {
  const keep = Number(state.frontendConfig['lake_compaction_history_size'] ?? 20);
  const keepFailures = state.frontendConfig['lake_compaction_fail_history_size'];
  if (keepFailures === undefined) {
    return tasks.slice(-keep);
  }
  const kept = new Set([
    ...tasks.filter((task) => task.error === null).slice(-keep),
    ...tasks.filter((task) => task.error !== null).slice(-Number(keepFailures)),
  ]);
  return tasks.filter((task) => kept.has(task));
}

function candidates(
  state: ClusterState,
  partitions: readonly PartitionState[],
  running: readonly CompactionTaskState[],
): readonly PartitionState[] {
  const config = state.frontendConfig;
  const alive = state.computeNodes.filter((node) => node.alive && node.running).length;
  const configured = Number(config['lake_compaction_max_tasks'] ?? -1);
  const room = (configured < 0 ? 16 * alive : configured) - running.length;
  const minimum = Number(config['lake_compaction_score_selector_min_score'] ?? 10);
  const disabled = new Set(
    (config['lake_compaction_disable_ids'] ?? '').split(';').filter((id) => id !== ''),
  );
  const busy = new Set(running.map((task) => task.partitionId));
  const disabledTables = new Set(
    (disabled.size === 0 ? [] : state.tables)
      .filter((table) => disabled.has(String(table.id)))
      .map((table) => `${table.database}.${table.name}`),
  );
  if (room <= 0 || alive === 0) {
    return [];
  }
  return partitions
    .filter(
      (partition) =>
        !busy.has(partition.id) &&
        !disabledTables.has(`${partition.database}.${partition.table}`) &&
        (partition.manualCompaction ||
          (partition.score.max >= minimum && partition.nextCompactionAt <= state.at)),
    )
    .sort(
      (a, b) =>
        Number(b.manualCompaction) - Number(a.manualCompaction) ||
        b.score.avg - a.score.avg ||
        b.score.p50 - a.score.p50 ||
        b.score.max - a.score.max,
    )
    .slice(0, Math.min(room, STARTS_PER_SECOND));
}

function startTask(
  state: ClusterState,
  partition: PartitionState,
  txnId: number,
): CompactionTaskState {
  const nodes = state.computeNodes.filter((node) => node.running);
  const heavy = isInCrisis(state, partition);
  const seconds = heavy
    ? 45 + Math.floor(50 * roll(state.seed, 'long', txnId))
    : 6 + Math.floor(18 * roll(state.seed, 'short', txnId));
  // Near the top it succeeds, so that the crisis stays a crisis and does not run away.
  const risk = !heavy ? 0.015 : partition.score.max > CRISIS_TOP ? 0 : 0.3;
  const fails = roll(state.seed, 'compaction fate', txnId) < risk;
  const commitAt = state.at + (seconds - 1) * 1000;
  return {
    txnId,
    partitionId: partition.id,
    database: partition.database,
    table: partition.table,
    startedAt: state.at,
    committedAt: null,
    finishedAt: null,
    error: null,
    profile: null,
    tasks: Array.from({ length: Math.min(partition.buckets, 12) }, (_, index) => {
      const node = nodes[index % Math.max(1, nodes.length)];
      const queued = heavy && index > 7;
      return {
        nodeId: node?.id ?? -1,
        tabletId: partition.id * 100 + index,
        version: partition.visibleVersion,
        runs: queued ? 0 : 1,
        startedAt: queued ? null : state.at,
        progressPct: 0,
      };
    }),
    plan: {
      commitAt,
      finishAt: commitAt + 1000,
      error: fails
        ? heavy
          ? `Fail to compact tablet, tablet_id: ${String(partition.id * 100)}: Memory of process exceed limit. Used: 54231883776, Limit: 54358179840. Mem usage has exceed the limit of BE`
          : 'Fail to publish version of compaction: tablet metadata not found'
        : null,
    },
  };
}

function progress(state: ClusterState, task: CompactionTaskState): CompactionTaskState {
  const lost = task.tasks.some(
    (part) => !state.computeNodes.some((node) => node.id === part.nodeId && node.running),
  );
  if (lost) {
    return {
      ...task,
      finishedAt: state.at,
      error: 'Fail to execute compaction: compute node is not alive',
    };
  }
  if (task.plan.error !== null && task.plan.commitAt <= state.at) {
    return { ...task, finishedAt: state.at, error: task.plan.error };
  }
  if (task.plan.finishAt <= state.at) {
    const seconds = Math.round((state.at - task.startedAt) / 1000);
    const megabytes = 40 * task.tasks.length + (task.txnId % 97) * 7;
    return {
      ...task,
      finishedAt: state.at,
      profile: {
        subTaskCount: task.tasks.length,
        readLocalSec: Math.floor(seconds / 3),
        readLocalMb: megabytes * 3,
        readRemoteSec: Math.floor(seconds / 5),
        readRemoteMb: megabytes,
        readSegmentCount: task.tasks.length * 14,
        writeSegmentCount: task.tasks.length,
        writeSegmentMb: megabytes * 3,
        inQueueSec: seconds > 40 ? seconds - 40 : 0,
      },
    };
  }
  const share = (state.at - task.startedAt) / (task.plan.commitAt - task.startedAt);
  const committed = task.plan.commitAt <= state.at;
  return {
    ...task,
    committedAt: task.committedAt ?? (committed ? state.at : null),
    tasks: task.tasks.map((part, index) => {
      const startedAt = part.startedAt ?? (share > 0.4 ? state.at : null);
      const progressPct = committed
        ? 100
        : startedAt === null
          ? 0
          : Math.min(99, Math.floor(100 * share * (0.8 + 0.02 * index)));
      return {
        ...part,
        startedAt,
        runs: startedAt === null ? 0 : part.runs === 0 ? 1 : part.runs,
        progressPct,
      };
    }),
  };
}

function afterTask(
  state: ClusterState,
  partition: PartitionState,
  task: CompactionTaskState,
): PartitionState {
  const config = state.frontendConfig;
  if (task.error !== null) {
    const pause = Number(config['lake_compaction_interval_ms_on_failure'] ?? 60_000);
    return { ...partition, manualCompaction: false, nextCompactionAt: state.at + pause };
  }
  const pause = Number(config['lake_compaction_interval_ms_on_success'] ?? 10_000);
  const max = isInCrisis(state, partition)
    ? partition.score.max * (partition.score.max > CRISIS_TOP ? 0.8 : 0.93)
    : 2 + 3 * roll(state.seed, 'after', task.txnId);
  return {
    ...partition,
    manualCompaction: false,
    visibleVersion: partition.visibleVersion + 1,
    compactVersion: partition.visibleVersion + 1,
    visibleAt: state.at,
    score: scoreOf(max),
    nextCompactionAt: state.at + pause,
  };
}

/** The scenario's sick partition: too many tiny loads for what compaction can merge. */
function isInCrisis(state: ClusterState, partition: PartitionState): boolean {
  return state.scenario === 'compaction' && partition.score.max > 100;
}
