/** What a killed extension host must leave: every round it wrote down, once. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { packageFile } from '../../scripts/project/paths.mjs';
import { defaultVersion, prepareServer } from '../../scripts/vscode/prepareServer.mjs';
import type { ProfileFolders } from '../../scripts/vscode/server.mjs';
import { createProfile, installExtension, removeProfile } from '../../scripts/vscode/server.mjs';
import { waitForWorkbench } from '../../scripts/vscode/workbench.mjs';
import { nodeFileSystem } from '../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../src/extension/store/historyEngine';
import { migrations, sqlForTests } from '../unit/store/support/historyFixture';
import { nextValues, tileValues } from './support/overviewValues';
import { closeWorkbenches, Workbench } from './support/workbench';

const storage = 'User/globalStorage/starrocks-overview.starrocks-cluster-overview/history';
const kills = 3;

/** Grid times on disk, by cluster: a round is announced only after its line is there. */
function roundsOnDisk(history: string): ReadonlyMap<string, ReadonlySet<number>> {
  const clusters = fs
    .readdirSync(history, { withFileTypes: true })
    .filter((entry) => entry.isDirectory());
  return new Map(
    clusters.map(({ name }) => {
      const folder = path.join(history, name);
      const lines = fs
        .readdirSync(folder)
        .filter((file) => file.startsWith('journal'))
        .flatMap((file) =>
          fs.readFileSync(path.join(folder, file), 'utf8').split('\n').slice(0, -1),
        );
      return [
        name,
        new Set(lines.map((line) => Number(/"at":(\d+)/.exec(line)?.[1] ?? Number.NaN))),
      ];
    }),
  );
}

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
    const history = path.join(profile.user, storage);
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
