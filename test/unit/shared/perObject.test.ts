import * as assert from 'node:assert/strict';
import { perObject } from '../../../src/shared/perObject';

describe('perObject', () => {
  it('computes once for each object, undefined included', () => {
    const computed: string[] = [];
    const nameOf = perObject(({ name }: { readonly name: string | undefined }) => {
      computed.push(String(name));
      return name;
    });
    const named = { name: 'fe-1' };
    const nameless = { name: undefined };
    for (const of of [named, nameless, named, nameless]) {
      assert.equal(nameOf(of), of.name);
    }
    assert.equal(nameOf({ name: 'fe-1' }), 'fe-1');
    assert.deepEqual(computed, ['fe-1', 'undefined', 'fe-1']);
  });
});
