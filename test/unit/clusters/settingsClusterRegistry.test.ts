import assert from 'node:assert/strict';
import type { RegistryChange } from '../../../src/extension/clusters/clusterRegistry';
import { isDemoClusterId } from '../../../src/extension/clusters/demoClusterId';
import { SettingsClusterRegistry } from '../../../src/extension/clusters/settingsClusterRegistry';
import type { NewCluster } from '../../../src/shared/clusterProfile';
import { MemoryLog, MemorySecrets, MemorySettings } from './support';

const cluster: NewCluster = {
  name: 'prod',
  frontends: [{ host: 'fe1', port: 9030 }],
  user: 'monitor',
  password: 'stored',
  tls: { mode: 'off' },
  http: { mode: 'auto' },
  access: 'read-only',
};

function setUp(entries?: unknown) {
  const settings = new MemorySettings(entries);
  const secrets = new MemorySecrets();
  const log = new MemoryLog();
  const registry = new SettingsClusterRegistry(settings, secrets, log);
  const changes: RegistryChange[] = [];
  registry.onDidChange((change) => changes.push(change));
  return { settings, secrets, log, registry, changes };
}

describe('SettingsClusterRegistry', () => {
  it('writes a cluster to the settings and its password to the secret store only', async () => {
    const { settings, secrets, registry, changes } = setUp();

    const id = await registry.add(cluster, 's3cret-word');

    assert.deepEqual(settings.entries, [{ id, ...cluster }]);
    assert.ok(!JSON.stringify(settings.entries).includes('s3cret-word'));
    assert.equal(secrets.values.get(`cluster/${id}`), 's3cret-word');
    assert.equal(await registry.secretOf(id), 's3cret-word');
    assert.deepEqual(changes.at(-1), { kind: 'profiles' });
  });

  it('loses none of two clusters that are added at the same time', async () => {
    const { registry } = setUp();

    await Promise.all([registry.add(cluster), registry.add({ ...cluster, name: 'other' })]);

    assert.deepEqual(
      registry.list().map(({ name }) => name),
      ['prod', 'other'],
    );
  });

  it('shows bad entries with their error beside the good ones, and keeps them when it writes', async () => {
    const bad = { name: 'broken' };
    const { settings, registry } = setUp([bad]);

    const id = await registry.add(cluster);

    assert.deepEqual(registry.invalid(), [
      {
        index: 0,
        raw: bad,
        message: { id: 'host.profile.missing', args: { field: 'id' } },
      },
    ]);
    assert.deepEqual(settings.entries, [bad, { id, ...cluster }]);
  });

  it('calls the second entry of an id a duplicate', async () => {
    const first = setUp();
    const id = await first.registry.add(cluster);
    const { registry } = setUp([
      { id, ...cluster },
      { id: id.toUpperCase(), ...cluster },
    ]);

    assert.equal(registry.list().length, 1);
    assert.equal(registry.invalid()[0]?.message.id, 'host.profile.duplicate');
  });

  it('takes the interval of the settings where a profile names none', async () => {
    const { settings, registry } = setUp();
    await registry.add(cluster);
    await registry.add({ ...cluster, intervalS: 300 });
    settings.interval = 60;

    assert.deepEqual(
      registry.list().map(({ intervalS }) => intervalS),
      [60, 300],
    );
  });

  it('gives clusters the own rules of the settings, and never writes them into an entry', async () => {
    const { settings, registry } = setUp();
    const id = await registry.add(cluster);
    await registry.add({ ...cluster, name: 'other' });
    const all = { title: 'Busy', warning: 'query.qps > 100' };
    settings.rules = [
      all,
      { title: 'Wrong', warning: 'query.qsp > 100' },
      { title: 'One', critical: 'cpu.max > 99', clusters: ['other'] },
    ];

    assert.deepEqual(
      registry.list().map(({ ownRules }) => ownRules?.map(({ title }) => title)),
      [['Busy'], ['Busy', 'One']],
    );
    assert.deepEqual(
      registry.ownRuleProblems().map(({ args }) => args['name']),
      ['Wrong'],
    );
    await registry.update(id, { user: 'else' });
    assert.ok(!JSON.stringify(settings.entries).includes('Busy'));
  });

  it('edits an entry without writing defaults into it, and keeps fields it does not know', async () => {
    const { settings, registry } = setUp();
    const id = await registry.add(cluster);
    settings.entries = [{ id, ...cluster, ofTomorrow: 1 }];

    await registry.update(id, { name: 'renamed' });

    assert.deepEqual(settings.entries, [{ id, ...cluster, name: 'renamed', ofTomorrow: 1 }]);
  });

  it('takes optional fields away when it is told so', async () => {
    const { settings, registry } = setUp();
    const id = await registry.add({ ...cluster, group: 'eu', production: true });

    await registry.update(id, { group: null });

    assert.deepEqual(settings.entries, [{ id, ...cluster, production: true }]);
  });

  it('forgets a stored password when it is to be asked for from now on', async () => {
    const { secrets, registry } = setUp();
    const id = await registry.add(cluster, 'stored-word');

    await registry.update(id, { password: 'ask' }, 'typed-word');

    assert.equal(secrets.values.size, 0);
    assert.equal(await registry.secretOf(id), 'typed-word');
  });

  it('announces a password that comes with a change to what is there already', async () => {
    const { registry, changes } = setUp();
    const id = await registry.add(cluster, 'old-word');
    changes.length = 0;

    await registry.update(id, { name: cluster.name }, 'new-word');

    assert.deepEqual(changes, [{ kind: 'secret', id }]);
  });

  it('answers no password, not an error, when the key store refuses', async () => {
    const { secrets, registry, log } = setUp();
    const id = await registry.add(cluster, 'word');
    secrets.refuses = true;

    assert.equal(await registry.secretOf(id), undefined);
    assert.match(log.lines.join('\n'), /The key ring is locked/);
  });

  it('keeps a password in memory when the key store refuses to store it', async () => {
    const { secrets, registry } = setUp();
    secrets.refuses = true;

    const id = await registry.add(cluster, 'word');

    assert.equal(await registry.secretOf(id), 'word');
  });

  it('keeps a typed password of "ask" in memory and says that one may log in', async () => {
    const { secrets, registry, changes } = setUp();
    const id = await registry.add({ ...cluster, password: 'ask' });

    registry.setSessionSecret(id, 'typed');

    assert.equal(await registry.secretOf(id), 'typed');
    assert.equal(secrets.values.size, 0);
    assert.deepEqual(changes.at(-1), { kind: 'secret', id });
  });

  it('removes the password together with the cluster', async () => {
    const { settings, secrets, registry } = setUp();
    const id = await registry.add(cluster, 'word');

    await registry.remove(id);

    assert.deepEqual(settings.entries, []);
    assert.equal(secrets.values.size, 0);
    assert.equal(await registry.secretOf(id), undefined);
  });

  it('keeps demo clusters out of the settings, under the same id each time', async () => {
    const { settings, registry } = setUp();
    const demo: NewCluster = { ...cluster, name: 'Demo', password: 'ask', demo: true };

    const id = await registry.add(demo, 'demo-word');
    const again = await registry.add(demo, 'demo-word');

    assert.equal(id, again);
    assert.ok(isDemoClusterId(id));
    assert.equal(settings.entries, undefined);
    assert.deepEqual(
      registry.list().map((profile) => profile.demo),
      [true],
    );
    assert.equal(await registry.secretOf(id), 'demo-word');
    await registry.remove(id);
    assert.deepEqual(registry.list(), []);
  });

  it('takes every password it sees out of the log', async () => {
    const { registry, log } = setUp();

    await registry.add(cluster, 'stored-word');
    registry.setSessionSecret('x', 'typed-word');

    assert.ok(log.secrets.includes('stored-word') && log.secrets.includes('typed-word'));
  });

  it('makes no demo id of a random one', async () => {
    const { registry } = setUp();

    assert.equal(isDemoClusterId(await registry.add(cluster)), false);
  });
});
