import assert from 'node:assert/strict';
import { isAtLeast, mayBeAtLeast, releaseOf } from '../../../src/extension/starrocks/release';

describe('release of a cluster', () => {
  it('is read from what version_comment says, with or without words', () => {
    assert.deepEqual(releaseOf('3.5.1-1a2b3c'), [3, 5, 1]);
    assert.deepEqual(releaseOf('StarRocks version 3.3.18'), [3, 3, 18]);
    assert.deepEqual(releaseOf('3.1'), [3, 1, null]);
    assert.equal(releaseOf('main-1a2b3c'), null);
    assert.equal(releaseOf(null), null);
  });

  it('compares number by number, not as text', () => {
    assert.equal(isAtLeast([3, 10, 0], [3, 9, 1]), true);
    assert.equal(isAtLeast([2, 5, 13], [3, 0]), false);
    assert.equal(isAtLeast([3, 3, 2], [3, 3, 2]), true);
    assert.equal(isAtLeast([3, 3, 1], [3, 3, 2]), false);
  });

  it('does not say what the text did not say', () => {
    assert.equal(isAtLeast(null, [3, 0]), undefined);
    assert.equal(isAtLeast([3, 3, null], [3, 3, 2]), undefined);
    assert.equal(isAtLeast([3, 3, null], [3, 3]), true);
    assert.equal(isAtLeast([3, 2, null], [3, 3, 2]), false);
  });

  it('counts as new where one of two ways must be taken', () => {
    assert.equal(mayBeAtLeast(null, [3, 0]), true);
    assert.equal(mayBeAtLeast([2, 5, 13], [3, 0]), false);
  });
});
