/** The made-up past of a demo cluster: one slot of all series per line, as the live waves would have been. */
import type { ClusterState, ComputeNodeState, EpochMs, FrontendState, PastSlot } from '../truth';
import { drift, roll } from './dice';
import { nodeKey } from './happen';
import { climateOf } from './second';
import {
  activity,
  BYTES_PER_ROW,
  concurrency,
  errorShares,
  HOUR,
  latencyAt,
  loadRowsPerSecond,
  MINUTE,
  nodeCpuPct,
  nodeMemPct,
  ordinaryScore,
  queriesPerSecond,
  type Climate,
} from './waves';

const FINE_MS = MINUTE;
const COARSE_MS = 5 * MINUTE;
const FINE_SPAN_MS = 2 * HOUR;

type Values = Record<string, number | null>;

/** Slots from `hours` ago until now, oldest first; some are missing. */
export function* pastSlots(state: ClusterState, hours: number): Generator<PastSlot> {
  const end = state.at;
  for (
    let ts = Math.ceil((end - hours * HOUR) / COARSE_MS) * COARSE_MS;
    ts < end;
    ts += ts < end - FINE_SPAN_MS ? COARSE_MS : FINE_MS
  ) {
    if (!isGap(state, ts)) {
      yield slotAt(state, ts);
    }
  }
}

/** Nobody watched: single hours here and there, and one longer night. */
function isGap(state: ClusterState, ts: EpochMs): boolean {
  const age = state.at - ts;
  const night = age > 50 * HOUR && age < 58.5 * HOUR;
  return night || (age > 3 * HOUR && roll(state.seed, 'gap', Math.floor(ts / HOUR)) < 0.03);
}

function slotAt(state: ClusterState, ts: EpochMs): PastSlot {
  const climate = climateOf({ ...state, at: ts });
  const frontends = state.frontends.map((fe) => ({
    fe,
    up: isUp(fe, ts),
    values: frontendValues(climate, state, fe, ts),
  }));
  const nodes = state.computeNodes.map((node) => ({
    node,
    up: isUp(node, ts),
    values: nodeValues(climate, state, node, ts),
  }));
  const values = clusterValues(
    climate,
    state,
    ts,
    frontends.filter((each) => each.up),
    nodes.filter((each) => each.up),
  );
  return {
    ts,
    values: rounded({
      ...values,
      'fe.alive': frontends.filter((each) => each.up).length,
      'fe.total': frontends.length,
      'compute.alive': nodes.filter((each) => each.up).length,
      'compute.total': nodes.length,
    }),
    nodes: Object.fromEntries([
      ...frontends.map(
        (each) => [nodeKey(each.fe), rounded(each.up ? each.values : { 'fe.up': 0 })] as const,
      ),
      ...nodes.map(
        (each) => [nodeKey(each.node), rounded(each.up ? each.values : { 'be.up': 0 })] as const,
      ),
    ]),
  };
}

/** A node that is down now went down when its heartbeats ended. */
function isUp(node: FrontendState | ComputeNodeState, ts: EpochMs): boolean {
  return node.running || ts <= node.lastHeartbeat;
}

function frontendValues(
  climate: Climate,
  state: ClusterState,
  fe: FrontendState,
  ts: EpochMs,
): Values {
  const share = (fe.role === 'LEADER' ? 0.82 : 1.09) / state.frontends.length;
  const qps = queriesPerSecond(climate, ts) * share;
  const errors = errorShares(climate, ts);
  return {
    'fe.up': 1,
    'fe.qps': qps,
    'fe.err': qps * (errors.internal + errors.timeout),
    'fe.p99': latencyAt(climate, fe.id, ts).p99,
    'fe.conn': Math.round(14 + 16 * activity(climate, ts)),
    'fe.heap': 24 + 28 * drift(climate.seed, `heap ${String(fe.id)}`, ts, 4 * MINUTE) + fe.id * 2,
    'fe.gc_old': 0,
    'fe.replay_lag':
      fe.role === 'LEADER'
        ? 0
        : Math.floor(40 * drift(climate.seed, `lag ${String(fe.id)}`, ts, MINUTE)),
  };
}

function nodeValues(
  climate: Climate,
  state: ClusterState,
  node: ComputeNodeState,
  ts: EpochMs,
): Values {
  const cpu = nodeCpuPct(climate, node.id, ts);
  const rows = loadRowsPerSecond(climate, ts) / state.computeNodes.length;
  const scan =
    (60 +
      900 * activity(climate, ts) * drift(climate.seed, `scan ${String(node.id)}`, ts, MINUTE)) *
    1_000_000;
  const receive = 5_800_000 + rows * BYTES_PER_ROW * 1.1 + scan * 0.2;
  const write = 2_600_000 + rows * BYTES_PER_ROW * 0.4 + scan * 0.06;
  return {
    'be.up': 1,
    'be.cpu': cpu,
    'be.mem': nodeMemPct(climate, node.id, ts),
    'be.cache_pct': Math.min(98.5, 55 + (ts - state.begun + 168 * HOUR) / (5 * HOUR)),
    'be.compactions': Math.floor(3 * drift(climate.seed, `tasks ${String(node.id)}`, ts, MINUTE)),
    'be.running': Math.round(concurrency(climate, ts)),
    'be.scan_bytes': scan,
    'be.load_rows': rows,
    'be.net_rx': receive,
    'be.net_tx': 4_200_000 + scan * 0.16,
    'be.io_read': 1_500_000 + scan * 0.5,
    'be.io_write': write,
    'be.io_util': Math.min(100, (scan * 0.5 + write) / 9_400_000),
  };
}

type Member<N> = { readonly values: Values } & N;

function clusterValues(
  climate: Climate,
  state: ClusterState,
  ts: EpochMs,
  frontends: readonly Member<{ readonly fe: FrontendState }>[],
  nodes: readonly Member<{ readonly node: ComputeNodeState }>[],
): Values {
  const sum = (members: readonly { readonly values: Values }[], id: string): number =>
    members.reduce((total, member) => total + (member.values[id] ?? 0), 0);
  const worst = (members: readonly { readonly values: Values }[], id: string): number | null =>
    members.length === 0 ? null : Math.max(...members.map((member) => member.values[id] ?? 0));
  const cores = nodes.reduce((total, { node }) => total + node.cpuCores, 0);
  const qps = queriesPerSecond(climate, ts);
  const errors = errorShares(climate, ts);
  const latency = latencyAt(climate, 1, ts);
  const rows = loadRowsPerSecond(climate, ts);
  const loadsPerSecond = state.partitions.reduce(
    (total, partition) => total + partition.loadsPerSecond,
    0,
  );
  const score = scoreAt(climate, state, ts);
  const wobble = (value: number, what: string, share: number): number =>
    Math.max(0, Math.round(value * (1 + share * (2 * drift(climate.seed, what, ts, MINUTE) - 1))));
  const dataBytes = state.tables.reduce((total, table) => total + table.bytes, 0);
  return {
    'query.qps': qps,
    'query.rps': qps * 1.3,
    'query.err_internal': qps * errors.internal,
    'query.err_timeout': qps * errors.timeout,
    'query.err_analysis': qps * errors.analysis,
    'query.slow': qps * 0.0021,
    'query.p75': latency.p75,
    'query.p95': latency.p95,
    'query.p99': worst(frontends, 'fe.p99'),
    'query.running': wobble(concurrency(climate, ts), 'queries', 0.8),
    'conn.total': wobble(sum(frontends, 'fe.conn'), 'connections', 0.12),
    'conn.fe_max_pct': (100 * (worst(frontends, 'fe.conn') ?? 0)) / 4096,
    'cpu.avg':
      nodes.length === 0
        ? null
        : nodes.reduce(
            (total, { node, values }) => total + (values['be.cpu'] ?? 0) * node.cpuCores,
            0,
          ) / cores,
    'cpu.max': worst(nodes, 'be.cpu'),
    'mem.avg': nodes.length === 0 ? null : sum(nodes, 'be.mem') / nodes.length,
    'mem.max': worst(nodes, 'be.mem'),
    'heap.max': worst(frontends, 'fe.heap'),
    'gc.old': 0,
    'cache.used': nodes.reduce(
      (total, { node, values }) =>
        total + (node.cache.diskQuotaBytes * (values['be.cache_pct'] ?? 0)) / 100,
      0,
    ),
    'cache.quota': nodes.reduce((total, { node }) => total + node.cache.diskQuotaBytes, 0),
    'cache.hit': 90 + 8 * drift(climate.seed, 'hit', ts, 2 * MINUTE),
    'compaction.score': Math.floor(score),
    'compaction.running': Math.round(
      score > 100 ? 5 : 2 * drift(climate.seed, 'tasks', ts, MINUTE),
    ),
    'compaction.failed': 0,
    'compaction.over': score > 100 ? 1 : 0,
    'load.rows': rows,
    'load.bytes': rows * BYTES_PER_ROW,
    'load.running': Math.round(loadsPerSecond * 4),
    'load.finished': loadsPerSecond,
    'load.failed': loadsPerSecond * (climate.scenario === 'degraded' ? 0.04 : 0.004),
    'txn.begin': loadsPerSecond * 1.2,
    'txn.success': loadsPerSecond * 1.19,
    'txn.failed': loadsPerSecond * 0.006,
    'txn.running': wobble(loadsPerSecond * 5, 'transactions', 0.5),
    'txn.db_pct': (100 * loadsPerSecond * 3) / 1000,
    'routine.lag': Math.round(200 + 400 * drift(climate.seed, 'routine', ts, 3 * MINUTE)),
    'routine.bad': state.routineLoads.filter((job) => job.pausedAt !== null && job.pausedAt <= ts)
      .length,
    'mv.bad': state.materializedViews.filter((view) => !view.active || view.failsWith !== null)
      .length,
    'alter.running': Math.floor(ts / (20 * MINUTE)) % 2,
    'net.rx': sum(nodes, 'be.net_rx'),
    'net.tx': sum(nodes, 'be.net_tx'),
    'io.read': sum(nodes, 'be.io_read'),
    'io.write': sum(nodes, 'be.io_write'),
    'io.util_max': worst(nodes, 'be.io_util'),
    'journal.write': 4.5 + loadsPerSecond * 9,
    'journal.image_gap': Math.floor((ts / 1000) % 6000) * 8,
    'replay.lag': worst(frontends, 'fe.replay_lag'),
    'tablet.total': state.computeNodes.reduce(
      (total, node) => total + (node.tabletNum === 0 ? 1200 : node.tabletNum),
      0,
    ),
    'data.bytes': dataBytes - ((state.begun - ts) / 1000) * rows * 20,
  };
}

/** In the crisis the score has been climbing for two and a half hours. */
function scoreAt(climate: Climate, state: ClusterState, ts: EpochMs): number {
  const ordinary = ordinaryScore(climate, ts);
  const start = Math.max(...state.partitions.map((partition) => partition.score.max));
  const age = state.at - ts;
  const span = 2.5 * HOUR;
  return climate.scenario !== 'compaction' || age > span
    ? ordinary
    : Math.max(ordinary, start * (1 - age / span) ** 1.6);
}

function rounded(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [
      id,
      value === null ? null : Number(value.toPrecision(5)),
    ]),
  );
}
