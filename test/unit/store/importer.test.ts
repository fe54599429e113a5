import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { toSnapshots } from '../../../src/extension/store/importer';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/time';
import { aSnapshot, clusterId, start, testHistory } from './support/historyFixture';

const line = (ts: number, qps: number | null = 1) => ({ ts, values: { 'query.qps': qps } });

describe('toSnapshots', () => {
  it('takes the distance of the lines as their grid, up to 5 minutes', () => {
    const snapshots = toSnapshots([
      line(start),
      line(start + 5 * minuteMs),
      line(start + 60 * minuteMs),
    ]);
    assert.deepEqual(
      snapshots.map(({ at, gridMs }) => [at - start, gridMs]),
      [
        [0, 5 * minuteMs],
        [5 * minuteMs, 5 * minuteMs],
        [60 * minuteMs, 5 * minuteMs],
      ],
    );
  });

  it('sorts, puts times on the grid and keeps the first of a slot', () => {
    const snapshots = toSnapshots([
      line(start + 61 * secondMs, 2),
      line(start + 4, 1),
      line(start + 9, 3),
    ]);
    assert.deepEqual(
      snapshots.map(({ at, values }) => [at - start, values['query.qps']]),
      [
        [0, 1],
        [60_000, 2],
      ],
    );
  });

  it('leaves out lines without a time and series it does not know; what is no number is unknown', () => {
    const text = 'NaN' as unknown as number;
    const [only, ...others] = toSnapshots([
      {
        ts: start,
        values: { 'query.qps': text, 'no.such': 1, 'fe.heap': 2 },
        nodes: { 'fe:a:1': { 'fe.heap': 3, 'query.qps': 4 } },
      },
      line(Number.NaN),
    ]);
    assert.equal(others.length, 0);
    assert.deepEqual(only?.values, { 'query.qps': null });
    assert.deepEqual(only.nodes, { 'fe:a:1': { 'fe.heap': 3 } });
  });
});

describe('problems of import lines', () => {
  it('are taken if a rule of ours finds such ones', () => {
    const paused = { rule: 'routine.paused', subject: 'routine:a.b', level: 'warning' } as const;
    const [only] = toSnapshots([
      {
        ts: start,
        values: {},
        problems: [
          { ...paused, since: start },
          { ...paused, rule: 'no.such' as 'routine.paused', since: start },
          { ...paused, level: 'ok' as 'warning', since: start },
          { ...paused, subject: 7 as unknown as string, since: start },
          { ...paused, since: Number.NaN },
        ],
      },
    ]);

    assert.deepEqual(only?.problems, [{ ...paused, since: start }]);
  });
});

describe('importLines', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;

  beforeEach(async () => {
    test = await testHistory();
  });
  afterEach(async () => {
    await test.dispose();
  });

  const past = Array.from({ length: 600 }, (_, index) =>
    line(start - (index + 1) * 30 * secondMs, index),
  );

  it('imports what is older than the oldest snapshot, once, and says how many were new', async () => {
    await test.engine.append(clusterId, aSnapshot(start));

    assert.equal(
      await test.engine.importLines(clusterId, [
        ...past,
        line(start, 7),
        line(start + minuteMs, 7),
      ]),
      600,
    );
    assert.equal(await test.engine.importLines(clusterId, past), 0);

    const all = await (await test.reopen()).samples(clusterId, 0, Number.MAX_SAFE_INTEGER);
    assert.equal(all.length, 601);
    assert.equal(all[0]?.values['query.qps'], 599);
  });

  it('does not compute a bucket anew whose snapshots are gone', async () => {
    const weeksAgo = start - 20 * dayMs;
    const old = Array.from({ length: 1_100 }, (_, index) => line(weeksAgo + index * minuteMs, 5));
    test.now = start;
    // So many that the file is saved, which drops the snapshots of weeks ago.
    await test.engine.importLines(clusterId, [...old, line(start, 5)]);
    const { engine } = test;
    assert.equal((await engine.samples(clusterId, 0, start - 8 * dayMs)).length, 0);

    assert.equal(await engine.importLines(clusterId, [line(weeksAgo + 10.5 * minuteMs, 900)]), 0);
    assert.equal(await engine.importLines(clusterId, [line(weeksAgo - 2 * dayMs, 7)]), 1);

    const { series } = await engine.trend(clusterId, {
      series: ['query.qps'],
      from: weeksAgo - 3 * dayMs,
      to: weeksAgo + hourMs,
      buckets: 360,
    });
    const known = series[0]?.avg.filter((value) => value !== null);
    assert.deepEqual([...new Set(known)], [7, 5]);
  });

  it('lets a round be saved while a long import runs', async () => {
    const order: string[] = [];
    await test.engine.lastAt(clusterId);
    const imported = test.engine.importLines(clusterId, past).then(() => order.push('import'));
    // Asked while the import is between its first batches.
    await new Promise((resolve) => setImmediate(resolve));
    const appended = test.engine
      .append(clusterId, aSnapshot(start))
      .then(() => order.push('append'));
    await Promise.all([imported, appended]);

    assert.deepEqual(order, ['append', 'import']);
  });

  it('shows the imported past without gaps, on both levels', async () => {
    test.now = start;
    const slow = Array.from({ length: 600 }, (_, index) =>
      line(start - (index + 1) * 5 * minuteMs, 6),
    );
    await test.engine.importLines(clusterId, slow);

    for (const hours of [6, 24]) {
      const { series } = await test.engine.trend(clusterId, {
        series: ['query.qps'],
        from: start - hours * 60 * minuteMs,
        to: start,
        buckets: 360,
      });
      assert.deepEqual(series[0]?.gaps, []);
      assert.ok(series[0].avg.every((value) => value === 6));
    }
  });
});
