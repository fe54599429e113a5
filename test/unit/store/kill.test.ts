import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { socketPath } from '../../../src/extension/api/windowSocket';
import { nodeFileSystem } from '../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../src/extension/store/historyEngine';
import type { Snapshot } from '../../../src/extension/store/historyStore';
import { bundle, historyWorkerEntry } from './support/bundles';
import { ChildWindow } from './support/childWindow';
import { clusterId, migrations, sqlForTests } from './support/historyFixture';

describe('a window that is killed', function () {
  this.timeout(120_000);
  let bundles: Awaited<ReturnType<typeof bundle>>;
  let folder: string;
  const children: ChildWindow[] = [];

  before(async () => {
    bundles = await bundle({
      'history-worker': historyWorkerEntry,
      window: 'test/unit/store/support/windowProcess.ts',
    });
  });
  after(() => {
    bundles.dispose();
  });
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kill-test-'));
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    fs.rmSync(await socketPath(folder), { force: true });
    fs.rmSync(folder, { recursive: true });
  });

  function open(): ChildWindow {
    const child = new ChildWindow(path.join(bundles.folder, 'window.js'), [folder, clusterId]);
    children.push(child);
    return child;
  }

  /** What is on disk now, by the same code in this process, and what it complained about. */
  async function recovered(): Promise<{ snapshots: readonly Snapshot[]; notices: string[] }> {
    const notices: string[] = [];
    const engine = new HistoryEngine(folder, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(false),
      now: () => Date.now(),
      notice: (message) => notices.push(message),
    });
    const snapshots = await engine.samples(clusterId, 0, Number.MAX_SAFE_INTEGER);
    await engine.close();
    return { snapshots, notices };
  }

  async function assertKept(acknowledged: readonly number[]): Promise<void> {
    const { snapshots, notices } = await recovered();
    const times = snapshots.map(({ at }) => at);
    assert.equal(new Set(acknowledged).size, acknowledged.length, 'a time was acknowledged twice');
    assert.equal(new Set(times).size, times.length, 'a time is stored twice');
    const stored = new Set(times);
    assert.deepEqual(
      acknowledged.filter((at) => !stored.has(at)),
      [],
    );
    for (const { at, values } of snapshots) {
      assert.equal(values['query.qps'], (at / 30_000) % 1_000);
    }
    assert.deepEqual(notices, []);
  }

  it('loses no acknowledged round and doubles none, 20 times at random moments', async () => {
    const acknowledged: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const child = open();
      const wanted = 1 + Math.floor(Math.random() * 20);
      await child.until(() => child.saved().length >= wanted);
      await child.kill();
      acknowledged.push(...child.saved());
    }

    assert.ok(acknowledged.length >= 20);
    await assertKept(acknowledged);
  });

  it('is followed by another within 2 s, which has seen its rounds one by one', async () => {
    const first = open();
    await first.until(() => first.saved().length > 0);
    const second = open();
    await second.until((lines) => lines.filter(({ seen }) => seen !== undefined).length >= 5);
    await second.until((lines) =>
      lines.some(({ role, size }) => role === 'follower' && size !== undefined && size > 0),
    );

    const killed = Date.now();
    await first.kill();
    await second.until((lines) => lines.some(({ role }) => role === 'leader'));
    const tookMs = Date.now() - killed;
    await second.until(() => second.saved().length >= 5);
    await second.kill();

    const seen = second.lines.flatMap((line) => (line.seen === undefined ? [] : [line.seen]));
    const [begin = 0] = seen;
    assert.deepEqual(
      seen,
      seen.map((_, index) => begin + index * 30_000),
    );
    assert.ok(tookMs < 2_000, `took ${tookMs} ms`);
    assert.deepEqual(
      second.lines.filter(({ error }) => error !== undefined),
      [],
    );
    await assertKept([...first.saved(), ...second.saved()]);
  });
});
