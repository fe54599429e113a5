import assert from 'node:assert/strict';
import { Sweep, sweepStep } from '../../../src/extension/collect/sweep';

const minute = 60_000;
const idle: ReadonlyMap<string, number> = new Map();

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `db${n}`);
}

function sweepOver(databases: readonly string[]): Sweep<number> {
  const sweep = new Sweep<number>();
  sweep.setDatabases(databases);
  return sweep;
}

/** Lets so many slots pass, two minutes apart, and says what was looked at in each. */
function run(
  sweep: Sweep<number>,
  slots: number,
  count: number,
  load: ReadonlyMap<string, number>,
): readonly (readonly string[])[] {
  return Array.from({ length: slots }, (_, slot) => {
    const now = slot * 2 * minute;
    const looked = sweep.next(count, load, now);
    for (const database of looked) {
      sweep.answered(database, slot, now);
    }
    return looked;
  });
}

describe('Sweep', () => {
  it('looks at one database a slot while hidden, each once before any comes again', () => {
    const looked = run(sweepOver(names(5)), 10, sweepStep.hidden, idle).flat();
    assert.deepEqual(looked, [...names(5), ...names(5)]);
  });

  it('looks at four while visible, and never at one twice in a slot', () => {
    const [first, second, third] = run(sweepOver(names(10)), 3, sweepStep.visible, idle);
    assert.deepEqual(first, ['db0', 'db1', 'db2', 'db3']);
    assert.deepEqual(second, ['db4', 'db5', 'db6', 'db7']);
    assert.deepEqual(third, ['db8', 'db9', 'db0', 'db1']);
    assert.deepEqual(run(sweepOver(names(2)), 1, sweepStep.visible, idle), [['db0', 'db1']]);
  });

  it('takes busy databases first, the busier the more often', () => {
    const load = new Map([
      ['db7', 30],
      ['db8', 10],
    ]);
    const looked = run(sweepOver(names(40)), 40, sweepStep.hidden, load).flat();
    assert.deepEqual(looked.slice(0, 2), ['db7', 'db8']);
    const times = (name: string) => looked.filter((database) => database === name).length;
    assert.ok(times('db7') > times('db8'), `${times('db7')} and ${times('db8')} looks`);
    assert.ok(times('db8') > 1);
  });

  it('comes round to every idle database although others are always busy', () => {
    const load = new Map([['db0', 1_000]]);
    const looked = new Set(run(sweepOver(names(6)), 24, sweepStep.hidden, load).flat());
    assert.deepEqual([...looked].sort(), names(6));
  });

  it('says how many databases its answers rest on, and how old the oldest is', () => {
    const sweep = sweepOver(names(2_000));
    assert.deepEqual(sweep.coverage, { have: 0, of: 2_000, oldestAt: null });
    run(sweep, 37, sweepStep.hidden, idle);
    assert.deepEqual(sweep.coverage, { have: 37, of: 2_000, oldestAt: 0 });
  });

  it('keeps an old answer beneath a failure, and lets the database wait its turn', () => {
    const sweep = sweepOver(names(2));
    sweep.answered('db0', 7, minute);
    sweep.answered('db1', 8, 2 * minute);
    sweep.failed('db0', 3 * minute);
    assert.deepEqual(sweep.answers.get('db0'), { value: 7, observedAt: minute });
    assert.deepEqual(sweep.next(1, idle, 4 * minute), ['db1']);
  });

  it('does not count a database that only ever failed', () => {
    const sweep = sweepOver(names(2));
    sweep.failed('db0', minute);
    assert.deepEqual(sweep.coverage, { have: 0, of: 2, oldestAt: null });
  });

  it('forgets dropped databases and finds new ones first', () => {
    const sweep = sweepOver(['a', 'b']);
    sweep.answered('a', 1, minute);
    sweep.answered('b', 2, 2 * minute);
    sweep.setDatabases(['b', 'c']);
    assert.deepEqual([...sweep.answers.keys()], ['b']);
    assert.deepEqual(sweep.coverage, { have: 1, of: 2, oldestAt: 2 * minute });
    assert.deepEqual(sweep.next(1, idle, 3 * minute), ['c']);
  });

  it('knows nothing after a gap', () => {
    const sweep = sweepOver(['a']);
    sweep.answered('a', 1, minute);
    sweep.forget();
    assert.deepEqual(sweep.coverage, { have: 0, of: 1, oldestAt: null });
  });
});
