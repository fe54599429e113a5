/**
 * What the wire's text formats do to a number: the range of values that a reader of the text can
 * honestly come to. Formats S3, SP, S1 and `%.nf %` of SHOW statements.
 */
import type { Interval } from './interval';
import { widen, point } from './interval';

const units = [1, 1024, 1024 ** 2, 1024 ** 3, 1024 ** 4];

/** Largest unit that is not above the size. */
function unitOf(bytes: number): number {
  return units.findLast((unit) => bytes >= unit) ?? 1;
}

/** `12.345 GB` (with or without the space): three decimals of its unit. */
export const sizeWith3Decimals = (bytes: number): Interval =>
  widen(point(bytes), 0.000_51 * unitOf(bytes));

/** `1.2GB`: one decimal of its unit. */
export const sizeWith1Decimal = (bytes: number): Interval =>
  widen(point(bytes), 0.051 * unitOf(bytes));

/** A percentage printed with so many decimals. */
export const percentText = (value: number, decimals: 1 | 2): Interval =>
  widen(point(value), decimals === 1 ? 0.0501 : 0.00501);

/** Times are printed in whole seconds. */
export const wholeSecond = (epochMs: number): number => Math.floor(epochMs / 1000) * 1000;
