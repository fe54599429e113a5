import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { RanSeen } from '../../../src/extension/store/historyStore';
import { openDatabase, selectRows } from '../../../src/extension/store/sqlDatabase';
import { dayMs, minuteMs, secondMs } from '../../../src/shared/time';
import {
  aSnapshot,
  clusterId,
  migrations,
  sqlForTests,
  start,
  testHistory,
} from './support/historyFixture';

describe('what ran, in the history', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;

  beforeEach(async () => {
    test = await testHistory();
  });

  afterEach(async () => {
    await test.dispose();
  });

  const query = (at: number, told: Partial<RanSeen> = {}): RanSeen => ({
    kind: 'query',
    id: 'q1',
    at,
    ...told,
  });
  const first = query(start + secondMs, {
    what: 'select ?',
    user: 'ann',
    begun: start - minuteMs,
  });

  async function store(at: number, ...ran: readonly RanSeen[]): Promise<void> {
    test.now = at;
    assert.deepEqual(await test.engine.append(clusterId, aSnapshot(at, { ran })), { saved: true });
  }
  const between = (from: number, to: number) => test.engine.ranBetween(clusterId, from, to);

  it('is an interval from its begin to where it was seen last, the same after it was replayed', async () => {
    await store(start, first);
    await store(start + minuteMs, query(start + 61 * secondMs));
    const load = { kind: 'load', id: '7', at: start + 2 * minuteMs, what: 'sales.orders' } as const;
    await store(start + 2 * minuteMs, {
      ...load,
      begun: start + minuteMs,
      ended: start + 1.5 * minuteMs,
    });
    const expected = [
      {
        kind: 'query',
        id: 'q1',
        what: 'select ?',
        user: 'ann',
        from: start - minuteMs,
        to: start + 61 * secondMs,
      },
      {
        kind: 'load',
        id: '7',
        what: 'sales.orders',
        user: null,
        from: start + minuteMs,
        to: start + 1.5 * minuteMs,
      },
    ];

    assert.deepEqual(await between(start - dayMs, start + dayMs), expected);
    await test.reopen();
    assert.deepEqual(await between(start - dayMs, start + dayMs), expected);
    const idsAt = async (at: number) => (await between(at, at + 1)).map(({ id }) => id);
    assert.deepEqual(await idsAt(start - minuteMs - 1), []);
    assert.deepEqual(await idsAt(start - minuteMs), ['q1']);
    assert.deepEqual(await idsAt(start + minuteMs), ['q1', '7']);
    assert.deepEqual(await idsAt(start + 61 * secondMs + 1), ['7']);
    assert.deepEqual(await idsAt(start + 1.5 * minuteMs + 1), []);
  });

  it('is kept for a week, and of a busy one the newest', async () => {
    await store(start, first);
    const later = start + 7.5 * dayMs;
    const busy = Array.from({ length: 20_010 }, (_, index) =>
      query(later + index, { id: `later ${index}` }),
    );
    await store(later, ...busy);
    // The checkpoint follows the append; the next call waits for it.
    await test.engine.size(clusterId);
    await test.reopen();

    const kept = await between(0, later + dayMs);
    assert.equal(kept[0]?.id, 'later 10');
    assert.equal(kept.length, 20_000);
  });

  it('is stored after a history of the format before it, with a journal of before replayed', async () => {
    test.migrations = migrations.slice(0, 4);
    await test.reopen();
    const plain = aSnapshot(start, { values: { 'query.qps': 4 } });
    await test.engine.append(clusterId, plain);
    assert.ok(
      test.files().every((name) => !name.endsWith('.db')),
      'a journal and nothing else',
    );
    test.migrations = migrations;
    await test.reopen();

    await store(start + minuteMs, query(start + minuteMs));

    const rounds = await test.engine.samples(clusterId, 0, start + dayMs);
    assert.deepEqual(
      rounds.map(({ at }) => at),
      [start, start + minuteMs],
    );
    assert.equal(rounds[0]?.values['query.qps'], 4);
    assert.equal((await between(0, start + dayMs)).length, 1);
  });

  it('leaves this machine without statements and users', async () => {
    const load = { kind: 'load', id: '7', at: start, what: 'sales.orders', user: 'ann' } as const;
    await store(start, { ...first, what: 'select secret from t' }, load);
    const file = await test.engine.exportFile(clusterId, 'prod');

    const db = openDatabase(await sqlForTests(), file);
    assert.deepEqual(selectRows(db, 'SELECT kind, what, user FROM ran ORDER BY kind'), [
      ['load', 'sales.orders', null],
      ['query', null, null],
    ]);
    db.close();
    const text = Buffer.from(file).toString('latin1');
    assert.ok(!text.includes('secret') && !text.includes('ann'), 'not in free pages either');
    fs.writeFileSync(test.path('elsewhere.db'), file);
    const id = '11111111-2222-4333-8444-555555555555';
    await test.engine.addRecorded(id, test.path('elsewhere.db'));
    assert.deepEqual(
      (await test.engine.ranBetween(id, 0, start + dayMs)).map(({ kind }) => kind),
      ['query', 'load'],
    );
  });
});
