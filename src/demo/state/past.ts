/** The made-up past of a demo cluster: one slot of all series per line, as the live waves would have been. */
import type { ClusterState, EpochMs } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { ComputeNodeState } from '../truthNodes';
import type { PastProblem, PastSlot } from '../truthPast';
import { drift, roll } from './dice';
import { nodeKey } from './happen';
import { SHARED_TABLETS } from './initialNodes';
import { crisisShare, diskBytesSince, frontendValues, nodeValues, type Values } from './pastNodes';
import { clusterProblems, jobProblems, openProblems, scoreOf } from './pastHealth';
import { dataBytesSince, pastSubjects } from './pastSubjects';
import { allNodes } from './nodes';
import { unhealthyTablets } from './replicas';
import { climateOf } from './second';
import {
  BYTES_PER_ROW,
  concurrency,
  errorShares,
  HOUR,
  latencyAt,
  loadRowsPerSecond,
  MINUTE,
  ordinaryScore,
  queriesPerSecond,
  type Climate,
} from './waves';

const FINE_MS = MINUTE;
const COARSE_MS = 5 * MINUTE;
const FINE_SPAN_MS = 2 * HOUR;
/** The last minutes are left to the monitor that begins now: what it finds is news to its reader. */
const UNJUDGED_MS = 3 * MINUTE;

/** Slots from `hours` ago until now, oldest first; some are missing. */
export function* pastSlots(state: ClusterState, hours: number): Generator<PastSlot> {
  const end = state.at;
  let open: readonly PastProblem[] = [];
  for (
    let ts = Math.ceil((end - hours * HOUR) / COARSE_MS) * COARSE_MS;
    ts < end;
    ts += ts < end - FINE_SPAN_MS ? COARSE_MS : FINE_MS
  ) {
    if (!isGap(state, ts)) {
      const slot = slotAt(state, ts, open);
      open = slot.problems ?? [];
      yield slot;
    }
  }
}

/** Nobody watched: single hours here and there, and one longer night. */
function isGap(state: ClusterState, ts: EpochMs): boolean {
  const age = state.at - ts;
  const night = age > 50 * HOUR && age < 58.5 * HOUR;
  return night || (age > 3 * HOUR && roll(state.seed, 'gap', Math.floor(ts / HOUR)) < 0.03);
}

/** @param before the problems that were open in the slot before */
function slotAt(state: ClusterState, ts: EpochMs, before: readonly PastProblem[]): PastSlot {
  const climate = climateOf({ ...state, at: ts });
  const frontends = state.frontends.map((fe) => ({
    fe,
    up: isUp(fe, ts),
    values: frontendValues(climate, state, fe, ts),
  }));
  const nodes = allNodes(state).map((node) => ({
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
  const jobs = jobProblems(state, ts);
  const found = [
    ...clusterProblems(values, {
      frontends: frontends.filter(({ up }) => !up).map(({ fe }) => nodeKey(fe)),
      frontendsOf: frontends.length,
      nodes: nodes.filter(({ up }) => !up).map(({ node }) => nodeKey(node)),
      nodesOf: nodes.length,
    }),
    ...jobs,
  ];
  const isJudged = ts < state.at - UNJUDGED_MS;
  const problems = isJudged ? openProblems(found, before, ts) : [];
  return {
    ts,
    ...(problems.length === 0 ? {} : { problems }),
    ...(ts % HOUR === 0 ? { subjects: pastSubjects(climate, state, ts) } : {}),
    values: rounded({
      ...values,
      ...(isJudged ? { 'health.score': scoreOf(found) } : {}),
      'routine.bad': jobs.filter(({ rule }) => rule.startsWith('routine.')).length,
      'mv.bad': jobs.filter(({ rule }) => rule.startsWith('mv.')).length,
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
    ...(state.runMode === 'shared_data'
      ? { ...cacheValues(climate, nodes, ts), 'compaction.over': score > 100 ? 1 : 0 }
      : diskValues(state, nodes, worst(nodes, 'be.versions'), diskBytesSince(climate, state, ts))),
    'compaction.score': Math.floor(score),
    'compaction.running': Math.round(
      score > 100 ? 5 : 2 * drift(climate.seed, 'tasks', ts, MINUTE),
    ),
    'compaction.failed': 0,
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
    'alter.running': Math.floor(ts / (20 * MINUTE)) % 2,
    'net.rx': sum(nodes, 'be.net_rx'),
    'net.tx': sum(nodes, 'be.net_tx'),
    'io.read': sum(nodes, 'be.io_read'),
    'io.write': sum(nodes, 'be.io_write'),
    'io.util_max': worst(nodes, 'be.io_util'),
    'journal.write': 4.5 + loadsPerSecond * 9,
    'journal.image_gap': Math.floor((ts / 1000) % 6000) * 8,
    'replay.lag': worst(frontends, 'fe.replay_lag'),
    'tablet.total': (state.runMode === 'shared_data' ? state.computeNodes : state.backends).reduce(
      (total, node) => total + (node.tabletNum === 0 ? SHARED_TABLETS : node.tabletNum),
      0,
    ),
    'data.bytes': dataBytes - dataBytesSince(climate, state, ts),
  };
}

function cacheValues(
  climate: Climate,
  nodes: readonly Member<{ readonly node: ComputeNodeState }>[],
  ts: EpochMs,
): Values {
  return {
    'cache.used': nodes.reduce(
      (total, { node, values }) =>
        total + (node.cache.diskQuotaBytes * (values['be.cache_pct'] ?? 0)) / 100,
      0,
    ),
    'cache.quota': nodes.reduce((total, { node }) => total + node.cache.diskQuotaBytes, 0),
    'cache.hit': 90 + 8 * drift(climate.seed, 'hit', ts, 2 * MINUTE),
  };
}

/** Disks by file system: two paths of one are counted once. */
function diskValues(
  state: ClusterState,
  nodes: readonly Member<{ readonly node: ComputeNodeState }>[],
  versions: number | null,
  loadedSince: number,
): Values {
  const disks = nodes.flatMap(({ node }) => [
    ...new Map(node.disks.map((disk) => [disk.fileSystem, disk])).values(),
  ]);
  const total = disks.reduce((sum, disk) => sum + disk.totalBytes, 0);
  const used = disks.reduce((sum, disk) => sum + disk.totalBytes - disk.availBytes, 0);
  const fullest = nodes.map(({ values }) => values['be.disk_max'] ?? 0);
  return {
    'disk.total': total,
    'disk.used': used - loadedSince,
    'disk.max_pct': fullest.length === 0 ? null : Math.max(...fullest),
    'compaction.versions': versions,
    'tablet.unhealthy': nodes.length < state.backends.length ? unhealthyTablets(state) : 0,
  };
}

/** In the crisis the score has been climbing for two and a half hours. */
function scoreAt(climate: Climate, state: ClusterState, ts: EpochMs): number {
  const start = Math.max(...state.partitions.map((partition) => partition.score.max));
  return Math.max(ordinaryScore(climate, ts), start * crisisShare(climate, state, ts));
}

function rounded(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [
      id,
      value === null ? null : Number(value.toPrecision(5)),
    ]),
  );
}
