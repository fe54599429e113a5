import type { NodeId } from '../ids';
import type { UnknownReason } from '../reading';
import type { SeriesId, SeriesUnit } from '../series';
import type { EpochMs } from '../time';

/** A range that ends now, or any other stretch; `shared/timeRange.ts` has their lengths. */
export type TimeRange =
  | '1h'
  | '6h'
  | '24h'
  | '3d'
  | '7d'
  | '30d'
  | '1y'
  | { readonly from: EpochMs; readonly to: EpochMs };

/** A stretch without values and why: never bridged, never zero. */
export type Gap = readonly [from: EpochMs, to: EpochMs, why: UnknownReason];

/**
 * A series on every boundary: bucket i covers [from + i × stepMs, from + (i + 1) × stepMs).
 * Numbers in natural units, rounded to 4 significant digits; null = nothing known in the bucket.
 */
export type TrendSeries = {
  /** Id in the catalogue of series. */
  readonly series: SeriesId;
  /** Absent: of the cluster. */
  readonly node?: NodeId;
  /** Unit of the values. */
  readonly unit: SeriesUnit;
  /** Begin of the first bucket. */
  readonly from: EpochMs;
  /** Length of a bucket, ms. */
  readonly stepMs: number;
  /** Averages; of polls the values themselves. */
  readonly avg: readonly (number | null)[];
  /** Lowest values; absent where none are stored. */
  readonly min?: readonly (number | null)[];
  /** Highest values; absent where none are stored. */
  readonly max?: readonly (number | null)[];
  /** Buckets whose values rest on part of the nodes or are only a bound: [first, last] index pairs. */
  readonly partial?: readonly (readonly [number, number])[];
  /** Stretches without values. */
  readonly gaps: readonly Gap[];
};

export type Trend = {
  /** Begin of the range, on a boundary of buckets. */
  readonly from: EpochMs;
  /** End of the range. */
  readonly to: EpochMs;
  /** Length of a bucket, ms: the longer the range, the longer. */
  readonly stepMs: number;
  /** One for each series that was asked for. */
  readonly series: readonly TrendSeries[];
  /** What happened in the range, oldest first. */
  readonly events: readonly ClusterEvent[];
};

export const clusterEventKinds = [
  'node-down',
  'node-up',
  'node-restarted',
  'node-joined',
  'node-left',
  'leader-changed',
  'heartbeats-stalled',
  'problem-begun',
  'problem-ended',
  'action',
] as const;
export type ClusterEventKind = (typeof clusterEventKinds)[number];

/** Something that happened at a time; a dotted line in every chart. */
export type ClusterEvent = {
  /** When it was noticed. */
  readonly at: EpochMs;
  /** What happened. */
  readonly kind: ClusterEventKind;
  /** Node it happened to; absent: the cluster. */
  readonly node?: NodeId;
  /**
   * Rule id of a problem, the new leader, `restarted` of a node that came back as another process, or
   * the kind of an action and how it ended (`killQuery done`).
   */
  readonly detail?: string;
};

/** Nodes that were restarted one after the other: one event with what happened to each inside. */
export type RollingRestart = {
  /** When the first was missed. */
  readonly at: EpochMs;
  readonly kind: 'rolling-restart';
  /** When the last was back. */
  readonly to: EpochMs;
  /** In the order in which they were restarted. */
  readonly nodes: readonly NodeId[];
  /** Oldest first. */
  readonly members: readonly ClusterEvent[];
};

/** An event as it is told. */
export type ToldEvent = ClusterEvent | RollingRestart;

export type PerformanceTrends = Trend;
export type ResourceTrends = Trend;

export const performanceTrendSeries = [
  'query.qps',
  'query.p75',
  'query.p95',
  'query.p99',
  'query.err_internal',
  'query.err_timeout',
  'query.running',
  'query.queued',
  'load.rows',
  'compaction.score',
] as const satisfies readonly SeriesId[];

export const resourceTrendSeries = [
  'cpu.avg',
  'cpu.max',
  'mem.avg',
  'mem.max',
  'heap.max',
  'net.rx',
  'net.tx',
  'io.read',
  'io.write',
  'io.util_max',
] as const satisfies readonly SeriesId[];

/** What `WindowAggregates` sums up. */
export const windowSeries = [
  'query.qps',
  'query.p99',
  'cpu.avg',
  'cpu.max',
  'mem.avg',
  'mem.max',
  'disk.max_pct',
] as const satisfies readonly SeriesId[];
