import assert from 'node:assert/strict';
import {
  acknowledge,
  isSilenced,
  markOf,
  noMarks,
  silence,
  snooze,
  withoutMark,
} from '../../../src/extension/alerts/alertMarks';
import { aProblem, at } from '../views/builders';

const down = aProblem();
const hour = 3_600_000;

describe('marks of alerts', () => {
  it('hold for one occurrence of one subject on one cluster', () => {
    const marks = acknowledge(noMarks, 'a', down);
    assert.equal(markOf(marks, 'a', down, at), 'acknowledged');
    assert.equal(markOf(marks, 'b', down, at), undefined);
    assert.equal(markOf(marks, 'a', { ...down, subject: 'cn:cn2:9050' }, at), undefined);
    assert.equal(markOf(marks, 'a', { ...down, since: at }, at), undefined);
  });

  it('do not hold for what got worse since', () => {
    const marks = acknowledge(noMarks, 'a', { ...down, level: 'warning' });
    assert.equal(markOf(marks, 'a', down, at), undefined);
    assert.equal(markOf(marks, 'a', { ...down, level: 'warning' }, at), 'acknowledged');
  });

  it('end by themselves when snoozed, by hand when acknowledged, the newer in place of the older', () => {
    const snoozed = snooze(acknowledge(noMarks, 'a', down), 'a', down, at + hour);
    assert.equal(markOf(snoozed, 'a', down, at), 'snoozed');
    assert.equal(markOf(snoozed, 'a', down, at + hour), undefined);
    assert.deepEqual(withoutMark(acknowledge(noMarks, 'a', down), 'a', down), noMarks);
  });

  it('do not pile up', () => {
    let marks = noMarks;
    for (let n = 0; n < 500; n += 1) {
      marks = acknowledge(marks, 'a', { ...down, since: n });
    }
    assert.equal(marks.acknowledged.length, 200);
    assert.equal(markOf(marks, 'a', { ...down, since: 499 }, at), 'acknowledged');
  });

  it('silence a cluster until a time', () => {
    const marks = silence(noMarks, 'a', at + hour);
    assert.deepEqual(
      [isSilenced(marks, 'a', at), isSilenced(marks, 'a', at + hour), isSilenced(marks, 'b', at)],
      [true, false, false],
    );
  });
});
