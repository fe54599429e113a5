import type { NodeId } from '../../shared/ids';
import type { WorstNode } from '../../shared/model/resourceMetrics';
import {
  combineReadings,
  known,
  maxReading,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
  sameReason,
} from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId } from '../../shared/series';
import type { FrontendRow } from '../starrocks/sources/frontends';
import { compactionScore } from './compactionScore';
import { figure, nobodyExpected, type DeriveContext } from './deriveContext';
import {
  connectionPct,
  foreignConnections,
  fullestShare,
  heapPct,
  queued,
  replayLag,
  runningTransactions,
} from './frontendGauges';
import { latencyFrontend, latencyOf } from './frontendLatency';
import { errorsOf, frontendRate, internalErrors, type Counter } from './frontendRates';
import { worstOf } from './worstOf';

export type FrontendFigures = {
  readonly nodes: ReadonlyMap<NodeId, Readonly<Partial<Record<NodeSeriesId, Reading<number>>>>>;
  readonly cluster: Readonly<Partial<Record<ClusterSeriesId, Reading<number>>>>;
  readonly worst: Readonly<Partial<Record<ClusterSeriesId, WorstNode>>>;
  readonly latencyNode: Reading<NodeId>;
  /** Of that FE, ms. */
  readonly quantile: (key: 'p75' | 'p95' | 'p99') => Reading<number>;
};

/** Everything that comes from the FEs: one row of each alive FE's /metrics, summed or compared. */
export function frontendFigures(context: DeriveContext): FrontendFigures {
  const { live, now } = context;
  const list = live.reading('frontends', now);
  const rows = live.frontends();
  const expected = rows.filter((row) => row.alive === true);
  const leader = rows.find((row) => row.role === 'LEADER' && row.alive === true);
  const sample = (node: NodeId) => live.nodeReading('feMetrics', node, now);
  const each = (f: (row: FrontendRow) => Reading<number>): NodeReading[] =>
    expected.map((row) => ({ node: row.node, reading: f(row) }));
  const rate = (row: FrontendRow, key: Counter) => frontendRate(context, row.node, key);
  const total = (parts: readonly NodeReading[]): Reading<number> =>
    parts.length === 0 ? nobodyExpected(context, 'frontends') : sumReadings(parts, now);
  const worst = (parts: readonly NodeReading[]): Reading<number> =>
    parts.length === 0 ? nobodyExpected(context, 'frontends') : maxReading(parts, now);
  const sum = (key: Counter) => total(each((row) => rate(row, key)));
  const ofLeader = (f: (row: FrontendRow) => Reading<number>): Reading<number> =>
    leader === undefined ? nobodyExpected(context, 'frontends') : f(leader);

  const latencies = latencyFrontend(context, expected);
  const quantile = (key: 'p75' | 'p95' | 'p99'): Reading<number> =>
    latencies.known
      ? combineReadings(figure(sample(latencies.value), key), latencies, (value) => value)
      : sameReason(latencies);
  const heap = each((row) => heapPct(context, row.node));
  const gc = each((row) => rate(row, 'oldGcMs'));
  const connections = each((row) => foreignConnections(context, row.node));
  const connectionShare = each((row) => connectionPct(context, row.node));
  const lag = each((row) => replayLag(context, row, leader));

  return {
    nodes: new Map(
      rows.map((row) => [
        row.node,
        row.alive === true
          ? {
              'fe.up': list.known ? known(1, list) : sameReason(list),
              'fe.qps': rate(row, 'queryTotal'),
              'fe.err': errorsOf(context, row.node),
              'fe.p99': latencyOf(context, row.node),
              'fe.conn': foreignConnections(context, row.node),
              'fe.heap': heapPct(context, row.node),
              'fe.gc_old': rate(row, 'oldGcMs'),
              'fe.replay_lag': replayLag(context, row, leader),
            }
          : downFrontend(list, row),
      ]),
    ),
    cluster: {
      'query.qps': sum('queryTotal'),
      'query.rps': sum('requestTotal'),
      'query.err_internal': total(each((row) => internalErrors(context, row.node))),
      'query.err_timeout': sum('queryTimeout'),
      'query.err_analysis': sum('queryAnalysisErr'),
      'query.slow': sum('slowQuery'),
      'query.queued': queued(
        context,
        total(each((row) => figure(sample(row.node), 'queuePending'))),
      ),
      'query.queue_timeout': sum('queueTimeout'),
      'conn.total': total(connections),
      'conn.fe_max_pct': worst(connectionShare),
      'heap.max': worst(heap),
      'gc.old': worst(gc),
      'compaction.score': compactionScore(context, expected, leader),
      'txn.begin': sum('txnBegin'),
      'txn.success': sum('txnSuccess'),
      'txn.failed': sum('txnFailed'),
      'txn.running': ofLeader((row) => runningTransactions(context, row.node)),
      'txn.db_pct': ofLeader((row) => fullestShare(context, row.node)),
      'alter.running': ofLeader((row) => figure(sample(row.node), 'alterRunning')),
      'journal.write': ofLeader((row) => rate(row, 'editLogWrite')),
      'journal.image_gap': ofLeader((row) => figure(sample(row.node), 'metaLogCount')),
      'replay.lag': worst(lag),
    },
    worst: {
      ...worstOf('heap.max', heap),
      ...worstOf('gc.old', gc),
      ...worstOf('conn.fe_max_pct', connectionShare),
      ...worstOf('replay.lag', lag),
    },
    latencyNode: latencies,
    quantile,
  };
}

function downFrontend(
  list: Reading<readonly FrontendRow[]>,
  row: FrontendRow,
): Partial<Record<NodeSeriesId, Reading<number>>> {
  const down = list.known
    ? unknown('node-down', row.lastHeartbeatAt ?? list.observedAt, { source: 'frontends' })
    : sameReason(list);
  return {
    'fe.up': !list.known
      ? sameReason(list)
      : row.alive === null
        ? unknown('malformed', list.observedAt, { source: 'frontends' })
        : known(0, list),
    'fe.qps': down,
    'fe.err': down,
    'fe.p99': down,
    'fe.conn': down,
    'fe.heap': down,
    'fe.gc_old': down,
    'fe.replay_lag': down,
  };
}
