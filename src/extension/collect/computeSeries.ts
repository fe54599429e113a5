import type { NodeId } from '../../shared/ids';
import type { WorstNode } from '../../shared/model/resourceMetrics';
import {
  known,
  maxReading,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
  sameReason,
} from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId } from '../../shared/series';
import { whyEmpty, whyEmptyOfNodes } from '../overview/emptyCell';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { whyNoCache } from '../overview/cacheTraffic';
import { cacheHit, cacheSum } from './cacheSeries';
import { busiestDevice, rate, utilisation } from './computeRates';
import { cell, nobodyExpected, type DeriveContext } from './deriveContext';
import { deviceSum, networkSum } from './deviceSums';
import { diskPct, measuredDisks, overDisks } from './diskSeries';
import { aliveComputes, nodeLists } from './nodeLists';
import { worstOf } from './worstOf';

type NodeFigures = Readonly<Partial<Record<NodeSeriesId, Reading<number>>>>;

export type ComputeFigures = {
  readonly nodes: ReadonlyMap<NodeId, NodeFigures>;
  readonly cluster: Readonly<Partial<Record<ClusterSeriesId, Reading<number>>>>;
  readonly worst: Readonly<Partial<Record<ClusterSeriesId, WorstNode>>>;
};

/** Everything that comes from BEs and CNs: the node lists and each node's /metrics. */
export function computeFigures(context: DeriveContext): ComputeFigures {
  const { live, now } = context;
  const rows = live.computes();
  const alive = rows.filter((row) => row.alive === true);
  const figures = new Map(rows.map((row) => [row.node, nodeFigures(context, row)]));
  const each = (id: NodeSeriesId): NodeReading[] =>
    alive.map(({ node }) => ({
      node,
      reading: figures.get(node)?.[id] ?? unknown('not-collected-yet', now),
    }));
  const sum = (parts: readonly NodeReading[]): Reading<number> =>
    parts.length === 0 ? nobodyExpected(context, 'computeNodes') : sumReadings(parts, now);
  const highest = (parts: readonly NodeReading[]): Reading<number> =>
    parts.length === 0 ? nobodyExpected(context, 'computeNodes') : maxReading(parts, now);
  const sumOf = (f: (metrics: ComputeMetrics) => number | null, key: string) =>
    sum(alive.map(({ node }) => ({ node, reading: rate(context, node, f, key) })));
  const utilisations = each('be.io_util');
  return {
    nodes: figures,
    cluster: {
      'cpu.avg': weightedMean(context, 'cpuUsedPct', 'cpuCores'),
      'cpu.max': highest(each('be.cpu')),
      'mem.avg': weightedMean(context, 'memUsedPct', 'memLimitBytes'),
      'mem.max': highest(each('be.mem')),
      'disk.used': overDisks(context, (disks) => disks.used, 'sum'),
      'disk.total': overDisks(context, (disks) => disks.total, 'sum'),
      'disk.max_pct': overDisks(context, (disks) => disks.worst.pct, 'max'),
      'cache.used': cacheSum(context, 'cacheUsedBytes'),
      'cache.quota': cacheSum(context, 'cacheQuotaBytes'),
      'cache.hit': cacheHit(context),
      'load.rows': sumOf((metrics) => metrics.loadRows, 'loadRows'),
      'load.bytes': sumOf((metrics) => metrics.loadBytes, 'loadBytes'),
      'net.rx': sum(each('be.net_rx')),
      'net.tx': sum(each('be.net_tx')),
      'io.read': sum(each('be.io_read')),
      'io.write': sum(each('be.io_write')),
      'io.util_max': highest(utilisations),
    },
    worst: {
      ...worstOf('cpu.max', each('be.cpu')),
      ...worstOf('mem.max', each('be.mem')),
      ...withDetail(
        'io.util_max',
        worstOf('io.util_max', utilisations),
        (node) => busiestDevice(live.computeRing(node))?.device,
      ),
      ...withDetail('disk.max_pct', worstOf('disk.max_pct', each('be.disk_max')), (node) => {
        const disks = measuredDisks(context, node);
        return disks.known ? disks.value.worst.path : undefined;
      }),
    },
  };
}

function withDetail(
  id: ClusterSeriesId,
  worst: Partial<Record<ClusterSeriesId, WorstNode>>,
  detailOf: (node: NodeId) => string | undefined,
): Partial<Record<ClusterSeriesId, WorstNode>> {
  const found = worst[id];
  const detail = found === undefined ? undefined : detailOf(found.node);
  return found === undefined || detail === undefined ? worst : { [id]: { ...found, detail } };
}

function nodeFigures(context: DeriveContext, row: ComputeRow): NodeFigures {
  const { now } = context;
  const source = row.role === 'be' ? 'backends' : 'computeNodes';
  const list = context.live.reading(source, now);
  if (!list.known) {
    return withRates(context, row, sameReason(list));
  }
  const from = { observedAt: list.observedAt, source } as const;
  const up: Reading<number> =
    row.alive === null
      ? unknown('malformed', list.observedAt, { source })
      : known(row.alive ? 1 : 0, from);
  const read = (value: number | null, field: keyof ComputeRow) =>
    cell(row.alive, value, from, whyEmpty(context.live.unknownColumns, source, field));
  // The wide part last: V8 adds to a spread of eight fields and more about fifty times as slowly.
  return {
    'be.up': up,
    'be.cpu': read(row.cpuUsedPct, 'cpuUsedPct'),
    'be.mem': read(row.memUsedPct, 'memUsedPct'),
    'be.running': read(row.runningQueries, 'runningQueries'),
    'be.cache_pct':
      row.cacheQuotaBytes === null || row.cacheUsedBytes === null || row.cacheQuotaBytes <= 0
        ? cell(row.alive, null, from, whyNoCache(context.live.unknownColumns, row))
        : cell(row.alive, (100 * row.cacheUsedBytes) / row.cacheQuotaBytes, from, 'not-installed'),
    ...withRates(context, row, undefined),
  };
}

/** The figures of a node's /metrics; those of the node list are `missing` when it did not answer. */
function withRates(
  context: DeriveContext,
  row: ComputeRow,
  missing: Reading<number> | undefined,
): NodeFigures {
  const { node } = row;
  const all = (
    f: (metrics: ComputeMetrics) => number | null,
    key: string,
    why?: 'not-applicable',
  ) =>
    row.alive === true
      ? rate(context, node, f, key, why)
      : unknown('node-down', row.lastHeartbeatAt ?? context.now, { source: 'beMetrics' });
  const listed =
    missing === undefined
      ? {}
      : {
          'be.up': missing,
          'be.cpu': missing,
          'be.mem': missing,
          'be.running': missing,
          'be.cache_pct': missing,
        };
  return {
    ...listed,
    'be.disk_max': diskPct(context, row),
    'be.scan_bytes': all((metrics) => metrics.scanBytes, 'scanBytes'),
    'be.load_rows': all((metrics) => metrics.loadRows, 'loadRows'),
    'be.net_rx': all((metrics) => networkSum(metrics, 'receive'), 'network', 'not-applicable'),
    'be.net_tx': all((metrics) => networkSum(metrics, 'send'), 'network', 'not-applicable'),
    'be.io_read': all((metrics) => deviceSum(metrics, 'read'), 'devices', 'not-applicable'),
    'be.io_write': all((metrics) => deviceSum(metrics, 'written'), 'devices', 'not-applicable'),
    'be.io_util': utilisation(context, row),
  };
}

/** Σ value × weight ÷ Σ weight over alive nodes; without any weight the plain mean. */
function weightedMean(
  context: DeriveContext,
  value: 'cpuUsedPct' | 'memUsedPct',
  weight: 'cpuCores' | 'memLimitBytes',
): Reading<number> {
  const parts = aliveComputes(context);
  const lists = nodeLists(context);
  if (!lists.known) {
    return sameReason(lists);
  }
  const weighted = parts.some((row) => row[weight] !== null);
  const measured = parts.filter(
    (row) => row[value] !== null && (!weighted || row[weight] !== null),
  );
  if (parts.length === 0) {
    return unknown('node-down', lists.observedAt, { source: lists.source });
  }
  let sum = 0;
  let weights = 0;
  for (const row of measured) {
    const share = weighted ? Number(row[weight]) : 1;
    sum += Number(row[value]) * share;
    weights += share;
  }
  if (weights === 0) {
    const why = whyEmptyOfNodes(context.live.unknownColumns, parts, value);
    return unknown(why, lists.observedAt, { source: lists.source });
  }
  const missing = parts.filter((row) => !measured.includes(row)).map((row) => row.node);
  return known(sum / weights, lists, {
    coverage: { have: measured.length, of: parts.length, missing: missing.slice(0, 10) },
  });
}
