import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ClusterPatch, ClusterProfile } from '../../../src/shared/clusterProfile';
import { withPatch } from '../../../src/shared/clusterProfile';
import { LocalApi } from '../../../src/extension/api/localApi';
import type {
  ClusterRegistry,
  RegistryChange,
} from '../../../src/extension/clusters/clusterRegistry';
import { Emitter } from '../../../src/extension/emitter';
import { dayMs, minuteMs } from '../../../src/shared/time';
import { MemoryStore } from '../collect/support/memoryStore';
import { ManualClock, settle } from '../collect/support/manualClock';
import { aSnapshot, clusterId, start, testHistory } from '../store/support/historyFixture';

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

describe('LocalApi of a recorded history', () => {
  it('answers up to the last round, with the problem that began in it', async () => {
    const gridMs = 5 * minuteMs;
    const end = start + 4 * gridMs;
    const history = await testHistory();
    const file = path.join(history.folder, 'exported.db');
    for (let at = start; at <= end; at += gridMs) {
      history.now = at;
      const problems =
        at < end
          ? []
          : [{ rule: 'cpu.node', subject: null, level: 'critical', since: at } as const];
      const values = { 'health.score': at < end ? 100 : 60 };
      await history.engine.append(clusterId, aSnapshot(at, { gridMs, values, problems }));
    }
    fs.writeFileSync(file, await history.engine.exportFile(clusterId, 'prod'));
    const clock = new ManualClock(end + 30 * dayMs);
    const registry = new MemoryRegistry();
    registry.profiles = [];
    const api = new LocalApi({
      registry,
      store: history.engine,
      log,
      version: '0.0.0-test',
      clock,
    });
    try {
      const recorded = await api.openRecordedHistory(file);

      const health = await api.getHealthHistory(recorded, { timeRange: '1h' });
      const trend = await api.getTrend(recorded, { series: ['health.score'], timeRange: '1h' });
      const { modules } = await api.getExtendedOverview(recorded, { modules: ['window'] });

      assert.deepEqual(
        health.problems.map(({ rule, from }) => [rule, from]),
        [['cpu.node', end]],
      );
      assert.equal(health.verdicts.at(-1), 'critical');
      assert.equal(trend.series[0]?.avg.at(-1), 60);
      assert.ok(modules.window?.known === true);
      assert.deepEqual((await api.getDays(recorded)).days.at(-1)?.worst?.level, 'critical');
      await assert.rejects(api.collectNow(recorded), /it can be looked at, and nothing else/);
    } finally {
      api.dispose();
      await history.dispose();
    }
  });
});
