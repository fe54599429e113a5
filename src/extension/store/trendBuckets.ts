import type { Gap } from '../../shared/model/trends';
import type { UnknownReason } from '../../shared/reading';
import { dayMs, hourMs, minuteMs, secondMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import { mostCommon } from './stateText';

/** Down-sampling of one series to buckets; pure. */

/** A stored row of one series, natural units. */
export type TrendPoint = {
  readonly at: EpochMs;
  /** The row stands for [at, at + coversMs). */
  readonly coversMs: number;
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** How many values the row rests on: the weight of its average. */
  readonly weight: number;
  /** Why `value` is null. */
  readonly why?: UnknownReason;
  readonly isPartial: boolean;
};

export type Combine = 'mean' | 'max' | 'min' | 'last';

export type BucketGrid = {
  readonly from: EpochMs;
  readonly stepMs: number;
  readonly count: number;
};

export type BucketedSeries = {
  readonly avg: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly partial: readonly (readonly [number, number])[];
  readonly gaps: readonly Gap[];
};

/** Steps a person can read off an axis; a coarser level uses those that are multiples of its own. */
const steps = [
  30 * secondMs,
  minuteMs,
  2 * minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  15 * minuteMs,
  20 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  3 * hourMs,
  4 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
];

/**
 * The finest readable grid of at most `buckets` buckets that ends with the bucket holding `to`; so a
 * chart that moves with the clock changes only at its right end.
 */
export function bucketGrid(
  from: EpochMs,
  to: EpochMs,
  buckets: number,
  finestMs: number,
): BucketGrid {
  const range = Math.max(to - from, finestMs);
  const fitting = steps.find((step) => step % finestMs === 0 && range / step <= buckets);
  const stepMs = fitting ?? Math.ceil(range / buckets / dayMs) * dayMs;
  const count = Math.max(1, Math.round(range / stepMs));
  const end = Math.ceil(to / stepMs) * stepMs;
  return { from: end - count * stepMs, stepMs, count };
}

/**
 * Puts points (oldest first) into the grid. A bucket without a row of its own holds the value of the
 * row that still stands for it; else it is a gap: `pendingFrom` on for `not-collected-yet`, before
 * that for the reason of its rows or `not-recorded`.
 */
export function bucketize(
  points: readonly TrendPoint[],
  grid: BucketGrid,
  combine: Combine,
  pendingFrom: EpochMs,
): BucketedSeries {
  const buckets = Array.from({ length: grid.count }, emptyBucket);
  const held: (TrendPoint | undefined)[] = new Array<undefined>(grid.count).fill(undefined);
  for (const point of points) {
    const first = Math.floor((point.at - grid.from) / grid.stepMs);
    const last = Math.floor((point.at + point.coversMs - 1 - grid.from) / grid.stepMs);
    const own = buckets[first];
    if (own !== undefined) {
      addTo(own, point, combine);
    }
    for (let index = Math.max(first + 1, 0); index <= Math.min(last, grid.count - 1); index += 1) {
      held[index] = point;
    }
  }
  buckets.forEach((bucket, index) => {
    const holder = held[index];
    if (bucket.rows === 0 && holder !== undefined) {
      addTo(bucket, holder, combine);
    }
  });
  return {
    avg: buckets.map((bucket) => rounded(valueOf(bucket, combine))),
    min: buckets.map((bucket) => rounded(bucket.min)),
    max: buckets.map((bucket) => rounded(bucket.max)),
    partial: ranges(buckets.map((bucket) => (bucket.isPartial ? 'partial' : null))).map(
      ([first, last]) => [first, last],
    ),
    gaps: gapsOf(buckets, grid, pendingFrom),
  };
}

type Bucket = {
  rows: number;
  /** Of `mean`: Σ value × weight, and Σ weight; of the others the value so far. */
  value: number | null;
  weight: number;
  min: number | null;
  max: number | null;
  isPartial: boolean;
  readonly reasons: UnknownReason[];
};

function emptyBucket(): Bucket {
  return { rows: 0, value: null, weight: 0, min: null, max: null, isPartial: false, reasons: [] };
}

function addTo(bucket: Bucket, point: TrendPoint, combine: Combine): void {
  bucket.rows += 1;
  bucket.min = pick(bucket.min, point.min, Math.min);
  bucket.max = pick(bucket.max, point.max, Math.max);
  if (point.value === null) {
    if (point.why !== undefined) {
      bucket.reasons.push(point.why);
    }
    return;
  }
  bucket.isPartial ||= point.isPartial;
  switch (combine) {
    case 'mean':
      bucket.value = pick(bucket.value, point.value * point.weight, (a, b) => a + b);
      bucket.weight += point.weight;
      return;
    case 'max':
      bucket.value = pick(bucket.value, point.value, Math.max);
      return;
    case 'min':
      bucket.value = pick(bucket.value, point.value, Math.min);
      return;
    case 'last':
      bucket.value = point.value;
      return;
  }
}

function valueOf(bucket: Bucket, combine: Combine): number | null {
  return bucket.value !== null && combine === 'mean' ? bucket.value / bucket.weight : bucket.value;
}

function pick(
  a: number | null,
  b: number | null,
  better: (a: number, b: number) => number,
): number | null {
  if (a === null || b === null) {
    return a ?? b;
  }
  return better(a, b);
}

function gapsOf(
  buckets: readonly Bucket[],
  grid: BucketGrid,
  pendingFrom: EpochMs,
): readonly Gap[] {
  const reasons = buckets.map((bucket, index): UnknownReason | null => {
    if (bucket.value !== null) {
      return null;
    }
    const isPending = grid.from + index * grid.stepMs >= pendingFrom;
    return mostCommon(bucket.reasons) ?? (isPending ? 'not-collected-yet' : 'not-recorded');
  });
  return ranges(reasons).map(([first, last, why]) => [
    grid.from + first * grid.stepMs,
    grid.from + (last + 1) * grid.stepMs,
    why,
  ]);
}

/** Runs of equal marks as [first, last, mark]; null marks nothing. */
function ranges<M extends string>(marks: readonly (M | null)[]): (readonly [number, number, M])[] {
  const runs: [number, number, M][] = [];
  marks.forEach((mark, index) => {
    const run = runs.at(-1);
    if (mark === null) {
      return;
    }
    if (run?.[2] === mark && run[1] === index - 1) {
      run[1] = index;
    } else {
      runs.push([index, index, mark]);
    }
  });
  return runs;
}

/** Charts need no more than 4 significant digits, and messages get shorter. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
