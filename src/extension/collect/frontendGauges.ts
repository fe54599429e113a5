import type { NodeId } from '../../shared/ids';
import {
  combineReadings,
  known,
  mapReading,
  sameReason,
  unknown,
  type Reading,
} from '../../shared/reading';
import {
  fullestDatabase,
  transactionCounts,
  transactionLimit,
} from '../overview/transactionCounts';
import { missingFigure } from '../overview/missingFigure';
import type { FrontendRow } from '../starrocks/sources/frontends';
import { figure, type DeriveContext } from './deriveContext';

export function heapPct({ live, now }: DeriveContext, node: NodeId): Reading<number> {
  const sample = live.nodeReading('feMetrics', node, now);
  const max = figure(sample, 'heapMaxBytes');
  if (max.known && max.value <= 0) {
    return unknown('malformed', max.observedAt, { source: max.source });
  }
  return combineReadings(
    figure(sample, 'heapUsedBytes'),
    max,
    (used, total) => (100 * used) / total,
  );
}

export function foreignConnections(context: DeriveContext, node: NodeId): Reading<number> {
  const reading = figure(context.live.nodeReading('feMetrics', node, context.now), 'connections');
  const mine = context.live.frontendRing(node).newest?.own;
  return reading.known && mine !== undefined
    ? {
        ...reading,
        value: Math.max(0, reading.value - mine.connections),
        ...(mine.unplaced ? { bound: 'upper' as const } : {}),
      }
    : reading;
}

export function connectionPct(context: DeriveContext, node: NodeId): Reading<number> {
  const all = figure(context.live.nodeReading('feMetrics', node, context.now), 'connections');
  const config = context.live.reading('feConfig', context.now);
  if (!config.known) {
    return sameReason(config);
  }
  const limit = Number(config.value['qe_max_connection']);
  return limit > 0
    ? mapReading(all, (n) => (100 * n) / limit)
    : unknown('unsupported-version', config.observedAt, { source: 'feConfig' });
}

export function replayLag(
  { live, now }: DeriveContext,
  row: FrontendRow,
  leader: FrontendRow | undefined,
): Reading<number> {
  const frontends = live.reading('frontends', now);
  if (!frontends.known) {
    return sameReason(frontends);
  }
  if (leader === undefined) {
    return unknown('node-down', frontends.observedAt, { source: 'frontends' });
  }
  return leader.replayedJournalId === null || row.replayedJournalId === null
    ? unknown('malformed', frontends.observedAt, { source: 'frontends' })
    : known(Math.max(0, leader.replayedJournalId - row.replayedJournalId), frontends);
}

export function runningTransactions({ live, now }: DeriveContext, node: NodeId): Reading<number> {
  const sample = live.nodeReading('feMetrics', node, now);
  if (!sample.known) {
    return sameReason(sample);
  }
  const byDatabase = sample.value.txnRunningByDatabase;
  return byDatabase === null
    ? missingFigure(sample.value, 'txnRunningByDatabase', sample)
    : { ...sample, value: Object.values(byDatabase).reduce((total, n) => total + n, 0) };
}

/** Of the database nearest to its limit, percent. */
export function fullestShare({ live, now }: DeriveContext, node: NodeId): Reading<number> {
  const counts = transactionCounts({
    leaderMetrics: live.nodeReading('feMetrics', node, now),
    compactions: live.reading('lakeCompactions', now),
  });
  return fullestDatabase(counts, transactionLimit(live.reading('feConfig', now)));
}

/** With every queue switched off nothing can wait: that is "off", not 0. */
export function queued({ live, now }: DeriveContext, sum: Reading<number>): Reading<number> {
  const capabilities = live.reading('capabilities', now);
  if (capabilities.known && capabilities.value.queryQueue === false) {
    return unknown('not-installed', capabilities.observedAt, { source: 'capabilities' });
  }
  return sum;
}
