import * as assert from 'node:assert/strict';
import { firstInOrder } from '../../../src/shared/firstInOrder';

type Item = { readonly rank: number; readonly place: number };
const byRank = (a: Item, b: Item) => a.rank - b.rank;

describe('firstInOrder', () => {
  it('gives what sorting everything would give, equal ones in the order given', () => {
    let seed = 7;
    const items = Array.from({ length: 500 }, (_, place): Item => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return { rank: seed % 40, place };
    });
    for (const limit of [0, 1, 2, 37, 499, 500, 501]) {
      assert.deepEqual(firstInOrder(items, byRank, limit), items.toSorted(byRank).slice(0, limit));
    }
  });

  it('looks at each of what it leaves out about once', () => {
    const items = Array.from({ length: 10_000 }, (_, place): Item => ({ rank: place, place }));
    let compared = 0;
    firstInOrder(
      items,
      (a, b) => {
        compared += 1;
        return byRank(a, b);
      },
      10,
    );
    assert.ok(compared < 10_100, `${compared} comparisons`);
  });

  it('leaves what it is given as it was', () => {
    const items = [3, 1, 2];
    firstInOrder(items, (a, b) => a - b, 10);
    assert.deepEqual(items, [3, 1, 2]);
  });
});
