import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openDatabase } from '../../../src/extension/store/sqlDatabase';
import { dayMs, minuteMs, secondMs } from '../../../src/shared/time';
import { aSnapshot, clusterId, sqlForTests, start, testHistory } from './support/historyFixture';

const recordedId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const be = 'be:10.0.0.1:9050';

describe('a recorded history', () => {
  let mine: Awaited<ReturnType<typeof testHistory>>;
  let theirs: Awaited<ReturnType<typeof testHistory>>;
  let file: string;
  beforeEach(async () => {
    mine = await testHistory();
    theirs = await testHistory();
    file = path.join(mine.folder, 'from a colleague.db');
  });
  afterEach(async () => {
    await mine.dispose();
    await theirs.dispose();
  });

  const problem = { rule: 'cpu.node', subject: null, since: start, level: 'warning' } as const;

  async function exported(name = 'prod'): Promise<Buffer> {
    for (let at = start; at < start + 10 * minuteMs; at += 30 * secondMs) {
      mine.now = at;
      await mine.engine.append(
        clusterId,
        aSnapshot(at, {
          values: { 'query.qps': 3, 'query.p99': null },
          state: { 'query.p99': { why: 'denied' } },
          nodes: { [be]: { 'be.cpu': 5 } },
          problems: [problem],
          events: at === start ? [{ at, kind: 'leader-changed' }] : [],
        }),
      );
    }
    return Buffer.from(await mine.engine.exportFile(clusterId, name));
  }

  /** The exported file with something done to it. */
  async function changed(sql: string): Promise<Buffer> {
    const db = openDatabase(await sqlForTests(), await exported());
    db.run(sql);
    const bytes = Buffer.from(db.export());
    db.close();
    return bytes;
  }

  const open = (bytes: Buffer) => {
    fs.writeFileSync(file, bytes);
    return theirs.engine.addRecorded(recordedId, file);
  };

  it('is the same elsewhere, also after a restart, until it is deleted', async () => {
    const added = await open(await exported('prod 生产'));

    assert.deepEqual(added, {
      id: recordedId,
      name: 'prod 生产',
      from: start,
      to: start + 9.5 * minuteMs,
    });
    const there = await theirs.reopen();
    assert.deepEqual(await there.recorded(), [added]);
    for (const question of [
      (engine: typeof there, id: string) => engine.snapshotAt(id, start + 4 * minuteMs),
      (engine: typeof there, id: string) => engine.samples(id, 0, start + dayMs),
      (engine: typeof there, id: string) =>
        engine.trend(id, {
          series: ['query.qps', 'be.cpu'],
          from: start - minuteMs,
          to: start + 10 * minuteMs,
          buckets: 20,
        }),
    ]) {
      theirs.now = mine.now;
      assert.deepEqual(await question(there, recordedId), await question(mine.engine, clusterId));
    }
    await there.deleteCluster(recordedId);
    assert.deepEqual(await there.recorded(), []);
    assert.ok(!fs.existsSync(path.join(theirs.folder, recordedId)));
  });

  it('leaves the history that was exported as it was', async () => {
    await exported();
    await mine.engine.append(clusterId, aSnapshot(start + dayMs));
    assert.equal((await mine.engine.samples(clusterId, 0, start + 2 * dayMs)).length, 21);
    assert.deepEqual(await mine.engine.recorded(), []);
  });

  it('refuses every other file with a sentence, and keeps nothing of it', async () => {
    const sound = await exported();
    const flipped = Buffer.from(sound);
    flipped.fill(0x41, 4096 * 3, 4096 * 3 + 200);
    const sql = await sqlForTests();
    const foreign = openDatabase(sql, null);
    foreign.run('CREATE TABLE t (x)');
    const files: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.alloc(0), /no SQLite file/],
      [Buffer.from('name,value\n'), /no SQLite file/],
      [sound.subarray(0, 5_000), /damaged|not complete/],
      [flipped, /damaged/],
      [Buffer.from(foreign.export()), /not exported by this extension/],
      [fs.readFileSync(await aCheckpoint()), /not exported by this extension/],
      [await changed('PRAGMA user_version = 99'), /newer version/],
      [await changed('CREATE TRIGGER t AFTER INSERT ON node BEGIN SELECT 1; END'), /trigger t/],
      [await changed('CREATE VIEW v AS SELECT 1'), /view v/],
      [await changed('CREATE TABLE extra (x INTEGER) STRICT'), /table extra/],
      [await changed('DROP TABLE event'), /no table event/],
      [await changed('ALTER TABLE node ADD COLUMN blobs BLOB'), /node\.blobs/],
      [
        await changed(
          'DROP TABLE event; CREATE TABLE event (at, kind, node, detail, round, PRIMARY KEY (at)) WITHOUT ROWID',
        ),
        /table event/,
      ],
      [await changed(`INSERT INTO state (json) VALUES ('{"a":{"why":"<b>"}}')`), /reason/],
      [await changed('DELETE FROM recorded'), /does not name/],
      [await changed('DELETE FROM snapshot'), /nothing was recorded|holds no history/],
    ];
    foreign.close();
    for (const [bytes, message] of files) {
      await assert.rejects(open(bytes), message);
      assert.deepEqual(await theirs.engine.recorded(), []);
      assert.deepEqual(
        fs.readdirSync(theirs.folder).filter((name) => name === recordedId),
        [],
        String(message),
      );
    }
    await assert.rejects(theirs.engine.addRecorded(recordedId, `${file}.missing`), /ENOENT/);
  });

  async function aCheckpoint(): Promise<string> {
    mine.now += 2 * dayMs;
    await mine.engine.append(clusterId, aSnapshot(mine.now));
    await mine.engine.lastAt(clusterId);
    const name = mine.files().find((each) => each.startsWith('checkpoint-'));
    return mine.path(name ?? assert.fail('there is no checkpoint'));
  }

  it('drops words that this version does not know, and what only a newer one reads', async () => {
    const bytes = await changed(`
      UPDATE problem SET rule = 'no.such' WHERE rule = 'cpu.node';
      UPDATE event SET kind = '<img>';
      INSERT INTO later_record (json) VALUES ('{}');`);
    await open(bytes);

    const past = await theirs.engine.snapshotAt(recordedId, start);
    assert.deepEqual([past?.problems, past?.events], [[], []]);
    assert.equal(past?.values['query.qps'], 3);
  });
});
