export type Point = { readonly x: number; readonly y: number };
export type Area = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};
export type MarkLabel = {
  readonly align: 'left' | 'right';
  readonly x: number;
  readonly y: number;
};

/** Height of a label over its baseline, and its distance from the mark, px. */
const ascent = 9;
const offset = 4;
const inset = 4;
/** So far may a label stand out of the top of the chart. */
const rise = 6;
/** A mark runs through the whole label, as about so many points of a curve do. */
const markWeight = 10;

/**
 * Where the labels of the marks go, baselines in px: at either end, over or under the mark, where
 * they cover least of the curves and other marks, and never one another. `undefined` where a label
 * finds no place.
 *
 * @param marks in the order of their weight: the first ones choose first.
 */
export function placeMarkLabels(
  marks: readonly { readonly y: number; readonly width: number }[],
  curves: readonly Point[],
  area: Area,
): readonly (MarkLabel | undefined)[] {
  const taken: Area[] = [];
  const covered = (box: Area) =>
    curves.filter((point) => within(point, box)).length +
    markWeight * marks.filter(({ y }) => y >= box.top && y <= box.bottom).length;
  return marks.map(({ y, width }) => {
    const places = (['left', 'right'] as const)
      .flatMap((align) => [
        { align, y: y - offset },
        { align, y: y + offset + ascent },
      ])
      .map((place) => {
        const left = place.align === 'left' ? area.left + inset : area.right - inset - width;
        const box = { left, right: left + width, top: place.y - ascent, bottom: place.y + 2 };
        return { ...place, x: place.align === 'left' ? left : left + width, box };
      })
      .filter(({ box }) => box.top >= area.top - rise && box.bottom <= area.bottom)
      .filter(({ box }) => !taken.some((other) => overlap(box, other)))
      .map((place) => ({ ...place, covered: covered(place.box) }));
    const fewest = Math.min(...places.map(({ covered }) => covered));
    const best = places.find(({ covered }) => covered === fewest);
    if (best === undefined) {
      return undefined;
    }
    taken.push(best.box);
    return { align: best.align, x: best.x, y: best.y };
  });
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** A curve is wider than its points: those just beside the box cross it too. */
function within({ x, y }: Point, box: Area): boolean {
  const rim = 3;
  return x >= box.left - rim && x <= box.right + rim && y >= box.top - rim && y <= box.bottom + rim;
}
