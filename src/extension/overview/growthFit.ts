import type { DaysUntil, GrowthPerDay } from '../../shared/model/capacityPrediction';

/** The greatest use of a day, in bytes; capacity where there is one. */
export type DayUse = {
  /** Whole days since the epoch. */
  readonly day: number;
  readonly value: number;
  readonly capacity?: number;
  /** Names what was summed up: a sum over other parts cannot be compared. */
  readonly parts?: string;
};

/** Why there is none: days are too few yet, or it has hardly changed in all of them. */
export type GrowthFit =
  | ({ readonly fits: true } & GrowthPerDay)
  | { readonly fits: false; readonly why: 'days' | 'flat'; readonly days: number };

/** Forecasts rest on no more and no fewer days. */
export const fitDays = { most: 30, least: 7 } as const;
/** Below this share of the capacity a change is noise. */
const leastChange = 0.01;
/** A capacity that changes by more than this is another disk. */
const sameCapacity = 0.02;

/**
 * Theil–Sen over the days since the last change of capacity or of parts: single outliers and days
 * without a measurement do not move it.
 *
 * @param days oldest first, at most one of each day
 */
export function fitGrowth(days: readonly DayUse[]): GrowthFit {
  const run = lastRun(days).slice(-fitDays.most);
  if (run.length < fitDays.least) {
    return { fits: false, why: 'days', days: run.length };
  }
  const values = run.map(({ value }) => value);
  const most = Math.max(...values);
  const change = most - Math.min(...values);
  const capacity = run.at(-1)?.capacity ?? most;
  if (change === 0 || change < leastChange * capacity) {
    return { fits: false, why: 'flat', days: run.length };
  }
  const slopes = pairwiseSlopes(run);
  return {
    fits: true,
    perDay: quantile(slopes, 0.5),
    low: quantile(slopes, 0.1),
    high: quantile(slopes, 0.9),
    days: run.length,
  };
}

/** The newest days with nearly the same capacity and the same parts. */
function lastRun(days: readonly DayUse[]): readonly DayUse[] {
  const newest = days.at(-1);
  if (newest === undefined) {
    return [];
  }
  let from = days.length - 1;
  for (let at = from - 1; at >= 0; at -= 1) {
    const [day, next] = [days[at], days[at + 1]];
    if (day === undefined || next === undefined || !isSame(day, next)) {
      break;
    }
    from = at;
  }
  return days.slice(from);
}

function isSame(a: DayUse, b: DayUse): boolean {
  if (a.parts !== b.parts) {
    return false;
  }
  if (a.capacity === undefined || b.capacity === undefined) {
    return a.capacity === b.capacity;
  }
  return Math.abs(b.capacity - a.capacity) <= sameCapacity * a.capacity;
}

/** Slopes between every two days, ascending. */
function pairwiseSlopes(days: readonly DayUse[]): Float64Array {
  const slopes = days.flatMap((later, index) =>
    days
      .slice(0, index)
      .map((earlier) => (later.value - earlier.value) / (later.day - earlier.day)),
  );
  return Float64Array.from(slopes).sort();
}

/** Linear between the two nearest; `sorted` is ascending and not empty. */
function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

const fiveYears = 5 * 365.25;

/** @param room bytes left until then; 0 or less: it is reached */
export function daysUntil(room: number, growth: GrowthPerDay): DaysUntil {
  const at = (perDay: number): number | null => {
    if (room <= 0) {
      return 0;
    }
    const days = perDay > 0 ? room / perDay : Number.POSITIVE_INFINITY;
    return days <= fiveYears ? days : null;
  };
  return { soonest: at(growth.high), likely: at(growth.perDay), latest: at(growth.low) };
}
