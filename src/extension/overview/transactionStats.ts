import { compareNaturally } from '../../shared/naturalOrder';
import { perObject } from '../../shared/perObject';
import type {
  DatabaseTransactionCount,
  Transaction,
  TransactionStats,
} from '../../shared/model/transactionStats';
import {
  known,
  sameReason,
  unknown,
  type Reading,
  type Rows,
  type UnknownReason,
} from '../../shared/reading';
import { ruleNumbers } from '../../shared/thresholds';
import type { TransactionRow } from '../starrocks/sources/transactions';
import { cutRows, tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';
import { transactionCounts, transactionLimit } from './transactionCounts';
import { knownWindow, samplesOf } from './windows';

export function computeTransactionStats(input: OverviewInput): TransactionStats {
  const { series } = input;
  const rows = transactionRows(input);
  return {
    begunPerSecond: series['txn.begin'],
    committedPerSecond: series['txn.success'],
    failedPerSecond: series['txn.failed'],
    failedPct: failedShare(input),
    running: series['txn.running'],
    limit: transactionLimit(input.feConfig),
    fullestPct: series['txn.db_pct'],
    byDatabase: cutRows(databaseTransactionRows(input)),
    looked: looked(input),
    oldestMs: oldest(input),
    stuck: rows.known
      ? { ...rows, value: rows.value.rows.filter(({ stuck }) => stuck).length }
      : sameReason(rows),
    transactions: cutRows(rows),
  };
}

/** The leader's own counts; its list of compactions tells what is exempt from the limit. */
const counts = perObject(({ leader, feMetrics, lakeCompactions, now }: OverviewInput) => {
  const node = leader.known ? leader.value : null;
  const leaderMetrics =
    (node === null ? undefined : feMetrics.get(node)) ??
    (leader.known ? unknown('node-down', now, { source: 'frontends' }) : sameReason(leader));
  return transactionCounts({ leaderMetrics, compactions: lakeCompactions });
});

export const databaseTransactionRows = perObject(
  (input: OverviewInput): Rows<DatabaseTransactionCount> => {
    const counted = counts(input);
    if (!counted.known) {
      return sameReason(counted);
    }
    const limit = transactionLimit(input.feConfig);
    const rows = counted.value.map(({ database, running, limited }): DatabaseTransactionCount => {
      const look = input.transactions.get(database);
      const ages = (look?.value ?? []).flatMap((row) => ageOf(row, Number(look?.observedAt)) ?? []);
      return {
        database,
        running,
        pct: limit.known ? (100 * limited) / limit.value : null,
        oldestMs: ages.length === 0 ? null : Math.max(...ages),
        lookedAt: look?.observedAt ?? null,
      };
    });
    rows.sort((a, b) => b.running - a.running || a.database.localeCompare(b.database, 'en'));
    const unknownColumns: Partial<Record<keyof DatabaseTransactionCount, UnknownReason>> =
      limit.known ? {} : { pct: limit.why };
    return {
      ...counted,
      value: { ...tableOf(rows), ...(limit.known ? {} : { unknownColumns }) },
    };
  },
);

/** Compactions take as long as they take: they are no stuck load. */
function ageOf(row: TransactionRow, at: number): number | null {
  return row.source === 'LAKE_COMPACTION' || row.preparedAt === null
    ? null
    : Math.max(0, at - row.preparedAt);
}

/** The leader's counts tell which lists to read: without them none ever was, for their reason. */
export function transactionLists(input: OverviewInput): OverviewInput['txnDetail'] {
  const { txnDetail } = input;
  const counted = counts(input);
  return txnDetail.known || txnDetail.why !== 'not-collected-yet' || counted.known
    ? txnDetail
    : sameReason(counted);
}

/** Of how many databases the list of transactions has been read. */
function looked(input: OverviewInput): Reading<number> {
  const { transactions } = input;
  const txnDetail = transactionLists(input);
  const counted = counts(input);
  if (!txnDetail.known) {
    return sameReason(txnDetail);
  }
  const of = counted.known ? counted.value.length : transactions.size;
  const have = transactions.size;
  return known(have, txnDetail, {
    coverage: { have, of: Math.max(have, of), missing: [] },
    ...(have < of ? { bound: 'lower' as const } : {}),
  });
}

function oldest(input: OverviewInput): Reading<number> {
  const { transactions } = input;
  const txnDetail = transactionLists(input);
  if (!txnDetail.known) {
    return sameReason(txnDetail);
  }
  const ages = [...transactions.values()].flatMap(({ value, observedAt }) =>
    value.flatMap((row) => ageOf(row, observedAt) ?? []),
  );
  return ages.length === 0
    ? unknown('no-traffic', txnDetail.observedAt, { source: 'txnDetail' })
    : { ...txnDetail, value: Math.max(...ages) };
}

/** How long a transaction has waited to be published when its list was read, ms; 0 = it does not. */
export function publishWaitMs(row: TransactionRow, at: number): number {
  return row.status === 'COMMITTED' && row.committedAt !== null && row.source !== 'LAKE_COMPACTION'
    ? Math.max(0, at - row.committedAt)
    : 0;
}

/** All transactions of the lists that were read, oldest first. */
export function transactionRows(input: OverviewInput): Rows<Transaction> {
  const { transactions } = input;
  const txnDetail = transactionLists(input);
  if (!txnDetail.known) {
    return sameReason(txnDetail);
  }
  const rows = [...transactions].flatMap(([database, { value, observedAt }]) =>
    value.map((row): Transaction => ({
      ...row,
      database,
      stuck: publishWaitMs(row, observedAt) > ruleNumbers.publishWarningMs,
    })),
  );
  const begin = ({ preparedAt }: Transaction) => preparedAt ?? Number.POSITIVE_INFINITY;
  rows.sort((a, b) => (begin(a) === begin(b) ? compareNaturally(a.id, b.id) : begin(a) - begin(b)));
  return { ...txnDetail, value: tableOf(rows) };
}

/** Failed ÷ ended over ten minutes, percent; `no-traffic` below 20 ends. */
export function failedShare(input: OverviewInput): Reading<number> {
  const { txnWindowMs, txnMinEnds } = ruleNumbers;
  const { now, series } = input;
  const rateOf = (id: 'txn.failed' | 'txn.success') => {
    const samples = samplesOf(input, id, null, now - txnWindowMs, now, series[id]);
    const values = knownWindow(input, samples, txnWindowMs);
    return values === undefined
      ? undefined
      : values.reduce((total, value) => total + value, 0) / values.length;
  };
  const current = series['txn.failed'];
  const failed = rateOf('txn.failed');
  const succeeded = rateOf('txn.success');
  if (failed === undefined || succeeded === undefined) {
    return current.known
      ? unknown('insufficient-history', now, { source: 'feMetrics' })
      : sameReason(current);
  }
  const from = current.known ? current : { observedAt: now, source: 'feMetrics' as const };
  return ((failed + succeeded) * txnWindowMs) / 1000 < txnMinEnds
    ? unknown('no-traffic', from.observedAt, { source: from.source })
    : known((100 * failed) / (failed + succeeded), from);
}
