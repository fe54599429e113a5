/** SHOW PROC: which path, who answers it, and the paths that are no statement of their own. */
import { leaderOf } from '../state/step';
import type { CompactionTaskState, TransactionState } from '../truth';
import {
  byTitle,
  forwardToLeader,
  NULL_MARK,
  requireSystem,
  sessionTime,
  showAnswer,
  variable,
  type Answer,
  type ShowCell,
  type StatementContext,
} from './context';
import { sizeS3 } from './format';
import { showBackends, showComputeNodes, showFrontends } from './nodes';
import { showCurrentQueries, showQueryText } from './queries';
import { unknownProcPath } from './sqlError';

const ROOT = [
  'backends',
  'brokers',
  'catalog',
  'cluster_balance',
  'colocation_group',
  'compactions',
  'compute_nodes',
  'current_backend_instances',
  'current_queries',
  'dbs',
  'frontends',
  'global_current_queries',
  'historical_nodes',
  'jobs',
  'load_error_hub',
  'meta_recovery',
  'monitor',
  'replications',
  'resources',
  'routine_loads',
  'statistic',
  'stream_loads',
  'tasks',
  'transactions',
  'warehouses',
];

const TRANSACTION_TITLES = [
  'TransactionId',
  'Label',
  'Coordinator',
  'TransactionStatus',
  'LoadJobSourceType',
  'PrepareTime',
  'CommitTime',
  'PublishTime',
  'FinishTime',
  'Reason',
  'ErrorReplicasCount',
  'ListenerId',
  'TimeoutMs',
  'ErrMsg',
];

const MAX_TRANSACTIONS = 2000;

export function showProc(context: StatementContext, path: string): Answer {
  requireSystem(context, 'OPERATE');
  const must = context.profile.forwardedProcPaths.some(
    (prefix) => path === prefix || path.startsWith(`${prefix}/`),
  );
  const wants = [
    variable(context, 'forward_to_leader'),
    variable(context, 'forward_to_master'),
  ].includes('true');
  const forwarded = must || wants ? forwardToLeader(context) : false;
  const answering = forwarded ? (leaderOf(context.state) ?? context.frontend) : context.frontend;
  const [head = '', ...rest] = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (!path.startsWith('/') || (head !== '' && !ROOT.includes(head))) {
    throw unknownProcPath(path);
  }
  const [first, second] = rest;
  switch (head) {
    case '':
      return showAnswer(
        ['name'],
        ROOT.map((name) => [name]),
        forwarded,
      );
    case 'frontends':
      return showFrontends(context, answering, forwarded);
    case 'backends':
      return showBackends(context, forwarded);
    case 'compute_nodes':
      return showComputeNodes(context, forwarded);
    case 'global_current_queries':
      return showCurrentQueries(context, 'all', forwarded);
    case 'current_queries':
      return first === undefined
        ? showCurrentQueries(context, answering, forwarded)
        : showQueryText(context, first, second === 'hosts', answering);
    case 'compactions':
      return showCompactions(context, forwarded);
    case 'transactions':
      return showTransactions(context, first, second, path, forwarded);
    case 'statistic':
      return showStatistic(context, forwarded);
    case 'jobs':
      return showJobs(context, first, path, forwarded);
    case 'dbs':
      return showDbs(context, first, path, forwarded);
    case 'routine_loads':
      return showRoutineLoads(context, forwarded);
    case 'warehouses':
      return showAnswer(context.profile.columns.warehouses, [], forwarded);
    case 'tasks':
      return showAnswer(['TaskType', 'FailedNum', 'TotalNum'], [['Total', '0', '0']], forwarded);
    case 'brokers':
      return showAnswer(
        ['Name', 'IP', 'Port', 'Alive', 'LastStartTime', 'LastUpdateTime', 'ErrMsg'],
        [],
        forwarded,
      );
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

function showCompactions(context: StatementContext, forwarded: boolean): Answer {
  const titles = context.profile.columns.compactions;
  const { running, history } = context.state.compactions;
  const rows = [...running, ...history]
    .sort((a, b) => a.startedAt - b.startedAt || a.txnId - b.txnId)
    .map((task) => compactionRow(context, task));
  return showAnswer(titles, byTitle(titles, rows), forwarded);
}

function compactionRow(
  context: StatementContext,
  task: CompactionTaskState,
): Readonly<Record<string, ShowCell>> {
  const time = (at: number | null): ShowCell => (at === null ? null : sessionTime(context, at));
  const { profile } = task;
  return {
    Partition: `${task.database}.${task.table}.${String(task.partitionId)}`,
    TxnID: String(task.txnId),
    StartTime: time(task.startedAt),
    CommitTime: time(task.committedAt),
    FinishTime: time(task.finishedAt),
    Error: task.error,
    Profile:
      profile === null
        ? null
        : JSON.stringify({
            sub_task_count: profile.subTaskCount,
            read_local_sec: profile.readLocalSec,
            read_local_mb: profile.readLocalMb,
            read_remote_sec: profile.readRemoteSec,
            read_remote_mb: profile.readRemoteMb,
            read_segment_count: profile.readSegmentCount,
            write_segment_count: profile.writeSegmentCount,
            write_segment_mb: profile.writeSegmentMb,
            in_queue_sec: profile.inQueueSec,
          }),
  };
}

function showTransactions(
  context: StatementContext,
  database: string | undefined,
  which: string | undefined,
  path: string,
  forwarded: boolean,
): Answer {
  const { databases, transactions, transactionsFinished } = context.state;
  const known = databases.filter((db) => !db.system);
  if (database === undefined) {
    return showAnswer(
      ['DbId', 'DbName'],
      known.map((db) => [String(db.id), db.name]),
      forwarded,
    );
  }
  const db = known.find(
    (candidate) => candidate.name === database || String(candidate.id) === database,
  );
  if (db === undefined) {
    throw unknownProcPath(path);
  }
  const running = transactions.filter((txn) => txn.database === db.name);
  if (which === undefined) {
    return showAnswer(
      ['State', 'Number'],
      [
        ['running', String(running.length)],
        ['finished', String(transactionsFinished[db.name] ?? 0)],
      ],
      forwarded,
    );
  }
  if (which !== 'running' && which !== 'finished') {
    throw unknownProcPath(path);
  }
  const rows =
    which === 'running'
      ? running.slice(0, MAX_TRANSACTIONS).map((txn) => transactionRow(context, txn))
      : [];
  return showAnswer(TRANSACTION_TITLES, byTitle(TRANSACTION_TITLES, rows), forwarded);
}

function transactionRow(
  context: StatementContext,
  txn: TransactionState,
): Readonly<Record<string, ShowCell>> {
  return {
    TransactionId: String(txn.id),
    Label: txn.label,
    Coordinator: txn.coordinator,
    TransactionStatus: txn.status,
    LoadJobSourceType: txn.source,
    PrepareTime: sessionTime(context, txn.preparedAt),
    CommitTime: txn.committedAt === null ? NULL_MARK : sessionTime(context, txn.committedAt),
    PublishTime: NULL_MARK,
    FinishTime: NULL_MARK,
    Reason: '',
    ErrorReplicasCount: '0',
    ListenerId: txn.source === 'INSERT_STREAMING' ? '18231' : '-1',
    TimeoutMs: String(txn.timeoutMs),
    ErrMsg: '',
  };
}

function showStatistic(context: StatementContext, forwarded: boolean): Answer {
  const { databases, tables, partitions } = context.state;
  const counted = databases
    .filter((db) => db.name !== 'information_schema' && db.name !== 'sys')
    .map((db) => {
      const own = partitions.filter((partition) => partition.database === db.name);
      return {
        id: db.id,
        name: db.name,
        tables: tables.filter((table) => table.database === db.name && table.kind !== 'view')
          .length,
        partitions: own.length,
        tablets: own.reduce((sum, partition) => sum + partition.buckets, 0),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const total = (field: 'tables' | 'partitions' | 'tablets'): number =>
    counted.reduce((sum, db) => sum + db[field], 0);
  // Shared-data: tablets count, replicas and health stay 0.
  const row = (
    id: string,
    name: string,
    t: number,
    p: number,
    tablets: number,
  ): readonly string[] => [
    id,
    name,
    String(t),
    String(p),
    String(p),
    String(tablets),
    '0',
    '0',
    '0',
    '0',
    '0',
  ];
  return showAnswer(
    [
      'DbId',
      'DbName',
      'TableNum',
      'PartitionNum',
      'IndexNum',
      'TabletNum',
      'ReplicaNum',
      'UnhealthyTabletNum',
      'InconsistentTabletNum',
      'CloningTabletNum',
      'ErrorStateTabletNum',
    ],
    [
      ...counted.map((db) => row(String(db.id), db.name, db.tables, db.partitions, db.tablets)),
      row('Total', String(counted.length), total('tables'), total('partitions'), total('tablets')),
    ],
    forwarded,
  );
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
  const jobs = (kind: 'SCHEMA_CHANGE' | 'ROLLUP', name: string): readonly string[] => {
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
