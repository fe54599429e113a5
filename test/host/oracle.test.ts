/** Every field of the overview in a real editor equals what the demo cluster's truth says. */
import { strict as assert } from 'node:assert';
import * as path from 'node:path';
import { ControlPort } from '../oracle/controlPort';
import { modelFields } from '../oracle/fieldCount';
import { assertTrue, comparedFields } from './support/assertTrue';
import type { RunningDemo } from './support/demoInEditor';
import { loadedLater, running } from './support/footprint';
import { needSpeed, productApi, startDemo, timeScale } from './support/demoInEditor';
import { WatchedCluster } from './support/watchedCluster';

describe('the overview in the editor equals the truth', function () {
  this.timeout(180_000);
  let demo: RunningDemo;
  let cluster: WatchedCluster | undefined;

  before(async function () {
    needSpeed(this);
    demo = await startDemo();
    // Advice on compaction needs a sign of something wrong.
    await new ControlPort(demo.info.control).disturb({
      happen: { kind: 'config', key: 'lake_compaction_disable_ids', value: '11' },
    });
    cluster = await WatchedCluster.add(await productApi(), demo.info, timeScale);
  });

  after(async () => {
    if (cluster !== undefined) {
      await cluster.remove();
      await demo.stop();
    }
  });

  it('in a window that loads and opens what activation did not', () => {
    assert.ok(loadedLater().some((file) => file.includes('mysql2')));
    assert.ok(loadedLater().some((file) => file.includes('collector')));
    assert.ok(running().listening.some((handle) => handle.includes('srh-')));
  });

  it('after the first rounds', async () => {
    assert.ok(cluster);
    // The first ones ask for everything and take long: how far apart their scrapes are is chance.
    await cluster.rounds(5);

    await assertTrue(cluster);
  });

  it('after minutes, with a problem open, and loads that are too small or fail', async () => {
    assert.ok(cluster);
    await cluster.disturb(
      { happen: { kind: 'usage', node: '10.20.0.32', memPct: 97 } },
      { happen: { kind: 'loads', table: 'events.clicks', perSecond: 0.5, rows: 40 } },
      { happen: { kind: 'loads', table: 'sales.orders', failing: 1 } },
      { happen: { kind: 'publish', table: 'events.page_views', stuck: true } },
    );
    await cluster.rounds(11);

    await assertTrue(cluster);
  });

  it('in every field of the model types', () => {
    const fields = modelFields(path.resolve(__dirname, '../../..'));
    const { known, unknown } = comparedFields;
    const isBeneath = (field: string): boolean =>
      [...unknown].some((at) => field.startsWith(`${at}.`) || field.startsWith(`${at}[`));
    const missing = fields.filter(
      (field) => !known.has(field) && !unknown.has(field) && !isBeneath(field),
    );

    console.log(
      `fields compared ${fields.length - missing.length} / fields of the model types ${fields.length}`,
    );
    assert.deepEqual(missing, []);
  });
});
