import type { PastSlot } from '../../src/demo/truthPast';
import type { ImportLine } from '../../src/extension/store/historyStore';
import { dayMs, minuteMs, secondMs, type EpochMs } from '../../src/shared/time';

const coarseMs = 5 * minuteMs;
const fineMs = 30 * secondMs;
const fineDays = 2;
/** How far values within one slot wander, so that they have the digits of measured ones. */
const wander = 0.05;

/**
 * The demo's past as a monitor would have stored it: its slots of five minutes, the last two days of
 * them as ten samples each.
 */
export function finePast(past: readonly PastSlot[], now: EpochMs): readonly ImportLine[] {
  const fineFrom = now - fineDays * dayMs;
  return past.flatMap((slot): readonly ImportLine[] =>
    slot.ts < fineFrom
      ? [slot]
      : Array.from({ length: coarseMs / fineMs }, (_, index) => {
          const ts = slot.ts + index * fineMs;
          return {
            ts,
            values: wandered(slot.values, ts),
            nodes: Object.fromEntries(
              Object.entries(slot.nodes).map(([node, values]) => [node, wandered(values, ts)]),
            ),
          };
        }),
  );
}

function wandered(
  values: Readonly<Record<string, number | null>>,
  ts: EpochMs,
): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(values).map(([id, value], index) => [
      id,
      value === null ? null : value * (1 + wander * Math.sin(ts / fineMs + index)),
    ]),
  );
}
