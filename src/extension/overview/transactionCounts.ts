import { sameReason, unknown, type Reading } from '../../shared/reading';
import type { FrontendConfig } from '../starrocks/sources/feConfig';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { LakeCompactionRow } from '../starrocks/sources/lakeCompactions';
import { missingFigure } from './missingFigure';

/** Running transactions of a database, and those the limit holds for. */
export type TransactionCount = {
  readonly database: string;
  readonly running: number;
  readonly limited: number;
};

type Sources = {
  readonly leaderMetrics: Reading<FrontendMetrics>;
  readonly compactions: Reading<readonly LakeCompactionRow[]>;
};

/**
 * From the leader's gauge, which leaves routine loads out. Lake compactions are in it but exempt from
 * the limit: while their list is not known, what the limit holds for is an upper bound.
 */
export function transactionCounts(sources: Sources): Reading<readonly TransactionCount[]> {
  const { leaderMetrics, compactions } = sources;
  if (!leaderMetrics.known) {
    return sameReason(leaderMetrics);
  }
  const byDatabase = leaderMetrics.value.txnRunningByDatabase;
  if (byDatabase === null) {
    return missingFigure(leaderMetrics.value, 'txnRunningByDatabase', leaderMetrics);
  }
  const compacting = compactions.known
    ? compactions.value.filter((row) => row.finishedAt === null && row.error === null)
    : [];
  const counts = Object.entries(byDatabase).map(([database, running]): TransactionCount => {
    const exempt = compacting.filter(({ table }) => table.startsWith(`${database}.`)).length;
    return { database, running, limited: Math.max(0, running - exempt) };
  });
  const exact = compactions.known || compactions.why === 'not-applicable';
  return { ...leaderMetrics, value: counts, ...(exact ? {} : { bound: 'upper' as const }) };
}

/** `max_running_txn_num_per_db`. */
export function transactionLimit(feConfig: Reading<FrontendConfig>): Reading<number> {
  if (!feConfig.known) {
    return sameReason(feConfig);
  }
  const limit = Number(feConfig.value['max_running_txn_num_per_db']);
  return limit > 0
    ? { ...feConfig, value: limit }
    : unknown('unsupported-version', feConfig.observedAt, { source: 'feConfig' });
}

/** Share of the limit that the database nearest to it uses, percent. */
export function fullestDatabase(
  counts: Reading<readonly TransactionCount[]>,
  limit: Reading<number>,
): Reading<number> {
  if (!counts.known) {
    return sameReason(counts);
  }
  if (!limit.known) {
    return sameReason(limit);
  }
  const most = Math.max(0, ...counts.value.map(({ limited }) => limited));
  return { ...counts, value: (100 * most) / limit.value };
}
