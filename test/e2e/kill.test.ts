/** What a killed extension host must leave: every round it wrote down, once. */
import { strict as assert } from 'node:assert';
import { packageFile } from '../../scripts/project/paths.mjs';
import { defaultVersion, prepareServer } from '../../scripts/vscode/prepareServer.mjs';
import type { ProfileFolders } from '../../scripts/vscode/server.mjs';
import { createProfile, installExtension, removeProfile } from '../../scripts/vscode/server.mjs';
import { waitForWorkbench } from '../../scripts/vscode/workbench.mjs';
import { nodeFileSystem } from '../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../src/extension/store/historyEngine';
import { migrations, sqlForTests } from '../unit/store/support/historyFixture';
import { nextValues, tileValues } from './support/overviewValues';
import { historyOf, roundsOnDisk } from './support/roundsOnDisk';
import { closeWorkbenches, Workbench } from './support/workbench';

const kills = 3;

describe('an extension host that is killed while it collects', () => {
  let profile: ProfileFolders;

  before(async () => {
    const version = process.env['STARROCKS_OVERVIEW_TEST_VSCODE'] ?? defaultVersion;
    profile = createProfile({ 'starrocksOverview.openOnStartup': 'demo' });
    installExtension(await prepareServer(version), profile, packageFile);
  });

  after(async () => {
    await closeWorkbenches();
    removeProfile(profile);
  });

  it(`loses no round in ${kills} kills, and keeps none twice`, async function () {
    this.timeout(180_000);
    const workbench = await Workbench.open({
      profile,
      env: { STARROCKS_OVERVIEW_TIME_SCALE: '10' },
    });
    const history = historyOf(profile);
    const written = new Map<string, Set<number>>();
    for (let kill = 0; kill < kills; kill += 1) {
      const frame = await workbench.overview();
      await frame.locator('[data-testid="overview"][data-state="live"]').waitFor();
      await nextValues(frame, await tileValues(frame));
      for (const [cluster, rounds] of roundsOnDisk(history)) {
        written.set(cluster, new Set([...(written.get(cluster) ?? []), ...rounds]));
      }
      const host = workbench.server.extensionHosts().at(-1);
      assert.ok(host !== undefined);

      process.kill(host, 'SIGKILL');

      await workbench.page.reload();
      await waitForWorkbench(workbench.page);
    }
    await workbench.overview();
    await workbench.close();

    assert.ok(written.size > 0);
    for (const [cluster, rounds] of written) {
      const kept = await keptRounds(history, cluster);
      assert.ok(rounds.size >= kills, `${rounds.size} rounds of ${cluster} were written`);
      assert.deepEqual(
        [...rounds].filter((at) => !kept.includes(at)),
        [],
        'lost',
      );
      assert.equal(new Set(kept).size, kept.length, 'kept twice');
    }
  });

  async function keptRounds(history: string, cluster: string): Promise<readonly number[]> {
    const engine = new HistoryEngine(history, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => Date.now(),
      notice: (message) => assert.fail(message),
    });
    try {
      const samples = await engine.samples(cluster, 0, Number.MAX_SAFE_INTEGER);
      return samples.map(({ at }) => at);
    } finally {
      await engine.close();
    }
  }
});
