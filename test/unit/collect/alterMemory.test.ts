import assert from 'node:assert/strict';
import { AlterMemory } from '../../../src/extension/collect/alterMemory';
import type { AlterCount, AlterQuestion } from '../../../src/extension/starrocks/sources/alterJobs';

const minute = 60_000;
const databases = ['a', 'b', 'c'].map((name, at) => ({ id: String(at), name }));
const none: AlterCount = { waiting: 0, running: 0, finished: 0, cancelled: 0 };

const told = (question: AlterQuestion): string =>
  question.about === 'databases' ? 'databases' : `${question.about} ${question.database.name}`;

describe('the memory of jobs that change tables', () => {
  let memory: AlterMemory;
  let now: number;

  beforeEach(() => {
    memory = new AlterMemory();
    now = 1_000_000;
    memory.answered({ about: 'databases', databases }, false, now);
  });

  /** Asks what is next and answers it: `busy` has a rollup under way, the others have no job. */
  const turn = (busy = '', visible = false): string => {
    now += minute;
    const question = memory.next(visible, now);
    if (question.about === 'databases') {
      memory.answered({ about: 'databases', databases }, false, now);
    } else if (question.about === 'counts') {
      const rollup = question.database.name === busy ? { ...none, running: 1 } : none;
      const counts = { column: none, rollup };
      memory.answered({ about: 'counts', database: question.database.name, counts }, false, now);
    } else {
      memory.answered(
        { about: question.about, database: question.database.name, jobs: [] },
        false,
        now,
      );
    }
    return told(question);
  };
  const turns = (count: number, busy = '', visible = false): readonly string[] =>
    Array.from({ length: count }, () => turn(busy, visible));

  it('asks which databases there are before anything else', () => {
    assert.deepEqual(new AlterMemory().next(false, now), { about: 'databases' });
  });

  it('looks at every database once, then most often where work is under way', () => {
    assert.deepEqual(turns(4, 'b'), ['counts a', 'counts b', 'rollup b', 'counts c']);
    const later = turns(12, 'b');
    assert.ok(later.filter((each) => each.endsWith(' b')).length >= 8, later.join());
    assert.ok(later.includes('counts a') && later.includes('counts c'), later.join());
  });

  it('reads a list again only when its counts have changed or tell of work under way', () => {
    turns(4, 'b');
    const ended = { column: none, rollup: { ...none, finished: 1 } };
    memory.answered({ about: 'counts', database: 'b', counts: ended }, false, now);
    assert.equal(told(memory.next(false, now)), 'rollup b');
    memory.answered({ about: 'rollup', database: 'b', jobs: [] }, false, now);
    memory.answered({ about: 'counts', database: 'b', counts: ended }, false, now);
    assert.doesNotMatch(told(memory.next(false, now)), /rollup/);
  });

  it('lists OPTIMIZE jobs while somebody looks, unless the version knows none', () => {
    assert.ok(!turns(9).some((each) => each.startsWith('optimize')));
    assert.ok(turns(9, '', true).some((each) => each.startsWith('optimize')));
    const counts = { column: none, rollup: none };
    memory.answered({ about: 'counts', database: 'a', counts }, true, now);
    assert.ok(!turns(9, '', true).some((each) => each.startsWith('optimize')));
    assert.equal(memory.history.noOptimize, true);
  });

  it('hurries after a rise of the count until every database was looked at', () => {
    memory.observeRunning(0, now);
    assert.equal(memory.hurries, false);
    memory.observeRunning(1, now);
    assert.equal(memory.hurries, true);
    turns(4, 'b');
    assert.equal(memory.hurries, false);
    memory.observeRunning(1, now);
    assert.equal(memory.hurries, false, 'the count has not risen');
  });

  it('forgets a database that is gone, and lists them anew when one cannot be asked', () => {
    turns(4, 'b');
    memory.failed({ about: 'counts', database: { id: '1', name: 'b' } }, now);
    assert.deepEqual(memory.next(false, now), { about: 'databases' });
    memory.answered(
      { about: 'databases', databases: databases.filter(({ name }) => name !== 'b') },
      false,
      now,
    );
    assert.deepEqual([...memory.history.counts.keys()], ['a', 'c']);
    assert.deepEqual(memory.history.lists, []);
  });
});
