import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { SubjectPoint } from '../../../src/extension/store/historyStore';
import { dayMs, hourMs } from '../../../src/shared/time';
import { aSnapshot, clusterId, start, testHistory } from './support/historyFixture';

describe('subjects of the history', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;
  const midnight = Math.ceil(start / dayMs) * dayMs;

  beforeEach(async () => {
    test = await testHistory();
  });

  afterEach(async () => {
    await test.engine.close();
  });

  const point = (at: number, value: number, over: Partial<SubjectPoint> = {}): SubjectPoint => ({
    kind: 'table',
    name: 'orders',
    at,
    value,
    ...over,
  });

  async function store(at: number, ...subjects: readonly SubjectPoint[]): Promise<void> {
    const outcome = await test.engine.append(clusterId, { ...aSnapshot(at), subjects });
    assert.ok(outcome.saved);
  }

  it('gives those of the nearest time, together, and none when that is too far away', async () => {
    const other = { name: 'refunds' };
    await store(midnight, point(midnight, 10), point(midnight, 3, other));
    await store(midnight + hourMs, point(midnight + hourMs, 20));
    const near = (at: number) => test.engine.subjectsNear(clusterId, 'table', at, hourMs);

    assert.deepEqual(await near(midnight + 0.4 * hourMs), [
      point(midnight, 10),
      point(midnight, 3, other),
    ]);
    assert.deepEqual(await near(midnight + 0.6 * hourMs), [point(midnight + hourMs, 20)]);
    assert.deepEqual(await near(midnight + 3 * hourMs), []);
    assert.deepEqual(await test.engine.subjectsNear(clusterId, 'disk', midnight, hourMs), []);
  });

  it('keeps the greatest of each day, and is the same after it was replayed', async () => {
    const disk = { kind: 'disk', name: '["be",  "/d"]', capacity: 100 } as const;
    await store(midnight, point(midnight, 40, disk));
    await store(midnight + hourMs, point(midnight + hourMs, 60, disk));
    await store(midnight + 2 * hourMs, point(midnight + 2 * hourMs, 50, disk));
    await store(midnight + dayMs, point(midnight + dayMs, 55, { ...disk, capacity: 200 }));
    const days = () =>
      test.engine.subjectDays(clusterId, 'disk', midnight - dayMs, midnight + 2 * dayMs);
    const expected = [
      { name: disk.name, day: midnight, value: 60, capacity: 100 },
      { name: disk.name, day: midnight + dayMs, value: 55, capacity: 200 },
    ];

    assert.deepEqual(await days(), expected);
    await test.reopen();
    assert.deepEqual(await days(), expected);
    assert.deepEqual(
      await test.engine.subjectDays(clusterId, 'disk', midnight, midnight + dayMs),
      expected.slice(0, 1),
    );
  });
});
