import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { nodeFileSystem } from '../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../src/extension/store/historyEngine';
import { openDatabase } from '../../../src/extension/store/sqlDatabase';
import { dayMs, secondMs } from '../../../src/shared/time';
import { skipBecause } from '../../support/skip';
import { aSnapshot, clusterId, migrations, sqlForTests, start } from './support/historyFixture';

const roundMs = 30 * secondMs;

describe('the history on a real disk of 5 MB', function () {
  this.timeout(60_000);
  let folder: string;
  let engine: HistoryEngine;
  let now: number;
  const notices: string[] = [];

  beforeEach(async function () {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tmpfs-test-'));
    notices.length = 0;
    now = start;
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=5m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      fs.rmdirSync(folder);
      skipBecause(this, 'mounting a tmpfs is not allowed here');
    }
    engine = await open();
  });
  afterEach(async () => {
    if (fs.existsSync(folder)) {
      await engine.close();
      execFileSync('umount', ['-l', folder]);
      fs.rmdirSync(folder);
    }
  });

  const open = async () =>
    new HistoryEngine(folder, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => now,
      notice: (message) => notices.push(message),
    });

  async function append(): Promise<{ readonly saved: boolean; readonly message?: string }> {
    now += roundMs;
    return engine.append(
      clusterId,
      aSnapshot(now, { nodes: { [`be:${'x'.repeat(2_000)}:9050`]: { 'be.cpu': 5 } } }),
    );
  }

  const stored = async () =>
    (await engine.samples(clusterId, 0, Number.MAX_SAFE_INTEGER)).map(({ at }) => at);

  it('keeps what it has when the disk is full, and saves the rest when there is room', async () => {
    const saved: number[] = [];
    for (let index = 0; index < 20; index += 1) {
      assert.ok((await append()).saved);
      saved.push(now);
    }
    const { bavail, bsize } = fs.statfsSync(folder);
    fs.writeFileSync(path.join(folder, 'filler'), Buffer.alloc(bavail * bsize));

    const full = await append();
    assert.deepEqual(full, {
      saved: false,
      message: 'History is not being saved: the disk is full.',
    });
    // A day later the whole file is due, which does not fit either.
    await stored();
    now += 2 * dayMs;
    await append();
    assert.deepEqual((await stored()).slice(0, 20), saved);
    engine = (await engine.close(), await open());
    assert.deepEqual(await stored(), saved);

    fs.rmSync(path.join(folder, 'filler'));
    assert.ok((await append()).saved);
    assert.equal((await stored()).length, 21);
  });

  it('reads on while it may only be read, and says so', async () => {
    assert.ok((await append()).saved);
    await engine.close();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    engine = await open();

    assert.deepEqual(await append(), {
      saved: false,
      message: 'History is not being saved: its folder cannot be written.',
    });
    assert.equal((await stored()).length, 2);

    execFileSync('mount', ['-o', 'remount,rw', folder]);
    assert.ok((await append()).saved);
    engine = (await engine.close(), await open());
    assert.equal((await stored()).length, 3);
  });

  it('puts a foreign SQLite file aside, though its name and sum fit', async () => {
    for (let index = 0; index < 3; index += 1) {
      await append();
    }
    const db = openDatabase(await sqlForTests(), null);
    db.run('CREATE TABLE snapshot (at INTEGER PRIMARY KEY); INSERT INTO snapshot VALUES (1)');
    const bytes = Buffer.from(db.export());
    db.close();
    const name = `checkpoint-9-${crc32(bytes).toString(16).padStart(8, '0')}.db`;
    await engine.close();
    fs.writeFileSync(path.join(folder, clusterId, name), bytes);
    engine = await open();

    assert.equal((await stored()).length, 3);
    assert.ok(notices.some((notice) => notice.includes(name)));
    assert.ok(fs.existsSync(path.join(folder, clusterId, `damaged-${name}`)));
  });
});
