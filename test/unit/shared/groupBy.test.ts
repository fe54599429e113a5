import * as assert from 'node:assert/strict';
import { groupBy } from '../../../src/shared/groupBy';

describe('groupBy', () => {
  it('keeps groups in the order of their first item, and items in the order given', () => {
    const groups = groupBy(['pear', 'fig', 'plum', 'date', 'kiwi', 'lime'], ([first]) => first);
    assert.deepEqual(
      [...groups],
      [
        ['p', ['pear', 'plum']],
        ['f', ['fig']],
        ['d', ['date']],
        ['k', ['kiwi']],
        ['l', ['lime']],
      ],
    );
  });

  it('tells null from the text of it, and gives no group for no items', () => {
    assert.deepEqual(
      [...groupBy([null, 'null', null], (item) => item)],
      [
        [null, [null, null]],
        ['null', ['null']],
      ],
    );
    assert.equal(groupBy([], String).size, 0);
  });
});
