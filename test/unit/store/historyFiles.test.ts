import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { nodeFileSystem } from '../../../src/extension/store/fileSystem';
import type { FileSystem } from '../../../src/extension/store/fileSystem';
import { openDatabase, selectRows, selectValue } from '../../../src/extension/store/sqlDatabase';
import { hourMs, minuteMs, secondMs } from '../../../src/shared/time';
import {
  aSnapshot,
  clusterId,
  migrations,
  sqlForTests,
  start,
  testHistory,
} from './support/historyFixture';

const roundMs = 30 * secondMs;
/** Of a migration this version does not have. */
const laterVersion = migrations.length + 1;

describe('the files of a history', () => {
  let test: Awaited<ReturnType<typeof testHistory>>;
  let next = start;

  beforeEach(async () => {
    test = await testHistory();
    next = start;
  });
  afterEach(async () => {
    test.fs = nodeFileSystem;
    await test.dispose();
  });

  async function append(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      test.now = next;
      const values = { 'query.qps': (next - start) / roundMs };
      assert.deepEqual(await test.engine.append(clusterId, aSnapshot(next, { values })), {
        saved: true,
      });
      next += roundMs;
    }
  }

  /** Lets 6 hours pass: the next append is followed by a checkpoint, as somebody reads the cluster. */
  async function checkpoint(): Promise<void> {
    await test.engine.lastAt(clusterId);
    test.now += 7 * hourMs;
    next = Math.ceil(test.now / roundMs) * roundMs;
    await test.engine.lastAt(clusterId);
    await append(1);
    // The checkpoint follows the append; the next call waits for it.
    await test.engine.size(clusterId);
    // A file's age is told by its time on disk, which is not that of this test.
    for (const name of checkpoints()) {
      fs.utimesSync(test.path(name), test.now / secondMs, test.now / secondMs);
    }
  }

  const checkpoints = () => test.files().filter((name) => name.startsWith('checkpoint-'));
  const stored = async () =>
    (await test.engine.samples(clusterId, 0, Number.MAX_SAFE_INTEGER)).length;

  it('has a journal after the first append and a checkpoint of plain SQLite later', async () => {
    await append(3);
    assert.deepEqual(test.files(), ['journal-1.ndjson']);

    await checkpoint();

    const [name] = checkpoints();
    assert.match(name ?? '', /^checkpoint-2-[0-9a-f]{8}\.db$/);
    assert.ok(test.files().includes('journal-2.ndjson'));
    const db = openDatabase(await sqlForTests(), fs.readFileSync(test.path(name ?? '')));
    assert.equal(selectValue(db, 'SELECT count(*) FROM snapshot'), 4);
    assert.equal(selectValue(db, 'PRAGMA integrity_check'), 'ok');
    assert.equal(selectRows(db, 'PRAGMA foreign_key_check').length, 0);
    db.close();
  });

  it('keeps the two newest checkpoints and the journals since the older one', async () => {
    await append(2);
    for (let index = 0; index < 3; index += 1) {
      await checkpoint();
    }

    assert.deepEqual(
      test.files().map((name) => name.replace(/-[0-9a-f]{8}\.db/, '.db')),
      ['checkpoint-3.db', 'checkpoint-4.db', 'journal-3.ndjson', 'journal-4.ndjson'],
    );
    await test.reopen();
    assert.equal(await stored(), 5);
  });

  it('never appends to the journal of an earlier run', async () => {
    await append(1);
    await test.reopen();
    await append(1);

    assert.deepEqual(test.files(), ['journal-1.ndjson', 'journal-2.ndjson']);
    assert.equal(await stored(), 2);
  });

  const damages: [string, (file: string) => void][] = [
    [
      'one flipped bit',
      (file) => {
        const bytes = fs.readFileSync(file);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
        fs.writeFileSync(file, bytes);
      },
    ],
    [
      'half of it',
      (file) => {
        fs.truncateSync(file, fs.statSync(file).size >> 1);
      },
    ],
    [
      'nothing left',
      (file) => {
        fs.truncateSync(file, 0);
      },
    ],
    [
      'a text instead',
      (file) => {
        fs.writeFileSync(file, 'hello');
      },
    ],
  ];
  for (const [damage, apply] of damages) {
    it(`loses nothing when the newest checkpoint is damaged: ${damage}`, async () => {
      await append(2);
      await checkpoint();
      await checkpoint();
      await append(2);
      const newest = checkpoints().at(-1) ?? '';
      apply(test.path(newest));

      await test.reopen();

      assert.equal(await stored(), 6);
      assert.ok(test.files().includes(`damaged-${newest}`));
      assert.equal(test.notices.length, 1);
      assert.match(test.notices[0] ?? '', /damaged/);
      await append(1);
      await test.reopen();
      assert.equal(await stored(), 7);
      assert.equal(test.notices.length, 1);
    });
  }

  it('reads all journals when the only checkpoint is damaged', async () => {
    await append(2);
    await checkpoint();
    fs.truncateSync(test.path(checkpoints()[0] ?? ''), 100);

    await test.reopen();

    assert.equal(await stored(), 3);
  });

  it('skips and counts a damaged line of a journal', async () => {
    await append(3);
    const journal = test.path('journal-1.ndjson');
    const lines = fs.readFileSync(journal, 'utf8').split('\n');
    fs.writeFileSync(journal, [lines[0], `x${lines[1] ?? ''}`, lines[2], 'torn'].join('\n'));

    await test.reopen();

    assert.equal(await stored(), 2);
    assert.match(test.notices[0] ?? '', /1 damaged lines.*of 3/);
  });

  it('gives the same from a journal that is there twice', async () => {
    await append(20);
    const once = await test.engine.samples(clusterId, 0, next);
    fs.copyFileSync(test.path('journal-1.ndjson'), test.path('journal-2.ndjson'));

    await test.reopen();

    assert.deepEqual(await test.engine.samples(clusterId, 0, next), once);
  });

  it('removes the unfinished checkpoint of a crash', async () => {
    await append(1);
    fs.writeFileSync(test.path('checkpoint.tmp'), 'half');

    await test.reopen();
    await stored();

    assert.ok(!test.files().includes('checkpoint.tmp'));
  });

  it('refuses a file of a newer version and leaves it as it is', async () => {
    await append(1);
    test.migrations = [
      ...migrations,
      { version: laterVersion, name: 'later', sql: 'CREATE TABLE later (x)' },
    ];
    await test.reopen();
    await checkpoint();
    await test.reopen();
    test.migrations = migrations;
    const before = test
      .files()
      .map((name) => [name, fs.readFileSync(test.path(name)).toString('base64')]);

    await test.reopen();
    await assert.rejects(stored(), /newer version/);
    const outcome = await test.engine.append(clusterId, aSnapshot(next));

    assert.ok(!outcome.saved);
    assert.match(outcome.message, /newer version/);
    assert.deepEqual(
      test.files().map((name) => [name, fs.readFileSync(test.path(name)).toString('base64')]),
      before,
    );
  });

  it('migrates all or nothing, and keeps a copy until two new checkpoints stand', async () => {
    await append(2);
    await checkpoint();
    test.migrations = [
      ...migrations,
      { version: laterVersion, name: 'bad', sql: 'CREATE TABLE later (x); SELECT nonsense;' },
    ];
    await test.reopen();
    const before = test.files();
    await assert.rejects(stored(), /format \d+ \(bad\).*left as it is/);
    assert.equal((await test.engine.append(clusterId, aSnapshot(next))).saved, false);
    assert.deepEqual(test.files(), before);

    test.migrations = [
      ...migrations,
      { version: laterVersion, name: 'good', sql: 'CREATE TABLE later (x)' },
    ];
    await test.reopen();
    assert.equal(await stored(), 3);
    assert.ok(test.files().includes(`backup-v${migrations.length}.db`));
    await checkpoint();
    assert.ok(test.files().includes(`backup-v${migrations.length}.db`));
    await checkpoint();
    await checkpoint();
    assert.ok(!test.files().includes(`backup-v${migrations.length}.db`));
  });

  it('fills the coarser levels of a history of format 1, which had none', async () => {
    const year = async () => {
      const trend = await test.engine.trend(clusterId, {
        series: ['query.qps'],
        from: test.now - 360 * 24 * hourMs,
        to: test.now,
        buckets: 360,
      });
      return trend.series;
    };
    await append(3);
    await checkpoint();
    const before = await year();
    assert.equal(before[0]?.stepMs, 24 * hourMs);
    assert.ok(before[0].avg.some((value) => value !== null));
    await test.engine.close();
    const [name = ''] = checkpoints();
    const db = openDatabase(await sqlForTests(), fs.readFileSync(test.path(name)));
    const later = ['rollup_1h', 'node_rollup_1h', 'rollup_1d', 'node_rollup_1d'];
    // Those that refer to subjects before the subjects themselves.
    for (const table of [...later, 'subject_recent', 'subject_daily', 'subject', 'ran']) {
      db.run(`DROP TABLE ${table}`);
    }
    for (const column of ['rounds', 'covers_ms', 'judged_ms', 'down_ms']) {
      db.run(`ALTER TABLE rollup_5m DROP COLUMN ${column}`);
    }
    db.run('PRAGMA user_version = 1');
    const old = db.export();
    db.close();
    fs.rmSync(test.path(name));
    const [, generation] = name.split('-');
    fs.writeFileSync(
      test.path(`checkpoint-${generation}-${crc32(old).toString(16).padStart(8, '0')}.db`),
      old,
    );

    await test.reopen();
    assert.deepEqual(await year(), before);
    assert.ok(test.files().includes('backup-v1.db'));
    assert.deepEqual(test.notices, []);
  });

  it('writes nothing when another window owns the history', async () => {
    await append(2);
    const before = fs.readFileSync(test.path('journal-1.ndjson'));
    test.isOwner = false;

    const outcome = await test.engine.append(clusterId, aSnapshot(next));
    await assert.rejects(test.engine.deleteCluster(clusterId), /another window/);

    assert.ok(!outcome.saved);
    assert.match(outcome.message, /another window/);
    assert.deepEqual(fs.readFileSync(test.path('journal-1.ndjson')), before);
  });

  it('never replaces a file of another window with its checkpoint', async () => {
    await append(2);
    await test.engine.lastAt(clusterId);
    // Ownership is lost between the export and the rename.
    test.fs = {
      ...nodeFileSystem,
      open: async (file, mode) => {
        if (file.endsWith('checkpoint.tmp')) {
          test.isOwner = false;
        }
        return nodeFileSystem.open(file, mode);
      },
    };

    await checkpoint();

    assert.deepEqual(checkpoints(), []);
    assert.match(test.notices[0] ?? '', /another window/);
  });

  it('keeps records in memory while the disk is full, and saves them when there is room', async () => {
    await append(2);
    const disk = fullDisk();
    test.fs = disk.fs;
    // The journal in use was opened on the real disk: a restart opens one on the full disk.
    await test.reopen();
    assert.equal(await stored(), 2);

    disk.isFull = true;
    const outcomes = [];
    for (let index = 0; index < 3; index += 1) {
      outcomes.push(await test.engine.append(clusterId, aSnapshot(next + index * roundMs)));
    }
    assert.deepEqual(
      outcomes,
      Array(3).fill({ saved: false, message: 'History is not being saved: the disk is full.' }),
    );
    assert.equal(await stored(), 5);
    assert.doesNotMatch(
      test
        .files()
        .map((name) => fs.readFileSync(test.path(name), 'utf8'))
        .join(''),
      /TORN/,
    );

    disk.isFull = false;
    assert.equal((await test.engine.append(clusterId, aSnapshot(next + 3 * roundMs))).saved, true);
    await test.reopen();
    assert.equal(await stored(), 6);
    assert.deepEqual(test.notices, []);
  });

  it('cuts a half-written line off a full disk', async () => {
    const disk = fullDisk();
    test.fs = disk.fs;
    await append(1);
    const before = fs.statSync(test.path('journal-1.ndjson')).size;

    disk.isFull = true;
    await test.engine.append(clusterId, aSnapshot(next));

    assert.equal(fs.statSync(test.path('journal-1.ndjson')).size, before);
  });

  it('keeps the old checkpoint and all journals when a checkpoint does not fit', async () => {
    const disk = fullDisk();
    test.fs = disk.fs;
    await append(2);
    await checkpoint();
    const before = checkpoints();

    disk.isFullForCheckpoints = true;
    await checkpoint();
    assert.deepEqual(checkpoints(), before);
    assert.match(test.notices[0] ?? '', /disk is full/);

    disk.isFullForCheckpoints = false;
    await checkpoint();
    assert.equal(checkpoints().length, 2);
    await test.reopen();
    assert.equal(await stored(), 5);
  });

  it('removes what is older than it keeps, and keeps its 5-minute values', async () => {
    const days = 9;
    const node = 'cn:10.0.0.9:9050';
    const lines = Array.from({ length: days * 288 }, (_, index) => ({
      ts: start - (index + 1) * 5 * minuteMs,
      values: { 'query.qps': 5 },
      nodes: { [node]: { 'be.cpu': 5 } },
    }));
    await append(1);
    assert.equal(await test.engine.importLines(clusterId, lines), lines.length);
    // A long import ends with a checkpoint, at the time of the newest snapshot.
    const [name] = checkpoints();

    const db = openDatabase(await sqlForTests(), fs.readFileSync(test.path(name ?? '')));
    const rows = (table: string) => Number(selectValue(db, `SELECT count(*) FROM ${table}`));
    assert.equal(rows('snapshot'), 7 * 288 + 1);
    assert.equal(rows('node_snapshot'), 2 * 288);
    assert.equal(rows('rollup_5m'), days * 288 + 1);
    // A row older than 7 days stays while the hour it belongs to has younger ones.
    const keptFrom = Math.floor((start - 7 * 24 * hourMs) / hourMs) * hourMs;
    assert.equal(rows('node_rollup_5m'), (start - keptFrom) / (5 * minuteMs));
    const hoursOf = (from: number) => Math.floor(start / hourMs) - Math.floor(from / hourMs) + 1;
    assert.equal(rows('rollup_1h'), hoursOf(start - days * 24 * hourMs));
    assert.equal(rows('node_rollup_1h'), hoursOf(start - days * 24 * hourMs));
    assert.equal(rows('rollup_1d'), days + 1);
    assert.equal(rows('node_rollup_1d'), days + 1);
    db.close();
  });
});

/** Writes half of what it is given and then fails while it is full, as a real disk does. */
function fullDisk() {
  const disk: { fs: FileSystem; isFull: boolean; isFullForCheckpoints: boolean } = {
    isFull: false,
    isFullForCheckpoints: false,
    fs: {
      ...nodeFileSystem,
      open: async (path, mode) => {
        const file = await nodeFileSystem.open(path, mode);
        return {
          truncate: (size) => file.truncate(size),
          sync: () => file.sync(),
          isLinked: () => file.isLinked(),
          close: () => file.close(),
          write: async (bytes, position) => {
            if (disk.isFull || (disk.isFullForCheckpoints && path.endsWith('.tmp'))) {
              await file.write(bytes.subarray(0, bytes.length >> 1), position);
              throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
            }
            await file.write(bytes, position);
          },
        };
      },
    },
  };
  return disk;
}
