/**
 * How a list of rows comes from the one before it, as pairs of numbers: where a stretch of it stood
 * there, and how long it is; from -1 that many rows are told anew.
 */
export type RowRuns = readonly number[];

const anew = -1;

/**
 * @param rows text of each row
 * @param before the same of the list before
 * @returns undefined when no row is as it was
 */
export function rowRuns(rows: readonly string[], before: readonly string[]): RowRuns | undefined {
  const places = new Map(before.map((row, place) => [row, place]));
  const runs: number[] = [];
  let next = NaN;
  for (const row of rows) {
    const place = places.get(row) ?? anew;
    // Rows that are alike may stand anywhere: where the stretch goes on is best.
    const at = place !== anew && before[next] === row ? next : place;
    if (runs.length > 0 && (at === anew ? runs.at(-2) === anew : at === next)) {
      runs.push(Number(runs.pop()) + 1);
    } else {
      runs.push(at, 1);
    }
    next = at === anew ? NaN : at + 1;
  }
  return runs.every((first, index) => index % 2 === 1 || first === anew) ? undefined : runs;
}

/** Rows that are told anew, those that stand in no stretch of the list before. */
export function toldRows<R>(rows: readonly R[], runs: RowRuns): readonly R[] {
  const told: R[] = [];
  let at = 0;
  for (const [first, count] of pairs(runs)) {
    if (first === anew) {
      told.push(...rows.slice(at, at + count));
    }
    at += count;
  }
  return told;
}

/** The whole list again. */
export function withKeptRows<R>(told: readonly R[], before: readonly R[], runs: RowRuns): R[] {
  const rows: R[] = [];
  let at = 0;
  for (const [first, count] of pairs(runs)) {
    if (first === anew) {
      rows.push(...told.slice(at, at + count));
      at += count;
    } else {
      rows.push(...before.slice(first, first + count));
    }
  }
  return rows;
}

function pairs(runs: RowRuns): readonly (readonly [first: number, count: number])[] {
  return runs.flatMap((first, index) =>
    index % 2 === 0 ? [[first, Number(runs[index + 1])] as const] : [],
  );
}
