/**
 * The series catalogue: every reading that is kept over time. It is also the schema of the wide
 * history tables (one scaled INTEGER column per aggregate, NULL = unknown), of trends and of charts.
 * Values outside the store are in natural units: percent 0–100, milliseconds, bytes, per second.
 */

export type SeriesUnit =
  'count' | 'percent' | 'perSecond' | 'msPerSecond' | 'ms' | 'bytes' | 'bytesPerSecond';

/** G gauge, R rate of a counter, P polled: the last answer holds for 1.5 periods. */
export type SeriesKind = 'gauge' | 'rate' | 'poll';

/** Roll-up: a average, x maximum, n minimum, l last. Nothing else is stored for the series. */
export type Aggregate = 'a' | 'x' | 'n' | 'l';

export type SeriesScope = 'cluster' | 'fe' | 'compute';

export type SeriesDefinition = {
  readonly scope: SeriesScope;
  readonly unit: SeriesUnit;
  readonly kind: SeriesKind;
  readonly rollup: readonly Aggregate[];
  /** Which direction is good; `neutral` deltas are never coloured. */
  readonly good: 'up' | 'down' | 'neutral';
};

const series = <S extends SeriesScope>(
  scope: S,
  unit: SeriesUnit,
  kind: SeriesKind,
  rollup: string,
  good: SeriesDefinition['good'],
) =>
  ({
    scope,
    unit,
    kind,
    rollup: rollup.split('') as Aggregate[],
    good,
  }) satisfies SeriesDefinition & {
    scope: S;
  };

export const clusterSeries = {
  'fe.alive': series('cluster', 'count', 'gauge', 'n', 'up'),
  'fe.total': series('cluster', 'count', 'gauge', 'l', 'neutral'),
  'compute.alive': series('cluster', 'count', 'gauge', 'n', 'up'),
  'compute.total': series('cluster', 'count', 'gauge', 'l', 'neutral'),
  'query.qps': series('cluster', 'perSecond', 'rate', 'ax', 'neutral'),
  'query.rps': series('cluster', 'perSecond', 'rate', 'a', 'neutral'),
  'query.err_internal': series('cluster', 'perSecond', 'rate', 'ax', 'down'),
  'query.err_timeout': series('cluster', 'perSecond', 'rate', 'a', 'down'),
  'query.err_analysis': series('cluster', 'perSecond', 'rate', 'a', 'neutral'),
  'query.slow': series('cluster', 'perSecond', 'rate', 'a', 'down'),
  'query.p50': series('cluster', 'ms', 'gauge', 'x', 'down'),
  'query.p75': series('cluster', 'ms', 'gauge', 'x', 'down'),
  'query.p95': series('cluster', 'ms', 'gauge', 'x', 'down'),
  'query.p99': series('cluster', 'ms', 'gauge', 'x', 'down'),
  'query.running': series('cluster', 'count', 'gauge', 'ax', 'neutral'),
  'query.queued': series('cluster', 'count', 'gauge', 'x', 'down'),
  'query.queue_timeout': series('cluster', 'perSecond', 'rate', 'a', 'down'),
  'conn.total': series('cluster', 'count', 'gauge', 'ax', 'neutral'),
  'conn.fe_max_pct': series('cluster', 'percent', 'gauge', 'x', 'down'),
  'cpu.avg': series('cluster', 'percent', 'gauge', 'a', 'down'),
  'cpu.max': series('cluster', 'percent', 'gauge', 'x', 'down'),
  'mem.avg': series('cluster', 'percent', 'gauge', 'a', 'down'),
  'mem.max': series('cluster', 'percent', 'gauge', 'x', 'down'),
  'heap.max': series('cluster', 'percent', 'gauge', 'anx', 'down'),
  'gc.old': series('cluster', 'msPerSecond', 'rate', 'x', 'down'),
  'disk.used': series('cluster', 'bytes', 'poll', 'l', 'neutral'),
  'disk.total': series('cluster', 'bytes', 'poll', 'l', 'neutral'),
  'disk.max_pct': series('cluster', 'percent', 'poll', 'x', 'down'),
  'cache.used': series('cluster', 'bytes', 'gauge', 'l', 'neutral'),
  'cache.quota': series('cluster', 'bytes', 'gauge', 'l', 'neutral'),
  'cache.hit': series('cluster', 'percent', 'poll', 'a', 'up'),
  'compaction.score': series('cluster', 'count', 'gauge', 'ax', 'down'),
  'compaction.versions': series('cluster', 'count', 'poll', 'x', 'down'),
  'compaction.running': series('cluster', 'count', 'gauge', 'a', 'neutral'),
  'compaction.failed': series('cluster', 'perSecond', 'rate', 'a', 'down'),
  'compaction.over': series('cluster', 'count', 'poll', 'x', 'down'),
  'load.rows': series('cluster', 'perSecond', 'rate', 'ax', 'neutral'),
  'load.bytes': series('cluster', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'load.running': series('cluster', 'count', 'poll', 'x', 'neutral'),
  'load.finished': series('cluster', 'perSecond', 'poll', 'a', 'neutral'),
  'load.failed': series('cluster', 'perSecond', 'poll', 'a', 'down'),
  'txn.begin': series('cluster', 'perSecond', 'rate', 'a', 'neutral'),
  'txn.success': series('cluster', 'perSecond', 'rate', 'a', 'neutral'),
  'txn.failed': series('cluster', 'perSecond', 'rate', 'a', 'down'),
  'txn.running': series('cluster', 'count', 'gauge', 'x', 'neutral'),
  'txn.db_pct': series('cluster', 'percent', 'gauge', 'x', 'down'),
  'routine.lag': series('cluster', 'count', 'poll', 'x', 'down'),
  'routine.bad': series('cluster', 'count', 'poll', 'x', 'down'),
  'mv.bad': series('cluster', 'count', 'poll', 'x', 'down'),
  'alter.running': series('cluster', 'count', 'gauge', 'a', 'neutral'),
  'net.rx': series('cluster', 'bytesPerSecond', 'rate', 'ax', 'neutral'),
  'net.tx': series('cluster', 'bytesPerSecond', 'rate', 'ax', 'neutral'),
  'io.read': series('cluster', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'io.write': series('cluster', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'io.util_max': series('cluster', 'percent', 'rate', 'x', 'down'),
  'journal.write': series('cluster', 'perSecond', 'rate', 'a', 'neutral'),
  'journal.image_gap': series('cluster', 'count', 'gauge', 'x', 'down'),
  'replay.lag': series('cluster', 'count', 'gauge', 'x', 'down'),
  'tablet.total': series('cluster', 'count', 'gauge', 'l', 'neutral'),
  'tablet.unhealthy': series('cluster', 'count', 'poll', 'x', 'down'),
  'data.bytes': series('cluster', 'bytes', 'poll', 'l', 'neutral'),
  'own.statements': series('cluster', 'perSecond', 'rate', 'a', 'down'),
  'own.ms': series('cluster', 'msPerSecond', 'rate', 'a', 'down'),
  'health.score': series('cluster', 'count', 'gauge', 'n', 'up'),
} as const satisfies Record<string, SeriesDefinition>;

export const nodeSeries = {
  'fe.up': series('fe', 'count', 'gauge', 'n', 'up'),
  'fe.qps': series('fe', 'perSecond', 'rate', 'a', 'neutral'),
  'fe.err': series('fe', 'perSecond', 'rate', 'a', 'down'),
  'fe.p99': series('fe', 'ms', 'gauge', 'x', 'down'),
  'fe.conn': series('fe', 'count', 'gauge', 'x', 'neutral'),
  'fe.heap': series('fe', 'percent', 'gauge', 'anx', 'down'),
  'fe.gc_old': series('fe', 'msPerSecond', 'rate', 'x', 'down'),
  'fe.replay_lag': series('fe', 'count', 'gauge', 'x', 'down'),
  'be.up': series('compute', 'count', 'gauge', 'n', 'up'),
  'be.cpu': series('compute', 'percent', 'gauge', 'anx', 'down'),
  'be.mem': series('compute', 'percent', 'gauge', 'ax', 'down'),
  'be.disk_max': series('compute', 'percent', 'poll', 'x', 'down'),
  'be.cache_pct': series('compute', 'percent', 'gauge', 'l', 'neutral'),
  'be.versions': series('compute', 'count', 'poll', 'x', 'down'),
  'be.compactions': series('compute', 'count', 'gauge', 'a', 'neutral'),
  'be.running': series('compute', 'count', 'gauge', 'x', 'neutral'),
  'be.scan_bytes': series('compute', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'be.load_rows': series('compute', 'perSecond', 'rate', 'a', 'neutral'),
  'be.net_rx': series('compute', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'be.net_tx': series('compute', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'be.io_read': series('compute', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'be.io_write': series('compute', 'bytesPerSecond', 'rate', 'a', 'neutral'),
  'be.io_util': series('compute', 'percent', 'rate', 'x', 'down'),
} as const satisfies Record<string, SeriesDefinition>;

export type ClusterSeriesId = keyof typeof clusterSeries;
export type NodeSeriesId = keyof typeof nodeSeries;
export type SeriesId = ClusterSeriesId | NodeSeriesId;

export const clusterSeriesIds = Object.keys(clusterSeries) as readonly ClusterSeriesId[];
export const nodeSeriesIds = Object.keys(nodeSeries) as readonly NodeSeriesId[];

const allSeries: Readonly<Record<SeriesId, SeriesDefinition>> = { ...clusterSeries, ...nodeSeries };

export function seriesDefinition(id: SeriesId): SeriesDefinition {
  return allSeries[id];
}

/** Stored integer = round(natural value × scale). */
export function storageScale(unit: SeriesUnit): number {
  switch (unit) {
    case 'percent':
      return 100;
    case 'perSecond':
    case 'msPerSecond':
      return 1000;
    case 'count':
    case 'ms':
    case 'bytes':
    case 'bytesPerSecond':
      return 1;
  }
}
