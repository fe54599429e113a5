import assert from 'node:assert/strict';
import {
  areStalled,
  heartbeatsOf,
  type Heartbeats,
} from '../../../src/extension/collect/heartbeats';

const list = (observedAt: number, ...beats: (number | null)[]) => ({
  observedAt,
  rows: beats.map((lastHeartbeatAt) => ({ lastHeartbeatAt })),
});

/** Whether heartbeats were told stalled after each of the answers. */
function told(answers: readonly ReturnType<typeof list>[][]): readonly boolean[] {
  let before: Heartbeats | undefined;
  return answers.map((lists) => {
    before = heartbeatsOf(lists, before);
    return before !== undefined && areStalled(before);
  });
}

describe('heartbeats of the node lists', () => {
  it('stall when the newest is old and the same in two lists', () => {
    assert.deepEqual(told([[list(30_000, 27_000)], [list(60_000, 27_000)]]), [false, true]);
  });

  it('go on when one node still answers, in whichever list', () => {
    const lists = (at: number) => [list(at, 2_000, null), list(at, at - 4_000)];
    assert.deepEqual(told([lists(30_000), lists(60_000)]), [false, false]);
  });

  it('do not stall because the clock of the cluster was set back', () => {
    const setBack = 90_000;
    assert.deepEqual(
      told([[list(130_000, 127_000)], [list(160_000, 157_000 - setBack)], [list(190_000, 97_000)]]),
      [false, false, false],
    );
  });

  it('are not judged twice by the same answer', () => {
    const answer = [list(60_000, 27_000)];
    assert.deepEqual(told([answer, answer]), [false, false]);
  });

  it('are not known before the first one', () => {
    assert.equal(heartbeatsOf([list(30_000, null)]), undefined);
  });
});
