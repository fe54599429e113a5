import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Log } from '../../../src/extension/log';
import { acquireOwner, thisProcess } from '../../../src/extension/store/owner';
import type { Owner } from '../../../src/extension/store/owner';
import { WorkerHistoryStore } from '../../../src/extension/store/workerHistoryStore';
import { bundle, historyWorkerEntry } from './support/bundles';
import { aSnapshot, clusterId, start } from './support/historyFixture';

describe('WorkerHistoryStore', () => {
  let bundles: Awaited<ReturnType<typeof bundle>>;
  let folder: string;
  let owner: Owner;
  let store: WorkerHistoryStore;
  const logged: string[] = [];
  const note = (message: string) => void logged.push(message);
  const log: Log = { debug: note, info: note, warn: note, error: note };

  before(async () => {
    bundles = await bundle({ 'history-worker': historyWorkerEntry });
  });
  after(() => {
    bundles.dispose();
  });
  beforeEach(async () => {
    logged.length = 0;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worker-test-'));
    const acquired = await acquireOwner(folder, thisProcess);
    assert.ok(acquired.kind === 'owned');
    owner = acquired.owner;
    store = open();
  });
  afterEach(async () => {
    await store.close();
    await owner.release();
    fs.rmSync(folder, { recursive: true });
  });

  const open = (parts: { nonce?: string; workerFile?: string } = {}) =>
    new WorkerHistoryStore({
      folder,
      nonce: owner.nonce,
      workerFile: path.join(bundles.folder, 'history-worker.js'),
      wasmFile: path.join(bundles.folder, 'sql-wasm.wasm'),
      log,
      ...parts,
    });

  it('starts no worker and writes nothing until it is asked', async () => {
    await store.close();
    assert.deepEqual(fs.readdirSync(folder), ['owner.json']);
  });

  it('stores and answers in the worker', async () => {
    const snapshot = aSnapshot(start, { values: { 'query.qps': 2.5 } });
    assert.deepEqual(await store.append(clusterId, snapshot), { saved: true });

    assert.equal(await store.lastAt(clusterId), start);
    assert.equal((await store.snapshotAt(clusterId, start))?.values['query.qps'], 2.5);
    assert.ok((await store.size(clusterId)) > 0);
    const trend = await store.trend(clusterId, {
      series: ['query.qps'],
      from: start,
      to: start + 60_000,
      buckets: 2,
    });
    assert.deepEqual(trend.series[0]?.avg[0], 2.5);
    await store.deleteCluster(clusterId);
    assert.deepEqual(fs.readdirSync(folder), ['owner.json']);
  });

  it('answers what was asked before it is closed, and rejects what comes after', async () => {
    const appended = store.append(clusterId, aSnapshot(start));
    await store.close();

    assert.deepEqual(await appended, { saved: true });
    await assert.rejects(store.lastAt(clusterId), /closed/);
  });

  it('refuses to append with the nonce of a former owner', async () => {
    const former = open({ nonce: 'former' });
    try {
      const outcome = await former.append(clusterId, aSnapshot(start));
      assert.ok(!outcome.saved);
      assert.match(outcome.message, /another window/);
    } finally {
      await former.close();
    }
  });

  it('rejects with the message of the worker, and reports damage', async () => {
    await assert.rejects(store.lastAt('no/uuid'), { message: /UUID/ });
    fs.mkdirSync(path.join(folder, clusterId));
    fs.writeFileSync(path.join(folder, clusterId, 'journal-1.ndjson'), 'nonsense\n');

    assert.equal(await store.lastAt(clusterId), null);

    assert.match(logged.join('\n'), /1 damaged line/);
  });

  it('rejects instead of waiting for ever when the worker cannot start', async () => {
    const broken = open({ workerFile: path.join(bundles.folder, 'missing.js') });

    await assert.rejects(broken.lastAt(clusterId), /ended before it answered/);
    await assert.rejects(broken.lastAt(clusterId), /ended before it answered/);

    await broken.close();
  });
});
