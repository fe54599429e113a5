/** Routine loads, materialized-view refreshes, schema changes; and what they make of transactions. */
import type { ClusterState } from '../truth';
import type {
  AlterJobState,
  MaterializedViewState,
  RoutineLoadState,
  TaskRunState,
  TransactionState,
} from '../truthJobs';
import { roll, uuidOf } from './dice';
import { allNodes, loadNodes } from './nodes';
import { leaderOf, type Second } from './second';
import { nodeTally } from './stepLoads';
import { BYTES_PER_ROW, MINUTE } from './waves';

const TASK_RUN_HISTORY = 600;

export function stepJobs(state: ClusterState, second: Second): ClusterState {
  if (leaderOf(state) === undefined) {
    return state;
  }
  const refreshed = stepViews(state);
  const next = {
    ...state,
    routineLoads: state.routineLoads.map((job) => stepRoutineLoad(state, second, job)),
    materializedViews: refreshed.views,
    taskRuns: refreshed.runs,
    alterJobs: stepAlterJobs(state),
  };
  return { ...next, transactions: transactionsOf(next), transactionsFinished: finishedOf(next) };
}

function stepRoutineLoad(
  state: ClusterState,
  second: Second,
  job: RoutineLoadState,
): RoutineLoadState {
  const produced = job.producedPerSecond * (0.8 + 0.4 * roll(state.seed, job.name, state.at));
  const share = produced / job.latest.length;
  const latest = job.latest.map((offset) => offset + Math.round(share));
  const [node] = loadNodes(state);
  if (job.state !== 'RUNNING' || node === undefined) {
    return { ...job, latest };
  }
  const wish = Math.round(job.consumedPerSecond / job.consumed.length);
  const consumed = job.consumed.map((offset, index) =>
    Math.min(offset + wish, latest[index] ?? offset),
  );
  const rows = consumed.reduce(
    (sum, offset, index) => sum + offset - (job.consumed[index] ?? offset),
    0,
  );
  const tally = nodeTally(second, node.id);
  tally.rows += rows;
  tally.bytes += rows * BYTES_PER_ROW;
  second.routineRows += rows;
  second.routineBytes += rows * BYTES_PER_ROW;
  return {
    ...job,
    latest,
    consumed,
    totalRows: job.totalRows + rows,
    receivedBytes: job.receivedBytes + rows * BYTES_PER_ROW,
    committedTasks: job.committedTasks + (state.at % 10_000 === 0 ? 1 : 0),
  };
}

function stepViews(state: ClusterState): {
  readonly views: readonly MaterializedViewState[];
  readonly runs: readonly TaskRunState[];
} {
  let runs = state.taskRuns;
  const views = state.materializedViews.map((view): MaterializedViewState => {
    if (
      view.lastState === 'RUNNING' &&
      view.lastStartedAt !== null &&
      view.lastStartedAt + view.durationMs <= state.at
    ) {
      const startedAt = view.lastStartedAt;
      const ended = view.failsWith === null ? ('SUCCESS' as const) : ('FAILED' as const);
      runs = runs.map((run) =>
        run.taskName === `mv-${String(view.id)}` && run.createdAt === startedAt
          ? { ...run, state: ended, finishedAt: state.at, error: view.failsWith }
          : run,
      );
      return {
        ...view,
        lastState: ended,
        lastFinishedAt: state.at,
        lastError: view.failsWith,
        rows: view.rows + 120,
      };
    }
    if (!view.active || view.lastState === 'RUNNING' || view.nextAt > state.at) {
      return view;
    }
    const queryId = uuidOf(state.seed, view.name, state.at);
    const run: TaskRunState = {
      queryId,
      jobId: queryId,
      taskName: `mv-${String(view.id)}`,
      database: view.database,
      createdAt: state.at,
      finishedAt: null,
      state: 'RUNNING',
      error: null,
    };
    runs = [...runs, run].slice(-TASK_RUN_HISTORY);
    return {
      ...view,
      lastState: 'RUNNING',
      lastStartedAt: state.at,
      lastFinishedAt: null,
      lastError: null,
      nextAt: state.at + view.refreshEveryMs,
    };
  });
  return { views, runs };
}

function stepAlterJobs(state: ClusterState): readonly AlterJobState[] {
  const held = state.alterJobs.filter((job) => job.held);
  const jobs = state.alterJobs
    .filter((job) => !job.held)
    .map((job): AlterJobState => {
      if (job.state !== 'RUNNING' || roll(state.seed, 'alter', state.at + job.jobId) > 0.4) {
        return job;
      }
      const done = Math.min(job.total, job.done + 1);
      return done === job.total
        ? { ...job, done, state: 'FINISHED', finishedAt: state.at }
        : { ...job, done };
    });
  const last = jobs.at(-1);
  const idle =
    last?.finishedAt !== undefined &&
    last.finishedAt !== null &&
    state.at - last.finishedAt > 9 * MINUTE;
  return last === undefined || !idle
    ? [...held, ...jobs]
    : [
        ...held,
        ...jobs.slice(-9),
        {
          ...last,
          jobId: last.jobId + 10,
          state: 'RUNNING',
          createdAt: state.at,
          finishedAt: null,
          done: 0,
        },
      ];
}

/** Transactions not yet visible or aborted: loads and lake compactions. */
export function transactionsOf(state: ClusterState): readonly TransactionState[] {
  const leader = leaderOf(state);
  const nodeHost = new Map(allNodes(state).map((node) => [node.id, node.host]));
  const loads = state.loads
    .filter((load) => load.state === 'LOADING')
    .map((load): TransactionState => {
      const insert = load.type === 'INSERT';
      return {
        id: load.txnId,
        database: load.database,
        label: load.label,
        coordinator: insert
          ? `FE: ${leader?.host ?? ''}`
          : `BE: ${nodeHost.get(load.nodeId) ?? ''}`,
        status: load.committedAt === null ? 'PREPARE' : 'COMMITTED',
        source: insert ? 'INSERT_STREAMING' : 'BACKEND_STREAMING',
        preparedAt: load.createdAt,
        committedAt: load.committedAt,
        timeoutMs: insert ? 14_400_000 : 600_000,
      };
    });
  const compactions = state.compactions.running.map((task): TransactionState => ({
    id: task.txnId,
    database: task.database,
    label: `COMPACTION_${String(task.txnId)}`,
    coordinator: `FE: ${leader?.host ?? ''}`,
    status: task.committedAt === null ? 'PREPARE' : 'COMMITTED',
    source: 'LAKE_COMPACTION',
    preparedAt: task.startedAt,
    committedAt: task.committedAt,
    timeoutMs: 86_400_000,
  }));
  const known = new Map(state.transactions.map((txn) => [txn.id, txn]));
  return [...loads, ...compactions]
    .map((txn) => {
      const before = known.get(txn.id);
      return before?.status === txn.status ? before : txn;
    })
    .sort((a, b) => b.id - a.id);
}

/** The per-database count grows by every transaction that left the running list. */
function finishedOf(state: ClusterState): Readonly<Record<string, number>> {
  const running = new Set(
    state.loads.filter((load) => load.state === 'LOADING').map((load) => load.txnId),
  );
  const compacting = new Set(state.compactions.running.map((task) => task.txnId));
  const gone = state.transactions.filter((txn) => !running.has(txn.id) && !compacting.has(txn.id));
  if (gone.length === 0) {
    return state.transactionsFinished;
  }
  const counts = { ...state.transactionsFinished };
  for (const txn of gone) {
    counts[txn.database] = (counts[txn.database] ?? 0) + 1;
  }
  return counts;
}
