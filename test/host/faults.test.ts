/** In a real editor: only what must be unknown is unknown, and everything else is still true. */
import { strict as assert } from 'node:assert';
import { assertTrue } from './support/assertTrue';
import type { RunningDemo } from './support/demoInEditor';
import { needSpeed, productApi, startDemo, timeScale } from './support/demoInEditor';
import { WatchedCluster } from './support/watchedCluster';

const node = 'cn:10.20.0.33:9050';

describe('with faults, the overview in the editor equals the truth', function () {
  this.timeout(120_000);
  let demo: RunningDemo;
  let cluster: WatchedCluster | undefined;

  before(async function () {
    needSpeed(this);
    demo = await startDemo();
    cluster = await WatchedCluster.add(await productApi(), demo.info, timeScale);
    // The first ones ask for everything and take long: how far apart their scrapes are is chance.
    await cluster.rounds(4);
  });

  after(async () => {
    if (cluster !== undefined) {
      await cluster.remove();
      await demo.stop();
    }
  });

  it('when the /metrics of a CN are cut off', async () => {
    assert.ok(cluster);
    await cluster.disturb({
      fault: { kind: 'truncated' },
      target: { node, protocol: 'http', match: '/metrics' },
    });
    await cluster.expectBlocked([`beMetrics ${node}`], 'malformed');
    // The next one to be announced may have asked before.
    await cluster.rounds(2);

    await assertTrue(cluster);
  });

  it('when they are whole again, and an FE is dead', async () => {
    assert.ok(cluster);
    await cluster.control.clearFaults();
    cluster.expectUnblocked();
    await cluster.disturb({ happen: { kind: 'kill', node: '10.20.0.12', noticed: true } });
    await cluster.rounds(4);

    await assertTrue(cluster);
  });

  it('when a CN is dead as well', async () => {
    assert.ok(cluster);
    await cluster.disturb({ happen: { kind: 'kill', node: '10.20.0.34', noticed: true } });
    await cluster.rounds(4);

    await assertTrue(cluster);
  });
});
