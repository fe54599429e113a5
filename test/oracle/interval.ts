/** Closed ranges of numbers: what a value may be when its moment or its wire rounding is not exact. */
export type Interval = { readonly lo: number; readonly hi: number };

export const point = (value: number): Interval => ({ lo: value, hi: value });

export const widen = (range: Interval, by: number): Interval => ({
  lo: range.lo - by,
  hi: range.hi + by,
});

export const add = (a: Interval, b: Interval): Interval => ({ lo: a.lo + b.lo, hi: a.hi + b.hi });

export const subtract = (a: Interval, b: Interval): Interval => ({
  lo: a.lo - b.hi,
  hi: a.hi - b.lo,
});

/** For parts that cannot be negative and a divisor that cannot be 0. */
export const divide = (a: Interval, b: Interval): Interval => ({
  lo: a.lo / b.hi,
  hi: a.hi / b.lo,
});

export const scale = (range: Interval, by: number): Interval => ({
  lo: range.lo * by,
  hi: range.hi * by,
});

export const notBelowZero = (range: Interval): Interval => ({
  lo: Math.max(0, range.lo),
  hi: Math.max(0, range.hi),
});

export const sum = (ranges: readonly Interval[]): Interval => ranges.reduce(add, point(0));

/** The smallest range around all of them; throws for none. */
export function hull(ranges: readonly Interval[]): Interval {
  if (ranges.length === 0) {
    throw new Error('no range to put a hull around');
  }
  return {
    lo: Math.min(...ranges.map((range) => range.lo)),
    hi: Math.max(...ranges.map((range) => range.hi)),
  };
}

export const maximum = (ranges: readonly Interval[]): Interval => ({
  lo: Math.max(...ranges.map((range) => range.lo)),
  hi: Math.max(...ranges.map((range) => range.hi)),
});

export const average = (ranges: readonly Interval[]): Interval =>
  scale(sum(ranges), 1 / ranges.length);

/** With room for binary fractions and for numbers that were stored as scaled integers. */
export const holds = (range: Interval, value: number): boolean => {
  const slack = 1e-9 * Math.max(1, Math.abs(range.lo), Math.abs(range.hi));
  return value >= range.lo - slack && value <= range.hi + slack;
};
