import type { Reading } from '../reading';
import type { EpochMs } from '../time';

/** An average of the measured time, and the highest value in it. */
export type WindowFigure = {
  readonly average: Reading<number>;
  readonly maximum: Reading<number>;
};

/** What a stretch of time came to, from the history. */
export type WindowAggregates = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Share of the stretch, up to now, in which queries were measured: what the rest did is not known. */
  readonly measuredPct: Reading<number>;
  /** Queries per second. */
  readonly queriesPerSecond: WindowFigure;
  /** Highest 99th percentile of query latency, ms; percentiles are never averaged. */
  readonly p99Max: Reading<number>;
  /** Of all nodes; the maximum is that of the busiest one, percent. */
  readonly cpuPct: WindowFigure;
  readonly memoryPct: WindowFigure;
  /** Fullest disk, percent; not of shared-data, whose disks are caches. */
  readonly diskMaxPct: Reading<number>;
};
