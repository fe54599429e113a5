/** Commands that change the list of clusters, called as a keybinding or another extension does. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { StarRocksOverviewApi } from '../../src/shared/api';
import { productApi } from './support/demoInEditor';

const secret = 'host-Sesame-9';

type Entry = { readonly id: string; readonly name: string; readonly group?: string };

function entries(): readonly Entry[] {
  const clusters = vscode.workspace.getConfiguration('starrocksOverview').get<Entry[]>('clusters');
  return clusters ?? [];
}

async function run<T>(command: string, argument: object): Promise<T> {
  return vscode.commands.executeCommand<T>(`starrocksOverview.${command}`, argument);
}

describe('commands that configure clusters', () => {
  let api: StarRocksOverviewApi;
  let id = '';

  before(async () => {
    api = await productApi();
  });

  after(async () => {
    for (const entry of entries()) {
      await run('removeCluster', { clusterId: entry.id, deleteHistory: true });
    }
  });

  it('add one from a URL and keep its password out of the settings', async () => {
    // Nothing listens there: saving does not depend on it.
    id = await run<string>('addCluster', {
      name: 'configured',
      group: 'eu',
      hosts: `mysql://reader:${secret}@127.0.0.1:1/db`,
      store: true,
    });

    const [entry] = entries();
    assert.equal(entry?.id, id);
    assert.ok(!JSON.stringify(entries()).includes(secret));
  });

  it('save nothing when the test they asked for fails', async () => {
    const added = await run<unknown>('addCluster', { hosts: '127.0.0.1:1', test: true });

    assert.equal(added, undefined);
    assert.equal(entries().length, 1);
  });

  it('rename it', async () => {
    await run('renameCluster', { clusterId: id, name: 'renamed' });

    assert.equal(entries()[0]?.name, 'renamed');
  });

  it('edit only what is said', async () => {
    await run('editCluster', { clusterId: id, user: 'other' });

    const profile = (await api.listClusters()).find((each) => each.id === id)?.profile;
    assert.ok(profile);
    assert.equal(profile.user, 'other');
    assert.equal(profile.name, 'renamed');
    assert.equal(profile.password, 'stored');
    assert.equal(entries()[0]?.group, 'eu');
  });

  it('duplicate it under an id of its own, without the interval of the settings', async () => {
    const copy = await run<string>('duplicateCluster', { clusterId: id, name: 'copy' });

    assert.notEqual(copy, id);
    const [first, second] = entries();
    assert.deepEqual(second, { ...first, id: copy, name: 'copy' });
  });

  it('remove one and leave the other', async () => {
    await run('removeCluster', { clusterId: id, deleteHistory: true });

    assert.deepEqual(
      entries().map(({ name }) => name),
      ['copy'],
    );
  });
});
