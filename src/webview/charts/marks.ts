import type { Gap } from '../../shared/model/trends';
import type { UnknownReason } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';

export type Span = { readonly x: number; readonly width: number };
export type GapBox = Span & { readonly why: UnknownReason };

/** Narrowest box that can still be seen as hatched, px. */
const minimumWidth = 3;

/**
 * Boxes for stretches of time between `left` and `right`, px: cut at the edges, never invisibly
 * narrow, neighbours of the same reason that touch become one.
 */
export function gapBoxes(
  gaps: readonly Gap[],
  pixel: (at: EpochMs) => number,
  left: number,
  right: number,
): readonly GapBox[] {
  const boxes: GapBox[] = [];
  for (const [from, to, why] of [...gaps].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(left, pixel(from));
    const end = Math.min(right, pixel(to));
    if (end <= left || start >= right || end <= start) {
      continue;
    }
    const width = Math.max(minimumWidth, end - start);
    const x = Math.max(left, Math.min(start, right - width));
    const previous = boxes.at(-1);
    if (previous?.why === why && x <= previous.x + previous.width + 1) {
      boxes[boxes.length - 1] = {
        x: previous.x,
        width: Math.max(previous.width, x + width - previous.x),
        why,
      };
    } else {
      boxes.push({ x, width, why });
    }
  }
  return boxes;
}

/** The same for stretches without a reason. */
export function spans(
  stretches: readonly (readonly [EpochMs, EpochMs])[],
  pixel: (at: EpochMs) => number,
  left: number,
  right: number,
): readonly Span[] {
  return gapBoxes(
    stretches.map(([from, to]) => [from, to, 'not-recorded'] as const),
    pixel,
    left,
    right,
  ).map(({ x, width }) => ({ x, width }));
}
