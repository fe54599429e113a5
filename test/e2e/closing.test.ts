/** What is left when the editor is closed: history, and nothing else. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { packageFile } from '../../scripts/project/paths.mjs';
import { defaultVersion, prepareServer } from '../../scripts/vscode/prepareServer.mjs';
import type { ProfileFolders } from '../../scripts/vscode/server.mjs';
import { createProfile, installExtension, removeProfile } from '../../scripts/vscode/server.mjs';
import { closeWorkbenches, Workbench } from './support/workbench';

const storage = 'User/globalStorage/starrocks-overview.starrocks-cluster-overview/history';

function filesBelow(folder: string): readonly string[] {
  return fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('closing the editor', () => {
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

  it('leaves no lock, no socket and no process, and keeps the history', async () => {
    const workbench = await Workbench.open({
      profile,
      env: { STARROCKS_OVERVIEW_TIME_SCALE: '10' },
    });
    const frame = await workbench.overview();
    await frame.locator('[data-testid="overview"][data-state="live"]').waitFor();
    const history = path.join(profile.user, storage);
    const ours = () => filesBelow(profile.temp).filter((file) => file.includes('srh-'));
    assert.equal(
      fs.existsSync(path.join(history, 'owner.json')),
      true,
      'it leads while it is open',
    );
    assert.equal(ours().length, 1, 'it listens while it is open');
    const hosts = workbench.server.extensionHosts();

    await workbench.close();

    assert.equal(fs.existsSync(path.join(history, 'owner.json')), false, 'no lock');
    assert.deepEqual(ours(), [], 'no socket');
    assert.deepEqual(hosts.filter(isAlive), [], 'no process');
    assert.ok(
      filesBelow(history).some((file) => /journal-\d+\.ndjson$/.test(file)),
      'the history is there',
    );
  });
});
