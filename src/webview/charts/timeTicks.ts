import type { EpochMs } from '../../shared/time';
import { dayMs, hourMs, minuteMs } from '../../shared/time';

const steps = [
  minuteMs,
  2 * minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
  2 * dayMs,
  7 * dayMs,
  14 * dayMs,
  28 * dayMs,
  91 * dayMs,
];

/**
 * At most `count` round moments of the reader's clock within [from, to], leaving room for the label of
 * the right end. `zoneOffsetMs` is local time minus UTC, so that steps fall on local hours and days.
 *
 * @param room share of the length that belongs to that label
 */
export function timeTicks(
  from: EpochMs,
  to: EpochMs,
  count: number,
  zoneOffsetMs: number,
  room: number,
): readonly EpochMs[] {
  const length = to - from;
  const step = steps.find((candidate) => length / candidate <= count) ?? length;
  const ticks: EpochMs[] = [];
  const first = Math.ceil((from + zoneOffsetMs) / step) * step - zoneOffsetMs;
  for (let tick = first; tick <= to - length * room; tick += step) {
    if (tick >= from + length * 0.03) {
      ticks.push(tick);
    }
  }
  return ticks;
}
