/**
 * What a field of the overview must be. Expectations form a tree of the shape of the answer;
 * `compare.ts` walks both and reports every difference with its path.
 */
import type { Coverage, UnknownReason } from '../../src/shared/reading';
import type { Interval } from './interval';
import { holds } from './interval';

/** A single value: returns what is wrong with it, or undefined. */
export type Leaf = {
  readonly kind: 'leaf';
  readonly check: (actual: unknown) => string | undefined;
  /** What a figure must lie in. */
  readonly range?: Interval;
};

export type Fields = {
  readonly kind: 'fields';
  readonly fields: Readonly<Record<string, Expectation>>;
};

/** The field is not there (an optional one). */
export type Absent = { readonly kind: 'absent' };

/** One of these fits: the moment of the answer is known to a second or two only. */
export type AnyOf = { readonly kind: 'anyOf'; readonly options: readonly Expectation[] };

/** A list whose order is not fixed (`key`) or is (`key` undefined). */
export type List = {
  readonly kind: 'list';
  readonly items: readonly Expectation[];
  /** Finds the item of an element; elements and items must match one to one. */
  readonly key?: { readonly of: (element: unknown) => string; readonly ids: readonly string[] };
};

export type ReadingMeta = {
  readonly source?: readonly string[];
  readonly observedAt?: Interval;
  /** Undefined: complete, whether said or not. `null`: any. */
  readonly coverage?:
    (Pick<Coverage, 'have' | 'of'> & { readonly missing: readonly string[] }) | null;
  /** Undefined: none. `null`: any. */
  readonly bound?: 'lower' | 'upper' | null;
};

export type KnownExpectation = {
  readonly kind: 'known';
  readonly value: Expectation;
  readonly meta: ReadingMeta;
};

export type UnknownExpectation = {
  readonly kind: 'unknown';
  /** Any of these reasons. */
  readonly why: readonly UnknownReason[];
};

/** A table: known with these rows, whatever the order unless `ordered`; cut to 50 of `total`. */
export type RowsExpectation = {
  readonly kind: 'rows';
  /** Every row that exists, in order when `ordered`. */
  readonly rows: readonly Expectation[];
  readonly ids: readonly string[];
  readonly idOf: (row: Readonly<Record<string, unknown>>) => string;
  readonly ordered?: boolean;
  /** How many rows the answer carries at most; 50 unless said. */
  readonly shown?: number;
  /** How many there are in all, when `rows` are only the first of them. */
  readonly total?: number;
  /** Rows that came or went while the answer was made: they may be there or not. */
  readonly mayMiss?: ReadonlySet<string>;
  /** Columns that are null in every row, and why. `null`: any. */
  readonly unknownColumns?: Readonly<Record<string, readonly UnknownReason[]>> | null;
  readonly meta: ReadingMeta;
};

export type Expectation =
  Leaf | Fields | Absent | AnyOf | List | KnownExpectation | UnknownExpectation | RowsExpectation;

const show = (value: unknown): string =>
  value === undefined ? 'undefined' : JSON.stringify(value);

export const leaf = (check: Leaf['check']): Leaf => ({ kind: 'leaf', check });

export const exact = (expected: unknown): Leaf =>
  leaf((actual) =>
    show(actual) === show(expected) ? undefined : `is ${show(actual)}, expected ${show(expected)}`,
  );

export const oneOf = (options: readonly unknown[]): Leaf =>
  leaf((actual) =>
    options.some((option) => show(option) === show(actual))
      ? undefined
      : `is ${show(actual)}, expected one of ${show(options)}`,
  );

export const within = (range: Interval): Leaf => ({
  kind: 'leaf',
  range,
  check: (actual) =>
    typeof actual === 'number' && holds(range, actual)
      ? undefined
      : `is ${show(actual)}, expected ${range.lo} … ${range.hi}`,
});

/** A text for people: rendered, complete, and saying these things. */
export const sentence = (parts: readonly (string | RegExp)[] = []): Expectation =>
  leaf((actual) => {
    if (typeof actual !== 'string' || actual.trim() === '') {
      return `is ${show(actual)}, expected a sentence`;
    }
    if (/\{\w+\}|NaN|undefined|null/.test(actual)) {
      return `is not a finished sentence: ${show(actual)}`;
    }
    const missing = parts.find((part) =>
      typeof part === 'string' ? !actual.includes(part) : !part.test(actual),
    );
    return missing === undefined ? undefined : `does not say ${String(missing)}: ${show(actual)}`;
  });

export const absent: Absent = { kind: 'absent' };

export const fields = (expected: Readonly<Record<string, Expectation>>): Fields => ({
  kind: 'fields',
  fields: expected,
});

export const anyOf = (options: readonly Expectation[]): Expectation => {
  const [only, ...others] = options;
  return only !== undefined && others.length === 0 ? only : { kind: 'anyOf', options };
};

export const list = (items: readonly Expectation[], key?: List['key']): List => ({
  kind: 'list',
  items,
  ...(key === undefined ? {} : { key }),
});

export const known = (value: Expectation, meta: ReadingMeta): KnownExpectation => ({
  kind: 'known',
  value,
  meta,
});

export const unknown = (...why: readonly UnknownReason[]): UnknownExpectation => ({
  kind: 'unknown',
  why,
});
