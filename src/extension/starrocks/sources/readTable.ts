import { MalformedAnswer } from '../failures';
import type { SqlAnswer, SqlRow } from '../lane';
import { known } from '../values';
import type { Parsed } from './source';

/** Field of our row type to the column it comes from. */
export type Columns<F extends string> = Readonly<Record<F, string>>;

/**
 * One row, while `read` runs: text of optional fields (null for the words of "unknown"), and of
 * fields that must be there.
 */
export type Cells<F extends string> = {
  readonly text: (field: F) => string | null;
  /** The cell as it is. Throws MalformedAnswer when it is NULL. */
  readonly required: (field: F) => string;
};

/**
 * Reads rows by column name, because order and number of columns differ by version and run mode,
 * and one version writes `location` where others write `Location`. Columns nobody asked for are ignored.
 */
export function readTable<F extends string, R>(
  answer: SqlAnswer,
  columns: Columns<F>,
  keys: readonly NoInfer<F>[],
  read: (cells: Cells<F>) => R,
): Parsed<readonly R[]> {
  const actual = new Map(answer.columns.map((column) => [column.toLowerCase(), column]));
  const fields = Object.keys(columns) as F[];
  const names = new Map(fields.map((field) => [field, actual.get(columns[field].toLowerCase())]));
  for (const key of keys) {
    if (names.get(key) === undefined) {
      throw new MalformedAnswer(`no column ${columns[key]} in the answer`);
    }
  }
  // One pair of functions for all rows, of which there may be thousands.
  let row: SqlRow = {};
  const cell = (field: F): string | null => {
    const name = names.get(field);
    return name === undefined ? null : (row[name] ?? null);
  };
  const cells: Cells<F> = {
    text: (field) => known(cell(field)),
    required: (field) => {
      const text = cell(field);
      if (text === null) {
        throw new MalformedAnswer(`column ${columns[field]} is empty`);
      }
      return text;
    },
  };
  const rows = answer.rows.map((each) => {
    row = each;
    return read(cells);
  });
  const unknownColumns = fields.filter((field) => names.get(field) === undefined);
  const asked = new Set(fields.map((field) => columns[field].toLowerCase()));
  const extraColumns = answer.columns.filter((column) => !asked.has(column.toLowerCase()));
  return {
    value: rows,
    rows: rows.length,
    ...(unknownColumns.length > 0 ? { unknownColumns } : {}),
    ...(extraColumns.length > 0 ? { extraColumns } : {}),
  };
}

/** The value of a cell without which its row means nothing. */
export function must<T>(value: T | null, column: string, cell: string): T {
  if (value === null) {
    throw new MalformedAnswer(`column ${column} holds '${cell.slice(0, 40)}'`);
  }
  return value;
}
