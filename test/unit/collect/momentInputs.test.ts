import assert from 'node:assert/strict';
import { ClusterMonitor } from '../../../src/extension/collect/clusterMonitor';
import { NetworkSight } from '../../../src/extension/collect/networkSight';
import { FakeAsker } from './support/fakeAsker';
import { aProfile, quietLog } from './support/aProfile';
import { ManualClock } from './support/manualClock';
import { MemoryStore } from './support/memoryStore';

/** A monitor whose first rounds are over, in the middle between two. */
async function watching() {
  const clock = new ManualClock(1_750_000_020_000);
  const asker = new FakeAsker(clock);
  const monitor = new ClusterMonitor({
    profile: aProfile,
    asker,
    store: new MemoryStore(),
    clock,
    log: quietLog,
    network: new NetworkSight(),
  });
  await monitor.start();
  await clock.advance(70_000);
  return { clock, asker, monitor };
}

describe('the input of a moment', () => {
  it('is the same for all who ask for it within a quarter of a second', async () => {
    const { clock, monitor } = await watching();
    const first = monitor.input();
    assert.equal(monitor.input(), first);
    await clock.advance(250);
    assert.equal(monitor.input(), first);
    monitor.dispose();
  });

  it('is made anew later, because readings age', async () => {
    const { clock, monitor } = await watching();
    const first = monitor.input();
    await clock.advance(251);
    const second = monitor.input();
    assert.notEqual(second, first);
    assert.equal(second.now, first.now + 251);
    monitor.dispose();
  });

  it('is made anew after an answer, of a node too, and after a change of what is asked', async () => {
    const { clock, monitor } = await watching();
    const observed = { form: 'x', asked: 'x', askedAt: clock.now(), observedAt: clock.now() };
    const answer = { ...observed, tookMs: 1, receivedAtMono: clock.mono(), ok: true } as const;
    const changes: readonly (() => void)[] = [
      () => {
        monitor.live.put('sessions', { ...answer, source: 'sessions', value: [], rows: 0 });
      },
      () => {
        const failure = { why: 'unreachable', message: 'gone', ok: false } as const;
        monitor.live.putNode('beMetrics', 'cn:cn-01:9050', {
          ...{ ...observed, tookMs: 1, receivedAtMono: clock.mono() },
          ...failure,
          source: 'beMetrics',
        });
      },
      () => {
        monitor.setPaused(true);
      },
    ];
    for (const change of changes) {
      const before = monitor.input();
      change();
      assert.notEqual(monitor.input(), before);
    }
    const { sessions } = monitor.input();
    assert.deepEqual(sessions.known && sessions.value, []);
    monitor.dispose();
  });
});
