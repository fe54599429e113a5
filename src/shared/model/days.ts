import type { EpochMs } from '../time';
import type { ProblemInterval } from './healthHistory';

/** Figures of a day; sums over the measured time alone, never scaled up to the whole day. */
export const dayFigureIds = [
  /** Queries, and those that failed inside or timed out. */
  'queries',
  'errors',
  /** Errors of the queries, percent. */
  'errorPct',
  /** Per second. */
  'qpsAvg',
  'qpsMax',
  /** ms; the worst value of the day. */
  'p99Max',
  /** Percent. */
  'cpuAvg',
  'cpuMax',
  'memAvg',
  'memMax',
  'heapAvg',
  'heapMax',
  /** Bytes at the end of the day, and the fullest path in percent. */
  'diskUsed',
  'diskMaxPct',
  'computeAliveMin',
  /** Seconds without a leader or without a living compute node, and what is left of the judged time, percent. */
  'downtimeS',
  'availabilityPct',
  /** Bytes of all tables: first and last known of the day, and the difference. */
  'dataFirst',
  'dataLast',
  'dataGrowth',
  'loadsFinished',
  'loadsFailed',
  /** Lowest score. */
  'scoreMin',
] as const;
export type DayFigureId = (typeof dayFigureIds)[number];

export type DayFigure = {
  /** null = measured at no time of the day (or no queries, of `errorPct`). */
  readonly value: number | null;
  /** Seconds of the day that it rests on. */
  readonly measuredS: number;
  /** Part of the nodes or of the work was not counted: it is at least so much. */
  readonly partial?: true;
};

export type DaySummary = {
  /** From midnight to midnight in the zone of the cluster, to the hour. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Seconds that rounds of the collector stand for. */
  readonly measuredS: number;
  readonly figures: Readonly<Record<DayFigureId, DayFigure>>;
  /** The worst problem: by level, then the longest. Absent: none was open in a stored round. */
  readonly worst?: ProblemInterval;
};

export type Days = {
  /** What the cluster calls its time zone; null = not known, days of UTC. */
  readonly zone: string | null;
  /** Oldest first; none from before the first stored hour. */
  readonly days: readonly DaySummary[];
};
