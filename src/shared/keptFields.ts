import { withKeptRows, type RowRuns } from './keptRows';
import type { LiveModuleId } from './model/extendedOverview';
import type { Reading } from './reading';

/** What a message leaves out of a module because it is as the message before told it. */
export type Kept = {
  readonly fields: readonly string[];
  /** Of fields that are lists of which some rows are the same. */
  readonly rows?: Readonly<Record<string, RowRuns>>;
};

export type KeptFields = Readonly<Partial<Record<LiveModuleId, Kept>>>;

/** A reading of rows; what else it holds does not matter here. */
type RowsReading = { readonly value: { readonly rows: readonly unknown[] } };

/** Whether a field of a module is a list of rows that is known. */
export function hasRows(field: unknown): field is RowsReading {
  const value = partOf(field, 'value');
  return Array.isArray(partOf(value, 'rows'));
}

/** The same list with other rows. */
export function withRows<F extends RowsReading>(field: F, rows: readonly unknown[]): F {
  return { ...field, value: { ...field.value, rows } };
}

/** The module of a message made whole: what it tells, and what is kept of the one before. */
export function withKeptFields<T extends object>(
  told: Reading<T>,
  before: Reading<T> | undefined,
  kept: Kept | undefined,
): Reading<T> | undefined {
  if (kept === undefined || !told.known) {
    return told;
  }
  if (before?.known !== true) {
    return undefined;
  }
  const old = new Map<string, unknown>(Object.entries(before.value));
  const fields = kept.fields.map((field) => [field, old.get(field)] as const);
  const lists = Object.entries(kept.rows ?? {}).map(([field, runs]) => {
    const list = partOf(told.value, field);
    const oldList = old.get(field);
    return [
      field,
      hasRows(list) && hasRows(oldList)
        ? withRows(list, withKeptRows(list.value.rows, oldList.value.rows, runs))
        : list,
    ] as const;
  });
  const value = { ...Object.fromEntries(fields), ...told.value, ...Object.fromEntries(lists) };
  return { ...told, value };
}

function partOf(whole: unknown, name: string): unknown {
  return typeof whole === 'object' && whole !== null
    ? (whole as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
