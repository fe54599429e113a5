import type { NodeId } from '../../shared/ids';
import type { Reading } from '../../shared/reading';
import type { SeriesId } from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import type { OverviewInput, Sample } from './overviewInput';

/**
 * Samples with from < at ≤ to. The reading of this moment is the newest of them, also while its
 * round is not stored yet.
 */
export function samplesOf(
  input: OverviewInput,
  series: SeriesId,
  node: NodeId | null,
  from: EpochMs,
  to: EpochMs,
  current?: Reading<number>,
): readonly Sample[] {
  const stored = input.history.samples(series, node, from + 1, to + 1);
  const newest = stored.at(-1)?.at;
  const isStored = newest !== undefined && input.now - newest < input.history.stepMs / 2;
  if (current?.known !== true || isStored || current.observedAt > to || input.now > to) {
    return stored;
  }
  const { value, coverage } = current;
  return [...stored, { at: input.now, value, ...(coverage === undefined ? {} : { coverage }) }];
}

/** How many samples a window has when none is missing; at least one. */
export function expectedSamples(input: OverviewInput, windowMs: number): number {
  return Math.max(1, Math.round(windowMs / input.history.stepMs));
}

/** The known values of a window, oldest first; undefined when fewer than half of them are known. */
export function knownWindow(
  input: OverviewInput,
  samples: readonly Sample[],
  windowMs: number,
): readonly number[] | undefined {
  const values = samples.flatMap(({ value }) => (value === null ? [] : [value]));
  return values.length >= expectedSamples(input, windowMs) / 2 ? values : undefined;
}

/**
 * The first sample of the unbroken run, up to `to`, in which the condition held. Unknown samples
 * are passed over for two periods; a distance of more than three periods ends the run.
 *
 * @returns `to` when not even the newest stored sample belongs to the run
 */
export function runStart(
  samples: readonly Sample[],
  holds: (value: number) => boolean,
  to: EpochMs,
  stepMs: number,
): EpochMs {
  let start = to;
  let reached = to;
  for (const { at, value } of samples.toReversed()) {
    if (reached - at > 3 * stepMs || (value !== null && !holds(value))) {
      break;
    }
    if (value !== null) {
      start = at;
      reached = at;
    }
  }
  return start;
}

/** Median of the slopes of all pairs (Theil–Sen), per ms; undefined for fewer than two samples. */
export function medianSlope(samples: readonly Sample[]): number | undefined {
  const points = samples.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const slopes: number[] = [];
  points.forEach((a, i) => {
    for (const b of points.slice(i + 1)) {
      if (b.at > a.at) {
        slopes.push((b.value - a.value) / (b.at - a.at));
      }
    }
  });
  slopes.sort((a, b) => a - b);
  const middle = slopes.length / 2;
  const upper = slopes[Math.floor(middle)];
  const lower = slopes[Math.ceil(middle) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** Whether a window rises: slope > 0 and last − first ≥ max(1, 5 % of the first). */
export function isRising(samples: readonly Sample[]): boolean {
  const values = samples.flatMap(({ value }) => (value === null ? [] : [value]));
  const first = values[0];
  const last = values.at(-1);
  const slope = medianSlope(samples);
  return (
    first !== undefined &&
    last !== undefined &&
    slope !== undefined &&
    slope > 0 &&
    last - first >= Math.max(1, 0.05 * first)
  );
}

export const average = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
