/**
 * JSON made smaller for the way between host and page. Rows say the names of their columns again in
 * each row, and readings their source and age in each cell: here a list of objects of one shape
 * becomes a table of columns, and a list of one value that value and a count. Text of a cluster can
 * be a key: keys that look like ours are escaped.
 */
const mark = '~';
const table = '~table';
const same = '~same';
const entries = '~entries';

/** A shorter list gains nothing. */
const fewestElements = 3;

type Plain = Readonly<Record<string, unknown>>;

/** @param value what `JSON.stringify` takes; parts that are `undefined` are left out as it does */
export function pack(value: unknown): unknown {
  if (Array.isArray(value)) {
    return packList(value);
  }
  if (!isObject(value)) {
    return value;
  }
  const packed = entriesOf(value).map(([key, part]) => [key, pack(part)] as const);
  return packed.some(([key]) => key.startsWith(mark))
    ? { [entries]: packed }
    : Object.fromEntries(packed);
}

/** What `pack` was given, after its way through JSON. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(unpack);
  }
  if (!isObject(value)) {
    return value;
  }
  if (Array.isArray(value[table])) {
    const [count, keys, columns] = value[table] as [number, string[], unknown[]];
    const lists = columns.map(unpack) as unknown[][];
    return Array.from({ length: count }, (_, row) =>
      Object.fromEntries(keys.map((key, column) => [key, lists[column]?.[row]])),
    );
  }
  if (Array.isArray(value[same])) {
    const [count, each] = value[same] as [number, unknown];
    return Array.from({ length: count }, () => each);
  }
  const own = Array.isArray(value[entries])
    ? (value[entries] as [string, unknown][])
    : Object.entries(value);
  return Object.fromEntries(own.map(([key, part]) => [key, unpack(part)]));
}

function packList(list: readonly unknown[]): unknown {
  const [first] = list;
  if (list.length >= fewestElements) {
    if (!isObject(first) && !Array.isArray(first) && list.every((each) => Object.is(each, first))) {
      return { [same]: [list.length, first ?? null] };
    }
    const keys = isObject(first) ? entriesOf(first).map(([key]) => key) : undefined;
    if (keys !== undefined && list.every((each) => hasKeys(each, keys))) {
      const rows = list as readonly Plain[];
      const columns = keys.map((key) => packList(rows.map((row) => row[key])));
      return { [table]: [list.length, keys, columns] };
    }
  }
  return list.map((each) => pack(each));
}

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf(value: Plain): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, part]) => part !== undefined);
}

function hasKeys(value: unknown, keys: readonly string[]): boolean {
  if (!isObject(value)) {
    return false;
  }
  const own = entriesOf(value);
  return own.length === keys.length && own.every(([key], index) => key === keys[index]);
}
