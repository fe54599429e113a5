import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RanMemory } from '../../../src/extension/collect/ranMemory';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import type { LoadRow } from '../../../src/extension/starrocks/sources/loads';
import { unknown } from '../../../src/shared/reading';
import { FakeHistory, got, inputOf, minute, sharedData, start } from '../overview/builders';
import { aLoad, aRunningQuery } from '../overview/rows';

const at = start;

const load = (n: number, over: Partial<LoadRow> = {}): LoadRow =>
  aLoad({ id: String(n), createdAt: at - n * minute, finishedAt: at, ...over });

const query = aRunningQuery({
  queryId: 'q1',
  connectionId: '4711',
  user: 'ann',
  startedAt: at - minute,
  execMs: null,
});

const none = unknown('denied', at, { source: 'loads' });

function input(now: number, over: Partial<OverviewInput>): OverviewInput {
  const quiet = { runningQueries: none, loads: none, streamLoads: none, taskRuns: none };
  const scene = sharedData(3, { over: { ...quiet, lakeCompactions: none, ...over } });
  return inputOf(scene, now, new FakeHistory());
}
const loads = (now: number, ...rows: readonly LoadRow[]) =>
  input(now, { loads: got({ loads: rows, lists: [] }, now, 'loads') });

describe('RanMemory', () => {
  it('tells a query in full once, then that it still runs, and nothing of an answer it had', () => {
    const memory = new RanMemory();
    const running = (now: number) => input(now, { runningQueries: got([query], now) });

    assert.deepEqual(memory.take(running(at)), [
      { kind: 'query', id: 'q1', at, user: 'ann', begun: at - minute },
    ]);
    assert.deepEqual(memory.take(running(at)), []);
    assert.deepEqual(memory.take(running(at + minute)), [
      { kind: 'query', id: 'q1', at: at + minute },
    ]);
  });

  it('tells an end once, and nothing of what waits or ended without a time', () => {
    const memory = new RanMemory();
    const waiting = load(1, { state: 'PENDING', finishedAt: null });
    const runs = load(2, { state: 'LOADING', finishedAt: null });
    const timeless = load(3, { state: 'CANCELLED', finishedAt: null });
    const ids = (told: ReturnType<RanMemory['take']>) => told.map(({ id, ended }) => [id, ended]);

    assert.deepEqual(ids(memory.take(loads(at, waiting, runs, timeless))), [['2', undefined]]);
    const ended = { ...runs, state: 'FINISHED', finishedAt: at + 5 };
    assert.deepEqual(ids(memory.take(loads(at + minute, ended))), [['2', at + 5]]);
    assert.deepEqual(memory.take(loads(at + 2 * minute, ended)), []);
  });

  it('keeps the longest of many that ended, and does not catch up on the others', () => {
    const memory = new RanMemory();
    const many = Array.from({ length: 30 }, (_, index) => load(index + 1));

    const told = memory.take(loads(at, ...many));

    assert.deepEqual(
      told.map(({ id }) => id),
      ['30', '29', '28', '27', '26'],
    );
    assert.deepEqual(memory.take(loads(at + minute, ...many)), []);
  });

  it('stores no literal of a statement', () => {
    const session = {
      frontendName: null,
      connectionId: '4711',
      user: 'ann',
      command: 'Query',
      timeS: 60,
      sql: "SELECT * FROM t WHERE card = '4111-1111'",
    };
    // Of a session nothing else is asked here.
    const sessions = got([session], at) as unknown as OverviewInput['sessions'];

    const [told] = new RanMemory().take(input(at, { runningQueries: got([query], at), sessions }));

    assert.equal(told?.what, 'select * from t where card = ?');
  });
});
