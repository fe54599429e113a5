import type { TimeRange } from './model/trends';
import { dayMs, hourMs } from './time';
import type { EpochMs } from './time';

/** Lengths of the ranges that end now; a year has 365 days. */
const lengths = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '3d': 3 * dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '1y': 365 * dayMs,
} as const satisfies Record<Extract<TimeRange, string>, number>;

/** A range that ends now. */
export type NamedRange = keyof typeof lengths;

/** Shortest first. */
export const namedRanges: readonly NamedRange[] = ['1h', '6h', '24h', '3d', '7d', '30d', '1y'];

export function rangeMs(range: TimeRange): number {
  return typeof range === 'string' ? lengths[range] : range.to - range.from;
}

/** The stretch a range means at `now`; throws for what is no stretch of time. */
export function rangeAt(
  range: TimeRange,
  now: EpochMs,
): { readonly from: EpochMs; readonly to: EpochMs } {
  if (typeof range === 'string') {
    if (!Object.hasOwn(lengths, range)) {
      throw new Error(`There is no range ${range}.`);
    }
    return { from: now - lengths[range], to: now };
  }
  const { from, to } = range;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from >= to) {
    throw new Error('A range of time needs a begin and a later end, in milliseconds since 1970.');
  }
  return { from, to };
}
