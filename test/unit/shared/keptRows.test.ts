import assert from 'node:assert/strict';
import { rowRuns, toldRows, withKeptRows } from '../../../src/shared/keptRows';

/** What travels, and the list that is made of it. */
function travel(rows: readonly string[], before: readonly string[]) {
  const runs = rowRuns(rows, before);
  const told = runs === undefined ? rows : toldRows(rows, runs);
  return { runs, told, whole: runs === undefined ? told : withKeptRows(told, before, runs) };
}

/** The same numbers each time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

describe('rows that are kept', () => {
  it('are told by where they stood: only what is new travels', () => {
    const { runs, told, whole } = travel(['new', 'a', 'b', 'd', 'newer'], ['a', 'b', 'c', 'd']);

    assert.deepEqual(runs, [-1, 1, 0, 2, 3, 1, -1, 1]);
    assert.deepEqual(told, ['new', 'newer']);
    assert.deepEqual(whole, ['new', 'a', 'b', 'd', 'newer']);
  });

  it('are none where every row is another, or there are none', () => {
    assert.equal(travel(['x', 'y'], ['a', 'b']).runs, undefined);
    assert.equal(travel([], ['a']).runs, undefined);
    assert.equal(travel(['a'], []).runs, undefined);
  });

  it('may be alike, and are one stretch all the same', () => {
    assert.deepEqual(travel(['a', 'a', 'b', 'a'], ['a', 'a', 'b', 'a']).whole, [
      'a',
      'a',
      'b',
      'a',
    ]);
    assert.deepEqual(travel(['b', 'a', 'c'], ['a', 'b', 'a', 'c']).runs, [1, 3]);
  });

  it('make the list whole again, whatever came, went or moved', () => {
    const roll = dice(7);
    let before: readonly string[] = [];
    for (let round = 0; round < 500; round += 1) {
      const rows = Array.from({ length: roll(12) }, () => `row ${roll(9)}`);
      assert.deepEqual(travel(rows, before).whole, rows, JSON.stringify({ rows, before }));
      before = rows;
    }
  });
});
