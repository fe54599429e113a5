/**
 * The first `limit` items of an order, as sorting all of them would give: of thousands only some are
 * shown. Items that compare as equal stay in the order given.
 */
export function firstInOrder<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  limit: number,
): readonly T[] {
  if (items.length <= limit) {
    return items.toSorted(compare);
  }
  const first: T[] = [];
  for (const item of items) {
    const last = first[limit - 1];
    if (last === undefined || compare(item, last) < 0) {
      first.splice(placeOf(item, first, compare), 0, item);
      first.length = Math.min(first.length, limit);
    }
  }
  return first;
}

/** Behind everything that does not come after it. */
function placeOf<T>(item: T, sorted: readonly T[], compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other !== undefined && compare(item, other) < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
