import type { SortKey } from './sortRows';

/** What of a column filter and copy read. */
export type TextColumn<R> = {
  readonly label: string;
  readonly sort?: (row: R) => SortKey;
};

/** Rows in which some column holds every word that was typed, whatever its case. */
export function filterRows<R>(
  rows: readonly R[],
  columns: readonly TextColumn<R>[],
  typed: string,
): readonly R[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return rows;
  }
  return rows.filter((row) => {
    const texts = columns.map((column) => String(column.sort?.(row) ?? '').toLowerCase());
    return words.every((word) => texts.some((text) => text.includes(word)));
  });
}

/** Rows in the order their keys had when the pointer came; those that are new follow. */
export function inFrozenOrder<R>(
  rows: readonly R[],
  keyOf: (row: R) => string,
  frozen: readonly string[] | undefined,
): readonly R[] {
  if (frozen === undefined) {
    return rows;
  }
  const place = new Map(frozen.map((key, index) => [key, index]));
  const placeOf = (row: R) => place.get(keyOf(row)) ?? frozen.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Index of the first row that is drawn, and of the one after the last. */
export type RowWindow = { readonly first: number; readonly end: number };

/** From so many rows on only those in sight are drawn. */
export const mostDrawnRows = 200;
/** Drawn above and below what is in sight, so that scrolling by a little shows no hole. */
const spare = 20;

/** The rows to draw of a list that is scrolled by `scrollTop` in a box of `height`, px. */
export function rowWindow(
  count: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
): RowWindow {
  if (count <= mostDrawnRows) {
    return { first: 0, end: count };
  }
  const first = Math.min(count, Math.max(0, Math.floor(scrollTop / rowHeight) - spare));
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + spare);
  return { first, end };
}

/**
 * Where a scrolled list counts as scrolled to, px: the same for a few rows on, so that a box is drawn
 * again only when the rows in it change; always 0 for a list that is drawn whole.
 */
export function scrollStep(count: number, scrollTop: number, rowHeight: number): number {
  const step = (spare / 2) * rowHeight;
  return count <= mostDrawnRows ? 0 : Math.floor(scrollTop / step) * step;
}

/** A table as CSV (RFC 4180): an unknown cell is empty. */
export function tableCsv<R>(rows: readonly R[], columns: readonly TextColumn<R>[]): string {
  const told = columns.filter((column) => column.sort !== undefined);
  const lines = [
    told.map(({ label }) => label),
    ...rows.map((row) => told.map((column) => column.sort?.(row) ?? '')),
  ];
  return lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/** Text of a cluster must not become a formula in who opens the file. */
function csvField(value: string | number): string {
  if (typeof value === 'number') {
    return String(value);
  }
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
