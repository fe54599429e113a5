import assert from 'node:assert/strict';
import { Governor } from '../../../src/extension/collect/governor';

describe('governor', () => {
  it('lets wait for what connections cost, and gives back what was not sent', () => {
    const governor = new Governor(0);
    assert.equal(governor.tryTake(12, 6, 0), true);
    // Nine more than asked for: the refill of 45 s.
    governor.settle(12, 21);
    assert.equal(governor.tryTake(1, 6, 45_000), false);
    assert.equal(governor.tryTake(1, 6, 50_000), true);
    governor.settle(1, 0);
    assert.equal(governor.tryTake(1, 6, 50_000), true);
  });
});
