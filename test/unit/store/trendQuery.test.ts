import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Snapshot } from '../../../src/extension/store/historyStore';
import type { SeriesId } from '../../../src/shared/series';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/time';
import { tailRange, withTail } from '../../../src/webview/trendTail';
import { aSnapshot, clusterId, start, testHistory } from './support/historyFixture';

const roundMs = 30 * secondMs;
const fe = 'fe:10.0.0.1:9010';
const cn = 'cn:10.0.0.9:9050';

describe('trend', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;

  beforeEach(async () => {
    test = await testHistory();
  });
  afterEach(async () => {
    await test.dispose();
  });

  async function append(
    from: number,
    to: number,
    parts: (at: number) => Partial<Snapshot>,
  ): Promise<void> {
    for (let at = from; at < to; at += roundMs) {
      await test.engine.append(clusterId, aSnapshot(at, parts(at)));
    }
    test.now = to;
  }

  const ask = (
    series: SeriesId[],
    rangeMs: number,
    extra: { nodes?: string[]; buckets?: number } = {},
  ) =>
    test.engine.trend(clusterId, {
      series,
      from: test.now - rangeMs,
      to: test.now,
      buckets: 360,
      ...extra,
    });

  it('draws an hour from the snapshots, with a gap where the editor was closed', async () => {
    await append(start, start + 10 * minuteMs, () => ({ values: { 'query.qps': 2 } }));
    await append(start + 40 * minuteMs, start + hourMs, () => ({
      values: { 'query.qps': 4 },
      state: { 'query.qps': { have: 2, of: 3, bound: 'lower' } },
    }));

    const trend = await ask(['query.qps'], hourMs);

    const [qps] = trend.series;
    assert.equal(trend.stepMs, roundMs);
    assert.deepEqual(qps?.gaps, [[start + 10 * minuteMs, start + 40 * minuteMs, 'not-recorded']]);
    assert.deepEqual([qps.avg[0], qps.avg[20], qps.avg[119]], [2, null, 4]);
    assert.deepEqual(qps.partial, [[80, 119]]);
    assert.equal(qps.unit, 'perSecond');
  });

  it('marks a bound as partial, as a row and rolled up', async () => {
    await append(start, start + hourMs, () => ({
      values: { 'compaction.failed': 0.5 },
      state: { 'compaction.failed': { bound: 'lower' } },
    }));
    for (const [rangeMs, buckets] of [
      [hourMs, 360],
      [dayMs, 12],
    ] as const) {
      const [failed] = (await ask(['compaction.failed'], rangeMs, { buckets })).series;
      const last = (failed?.avg.length ?? Number.NaN) - 1;
      assert.deepEqual(failed?.partial?.at(-1)?.[1], last, `${rangeMs} ms`);
    }
  });

  it('gives a day from the 5-minute level, the newest bucket included', async () => {
    await append(start, start + hourMs, (at) => ({
      values: {
        'query.qps': (at - start) / roundMs,
        'query.p99': at === start + hourMs - roundMs ? 900 : 20,
        'fe.alive': 3,
      },
      state: { 'txn.failed': { why: 'denied' } },
    }));
    await append(start + hourMs, start + hourMs + minuteMs, () => ({
      values: { 'query.qps': 1_000, 'query.p99': 10 },
    }));

    const { series, stepMs, from } = await ask(['query.qps', 'query.p99', 'txn.failed'], dayMs);

    assert.equal(stepMs, 5 * minuteMs);
    const index = (start - from) / stepMs;
    const [qps, p99, failed] = series;
    // Rounds 0 to 9, then 10 to 19 …
    assert.deepEqual(qps?.avg.slice(index, index + 2), [4.5, 14.5]);
    assert.deepEqual(qps.max?.slice(index, index + 2), [9, 19]);
    assert.equal(qps.avg[index + 12], 1_000);
    assert.equal(p99?.avg[index + 11], 900);
    assert.equal(p99.min, undefined);
    assert.ok(failed?.gaps.some(([begin, , why]) => begin === start && why === 'denied'));
    assert.ok(
      qps.gaps.some(
        ([begin, end, why]) => begin === from && end === start && why === 'not-recorded',
      ),
    );
    assert.ok(qps.avg.length <= 360);
  });

  it('has an end that can be asked alone and put behind what is shown', async () => {
    const values = (at: number) => ({
      values: { 'query.qps': Math.round(at / roundMs) % 17, 'query.p99': (at / roundMs) % 23 },
      state: (at / minuteMs) % 7 < 1 ? { 'query.qps': { have: 2, of: 3 } } : {},
    });
    await append(start, start + 2 * hourMs, values);
    const series: SeriesId[] = ['query.qps', 'query.p99'];
    for (const [rangeMs, buckets] of [
      [hourMs, 60],
      [6 * hourMs, 72],
      [dayMs, 288],
      [7 * dayMs, 360],
      [30 * dayMs, 360],
    ] as const) {
      const shown = await ask(series, rangeMs, { buckets });
      await append(test.now, test.now + 8 * minuteMs, values);

      const tail = tailRange(shown, test.now);
      assert.ok(tail !== undefined);
      const moved = withTail(shown, await test.engine.trend(clusterId, { series, ...tail }));

      assert.deepEqual(moved, await ask(series, rangeMs, { buckets }), `${rangeMs} ms`);
    }
  });

  it('gives one line per node, with the reason of a dead one', async () => {
    await append(start, start + 5 * minuteMs, () => ({
      nodes: {
        [fe]: { 'fe.up': 1, 'fe.heap': 40 },
        [cn]: { 'be.up': 0, 'be.cpu': null, 'be.disk_max': null },
      },
      nodeState: { [cn]: { 'be.disk_max': { why: 'not-applicable' } } },
    }));

    for (const range of [hourMs, dayMs]) {
      const { series } = await ask(['be.cpu', 'be.disk_max', 'fe.heap'], range);
      assert.deepEqual(
        series.map(({ series: id, node }) => [id, node]),
        [
          ['be.cpu', cn],
          ['be.disk_max', cn],
          ['fe.heap', fe],
        ],
      );
      assert.ok(series[0]?.gaps.some(([begin, , why]) => begin === start && why === 'node-down'));
      assert.ok(
        series[1]?.gaps.some(([begin, , why]) => begin === start && why === 'not-applicable'),
      );
      assert.ok(series[2]?.avg.includes(40));
    }
  });

  it('answers for the nodes that are asked for, known or not', async () => {
    await append(start, start + minuteMs, () => ({ nodes: { [cn]: { 'be.cpu': 5 } } }));

    const { series } = await ask(['be.cpu'], hourMs, { nodes: ['cn:10.0.0.10:9050', cn] });

    assert.deepEqual(
      series.map(({ node }) => node),
      ['cn:10.0.0.10:9050', cn],
    );
    assert.deepEqual(
      series[0]?.avg.filter((value) => value !== null),
      [],
    );
    assert.equal(series[0].gaps.length, 1);
  });

  it('does not call the round under way a gap, but a silent monitor is one', async () => {
    await append(start, start + minuteMs, () => ({ values: { 'query.qps': 1 } }));

    test.now = start + minuteMs + 20 * secondMs;
    const [fresh] = (await ask(['query.qps'], hourMs)).series;
    test.now = start + 20 * minuteMs;
    const [stale] = (await ask(['query.qps'], hourMs)).series;

    assert.equal(fresh?.gaps.at(-1)?.[2], 'not-collected-yet');
    assert.deepEqual(stale?.gaps.at(-1), [start + minuteMs, start + 20 * minuteMs, 'not-recorded']);
  });

  it('has no gaps between the rounds of a slower grid', async () => {
    for (let at = start; at < start + hourMs; at += 5 * minuteMs) {
      await test.engine.append(
        clusterId,
        aSnapshot(at, { gridMs: 5 * minuteMs, values: { 'query.qps': 3 } }),
      );
    }
    test.now = start + hourMs;

    const [qps] = (await ask(['query.qps'], hourMs)).series;

    assert.deepEqual(qps?.gaps, []);
    assert.ok(qps.avg.every((value) => value === 3));
  });

  it('answers any range up to a year in 360 buckets, with the gaps of each node', async () => {
    const slow = 5 * minuteMs;
    const end = start + 40 * dayMs;
    const closed = [end - 20 * dayMs, end - 10 * dayMs] as const;
    test.now = end;
    await test.engine.importLines(
      clusterId,
      Array.from({ length: (40 * dayMs) / slow }, (_, index) => start + index * slow)
        .filter((ts) => ts < closed[0] || ts >= closed[1])
        .map((ts) => ({ ts, values: { 'query.qps': 3 }, nodes: { [cn]: { 'be.cpu': 7 } } })),
    );

    for (const days of [7, 14, 30, 90, 365]) {
      // The asker's clock is a moment behind the store's.
      test.now = end + 20;
      const query = { from: end - days * dayMs, to: end, buckets: 360 };
      const { series, stepMs, from } = await test.engine.trend(clusterId, {
        ...query,
        series: ['query.qps', 'be.cpu'],
      });
      assert.equal(series.length, 2);
      for (const { avg, gaps, node } of series) {
        assert.ok(avg.length <= 360 && avg.length > 150, `${days} d: ${avg.length} buckets`);
        const middle = Math.floor((end - 15 * dayMs - from) / stepMs);
        if (days > 14) {
          assert.equal(avg[middle], null, `${days} d`);
          assert.ok(
            gaps.some(
              ([begin, until, why]) =>
                begin <= closed[0] + stepMs &&
                until >= closed[1] - stepMs &&
                why === 'not-recorded',
            ),
            `${days} d, ${node ?? 'cluster'}: ${JSON.stringify(gaps)}`,
          );
        }
        assert.equal(avg.at(-2), node === undefined ? 3 : 7, `${days} d`);
      }
      assert.equal(stepMs <= 2 * hourMs, days <= 30, `${days} d`);
    }
  }).timeout(30_000);

  it('brings the events of the range', async () => {
    const event = { at: start + 1_000, kind: 'leader-changed', detail: fe } as const;
    await append(start, start + minuteMs, (at) => (at === start ? { events: [event] } : {}));

    assert.deepEqual((await ask(['query.qps'], hourMs)).events, [event]);
  });

  it('refuses a series it does not know', async () => {
    await append(start, start + roundMs, () => ({}));

    await assert.rejects(ask(['query.no' as SeriesId], hourMs));
  });
});
