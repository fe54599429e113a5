/** SHOW PROC: which path, who answers it, and the paths that are no statement of their own. */
import { leaderOf } from '../state/second';
import type { AlterKind } from '../truthJobs';
import {
  forwardToLeader,
  NULL_MARK,
  requireSystem,
  showAnswer,
  variable,
  type Answer,
  type StatementContext,
} from './context';
import { sizeS3 } from './format';
import { showBackends, showBrokers, showComputeNodes, showDisks, showFrontends } from './nodes';
import { ownCopy } from './ownCopy';
import { showCurrentQueries, showQueryText } from './queries';
import { unknownProcPath } from './sqlError';
import { showStatistic } from './statistic';
import { showWarehouses } from './shows';
import { showClusterBalance } from './tabletScheduler';
import { showCompactions, showTransactions } from './transactions';

export function showProc(asked: StatementContext, path: string): Answer {
  const { procPaths, forwardedProcPaths } = asked.profile;
  const [head = '', ...rest] = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  // Found while the statement is analyzed (A.5), which is before rights are checked.
  if (!path.startsWith('/') || (head !== '' && !procPaths.includes(head))) {
    throw unknownProcPath(path);
  }
  requireSystem(asked, 'OPERATE');
  const must = forwardedProcPaths.some(
    (prefix) => path === prefix || path.startsWith(`${prefix}/`),
  );
  const wants = [
    variable(asked, 'forward_to_leader'),
    variable(asked, 'forward_to_master'),
  ].includes('true');
  const forwarded = must || wants ? forwardToLeader(asked) : false;
  const context = forwarded ? asked : ownCopy(asked);
  const answering = forwarded ? (leaderOf(context.state) ?? context.frontend) : context.frontend;
  const [first, second] = rest;
  switch (head) {
    case '':
      return showAnswer(
        ['name'],
        procPaths.map((name) => [name]),
        forwarded,
      );
    case 'frontends':
      return showFrontends(context, answering, forwarded);
    case 'backends':
      return first === undefined
        ? showBackends(context, forwarded)
        : showDisks(context, first, path, forwarded);
    case 'compute_nodes':
      return showComputeNodes(context, forwarded);
    case 'global_current_queries':
      return showCurrentQueries(context, 'all', forwarded);
    case 'current_queries':
      return first === undefined
        ? showCurrentQueries(context, answering, forwarded)
        : showQueryText(context, first, second === 'hosts', answering);
    case 'compactions':
      return showCompactions(context, answering, forwarded);
    case 'transactions':
      return showTransactions(context, first, second, path, forwarded);
    case 'cluster_balance':
      return showClusterBalance(context, first, path, forwarded);
    case 'statistic':
      return showStatistic(context, forwarded);
    case 'jobs':
      return showJobs(context, first, path, forwarded);
    case 'dbs':
      return showDbs(context, first, path, forwarded);
    case 'routine_loads':
      return showRoutineLoads(context, forwarded);
    case 'warehouses':
      return showWarehouses(context);
    case 'tasks':
      return showAnswer(['TaskType', 'FailedNum', 'TotalNum'], [['Total', '0', '0']], forwarded);
    case 'brokers':
      return showBrokers(context, forwarded);
    case 'replications':
      return showAnswer(
        [
          'JobID',
          'DatabaseID',
          'TableID',
          'TxnID',
          'CreatedTime',
          'FinishedTime',
          'State',
          'Progress',
          'Error',
        ],
        [],
        forwarded,
      );
    default:
      // Nodes that exist but hold nothing here.
      return showAnswer(['Name', 'Value'], [], forwarded);
  }
}

function showJobs(
  context: StatementContext,
  database: string | undefined,
  path: string,
  forwarded: boolean,
): Answer {
  const { databases, alterJobs, loads } = context.state;
  if (database === undefined) {
    return showAnswer(
      ['DbId', 'DbName'],
      databases.map((db) => [String(db.id), db.name]),
      forwarded,
    );
  }
  const db = databases.find(
    (candidate) => candidate.name === database || String(candidate.id) === database,
  );
  if (db === undefined) {
    throw unknownProcPath(path);
  }
  const row = (
    kind: string,
    pending: number,
    running: number,
    finished: number,
    cancelled: number,
  ): readonly string[] => [
    kind,
    ...[pending, running, finished, cancelled, pending + running + finished + cancelled].map(
      String,
    ),
  ];
  const jobs = (kind: Exclude<AlterKind, 'OPTIMIZE'>, name: string): readonly string[] => {
    const own = alterJobs.filter((job) => job.database === db.name && job.kind === kind);
    const count = (...states: readonly string[]): number =>
      own.filter((job) => states.includes(job.state)).length;
    return row(
      name,
      count('PENDING', 'WAITING_TXN'),
      count('RUNNING'),
      count('FINISHED'),
      count('CANCELLED'),
    );
  };
  const inserts = loads.filter((load) => load.database === db.name && load.type === 'INSERT');
  const insertsIn = (state: string): number =>
    inserts.filter((load) => load.state === state).length;
  return showAnswer(
    ['JobType', 'Pending', 'Running', 'Finished', 'Cancelled', 'Total'],
    [
      row('load', 0, insertsIn('LOADING'), insertsIn('FINISHED'), insertsIn('CANCELLED')),
      jobs('ROLLUP', 'rollup'),
      jobs('SCHEMA_CHANGE', 'schema_change'),
      row('export', 0, 0, 0, 0),
    ],
    forwarded,
  );
}

function showDbs(
  context: StatementContext,
  database: string | undefined,
  path: string,
  forwarded: boolean,
): Answer {
  const { databases, tables } = context.state;
  if (database !== undefined) {
    throw unknownProcPath(path);
  }
  return showAnswer(
    ['DbId', 'DbName', 'TableNum', 'Quota', 'LastConsistencyCheckTime', 'ReplicaQuota'],
    databases.map((db) => [
      String(db.id),
      db.name,
      String(tables.filter((table) => table.database === db.name).length),
      sizeS3(8_388_608 * 1024 ** 4),
      NULL_MARK,
      '9223372036854775807',
    ]),
    forwarded,
  );
}

function showRoutineLoads(context: StatementContext, forwarded: boolean): Answer {
  return showAnswer(
    ['Name', 'Id', 'DbName', 'Statistic', 'TaskStatistic'],
    context.state.routineLoads.map((job) => [
      job.name,
      String(job.id),
      job.database,
      JSON.stringify({
        receivedBytes: job.receivedBytes,
        errorRows: job.errorRows,
        committedTaskNum: job.committedTasks,
        loadedRows: job.totalRows - job.errorRows,
        loadRowsRate: job.consumedPerSecond,
        abortedTaskNum: job.abortedTasks,
        totalRows: job.totalRows,
        unselectedRows: 0,
        receivedBytesRate: job.consumedPerSecond * 184,
        taskExecuteTimeMs: job.committedTasks * 900,
      }),
      JSON.stringify({ running_task: job.state === 'RUNNING' ? '1' : '0', waiting_task: '0' }),
    ]),
    forwarded,
  );
}
