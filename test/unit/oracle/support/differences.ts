/** Which readings of two overviews differ, by path; rows by the node or name they are about. */

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths that differ; a reading that is known on one side only, or partial, is one difference. */
export function differences(a: unknown, b: unknown, path = ''): readonly string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) {
    return [];
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return listDifferences(a, b, path);
  }
  if (!isObject(a) || !isObject(b)) {
    return [path];
  }
  if (Array.isArray(a['rows']) && Array.isArray(b['rows'])) {
    const { rows: rowsA, ...restA } = a;
    const { rows: rowsB, ...restB } = b;
    return [...differences(restA, restB, path), ...differences(rowsA, rowsB, path)];
  }
  if ('known' in a && 'known' in b) {
    return a['known'] === true && b['known'] === true && isObject(a['value'])
      ? [...metaDifference(a, b, path), ...differences(a['value'], b['value'], path)]
      : [path];
  }
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) =>
    differences(a[name], b[name], path === '' ? name : `${path}.${name}`),
  );
}

function metaDifference(a: Json, b: Json, path: string): readonly string[] {
  const meta = ({ value: _value, ...rest }: Json): string => JSON.stringify(rest);
  return meta(a) === meta(b) ? [] : [path];
}

function listDifferences(
  a: readonly unknown[],
  b: readonly unknown[],
  path: string,
): readonly string[] {
  const keys = [a, b].map((list) => list.map(keyOf));
  const [keysA = [], keysB = []] = keys;
  if (keysA.join() !== keysB.join()) {
    return [path];
  }
  return a.flatMap((element, i) => differences(element, b[i], `${path}[${keysA[i] ?? String(i)}]`));
}

function keyOf(element: unknown, position: number): string {
  if (!isObject(element)) {
    return String(position);
  }
  const key = ['node', 'queryId', 'connectionId', 'partitionId', 'name'].find(
    (name) => typeof element[name] === 'string',
  );
  return key === undefined ? String(position) : String(element[key]);
}
