import type { EpochMs } from '../../shared/time';

/** What only several answers tell of a routine load; null while too few of them are there. */
export type RoutineLoadTrend = {
  /** When it was first seen in its present state. */
  readonly stateSince: EpochMs;
  /** Over the last 15 min. */
  readonly lagPerSecond: number | null;
  readonly rising: boolean | null;
};
