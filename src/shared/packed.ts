/**
 * JSON made smaller for the way between host and page. A message says the same names again in each
 * row, and the same source and age in each reading: here an object is its values alone, behind the
 * number of its shape (its keys in their order); a list of objects of one shape is a table of columns,
 * a list of one value that value and a count; a list of moments the first of them and how much later
 * each is; and what is there more than once is told once.
 */
type Packed = {
  readonly shapes: readonly (readonly string[])[];
  /** What is there more than once. */
  readonly shared: readonly Node[];
  readonly body: Node;
};

/** A value that is no list, or a list that begins with a mark or, of an object, with its shape. */
type Node = string | number | boolean | null | readonly Node[];

const list = -1;
const table = -2;
const same = -3;
const sharedAt = -4;
const later = -5;

/** A shorter list gains nothing. */
const fewestElements = 3;
/** Numbers from here on are moments: ms since 1970, alike in their first digits. */
const leastMoment = 1e11;
/** Bytes of `[-4,12],`. */
const referenceBytes = 8;

type Plain = Readonly<Record<string, unknown>>;

/** @param value what `JSON.stringify` takes; parts that are `undefined` are left out as it does */
export function pack(value: unknown): unknown {
  const shapes = new Shapes();
  const { shared, body } = shareRepeated(encode(value, shapes));
  const packed: Packed = { shapes: shapes.all, shared, body };
  return packed;
}

/** What `pack` was given, after its way through JSON; anything else as it is. */
export function unpack(value: unknown): unknown {
  if (!isPacked(value)) {
    return value;
  }
  const { shapes, shared, body } = value;
  const objectOf = (shape: number, values: readonly unknown[]) =>
    Object.fromEntries((shapes[shape] ?? []).map((key, index) => [key, values[index]]));
  const decode = (node: Node | undefined): unknown => {
    if (typeof node !== 'object' || node === null) {
      return node;
    }
    const [mark, ...rest] = node;
    switch (mark) {
      case list:
        return rest.map(decode);
      case same: {
        const [count, each] = rest;
        return Array.from({ length: Number(count) }, () => decode(each));
      }
      case table: {
        const [shape, count, ...columns] = rest;
        const lists = columns.map(decode) as unknown[][];
        return Array.from({ length: Number(count) }, (_, row) =>
          objectOf(
            Number(shape),
            lists.map((column) => column[row]),
          ),
        );
      }
      case later: {
        // A moment that is there more than once stands among what is shared.
        const [first, ...offsets] = rest.map(decode);
        return offsets.map((offset) => (offset === null ? null : Number(first) + Number(offset)));
      }
      case sharedAt:
        return decode(shared[Number(rest[0])]);
      default:
        return objectOf(Number(mark), rest.map(decode));
    }
  };
  return decode(body);
}

function isPacked(value: unknown): value is Packed {
  return isObject(value) && Array.isArray(value['shapes']) && Array.isArray(value['shared']);
}

/** The shapes of objects by their keys. */
class Shapes {
  readonly all: (readonly string[])[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(keys: readonly string[]): number {
    const name = JSON.stringify(keys);
    const known = this.#indexes.get(name);
    if (known !== undefined) {
      return known;
    }
    this.#indexes.set(name, this.all.length);
    this.all.push(keys);
    return this.all.length - 1;
  }
}

function encode(value: unknown, shapes: Shapes): Node {
  if (Array.isArray(value)) {
    return encodeList(value, shapes);
  }
  if (isObject(value)) {
    const entries = entriesOf(value);
    const shape = shapes.indexOf(entries.map(([key]) => key));
    return [shape, ...entries.map(([, part]) => encode(part, shapes))];
  }
  return plainOf(value);
}

/** As JSON tells it: what it has no word for is null in a list. */
function plainOf(value: unknown): Node {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    default:
      return null;
  }
}

function encodeList(values: readonly unknown[], shapes: Shapes): Node {
  const [first] = values;
  if (values.length >= fewestElements && isObject(first)) {
    const keys = entriesOf(first).map(([key]) => key);
    if (values.every((each) => hasKeys(each, keys))) {
      const rows = values as readonly Plain[];
      const columns = keys.map((key) =>
        encodeList(
          rows.map((row) => row[key]),
          shapes,
        ),
      );
      return [table, shapes.indexOf(keys), values.length, ...columns];
    }
  }
  const nodes = values.map((each) => encode(each, shapes));
  const [node] = nodes;
  if (values.length >= fewestElements && node !== undefined) {
    const text = JSON.stringify(node);
    if (nodes.every((each) => JSON.stringify(each) === text)) {
      return [same, values.length, node];
    }
  }
  const moments = values.filter((each) => each !== null);
  if (moments.length >= fewestElements && moments.every(isMoment)) {
    const earliest = Math.min(...moments);
    return [later, earliest, ...values.map((each) => (isMoment(each) ? each - earliest : null))];
  }
  return [list, ...nodes];
}

function isMoment(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= leastMoment;
}

/** Puts what is worth it in a list of its own, and its place there where it was. */
function shareRepeated(whole: Node): Pick<Packed, 'shared' | 'body'> {
  const counts = new Map<string, number>();
  const texts = new Map<readonly Node[], string>();
  const textOf = (node: Node): string => {
    if (typeof node !== 'object' || node === null) {
      return JSON.stringify(node);
    }
    const text = texts.get(node) ?? `[${node.map(textOf).join(',')}]`;
    texts.set(node, text);
    return text;
  };
  const count = (node: Node): void => {
    const text = textOf(node);
    const before = counts.get(text);
    counts.set(text, before === undefined ? 1 : before + 1);
    if (before === undefined && Array.isArray(node)) {
      node.forEach(count);
    }
  };
  count(whole);
  const places = new Map<string, number>();
  const shared: Node[] = [];
  const place = (node: Node): Node => {
    const text = textOf(node);
    const times = counts.get(text);
    const known = places.get(text);
    if (known !== undefined) {
      return [sharedAt, known];
    }
    const parts = (): Node => (Array.isArray(node) ? node.map(place) : node);
    if (times === undefined || times * (text.length - referenceBytes) <= text.length) {
      return parts();
    }
    const index = shared.length;
    places.set(text, index);
    shared.push(null);
    shared[index] = parts();
    return [sharedAt, index];
  };
  const body = place(whole);
  return { shared, body };
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
