import assert from 'node:assert/strict';
import type { SqlAnswer } from '../../../../src/extension/starrocks/lane';
import type { ParseContext } from '../../../../src/extension/starrocks/sources/source';

/** An answer from a header line and rows of cells separated by ` | `; `NULL!` is SQL NULL. */
export function answerOf(header: string, ...rows: readonly string[]): SqlAnswer {
  const columns = header.split(/,\s*/);
  return {
    columns,
    rows: rows.map((row) => {
      const cells = row.split('|').map((cell) => cell.trim());
      return Object.fromEntries(
        columns.map((column, i) => [column, cells[i] === 'NULL!' ? null : (cells[i] ?? null)]),
      );
    }),
    tookMs: 4,
    receivedAtMono: 1_000,
  };
}

/** A cluster eight hours ahead of UTC, clocks agreeing. */
export const shanghai: ParseContext = {
  sessionOffsetMs: 8 * 3_600_000,
  globalOffsetMs: 8 * 3_600_000,
  skewMs: 0,
  receivedAt: Date.UTC(2025, 5, 27, 2, 0, 10),
  tookMs: 4,
};

/** The row at a place; fails when there is none. */
export function at<T>(list: readonly T[], place: number): T {
  const item = list[place];
  assert.ok(item !== undefined, `no item ${place}`);
  return item;
}
