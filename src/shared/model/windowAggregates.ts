import type { Reading } from '../reading';
import type { EpochMs } from '../time';

/** An average of the measured time, and the highest value in it. */
export type WindowFigure = {
  /** Mean of the averages of the measured buckets. */
  readonly average: Reading<number>;
  /** Highest value of the stretch; a lower bound where a bucket rests on part of the nodes. */
  readonly maximum: Reading<number>;
};

/** What a stretch of time came to, from the history. */
export type WindowAggregates = {
  /** Begin of the stretch. */
  readonly from: EpochMs;
  /** Its end, not later than now. */
  readonly to: EpochMs;
  /** Share of the stretch, up to now, in which queries were measured: what the rest did is not known. */
  readonly measuredPct: Reading<number>;
  /** Queries per second. */
  readonly queriesPerSecond: WindowFigure;
  /** Highest 99th percentile of query latency, ms; percentiles are never averaged. */
  readonly p99Max: Reading<number>;
  /** Of all nodes; the maximum is that of the busiest one, percent. */
  readonly cpuPct: WindowFigure;
  /** As `cpuPct`, of the memory limit. */
  readonly memoryPct: WindowFigure;
  /** Fullest disk, percent; not of shared-data, whose disks are caches. */
  readonly diskMaxPct: Reading<number>;
};
