/** What the history can tell of a moment later: the truth of that moment, as far as it is kept. */
import type { Expectation, Leaf } from './expectation';
import { anyOf, known, leaf, list, unknown } from './expectation';
import { holds, widen } from './interval';

/** Not kept: which rules were judged then, their marks, and the words of evidence. */
const untold = new Set([
  'judged',
  'applicable',
  'sentence',
  'evidence',
  'nextStep',
  'observedAt',
  'detail',
  'level',
  'marks',
  'versionMarks',
  'advice',
]);
/** Kept in whole milliseconds, which a difference of two shows twice. */
const wholeMs = /^(p50|p75|p95|p99)$/;

const anything = leaf(() => undefined);

/**
 * The same expectation of a past moment: figures to the digits that are kept, and where nothing is
 * kept `not-recorded`, null or an empty list. Nothing else may differ.
 *
 * @param digits what one step of the figures is, beside four significant digits
 */
export function storedExpectation(expected: Expectation, digits = 0.002): Expectation {
  switch (expected.kind) {
    case 'leaf':
      return storedLeaf(expected, digits);
    case 'absent':
      return expected;
    case 'fields':
      return {
        kind: 'fields',
        fields: Object.fromEntries(
          Object.entries(expected.fields).map(([name, field]) => [
            name,
            untold.has(name) ? anything : storedExpectation(field, wholeMs.test(name) ? 1 : digits),
          ]),
        ),
      };
    case 'anyOf':
      return anyOf(expected.options.map((option) => storedExpectation(option, digits)));
    case 'list':
      return anyOf([
        { ...expected, items: expected.items.map((item) => storedExpectation(item, digits)) },
        list([]),
      ]);
    case 'known':
      return anyOf([
        known(storedExpectation(expected.value, digits), { coverage: null, bound: null }),
        unknown('not-recorded'),
      ]);
    case 'unknown':
      return unknown(...expected.why, 'not-recorded');
    case 'rows': {
      return anyOf([
        {
          ...expected,
          unknownColumns: null,
          rows: expected.rows.map((row) => storedExpectation(row, digits)),
          meta: { coverage: null, bound: null },
        },
        unknown('not-recorded'),
      ]);
    }
  }
}

function storedLeaf({ check, range }: Leaf, digits: number): Expectation {
  return leaf((actual) => {
    if (actual === null || actual === '') {
      return undefined;
    }
    if (range === undefined || typeof actual !== 'number') {
      return check(actual);
    }
    const kept = widen(range, digits + 0.001 * Math.max(Math.abs(range.lo), Math.abs(range.hi)));
    return holds(kept, actual) ? undefined : check(actual);
  });
}
