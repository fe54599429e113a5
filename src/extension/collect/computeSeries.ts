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
  type UnknownReason,
} from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId } from '../../shared/series';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { whyEmpty, whyEmptyOfNodes } from '../overview/emptyCell';
import { whyNull } from '../overview/missingFigure';
import { cell, nobodyExpected, type DeriveContext } from './deriveContext';
import { deviceSum, diskSum, networkSum, type DiskSum } from './deviceSums';
import { worstOf } from './frontendSeries';
import { baseSample, counterRate, restartedBetween, type SampleRing } from './sampleRing';

/** The BE's own counters of CPU, disks and network move every 15 s: rates span at least 30 s. */
const systemStepMs = 30_000;

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
  return {
    ...withRates(context, row, undefined),
    'be.up': up,
    'be.cpu': read(row.cpuUsedPct, 'cpuUsedPct'),
    'be.mem': read(row.memUsedPct, 'memUsedPct'),
    'be.running': read(row.runningQueries, 'runningQueries'),
    'be.cache_pct':
      row.cacheQuotaBytes === null || row.cacheUsedBytes === null || row.cacheQuotaBytes <= 0
        ? cell(row.alive, null, from, whyNoCache(context, row))
        : cell(row.alive, (100 * row.cacheUsedBytes) / row.cacheQuotaBytes, from, 'not-installed'),
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

/** Rate per second of one counter of a node; unknown as its /metrics are. */
export function rate(
  context: DeriveContext,
  node: NodeId,
  f: (metrics: ComputeMetrics) => number | null,
  key: string,
  whyAbsent?: 'not-applicable',
): Reading<number> {
  const { live, now, scrapeMs } = context;
  const reading = live.nodeReading('beMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  const ring = live.computeRing(node);
  const { newest } = ring;
  const base = newest === undefined ? undefined : baseSample(ring, newest, systemStepMs);
  if (
    newest !== undefined &&
    base !== undefined &&
    (key === 'network' || key === 'devices') &&
    !Object.keys(newest.value[key] ?? {}).every((name) =>
      Object.hasOwn(base.value[key] ?? {}, name),
    )
  ) {
    // A device that was not there before brings the count of its whole life.
    return unknown('counter-reset', newest.observedAt, { source: newest.source });
  }
  return counterRate(
    ring,
    'beMetrics',
    f,
    { stepMs: systemStepMs, periodMs: scrapeMs },
    (metrics) =>
      metrics.unusable.includes(key) ? 'malformed' : (whyAbsent ?? whyNull(metrics, key)),
  );
}

function utilisation(context: DeriveContext, row: ComputeRow): Reading<number> {
  const { live, now } = context;
  if (row.alive !== true) {
    return unknown('node-down', row.lastHeartbeatAt ?? now, { source: 'beMetrics' });
  }
  const reading = live.nodeReading('beMetrics', row.node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  if (reading.value.devices === null) {
    const why = reading.value.unusable.includes('devices') ? 'malformed' : 'not-applicable';
    return unknown(why, reading.observedAt, { source: reading.source });
  }
  const busiest = busiestDevice(live.computeRing(row.node));
  return busiest === undefined
    ? unknown('insufficient-history', reading.observedAt, { source: reading.source })
    : busiest.pct === null
      ? unknown('counter-reset', reading.observedAt, { source: reading.source })
      : known(busiest.pct, reading);
}

/** Busiest whole device over the newest interval; `pct` null after a reset, undefined too early. */
function busiestDevice(
  ring: SampleRing<ComputeMetrics>,
): { readonly device: string; readonly pct: number | null } | undefined {
  const newest = ring.newest;
  const base = newest === undefined ? undefined : baseSample(ring, newest, systemStepMs);
  if (newest === undefined || base === undefined) {
    return undefined;
  }
  const elapsed = newest.mono - base.mono;
  let busiest: { device: string; pct: number | null } | undefined;
  for (const [device, now] of Object.entries(newest.value.devices ?? {})) {
    const then = base.value.devices?.[device];
    if (then === undefined) {
      continue;
    }
    const delta = now.ioTimeMs - then.ioTimeMs;
    if (delta < 0 || restartedBetween(base, newest)) {
      return { device, pct: null };
    }
    const pct = Math.min(100, (100 * delta) / elapsed);
    if (busiest?.pct === undefined || busiest.pct === null || pct > busiest.pct) {
      busiest = { device, pct };
    }
  }
  return busiest;
}

/** Σ value × weight ÷ Σ weight over alive nodes; without any weight the plain mean. */
function weightedMean(
  context: DeriveContext,
  value: 'cpuUsedPct' | 'memUsedPct',
  weight: 'cpuCores' | 'memLimitBytes',
): Reading<number> {
  const parts = aliveCells(context);
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

function aliveCells({ live }: DeriveContext): readonly ComputeRow[] {
  return live.computes().filter((row) => row.alive === true);
}

/** A list that failed but that this version lacks, or that was empty when it last answered. */
function owesNothing(list: Reading<readonly ComputeRow[]>): boolean {
  return (
    !list.known &&
    (list.why === 'unsupported-version' ||
      list.why === 'not-applicable' ||
      list.last?.value.length === 0)
  );
}

/** Both node lists as one reading: node figures are known only while both answer. */
export function nodeLists({ live, now }: DeriveContext): Reading<readonly ComputeRow[]> {
  const computeNodes = live.reading('computeNodes', now);
  const backends = live.reading('backends', now);
  if (owesNothing(computeNodes) && backends.known) {
    return backends;
  }
  if (owesNothing(backends) && computeNodes.known) {
    return computeNodes;
  }
  const both = combineReadings(computeNodes, backends, (nodes, rows) => [...rows, ...nodes]);
  // An empty list is asked seldom; it does not make the figures of the other one old.
  if (both.known && computeNodes.known && backends.known) {
    const filled = [computeNodes, backends].filter((list) => list.value.length > 0);
    const [only] = filled;
    return only !== undefined && filled.length === 1
      ? { ...both, observedAt: only.observedAt, source: only.source }
      : both;
  }
  return both;
}

function cacheSum(
  context: DeriveContext,
  key: 'cacheUsedBytes' | 'cacheQuotaBytes',
): Reading<number> {
  const lists = nodeLists(context);
  if (!lists.known) {
    return sameReason(lists);
  }
  const parts = aliveCells(context).map((row) => ({
    node: row.node,
    reading: cell(true, row[key], lists, whyNoCache(context, row)),
  }));
  return parts.length === 0
    ? nobodyExpected(context, 'computeNodes')
    : sumReadings(parts, context.now);
}

/** A version that has no column for caches does not say that there are none. */
function whyNoCache({ live }: DeriveContext, { role }: Pick<ComputeRow, 'role'>): UnknownReason {
  const source = role === 'be' ? 'backends' : 'computeNodes';
  const why = whyEmpty(live.unknownColumns, source, 'cacheQuotaBytes');
  return why === 'unsupported-version' ? why : 'not-installed';
}

/** Data disks as a node's /metrics tell; unknown without any there. */
function measuredDisks({ live, now }: DeriveContext, node: NodeId): Reading<DiskSum> {
  const reading = live.nodeReading('beMetrics', node, now);
  if (!reading.known) {
    return sameReason(reading);
  }
  const disks = diskSum(reading.value);
  return disks === null
    ? unknown('not-installed', reading.observedAt, { source: reading.source })
    : { ...reading, value: disks };
}

/** Fullest data disk; compute nodes and shared-data have caches, which are not judged as disks. */
function diskPct(context: DeriveContext, row: ComputeRow): Reading<number> {
  const notApplicable = withoutDisks(context, row);
  if (notApplicable !== undefined) {
    return notApplicable;
  }
  const disks = measuredDisks(context, row.node);
  if (disks.known && row.alive === true) {
    return { ...disks, value: disks.value.worst.pct };
  }
  const list = context.live.reading('backends', context.now);
  if (!list.known) {
    return sameReason(list);
  }
  const why = whyEmpty(context.live.unknownColumns, 'backends', 'maxDiskUsedPct');
  return cell(row.alive, row.maxDiskUsedPct, list, why);
}

function withoutDisks(context: DeriveContext, row: ComputeRow): Reading<number> | undefined {
  const { runMode, now } = context;
  if (row.role === 'cn' || (runMode.known && runMode.value === 'shared_data')) {
    return unknown('not-applicable', now, { source: 'backends' });
  }
  if (!runMode.known) {
    return sameReason(runMode);
  }
  return undefined;
}

function overDisks(
  context: DeriveContext,
  f: (disks: { total: number; used: number; worst: { pct: number } }) => number,
  how: 'sum' | 'max',
): Reading<number> {
  const { live, now, runMode } = context;
  const list = live.reading('backends', now);
  if (runMode.known && runMode.value === 'shared_data') {
    return unknown('not-applicable', now, { source: 'backends' });
  }
  if (!list.known) {
    return sameReason(list);
  }
  if (!runMode.known) {
    return sameReason(runMode);
  }
  const parts = list.value
    .filter((row) => row.alive === true)
    .map((row): NodeReading => {
      const measured = measuredDisks(context, row.node);
      const reported = reportedDisks(row);
      return {
        node: row.node,
        reading: measured.known
          ? { ...measured, value: f(measured.value) }
          : reported === null
            ? unknown('not-installed', list.observedAt, { source: 'backends' })
            : known(f(reported), list),
      };
    });
  return how === 'sum' ? sumReadings(parts, now) : maxReading(parts, now);
}

/** Totals of SHOW BACKENDS, for a BE whose /metrics do not answer. */
function reportedDisks(row: ComputeRow) {
  if (row.diskTotalBytes === null || row.diskAvailBytes === null || row.maxDiskUsedPct === null) {
    return null;
  }
  return {
    total: row.diskTotalBytes,
    used: row.diskTotalBytes - row.diskAvailBytes,
    worst: { pct: row.maxDiskUsedPct },
  };
}
