/**
 * What activation does while no cluster is configured: nothing but registering. Named so that it
 * runs before the tests that add clusters.
 */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as Module from 'node:module';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { skipBecause } from '../support/skip';
import { loadedLater, running } from './support/footprint';

const extensionId = 'starrocks-overview.starrocks-cluster-overview';

function extension(): vscode.Extension<{ version: number }> {
  const found = vscode.extensions.getExtension<{ version: number }>(extensionId);
  assert.ok(found, `${extensionId} is installed`);
  return found;
}

describe('activation without a cluster', () => {
  it('returns the public API', async () => {
    const api = await extension().activate();

    assert.equal(api.version, 1);
  });

  it('registers exactly the commands of the manifest', async () => {
    const { contributes } = extension().packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const declared = contributes.commands.map(({ command }) => command);

    const registered = (await vscode.commands.getCommands(true)).filter((id) =>
      // VS Code's own commands of our view have one part more (…clusters.focus).
      /^starrocksOverview\.\w+$/.test(id),
    );

    assert.deepEqual(registered.sort(), declared.sort());
  });

  it('loads neither sql.js nor mysql2', () => {
    assert.deepEqual(loadedLater(), []);
  });

  it('starts no worker and listens on nothing', () => {
    const { workers, listening } = running();
    // VS Code resolves modules through a thread of Node's own where Node has no other way.
    const ofTheEditor = 'registerHooks' in Module ? 0 : 1;

    assert.equal(workers, ofTheEditor);
    assert.deepEqual(listening, []);
  });

  it('writes nothing', function () {
    const userData =
      process.env['STARROCKS_OVERVIEW_TEST_USER_DATA'] ??
      skipBecause(this, 'the folder of the user data is not known on a desktop');
    const folder = path.join(userData, 'User', 'globalStorage', extensionId);

    const written = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : [];

    assert.deepEqual(written, []);
  });
});
