import assert from 'node:assert/strict';
import { profileOf } from '../../../../src/demo/profiles/profiles';
import { World } from '../../../../src/demo/state/world';
import type { DemoMode, Scenario } from '../../../../src/demo/truth';

const NOON = Date.UTC(2026, 5, 24, 3, 30, 0);

function worldOf(scenario: Scenario, seed = 7, mode: DemoMode = 'shared_data'): World {
  const beginning = {
    name: 'test',
    seed,
    scenario,
    mode,
    profile: profileOf('4.0'),
    network: '10.20.0',
  };
  return new World(beginning, NOON, 60_000, { rate: 0 });
}

describe('the world of a demo cluster', () => {
  it('comes to the same state by many steps or by one leap', () => {
    const leap = worldOf('healthy');
    const walk = worldOf('healthy');
    leap.advance(300_000);
    for (let second = 0; second < 300; second++) {
      walk.advance(1000);
    }
    assert.deepEqual(walk.state, leap.state);
  });

  it('runs one query of a session at a time, however many begin in a second', () => {
    const world = worldOf('healthy');
    for (let second = 0; second < 900; second++) {
      world.advance(1000);
      const asking = world.state.runningQueries.map(
        (query) => `${query.frontend} ${String(query.connectionId)}`,
      );
      assert.equal(new Set(asking).size, asking.length);
    }
  });

  it('differs by its seed', () => {
    assert.notDeepEqual(
      worldOf('healthy', 1).state.frontends,
      worldOf('healthy', 2).state.frontends,
    );
  });

  it('tells the truth of any second of the last fifteen minutes', () => {
    const world = worldOf('healthy');
    world.advance(100_000);
    const then = world.truth();
    world.advance(14 * 60_000);
    const { clock: _clock, ...remembered } = world.truth(then.at);
    const { clock: _other, ...seen } = then;
    assert.deepEqual(remembered, seen);
    assert.equal(world.truth(then.at + 400).at, then.at);
  });

  it('lets the score of the crisis climb from below 300 to beyond 600 and stay there', () => {
    const world = worldOf('compaction');
    const worst = (): number => Math.max(...world.state.partitions.map((each) => each.score.max));
    assert.ok(worst() > 140 && worst() < 300, String(worst()));
    world.advance(15 * 60_000);
    assert.ok(worst() > 550, String(worst()));
    world.advance(25 * 60_000);
    assert.ok(worst() > 550 && worst() < 900, String(worst()));
    assert.ok(world.state.compactions.failedTotal > 3);
  });

  it('lets the versions of the crisis climb beyond 700 in shared-nothing, and stay there', () => {
    const world = worldOf('compaction', 11, 'shared_nothing');
    const worst = (): number =>
      Math.max(
        ...world.state.backends.flatMap((node) =>
          Object.values(node.storage?.partitions ?? {}).map(({ rowsets }) => rowsets),
        ),
      );
    assert.ok(worst() > 450 && worst() < 520, String(worst()));
    world.advance(30 * 60_000);
    assert.ok(worst() > 700 && worst() < 900, String(worst()));
    const calm = worldOf('healthy', 11, 'shared_nothing');
    calm.advance(30 * 60_000);
    const versions = calm.state.backends.map((node) => node.storage?.reported.maxRowsets);
    assert.ok(
      versions.every((each) => each !== undefined && each > 1 && each < 30),
      String(versions),
    );
  });

  it('keeps the scores of a healthy cluster low', () => {
    const world = worldOf('healthy');
    world.advance(30 * 60_000);
    assert.ok(Math.max(...world.state.partitions.map((each) => each.score.max)) < 100);
  });

  it('moves something in every round of 30 seconds', () => {
    const world = worldOf('healthy');
    for (let round = 0; round < 10; round++) {
      const before = world.state;
      world.advance(30_000);
      const after = world.state;
      assert.ok(
        after.frontends.every(
          (fe, index) =>
            fe.counters.queryTotal > (before.frontends[index]?.counters.queryTotal ?? Infinity),
        ),
      );
      assert.notEqual(after.computeNodes[0]?.cpuPct, before.computeNodes[0]?.cpuPct);
    }
  });

  it('stands still when driven by hand and runs when given a rate', async () => {
    const world = worldOf('healthy');
    const stood = world.now();
    world.setRate(100);
    await new Promise((resolve) => setTimeout(resolve, 30));
    world.setRate(0);
    const ran = world.now() - stood;
    assert.ok(ran >= 2900 && ran < 60_000, String(ran));
    assert.equal(world.now(), stood + ran);
  });
});
