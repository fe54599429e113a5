import assert from 'node:assert/strict';
import { tabletScheduler } from '../../../../src/extension/starrocks/sources/tabletScheduler';
import type { PartOutcome } from '../../../../src/extension/starrocks/sources/source';
import { answerOf, shanghai } from '../support/answers';

const titles = 'TabletId, Type, Medium, Status, State';

describe('tabletScheduler', () => {
  const [form] = tabletScheduler.forms;
  const read = (pending: readonly string[], running: PartOutcome) =>
    form.parse(answerOf(titles, ...pending), shanghai, new Map([['running', running]])).value;
  const list = (...rows: readonly string[]): PartOutcome => ({
    ok: true,
    answer: answerOf(titles, ...rows),
  });

  it('counts tablets by what is done to them and why', () => {
    const { pending, running } = read(
      [
        '1 | REPAIR | HDD | REPLICA_MISSING | PENDING',
        '2 | REPAIR | HDD | VERSION_INCOMPLETE | PENDING',
        '3 | REPAIR | SSD | REPLICA_MISSING | PENDING',
      ],
      list('4 | balance | HDD | healthy | RUNNING'),
    );

    assert.deepEqual(pending, {
      kinds: [
        { type: 'REPAIR', status: 'REPLICA_MISSING', tablets: 2 },
        { type: 'REPAIR', status: 'VERSION_INCOMPLETE', tablets: 1 },
      ],
      tablets: 3,
      cut: false,
    });
    assert.deepEqual(running, {
      kinds: [{ type: 'BALANCE', status: 'HEALTHY', tablets: 1 }],
      tablets: 1,
      cut: false,
    });
  });

  it('takes a list of a thousand for the first of more', () => {
    const rows = Array.from({ length: 1000 }, (_, id) => `${id} | REPAIR | HDD | X | PENDING`);

    assert.equal(read(rows, list()).pending.cut, true);
    assert.equal(read(rows.slice(1), list()).pending.cut, false);
  });

  it('keeps what waits when the list of what runs fails', () => {
    const failure = { why: 'timeout', message: 'no answer' } as const;
    const value = read([], { ok: false, failure });

    assert.deepEqual(value, { pending: { kinds: [], tablets: 0, cut: false }, running: failure });
  });

  it('takes a list without kinds for no answer', () => {
    assert.throws(
      () => form.parse(answerOf('Item, Number', 'a | 1'), shanghai, new Map()),
      /no column Type/,
    );
  });
});
