import type { EpochMs } from '../../../shared/time';
import { quoteLiteral } from '../sqlText';
import { countOf, sessionTime } from '../values';
import { readTable } from './readTable';
import type { SqlSource } from './source';

/** A running transaction; times are converted, null = not reached or not known. */
export type TransactionRow = {
  readonly id: string;
  readonly label: string;
  /** `BE: 10.0.0.21` or `FE: 10.0.0.11`. */
  readonly coordinator: string | null;
  /** PREPARE, PREPARED, COMMITTED, … */
  readonly status: string;
  /** BACKEND_STREAMING, INSERT_STREAMING, ROUTINE_LOAD_TASK, LAKE_COMPACTION, … */
  readonly source: string | null;
  readonly preparedAt: EpochMs | null;
  readonly committedAt: EpochMs | null;
  readonly timeoutMs: number | null;
};

export type DatabaseTransactions = {
  readonly database: string;
  /** Newest first; the cluster shows at most 2000. */
  readonly transactions: readonly TransactionRow[];
};

const columns = {
  id: 'TransactionId',
  label: 'Label',
  coordinator: 'Coordinator',
  status: 'TransactionStatus',
  source: 'LoadJobSourceType',
  preparedAt: 'PrepareTime',
  committedAt: 'CommitTime',
  timeoutMs: 'TimeoutMs',
} as const;

/** The running transactions of one database, from the leader. */
export function transactions(database: string): SqlSource<DatabaseTransactions> {
  return {
    id: 'txnDetail',
    privilege: 'operate',
    select: false,
    forms: [
      {
        form: 'proc',
        sql: `SHOW PROC ${quoteLiteral(`/transactions/${database}/running`)}`,
        parse: (answer, { sessionOffsetMs: offset }) => {
          const keys = ['id', 'label', 'status'] as const;
          const parsed = readTable(answer, columns, keys, ({ text, required }) => ({
            id: required('id'),
            label: required('label'),
            coordinator: text('coordinator'),
            status: required('status').toUpperCase(),
            source: text('source'),
            preparedAt: sessionTime(text('preparedAt'), offset),
            committedAt: sessionTime(text('committedAt'), offset),
            timeoutMs: countOf(text('timeoutMs')),
          }));
          return { ...parsed, value: { database, transactions: parsed.value } };
        },
      },
    ],
  };
}
