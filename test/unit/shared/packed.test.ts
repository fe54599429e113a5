import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { pack, unpack } from '../../../src/shared/packed';
import { known, unknown } from '../../../src/shared/reading';

const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const through = (value: unknown): unknown => unpack(wire(pack(value)));

describe('messages made smaller', () => {
  const hostileKey = fc.constantFrom('~table', '~same', '~entries', '__proto__', 'constructor', '');
  const key = fc.oneof(fc.string(), hostileKey, fc.constantFrom('a', 'b'));
  const moment = fc.oneof(
    fc.integer({ min: 1_790_000_000_000, max: 1_790_000_900_000 }),
    fc.constantFrom(Number.MAX_SAFE_INTEGER, 1e11, 1e11 - 1, 1e11 + 0.5, 1e300),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, -1.5, 'text', undefined),
      fc.array(fc.oneof(moment, fc.constant(null)), { maxLength: 6 }),
      fc.string(),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.array(fc.record({ a: tie('value'), b: fc.nat(2) }), { maxLength: 5 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((own) => Object.fromEntries(own)),
    ),
  }));

  it('arrive as JSON would have brought them, whatever their keys', () => {
    fc.assert(
      fc.property(fc.record({ value }), (message) => {
        assert.deepEqual(through(message), wire(message));
      }),
      { numRuns: 500 },
    );
  });

  it('do not say in each cell what all cells share', () => {
    const cell = (n: number) => known(n, { observedAt: 1_790_000_000_000, source: 'beMetrics' });
    const rows = Array.from({ length: 100 }, (_, n) => ({ host: `cn-${n}`, cpu: cell(n) }));
    const bytes = (message: unknown) => JSON.stringify(message).length;
    assert.deepEqual(through(rows), rows);
    assert.ok(bytes(pack(rows)) * 5 < bytes(rows));
  });

  it('tell moments by how much later each is', () => {
    const at = 1_790_000_000_000;
    const moments = [at + 5_000, null, at, at + 61_000];
    assert.deepEqual(through(moments), moments);
    const often = Array.from({ length: 5 }, (_, n) => ({ [`at${n}`]: at, list: moments }));
    const apart = [1e12, 2e12, 3e12, 2e12, 2e12, 2e12];
    assert.deepEqual(through({ often, apart }), { often, apart });
    assert.ok(JSON.stringify(pack(moments)).includes('[-5,1790000000000,5000,null,0,61000]'));
  });

  it('keep rows of different shape as they are', () => {
    const cell = known(1, { observedAt: 5, source: 'beMetrics' });
    const mixed = [cell, unknown('node-down', 5), cell, { ...cell, bound: 'lower' }];
    assert.deepEqual(through(mixed), mixed);
  });

  it('do not give an object another prototype', () => {
    const named = through(wire(JSON.parse('[{"__proto__": {"polluted": 1}}]'))) as object[];
    assert.equal(Object.getPrototypeOf(named[0]), Object.prototype);
    assert.equal(JSON.stringify(named), '[{"__proto__":{"polluted":1}}]');
  });
});
