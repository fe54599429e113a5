import assert from 'node:assert/strict';
import { DrainMemory } from '../../../src/extension/collect/drainMemory';
import { compute } from '../overview/builders';

const minute = 60_000;
const node = 'be:be-1:9050';

describe('the memory of BEs that are being decommissioned', () => {
  const watched = (decommissioned: boolean, ...tablets: readonly number[]): DrainMemory => {
    const memory = new DrainMemory();
    tablets.forEach((count, at) => {
      memory.add([compute('be', 1, { node, decommissioned, tablets: count })], at * minute);
    });
    return memory;
  };

  it('tells the pace after five minutes, not before', () => {
    assert.equal(watched(true, 500, 480, 460, 440, 420).drains.get(node)?.perMinute, null);
    const drain = watched(true, 500, 480, 460, 440, 420, 400).drains.get(node);
    assert.equal(drain?.tablets, 400);
    assert.equal(drain.perMinute?.toFixed(6), '20.000000');
  });

  it('tells since when nothing has left', () => {
    const drain = watched(true, 500, 480, 480, 480, 480, 480, 480).drains.get(node);
    assert.equal(drain?.sameSince, minute);
    assert.equal(drain.perMinute, 0);
  });

  it('knows nothing of other nodes, nor of what was before a gap', () => {
    assert.equal(watched(false, 500, 480).drains.size, 0);
    const memory = watched(true, 500, 480);
    memory.forget();
    assert.equal(memory.drains.size, 0);
  });
});
