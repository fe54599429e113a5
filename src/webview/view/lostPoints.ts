import type { TrendSeries } from '../../shared/model/trends';
import type { EpochMs } from '../../shared/time';

/** What the score says of a stretch of time. */
export type LostPoints = {
  /** 100 − the lowest score of each bucket, oldest first; null = no score was known. */
  readonly lost: readonly (number | null)[];
  readonly worst: { readonly points: number; readonly at: EpochMs } | undefined;
  /** How long nothing was lost, and how long nothing was known, ms. */
  readonly withoutMs: number;
  readonly unknownMs: number;
};

/** @param score the trend of `health.score`: the lowest value of each bucket */
export function lostPoints({ avg, min, from, stepMs }: TrendSeries): LostPoints {
  const lost = (min ?? avg).map((score) => (score === null ? null : Math.max(0, 100 - score)));
  const largest = Math.max(...lost.map((points) => points ?? Number.NEGATIVE_INFINITY));
  const count = (wanted: (points: number | null) => boolean) => lost.filter(wanted).length;
  return {
    lost,
    worst: largest > 0 ? { points: largest, at: from + lost.indexOf(largest) * stepMs } : undefined,
    withoutMs: count((points) => points === 0) * stepMs,
    unknownMs: count((points) => points === null) * stepMs,
  };
}
