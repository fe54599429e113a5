/** SHOW PROC '/compactions' and '/transactions…': what the leader's transaction manager holds. */
import type { CompactionTaskState } from '../truthCompaction';
import type { FrontendState } from '../truthFrontends';
import type { TransactionState } from '../truthJobs';
import {
  byTitle,
  NULL_MARK,
  sessionTime,
  showAnswer,
  type Answer,
  type ShowCell,
  type StatementContext,
} from './context';
import { isBuiltIn } from '../state/catalog';
import { unknownProcPath } from './sqlError';

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

/** Only the leader knows; where the path is not forwarded, a follower's list is empty. */
export function showCompactions(
  context: StatementContext,
  answering: FrontendState,
  forwarded: boolean,
): Answer {
  const titles = context.profile.columns.compactions;
  const { running, history } =
    answering.role === 'LEADER' ? context.state.compactions : { running: [], history: [] };
  const rows = [...running, ...history]
    .sort((a, b) => a.startedAt - b.startedAt || a.txnId - b.txnId)
    .map((task) => compactionRow(context, task));
  return showAnswer(titles, byTitle(titles, rows, context.profile), forwarded);
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
            ...(context.profile.behaviour.compactionSegments
              ? {
                  read_segment_count: profile.readSegmentCount,
                  write_segment_count: profile.writeSegmentCount,
                  write_segment_mb: profile.writeSegmentMb,
                }
              : {}),
            in_queue_sec: profile.inQueueSec,
          }),
  };
}

export function showTransactions(
  context: StatementContext,
  database: string | undefined,
  which: string | undefined,
  path: string,
  forwarded: boolean,
): Answer {
  const { databases, transactions, transactionsFinished } = context.state;
  const known = databases.filter((db) => !isBuiltIn(db));
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
