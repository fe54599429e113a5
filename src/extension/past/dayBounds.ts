import { dayMs, hourMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';

const mostDays = 400;

/**
 * Midnights of the last days, the one that begins after `before` last. Rounded to the hour, which is
 * the finest that is stored for years: zones with half hours are half an hour off.
 *
 * Throws when it is asked for no day or too many.
 *
 * @param offsetAt how far the zone is ahead of UTC at a moment, ms
 */
export function dayBounds(
  before: EpochMs,
  days: number,
  offsetAt: (at: EpochMs) => number,
): readonly EpochMs[] {
  if (!Number.isSafeInteger(before) || !Number.isInteger(days) || days < 1 || days > mostDays) {
    throw new Error(`Days are asked for by a moment and a number from 1 to ${mostDays}.`);
  }
  const today = Math.floor((before + offsetAt(before)) / dayMs);
  return Array.from({ length: days + 1 }, (_, index) => {
    const local = (today + 1 - days + index) * dayMs;
    // The offset of about that time, then the one of midnight itself.
    const near = local - offsetAt(local - offsetAt(before));
    return Math.round((local - offsetAt(near)) / hourMs) * hourMs;
  });
}
