/** What one overview leaves unknown, or tells otherwise, that another one of the same moment tells. */
import { differences } from './differences';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export type Lost = {
  /** Readings, and columns of tables, that are unknown, by reason; those of all rows are one. */
  readonly unknown: Readonly<Record<string, readonly string[]>>;
  /** What is known and not the same: partial, bounded, or a list without some of its rows. */
  readonly changed: readonly string[];
};

/**
 * Every reading by path: `known`, or why not. A column that no row has a value for is one, too.
 *
 * @param found where they are noted
 */
export function readingsOf(
  value: unknown,
  path = '',
  found = new Map<string, string>(),
): ReadonlyMap<string, string> {
  if (Array.isArray(value)) {
    value.forEach((element) => readingsOf(element, `${path}[]`, found));
  } else if (isObject(value) && 'known' in value) {
    const state = value['known'] === true ? 'known' : String(value['why']);
    const before = found.get(path);
    found.set(path, before === undefined || before === state ? state : 'some');
    readingsOf(value['known'] === true ? value['value'] : undefined, path, found);
  } else if (isObject(value) && Array.isArray(value['rows'])) {
    const { rows, unknownColumns } = value;
    readingsOf(rows, path, found);
    Object.entries(isObject(unknownColumns) ? unknownColumns : {}).forEach(([column, why]) =>
      found.set(`${path}[].${column}`, String(why)),
    );
  } else if (isObject(value)) {
    Object.entries(value).forEach(([name, part]) =>
      readingsOf(part, path === '' ? name : `${path}.${name}`, found),
    );
  }
  return found;
}

/** Whether a path is this one, or leads to something in it. */
export const isUnder = (path: string, top: string): boolean =>
  path === top || path.startsWith(`${top}.`) || path.startsWith(`${top}[`);

export function lostReadings(whole: unknown, told: unknown): Lost {
  const before = readingsOf(whole);
  const after = readingsOf(told);
  const lost = [...after].filter(
    ([path, state]) => state !== 'known' && before.get(path) !== state,
  );
  const reasons = [...new Set(lost.map(([, why]) => why))].sort();
  const changed = differences(whole, told)
    .map((path) => path.replace(/\[[^\]]*\]/g, '[]'))
    .filter((path) => !/\.unknownColumns(\.\w+)?$/.test(path))
    .filter((path) => !lost.some(([top]) => isUnder(path, top)))
    // Unknown before as after: what was asked in vain may be another source.
    .filter((path) => after.get(path) === undefined || after.get(path) === 'known');
  return {
    unknown: Object.fromEntries(
      reasons.map((why) => [
        why,
        lost
          .filter(([, reason]) => reason === why)
          .map(([path]) => path)
          .sort(),
      ]),
    ),
    changed: [...new Set(changed)].sort(),
  };
}
