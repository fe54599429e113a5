import * as assert from 'node:assert/strict';
import { renderPhrase } from '../../../src/shared/format';
import { phrase } from '../../../src/shared/phrase';
import { compare } from '../../oracle/compare';
import type { Expectation } from '../../oracle/expectation';
import { absent, exact, fields, known, sentence, unknown, within } from '../../oracle/expectation';

const at = 1_000_000;

const mismatches = (actual: unknown, expected: Expectation): readonly string[] =>
  compare(actual, expected, (text) => renderPhrase(text), 'x').mismatches;

const reading = (value: unknown, more: object = {}) => ({
  known: true,
  value,
  observedAt: at,
  source: 'feMetrics',
  ...more,
});

const five = known(within({ lo: 4.9, hi: 5.1 }), {
  source: ['feMetrics'],
  observedAt: { lo: at, hi: at },
});

const rowsOf = (...ids: readonly string[]) =>
  reading({ rows: ids.map((id) => ({ id })), total: ids.length, truncated: false });

/** `a` was there all the time, `b` came or went. */
const table: Expectation = {
  kind: 'rows',
  meta: {},
  rows: ['a', 'b'].map((id) => fields({ id: exact(id) })),
  ids: ['a', 'b'],
  idOf: (row) => String(row['id']),
  mayMiss: new Set(['b']),
};

describe('comparing an answer with its expectation', () => {
  it('lets a row be there or not that came or went while it was asked', () => {
    assert.deepEqual(mismatches(rowsOf('a', 'b'), table), []);
    assert.deepEqual(mismatches(rowsOf('a'), table), []);
  });

  it('accepts what is expected', () => {
    assert.deepEqual(mismatches(reading(5), five), []);
  });

  const wrong: readonly (readonly [string, unknown, Expectation])[] = [
    ['another value', reading(5.2), five],
    ['a row that is missing though it was always there', rowsOf('b'), table],
    [
      'more rows in all than there can be',
      reading({ rows: [{ id: 'a' }, { id: 'b' }], total: 3, truncated: false }),
      table,
    ],
    ['a row that never was there', rowsOf('a', 'c'), table],
    ['0 for unknown', reading(0), unknown('denied')],
    ['unknown for a value', { known: false, why: 'denied', since: at }, five],
    ['another reason', { known: false, why: 'timeout', since: at }, unknown('denied')],
    ['unknown since never', { known: false, why: 'denied' }, unknown('denied')],
    ['another source', reading(5, { source: 'sessions' }), five],
    ['an older observation', reading(5, { observedAt: at - 30_000 }), five],
    ['a bound that is none', reading(5, { bound: 'lower' }), five],
    ['a partial sum', reading(5, { coverage: { have: 1, of: 2, missing: ['a'] } }), five],
    [
      'a complete sum where a node is missing',
      reading(5),
      known(exact(5), { bound: null, coverage: { have: 1, of: 2, missing: ['a'] } }),
    ],
    ['a field too many', { a: 1, b: 2 }, fields({ a: exact(1) })],
    ['a field too few', {}, fields({ a: exact(1) })],
    ['a field that should not be there', { a: 1 }, fields({ a: absent })],
    ['an unfinished sentence', phrase('text.verbatim', {}), sentence()],
    [
      'a sentence that leaves the node out',
      phrase('text.verbatim', { text: 'down' }),
      sentence(['cn-1']),
    ],
  ];

  for (const [name, actual, expected] of wrong) {
    it(`finds ${name}`, () => {
      assert.equal(mismatches(actual, expected).length, 1);
    });
  }

  describe('of rows', () => {
    const rows = (total: number, list: readonly unknown[], more: object = {}) =>
      reading({ rows: list, total, truncated: false, ...more });
    const two: Expectation = {
      kind: 'rows',
      meta: {},
      rows: [fields({ id: exact('a'), n: exact(1) }), fields({ id: exact('b'), n: exact(null) })],
      ids: ['a', 'b'],
      idOf: (row) => String(row['id']),
    };
    const a = { id: 'a', n: 1 };
    const b = { id: 'b', n: null };

    it('accepts them in any order', () => {
      assert.deepEqual(mismatches(rows(2, [b, a]), two), []);
    });

    it('finds a missing one, a wrong cell, a double, a wrong total, a column called unknown', () => {
      assert.match(mismatches(rows(2, [a]), two).join(), /has 1 rows/);
      assert.match(mismatches(rows(2, [a, { id: 'b', n: 0 }]), two).join(), /x\[b\]\.n: is 0/);
      assert.match(mismatches(rows(2, [a, a]), two).join(), /has rows twice/);
      assert.match(mismatches(rows(3, [a, b]), two).join(), /has a total of 3/);
      assert.match(
        mismatches(rows(2, [a, b], { unknownColumns: { n: 'denied' } }), two).join(),
        /says column n is unknown/,
      );
    });
  });

  it('counts the fields it has looked at, whatever the row', () => {
    const { compared, unknown: unknownFields } = compare(
      {
        a: reading(1),
        rows: reading({ rows: [{ id: 'a' }], total: 1, truncated: false }),
        u: { known: false, why: 'denied', since: at },
      },
      fields({
        a: known(exact(1), {}),
        rows: {
          kind: 'rows',
          meta: {},
          rows: [fields({ id: exact('a') })],
          ids: ['a'],
          idOf: (row) => String(row['id']),
        },
        u: unknown('denied'),
      }),
      (text) => renderPhrase(text),
    );

    assert.deepEqual([...compared].sort(), ['a', 'rows[]', 'rows[].id']);
    assert.deepEqual([...unknownFields], ['u']);
  });
});
