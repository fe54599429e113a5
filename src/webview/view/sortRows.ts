export type SortKey = number | string | null;
export type Sorting = { readonly column: string; readonly descending: boolean };

/** A sorted copy. Unknown cells come last in both directions; equal rows keep their order. */
export function sortRows<R>(
  rows: readonly R[],
  key: (row: R) => SortKey,
  descending: boolean,
): readonly R[] {
  const direction = descending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const a = key(left);
    const b = key(right);
    if (a === null || b === null) {
      return a === b ? 0 : a === null ? 1 : -1;
    }
    if (typeof a === 'number' && typeof b === 'number') {
      return direction * (a - b);
    }
    return direction * String(a).localeCompare(String(b), 'en', { numeric: true });
  });
}

/** What a click on a column head leads to: worst (largest) first, then reversed, then the natural order. */
export function nextSorting(current: Sorting | undefined, column: string): Sorting | undefined {
  if (current?.column !== column) {
    return { column, descending: true };
  }
  return current.descending ? { column, descending: false } : undefined;
}
