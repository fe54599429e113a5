import assert from 'node:assert/strict';
import { profileOf } from '../../../../src/demo/profiles/profiles';
import { pastSlots } from '../../../../src/demo/state/past';
import { World } from '../../../../src/demo/state/world';
import type { DemoMode, Scenario } from '../../../../src/demo/truth';
import type { PastSlot } from '../../../../src/demo/truthPast';

const NOON = Date.UTC(2026, 5, 24, 3, 30, 0);
const HOUR = 3_600_000;

function pastOf(
  scenario: Scenario,
  mode: DemoMode = 'shared_data',
): {
  readonly world: World;
  readonly slots: readonly PastSlot[];
} {
  const world = new World(
    {
      name: 'test',
      seed: 7,
      scenario,
      mode,
      profile: profileOf('4.0'),
      network: '10.20.0',
    },
    NOON,
    120_000,
    { rate: 0 },
  );
  return { world, slots: [...pastSlots(world.state, 168)] };
}

const versionsIn = (slot: PastSlot | undefined): readonly number[] =>
  Object.values(slot?.nodes ?? {}).flatMap((values) => values['be.versions'] ?? []);

const lastJudged = (slots: readonly PastSlot[]): PastSlot | undefined =>
  slots.findLast(({ values }) => values['health.score'] !== undefined);

describe('the past of a demo cluster', () => {
  it('covers a week up to now, in order, with gaps', () => {
    const { world, slots } = pastOf('healthy');
    const times = slots.map((slot) => slot.ts);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    assert.ok((times[0] ?? 0) < world.state.at - 160 * HOUR);
    assert.ok((times.at(-1) ?? 0) < world.state.at);
    assert.ok((times.at(-1) ?? 0) >= world.state.at - 60_000);
    const longest = Math.max(...times.slice(1).map((ts, index) => ts - (times[index] ?? ts)));
    assert.ok(longest > 8 * HOUR);
  });

  it('names nodes as the monitor does and is the same each time', () => {
    const { slots } = pastOf('healthy');
    assert.deepEqual(Object.keys(slots[0]?.nodes ?? {}), [
      'fe:10.20.0.11:9010',
      'fe:10.20.0.12:9010',
      'fe:10.20.0.13:9010',
      'cn:10.20.0.31:9050',
      'cn:10.20.0.32:9050',
      'cn:10.20.0.33:9050',
      'cn:10.20.0.34:9050',
    ]);
    assert.deepEqual(pastOf('healthy').slots, slots);
  });

  it('tells what a monitor would have judged: mishaps of jobs that were mended before now', () => {
    const { slots } = pastOf('healthy');
    const troubled = slots.filter(({ problems }) => problems !== undefined);

    assert.ok(troubled.length > 0 && troubled.length < slots.length / 5);
    assert.equal(lastJudged(slots)?.values['health.score'], 100);
    for (const { ts, values, problems = [] } of troubled) {
      assert.equal(values['health.score'], 100 - 5 * problems.length);
      assert.equal((values['routine.bad'] ?? 0) + (values['mv.bad'] ?? 0), problems.length);
      assert.ok(problems.every(({ since }) => since <= ts && since > ts - 2 * HOUR));
    }
  });

  it('knows busy days and quiet nights', () => {
    const { slots } = pastOf('healthy');
    const mean = (from: number, to: number): number => {
      const values = slots.flatMap((slot) => {
        const hour = new Date(slot.ts + 8 * HOUR).getUTCHours();
        return hour >= from && hour < to ? [slot.values['query.qps'] ?? NaN] : [];
      });
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    assert.ok(mean(9, 12) > 1.6 * mean(1, 5));
  });

  it('holds more data from slot to slot, as much as its tables grow by', () => {
    const slots = pastOf('healthy').slots.filter(({ subjects }) => subjects !== undefined);
    const grown = (from: PastSlot, to: PastSlot) => {
      const all = (slot: PastSlot) => slot.subjects?.find(({ kind }) => kind === 'data')?.value;
      return [
        (to.values['data.bytes'] ?? NaN) - (from.values['data.bytes'] ?? NaN),
        (all(to) ?? NaN) - (all(from) ?? NaN),
      ] as const;
    };
    for (const [index, to] of slots.slice(24).entries()) {
      const [ofSeries, ofTables] = grown(slots[index] ?? to, to);
      assert.ok(ofSeries > 0);
      // Five digits are told of a size of terabytes.
      assert.ok(Math.abs(ofSeries - ofTables) < 1e9, `${ofSeries} and ${ofTables}`);
    }
  });

  it('has disks and versions instead of a cache in shared-nothing', () => {
    const { slots } = pastOf('compaction', 'shared_nothing');
    const [first, last] = [slots[0], slots.at(-1)];
    const node = last?.nodes['be:10.20.0.21:9050'];
    assert.ok(node !== undefined);
    assert.ok((node['be.versions'] ?? 0) > 400 && (node['be.disk_max'] ?? 0) > 50);
    assert.equal(last?.values['compaction.versions'], Math.max(...versionsIn(last)));
    assert.ok((first?.values['compaction.versions'] ?? 1000) < 20);
    assert.equal(last.values['cache.used'], undefined);
    assert.equal(node['be.cache_pct'], undefined);
    const used = (slot: PastSlot | undefined): number => slot?.values['disk.used'] ?? NaN;
    assert.ok(used(first) < used(last), 'what is loaded fills the disks');
  });

  it('ends in the trouble of its scenario', () => {
    const { slots } = pastOf('degraded');
    const degraded = slots.at(-1);
    assert.equal(degraded?.values['compute.alive'], 3);
    assert.equal(degraded.values['fe.alive'], 2);
    assert.deepEqual(degraded.nodes['cn:10.20.0.33:9050'], { 'be.up': 0 });
    const rulesOf = (slot: PastSlot | undefined) => slot?.problems?.map(({ rule }) => rule);
    assert.equal(degraded.problems, undefined, 'its last minutes are for the monitor of now');
    assert.deepEqual(rulesOf(lastJudged(slots)), [
      'fe.down',
      'node.down',
      'routine.paused',
      'mv.failed',
      'mv.inactive',
    ]);
    // 13 for one of three FEs, 35 for one of four CNs, 5, 5 and 3 for the jobs.
    assert.equal(lastJudged(slots)?.values['health.score'], 39);
    const crisis = pastOf('compaction').slots;
    assert.ok((crisis.at(-1)?.values['compaction.score'] ?? 0) > 100);
    assert.deepEqual(rulesOf(lastJudged(crisis)), ['compaction.pressure']);
    assert.ok((crisis[0]?.values['compaction.score'] ?? 1000) < 60);
  });
});
