import fc from 'fast-check';
import assert from 'node:assert/strict';
import {
  combineReadings,
  known,
  mapReading,
  maxReading,
  mostCommonReason,
  sameCoverage,
  sumReadings,
  unknown,
  unknownReasons,
  type NodeReading,
  type Reading,
} from '../../../src/shared/reading';

const at = (observedAt: number) => ({ observedAt, source: 'feMetrics' as const });
const part = (node: string, reading: Reading<number>): NodeReading => ({ node, reading });

const readings: fc.Arbitrary<Reading<number>> = fc.oneof(
  fc
    .record({ value: fc.integer({ min: -1000, max: 1000 }), time: fc.integer({ min: 1, max: 99 }) })
    .map(({ value, time }) => known(value, at(time))),
  fc.constantFrom(...unknownReasons).map((why) => unknown<number>(why, 5)),
);

describe('a sum over nodes', () => {
  it('is complete, partial with its coverage, or unknown', () => {
    const down = part('be:b:1', unknown('timeout', 1));
    const whole = sumReadings(
      [part('be:a:1', known(2, at(9))), part('be:b:1', known(3, at(7)))],
      10,
    );
    assert.deepEqual(whole, {
      known: true,
      value: 5,
      observedAt: 7,
      source: 'feMetrics',
      coverage: { have: 2, of: 2, missing: [] },
    });
    const partial = sumReadings([part('be:a:1', known(2, at(9))), down], 10);
    assert.ok(partial.known);
    assert.deepEqual(
      [partial.value, partial.bound, partial.coverage],
      [2, 'lower', { have: 1, of: 2, missing: ['be:b:1'] }],
    );
    const upper = part('be:c:1', known(4, at(9), { bound: 'upper' }));
    const boundOf = (...parts: NodeReading[]) => {
      const sum = sumReadings(parts, 10);
      return sum.known ? sum.bound : sum.why;
    };
    assert.equal(boundOf(part('be:a:1', known(2, at(9))), upper), 'upper');
    assert.equal(boundOf(upper, down), undefined, 'neither too low nor too high');
    const none = sumReadings([down], 10);
    assert.deepEqual([none.known, !none.known && none.why], [false, 'timeout']);
    assert.equal(sumReadings([], 10).known, false);
  });

  it('never turns unknown into a number', () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 30 }), (list) => {
        const parts = list.map((reading, i) => part(`be:${i}:1`, reading));
        const values = list.flatMap((reading) => (reading.known ? [reading.value] : []));
        const sum = sumReadings(parts, 100);
        const max = maxReading(parts, 100);
        assert.equal(sum.known, values.length > 0);
        if (sum.known && max.known) {
          assert.equal(
            sum.value,
            values.reduce((a, b) => a + b, 0),
          );
          assert.equal(max.value, Math.max(...values));
          assert.equal(sum.bound, values.length < list.length ? 'lower' : undefined);
          assert.ok(sum.coverage!.missing.length <= 10);
          assert.equal(sum.coverage!.have, values.length);
        }
      }),
    );
  });
});

describe('combining readings', () => {
  it('is unknown when either part is', () => {
    fc.assert(
      fc.property(readings, readings, (a, b) => {
        const both = combineReadings(a, b, (x, y) => x + y);
        assert.equal(both.known, a.known && b.known);
      }),
    );
  });

  it('is as old as the older part and as complete as the less complete one', () => {
    const whole = known(1, at(9));
    const partial = known(2, at(5), {
      bound: 'lower',
      coverage: { have: 1, of: 2, missing: ['x'] },
    });
    const both = combineReadings(whole, partial, (a, b) => a + b);
    assert.ok(both.known);
    assert.deepEqual([both.value, both.observedAt, both.bound], [3, 5, 'lower']);
    assert.equal(both.coverage?.have, 1);
  });

  it('maps the last value of an unknown reading along', () => {
    const gone = unknown<number>('node-down', 3, { last: { value: 2, observedAt: 1 } });
    assert.deepEqual(
      mapReading(gone, (n) => `${n}!`),
      {
        known: false,
        why: 'node-down',
        since: 3,
        last: { value: '2!', observedAt: 1 },
      },
    );
  });

  it('compares only what rests on the same nodes', () => {
    const over = (have: number, of: number, missing: string[]) =>
      known(1, at(1), { coverage: { have, of, missing } });
    assert.ok(sameCoverage(known(1, at(1)), over(3, 3, [])));
    assert.ok(!sameCoverage(over(2, 2, []), over(3, 3, [])));
    assert.ok(sameCoverage(over(1, 3, ['a', 'b']), over(1, 3, ['b', 'a'])));
    assert.ok(!sameCoverage(over(2, 3, ['a']), over(2, 3, ['b'])));
    assert.ok(!sameCoverage(over(2, 3, ['a']), known(1, at(1))));
  });

  it('gives the reason most nodes give, the first of equals', () => {
    const why = (...reasons: (typeof unknownReasons)[number][]) =>
      mostCommonReason(
        reasons.map((reason, i) => part(String(i), unknown(reason, i))),
        9,
      ).why;
    assert.equal(why('timeout', 'denied', 'denied'), 'denied');
    assert.equal(why('timeout', 'denied'), 'timeout');
  });
});
