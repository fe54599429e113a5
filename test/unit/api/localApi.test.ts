import assert from 'node:assert/strict';
import type { ClusterPatch, ClusterProfile } from '../../../src/shared/clusterProfile';
import { withPatch } from '../../../src/shared/clusterProfile';
import { LocalApi } from '../../../src/extension/api/localApi';
import type {
  ClusterRegistry,
  RegistryChange,
} from '../../../src/extension/clusters/clusterRegistry';
import { Emitter } from '../../../src/extension/emitter';
import { MemoryStore } from '../collect/support/memoryStore';
import { ManualClock, settle } from '../collect/support/manualClock';

const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const id = '00000000-0000-4000-8000-000000000001';
const profile: ClusterProfile = {
  id,
  name: 'prod',
  // Nothing listens there: every question fails at once.
  frontends: [{ host: '127.0.0.1', port: 1 }],
  user: 'monitor',
  password: 'none',
  tls: { mode: 'off' },
  http: { mode: 'auto' },
  access: 'read-only',
  intervalS: 30,
};

/** Settings in memory; told when the test says so, as VS Code tells of its own in its own time. */
class MemoryRegistry implements ClusterRegistry {
  profiles: readonly ClusterProfile[] = [profile];
  readonly #changed = new Emitter<RegistryChange>(log);
  readonly onDidChange = this.#changed.event;

  tell(): void {
    this.#changed.fire({ kind: 'profiles' });
  }

  list(): readonly ClusterProfile[] {
    return this.profiles;
  }

  invalid(): readonly [] {
    return [];
  }

  get(wanted: string): ClusterProfile | undefined {
    return this.profiles.find((each) => each.id === wanted);
  }

  add(): Promise<string> {
    return Promise.reject(new Error('not part of these tests'));
  }

  update(_id: string, patch: ClusterPatch): Promise<void> {
    this.profiles = this.profiles.map((each) => withPatch(each, patch));
    return Promise.resolve();
  }

  remove(): Promise<void> {
    this.profiles = [];
    return Promise.resolve();
  }

  secretOf(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  setSessionSecret = ignore;
}

describe('LocalApi', () => {
  let api: LocalApi;
  let registry: MemoryRegistry;
  let store: MemoryStore;
  let clock: ManualClock;

  beforeEach(() => {
    registry = new MemoryRegistry();
    store = new MemoryStore();
    clock = new ManualClock(1_750_000_010_000);
    api = new LocalApi({ registry, store, log, version: '0.0.0-test', clock });
  });

  afterEach(() => {
    api.dispose();
  });

  it('keeps an edited cluster paused and its viewers with it', async () => {
    await api.setPaused(id, true);
    await api.setVisible(id, 'panel', true);
    await api.updateCluster(id, { name: 'renamed' });
    registry.tell();

    const [summary] = await api.listClusters();
    assert.equal(summary?.profile.name, 'renamed');
    assert.equal(summary.state, 'paused');
    const { header } = await api.getExtendedOverview(id, { modules: [] });
    const sessions = header.sources.find(({ source }) => source === 'sessions');
    assert.equal(sessions?.periodS, 30);
  });

  it('writes no history of a removed cluster, however late the settings tell of it', async () => {
    await api.removeCluster(id, { deleteHistory: true });
    await clock.advance(120_000);
    await settle();
    assert.deepEqual(store.snapshots, []);
    registry.tell();
    assert.deepEqual(await api.listClusters(), []);
  });

  it('answers for a cluster that is gone with a sentence', async () => {
    await api.removeCluster(id, { deleteHistory: false });
    await assert.rejects(api.getExtendedOverview(id), /no such cluster/);
  });
});
