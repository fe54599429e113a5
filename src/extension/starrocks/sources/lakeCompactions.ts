import type { EpochMs } from '../../../shared/time';
import { jsonNumbers, sessionTime } from '../values';
import { readTable } from './readTable';
import type { SqlSource } from './source';

/** One row of SHOW PROC '/compactions': all running ones and the last ≤ 20 that ended. */
export type LakeCompactionRow = {
  /** `db.table` */
  readonly table: string;
  readonly partitionId: string;
  readonly txnId: string;
  readonly startedAt: EpochMs | null;
  readonly committedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly error: string | null;
  readonly profile: Readonly<Record<string, number>> | null;
};

const columns = {
  partition: 'Partition',
  txnId: 'TxnID',
  startedAt: 'StartTime',
  committedAt: 'CommitTime',
  finishedAt: 'FinishTime',
  error: 'Error',
  profile: 'Profile',
} as const;

/** Shared-data only. A D23 follower answers from its own, empty list: ask on the leader lane. */
export const lakeCompactions: SqlSource<readonly LakeCompactionRow[]> = {
  id: 'lakeCompactions',
  privilege: 'operate',
  select: false,
  forms: [
    {
      form: 'proc',
      sql: "SHOW PROC '/compactions'",
      parse: (answer, context) =>
        readTable(answer, columns, ['partition', 'txnId'], ({ text, required }) => {
          const partition = required('partition');
          const lastDot = partition.lastIndexOf('.');
          const offset = context.sessionOffsetMs;
          return {
            table: lastDot < 0 ? partition : partition.slice(0, lastDot),
            partitionId: lastDot < 0 ? '' : partition.slice(lastDot + 1),
            txnId: required('txnId'),
            startedAt: sessionTime(text('startedAt'), offset),
            committedAt: sessionTime(text('committedAt'), offset),
            finishedAt: sessionTime(text('finishedAt'), offset),
            error: text('error'),
            profile: jsonNumbers(text('profile')),
          };
        }),
    },
  ],
};
