import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { dayBounds } from '../../../src/extension/past/dayBounds';
import { zoneOffsetMs } from '../../../src/extension/starrocks/zoneOffset';
import type { Snapshot } from '../../../src/extension/store/historyStore';
import { dayMs, hourMs, minuteMs } from '../../../src/shared/time';
import { aSnapshot, clusterId, testHistory } from './support/historyFixture';

const gridMs = 5 * minuteMs;
/** Midnight in Shanghai. */
const midnight = Date.UTC(2026, 10, 2, 16);

describe('days', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;
  beforeEach(async () => {
    test = await testHistory();
  });
  afterEach(async () => {
    await test.dispose();
  });

  async function append(from: number, to: number, parts: (at: number) => Partial<Snapshot>) {
    for (let at = from; at < to; at += gridMs) {
      test.now = at;
      await test.engine.append(clusterId, aSnapshot(at, { gridMs, ...parts(at) }));
    }
  }

  const bounds = [midnight - dayMs, midnight, midnight + dayMs, midnight + 2 * dayMs];

  it('sums up what was measured, and says how long that was', async () => {
    await append(midnight + 6 * hourMs, midnight + 18 * hourMs, (at) => ({
      values: {
        'query.qps': 10,
        'query.err_internal': 0.5,
        'query.err_timeout': at < midnight + 12 * hourMs ? 0.5 : null,
        'query.p99': at === midnight + 9 * hourMs ? 4_000 : 30,
        'cpu.avg': at < midnight + 9 * hourMs ? 40 : 20,
        'compute.alive': 3,
        'data.bytes': 1_000 + (at - midnight) / minuteMs,
        'health.score': 90,
      },
      state: { 'query.qps': { have: 2, of: 3, bound: 'lower' } },
    }));

    const [day, ...others] = await test.engine.days(clusterId, bounds);

    assert.deepEqual([day?.from, day?.to], [midnight, midnight + dayMs]);
    assert.equal(others.length, 1, 'no day of before the first hour');
    assert.equal(day?.measuredS, 12 * 3_600);
    const { figures } = day;
    assert.deepEqual(figures.queries, { value: 432_000, measuredS: 43_200, partial: true });
    // Only while all three were measured.
    assert.deepEqual(figures.errors, { value: 21_600, measuredS: 21_600, partial: true });
    assert.deepEqual(figures.errorPct, { value: 10, measuredS: 21_600, partial: true });
    assert.deepEqual(figures.p99Max, { value: 4_000, measuredS: 43_200 });
    assert.deepEqual(figures.cpuAvg, { value: 25, measuredS: 43_200 });
    assert.deepEqual(figures.availabilityPct, { value: 100, measuredS: 43_200 });
    assert.equal(figures.dataGrowth.value, 11 * 60);
    assert.deepEqual(figures.loadsFailed, { value: null, measuredS: 0 });
    assert.equal(others[0]?.measuredS, 0);
    assert.deepEqual(others[0].figures.availabilityPct, { value: null, measuredS: 0 });
  });

  it('counts as down what had no leader or no compute node, each time once, and nothing unjudged', async () => {
    const leaderless = {
      rule: 'fe.leader',
      subject: null,
      level: 'critical',
      since: midnight + hourMs,
    } as const;
    const cpu = { rule: 'cpu.node', subject: null, level: 'warning', since: midnight } as const;
    await append(midnight, midnight + 4 * hourMs, (at) => {
      const minute = (at - midnight) / minuteMs;
      return {
        values: {
          'compute.alive': minute >= 90 && minute < 120 ? 0 : minute >= 180 ? null : 3,
        },
        problems: minute >= 60 && minute < 105 ? [leaderless, cpu] : [cpu],
      };
    });

    const [day] = await test.engine.days(clusterId, bounds);

    assert.deepEqual(day?.figures.downtimeS, { value: 3_600, measuredS: 3 * 3_600 });
    assert.ok(Math.abs(Number(day.figures.availabilityPct.value) - 200 / 3) < 1e-9);
    assert.equal(day.figures.computeAliveMin.value, 0);
    assert.equal(day.measuredS, 4 * 3_600);
    assert.deepEqual(day.worst, {
      rule: 'fe.leader',
      subject: null,
      level: 'critical',
      from: midnight + hourMs,
      to: midnight + 100 * minuteMs,
    });
  });

  it('are the same after months, from the hours alone', async () => {
    await append(midnight, midnight + 2 * hourMs, () => ({
      values: { 'query.qps': 2, 'compute.alive': 1 },
    }));
    const before = await test.engine.days(clusterId, bounds);
    test.now = midnight + 60 * dayMs;
    await test.engine.append(clusterId, aSnapshot(test.now, { gridMs }));
    await test.reopen();
    test.now += 2 * dayMs;
    await test.engine.append(clusterId, aSnapshot(test.now, { gridMs }));

    assert.deepEqual(await test.engine.days(clusterId, bounds), before);
    assert.equal((await test.engine.samples(clusterId, 0, midnight + dayMs)).length, 0);
  });
});

describe('dayBounds', () => {
  const berlin = (at: number) => zoneOffsetMs('Europe/Berlin', at) ?? Number.NaN;

  it('are the midnights of the zone, also where the clocks change', () => {
    assert.deepEqual(dayBounds(Date.UTC(2026, 9, 25, 12), 2, berlin), [
      Date.UTC(2026, 9, 23, 22),
      Date.UTC(2026, 9, 24, 22),
      Date.UTC(2026, 9, 25, 23),
    ]);
    assert.deepEqual(dayBounds(Date.UTC(2026, 2, 29, 22, 30), 1, berlin), [
      Date.UTC(2026, 2, 29, 22),
      Date.UTC(2026, 2, 30, 22),
    ]);
  });

  it('are whole hours in zones with half ones', () => {
    const [from] = dayBounds(Date.UTC(2026, 5, 1, 12), 1, () => 5.5 * hourMs);
    assert.equal(Number(from) % hourMs, 0);
    assert.ok(Math.abs(Number(from) - Date.UTC(2026, 4, 31, 18, 30)) <= hourMs / 2);
  });
});
