import type { NodeId } from '../../shared/ids';
import type { WorstNode } from '../../shared/model/resourceMetrics';
import {
  combineReadings,
  known,
  mapReading,
  maxReading,
  mostCommonReason,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
  sameReason,
} from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId } from '../../shared/series';
import {
  fullestDatabase,
  transactionCounts,
  transactionLimit,
} from '../overview/transactionCounts';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { FrontendRow } from '../starrocks/sources/frontends';
import { whyNull } from '../overview/missingFigure';
import { figure, nobodyExpected, type DeriveContext } from './deriveContext';
import { baseSample, counterRate, ownBetween, sinceRestart, type SampleRing } from './sampleRing';

/** Below so many foreign queries in five minutes an FE's quantiles mean nothing. */
const minQueriesForLatency = 20;
const fiveMinutesMs = 300_000;
/** Rates of a shorter stretch would be noise; it is also the stored grid. */
const finestRateMs = 30_000;
const maxOwnShare = 0.1;
/** So many bit-equal samples of a 15 s gauge, while its counter moved, mean a stopped timer. */
const frozenSamples = 6;

type Counter = keyof {
  [K in keyof FrontendMetrics as FrontendMetrics[K] extends number | null ? K : never]: true;
};

export type FrontendFigures = {
  readonly nodes: ReadonlyMap<NodeId, Readonly<Partial<Record<NodeSeriesId, Reading<number>>>>>;
  readonly cluster: Readonly<Partial<Record<ClusterSeriesId, Reading<number>>>>;
  readonly worst: Readonly<Partial<Record<ClusterSeriesId, WorstNode>>>;
  readonly latencyNode: Reading<NodeId>;
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
      'query.p75': quantile('p75'),
      'query.p95': quantile('p95'),
      'query.p99': quantile('p99'),
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
  };
}

/** The node behind a maximum. */
export function worstOf(
  id: ClusterSeriesId,
  parts: readonly NodeReading[],
): Partial<Record<ClusterSeriesId, WorstNode>> {
  let worst: WorstNode | undefined;
  for (const { node, reading } of parts) {
    if (reading.known && (worst === undefined || reading.value > worst.value)) {
      worst = { node, value: reading.value };
    }
  }
  return worst === undefined ? {} : { [id]: worst };
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

/** Which counters count this monitor's own SELECTs too. */
const ownShare: Partial<Record<Counter, 'ended' | 'failed'>> = {
  queryTotal: 'ended',
  queryErr: 'failed',
  queryInternalErr: 'failed',
};

/** Rate of one FE's counter; own SELECTs are taken out of `query_total` (and failed ones of errors). */
function frontendRate(context: DeriveContext, node: NodeId, key: Counter): Reading<number> {
  const { live, now, scrapeMs } = context;
  const reading = live.nodeReading('feMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  return counterRate(
    live.frontendRing(node),
    'feMetrics',
    (metrics) => metrics[key],
    { stepMs: Math.max(scrapeMs, finestRateMs), periodMs: scrapeMs },
    (metrics) => whyNull(metrics, key),
    ownShare[key],
  );
}

/** Internal errors; where the version does not split them, everything but time-outs. */
function internalErrors(context: DeriveContext, node: NodeId): Reading<number> {
  const split = frontendRate(context, node, 'queryInternalErr');
  if (split.known || split.why !== 'unsupported-version') {
    return split;
  }
  return combineReadings(
    frontendRate(context, node, 'queryErr'),
    frontendRate(context, node, 'queryTimeout'),
    (all, timeouts) => Math.max(0, all - timeouts),
  );
}

function errorsOf(context: DeriveContext, node: NodeId): Reading<number> {
  return combineReadings(
    frontendRate(context, node, 'queryErr'),
    frontendRate(context, node, 'queryAnalysisErr'),
    (all, analysis) => Math.max(0, all - analysis),
  );
}

function heapPct({ live, now }: DeriveContext, node: NodeId): Reading<number> {
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

function foreignConnections(context: DeriveContext, node: NodeId): Reading<number> {
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

function connectionPct(context: DeriveContext, node: NodeId): Reading<number> {
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

function replayLag(
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

function runningTransactions({ live, now }: DeriveContext, node: NodeId): Reading<number> {
  const sample = live.nodeReading('feMetrics', node, now);
  if (!sample.known) {
    return sameReason(sample);
  }
  const byDatabase = sample.value.txnRunningByDatabase;
  return byDatabase === null
    ? unknown('unsupported-version', sample.observedAt, { source: sample.source })
    : { ...sample, value: Object.values(byDatabase).reduce((total, n) => total + n, 0) };
}

/** Of the database nearest to its limit, percent. */
function fullestShare({ live, now }: DeriveContext, node: NodeId): Reading<number> {
  const counts = transactionCounts({
    leaderMetrics: live.nodeReading('feMetrics', node, now),
    compactions: live.reading('lakeCompactions', now),
  });
  return fullestDatabase(counts, transactionLimit(live.reading('feConfig', now)));
}

/** With every queue switched off nothing can wait: that is "off", not 0. */
function queued({ live, now }: DeriveContext, sum: Reading<number>): Reading<number> {
  const capabilities = live.reading('capabilities', now);
  if (capabilities.known && capabilities.value.queryQueue === false) {
    return unknown('not-installed', capabilities.observedAt, { source: 'capabilities' });
  }
  return sum;
}

/** Shared-data: any FE has it; shared-nothing: the leader's. A frozen 15 s gauge is no measurement. */
function compactionScore(
  context: DeriveContext,
  expected: readonly FrontendRow[],
  leader: FrontendRow | undefined,
): Reading<number> {
  const { live, now, runMode } = context;
  const gauge = (node: NodeId): Reading<number> =>
    isFrozen(live.frontendRing(node))
      ? unknown('malformed', now, { source: 'feMetrics' })
      : figure(live.nodeReading('feMetrics', node, now), 'maxTabletCompactionScore');
  if (!runMode.known) {
    return sameReason(runMode);
  }
  if (runMode.value === 'shared_nothing') {
    return leader === undefined ? nobodyExpected(context, 'frontends') : gauge(leader.node);
  }
  const parts = expected.map(({ node }) => ({ node, reading: gauge(node) }));
  const frozen = parts.filter(({ node }) => isFrozen(live.frontendRing(node)));
  if (frozen.length > 0 && frozen.length === parts.length) {
    const partitions = live.reading('partitions', now);
    const worst = partitions.known ? partitions.value.worst[0]?.maxScore : undefined;
    if (partitions.known && typeof worst === 'number') {
      return known(worst, partitions);
    }
  }
  const highest =
    parts.length === 0 ? nobodyExpected(context, 'frontends') : maxReading(parts, now);
  // Every FE holds the same replayed figure, so one is enough and a missing one makes no bound.
  if (!highest.known) {
    return highest;
  }
  return known(highest.value, highest);
}

/** Whether an FE's 15 s timer has stopped for good. */
export function isFrozen(ring: SampleRing<FrontendMetrics>): boolean {
  const samples = ring.samples.slice(-frozenSamples);
  const [first, ...rest] = samples;
  if (first === undefined || samples.length < frozenSamples || first.value.qpsGauge === null) {
    return false;
  }
  return (
    rest.every((sample) => sample.value.qpsGauge === first.value.qpsGauge) &&
    rest.every((sample, i) => sample.value.queryTotal !== samples[i]?.value.queryTotal)
  );
}

/** The FE whose quantiles speak for the cluster: the slowest (p99) of those with enough traffic. */
function latencyFrontend(
  context: DeriveContext,
  expected: readonly FrontendRow[],
): Reading<NodeId> {
  const parts = expected.map((row) => ({
    node: row.node,
    reading: latencyOf(context, row.node),
  }));
  let slowest: { node: NodeId; value: number; observedAt: number } | undefined;
  for (const { node, reading } of parts) {
    if (reading.known && (slowest === undefined || reading.value > slowest.value)) {
      slowest = { node, value: reading.value, observedAt: reading.observedAt };
    }
  }
  if (parts.length === 0) {
    return nobodyExpected(context, 'frontends');
  }
  if (slowest === undefined) {
    return mostCommonReason(parts, context.now);
  }
  const missing = parts.filter(({ reading }) => isUnmeasured(reading)).map(({ node }) => node);
  return known(
    slowest.node,
    { observedAt: slowest.observedAt, source: 'feMetrics' },
    missing.length === 0
      ? {}
      : {
          bound: 'lower',
          coverage: {
            have: parts.length - missing.length,
            of: parts.length,
            missing: missing.slice(0, 10),
          },
        },
  );
}

/** An FE without traffic is measured: it has no latency. One that does not answer is not. */
function isUnmeasured(reading: Reading<number>): boolean {
  return !reading.known && reading.why !== 'no-traffic' && reading.why !== 'insufficient-history';
}

function latencyOf(context: DeriveContext, node: NodeId): Reading<number> {
  const { live, now } = context;
  const reading = live.nodeReading('feMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  const p99 = figure(reading, 'p99');
  const ring = live.frontendRing(node);
  const newest = ring.newest;
  if (!p99.known || newest === undefined) {
    return p99;
  }
  const samples = sinceRestart(ring, ({ latencyCount }) => latencyCount);
  if (samples.length === 1 && ring.samples.length > 1) {
    return unknown('counter-reset', newest.observedAt, { source: newest.source });
  }
  const oldest = baseSample({ samples }, newest, fiveMinutesMs) ?? samples[0];
  const count = newest.value.latencyCount;
  const before = oldest?.value.latencyCount ?? null;
  if (oldest === undefined || count === null || before === null) {
    return unknown('unsupported-version', newest.observedAt, { source: 'feMetrics' });
  }
  const mine = ownBetween(oldest, newest).ended;
  const foreign = count - before - mine;
  if (mine > maxOwnShare * (count - before)) {
    return unknown('no-traffic', newest.observedAt, { source: 'feMetrics' });
  }
  if (foreign < minQueriesForLatency) {
    const full = newest.mono - oldest.mono >= fiveMinutesMs * 0.8;
    return unknown(full ? 'no-traffic' : 'insufficient-history', newest.observedAt, {
      source: 'feMetrics',
    });
  }
  return p99;
}
