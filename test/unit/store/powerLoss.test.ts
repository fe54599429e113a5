import assert from 'node:assert/strict';
import * as path from 'node:path';
import { describe, it } from 'mocha';
import type { FileSystem } from '../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../src/extension/store/historyEngine';
import { checkpointDraft, readFolder } from '../../../src/extension/store/historyFolder';
import type { Migration } from '../../../src/extension/store/migrations';
import { hourMs, secondMs } from '../../../src/shared/time';
import { aSnapshot, clusterId, migrations, sqlForTests, start } from './support/historyFixture';
import { PowerDisk, seeded } from './support/powerDisk';
import { livesPerDisk, loseThePower, mutants } from './support/powerLoss';

const crashes = 300;
/** A mutant has so many disks to lose data on; most do on the first. */
const disksPerMutant = 40;

describe('a history whose power is cut', function () {
  this.timeout(120_000);

  it(`loses nothing acknowledged in ${crashes} crashes, half of them with a rotten checkpoint`, async () => {
    const sql = await sqlForTests();
    let acknowledged = 0;
    let rotten = 0;
    for (let disk = 0; disk < crashes / livesPerDisk; disk += 1) {
      const result = await loseThePower(sql, disk);

      assert.deepEqual(
        { lost: result.lost, wrong: result.wrong },
        { lost: 0, wrong: 0 },
        `the disk with seed ${disk}`,
      );
      acknowledged += result.acknowledged;
      rotten += result.rotten;
    }
    assert.ok(acknowledged > crashes, `only ${acknowledged} rounds were acknowledged`);
    assert.ok(rotten > crashes / 10, `only ${rotten} checkpoints rotted`);
  });

  for (const [name, mutate] of Object.entries(mutants)) {
    it(`would lose data with ${name}`, async () => {
      const sql = await sqlForTests();
      let lost = 0;
      for (let disk = 0; disk < disksPerMutant && lost === 0; disk += 1) {
        lost += (await loseThePower(sql, disk, mutate)).lost;
      }
      assert.ok(lost > 0, 'nothing was lost: the model does not see this fault');
    });
  }

  it('keeps the file of the old format when the power fails after a migration', async () => {
    const sql = await sqlForTests();
    const later = { version: migrations.length + 1, name: 'later', sql: 'CREATE TABLE later (x)' };
    for (let seed = 0; seed < 4; seed += 1) {
      const random = seeded(seed);
      let now = start;
      const disk = new PowerDisk(random, () => now);
      const open = (known: readonly Migration[]) =>
        new HistoryEngine('/history', {
          fs: disk.fs,
          sql,
          migrations: known,
          isOwner: () => Promise.resolve(true),
          now: () => now,
          notice: (message) => assert.fail(message),
        });
      const old = open(migrations);
      await old.append(clusterId, aSnapshot(start));
      await old.lastAt(clusterId);
      now += 7 * hourMs;
      // Somebody looks at the cluster: a checkpoint follows the append, and the next call waits for it.
      await old.lastAt(clusterId);
      await old.append(clusterId, aSnapshot(now));
      await old.size(clusterId);
      await old.close();
      const folder = path.join('/history', clusterId);
      const [checkpoint] = (await readFolder(disk.fs, folder)).checkpoints;
      assert.ok(checkpoint !== undefined);
      const bytes = await disk.fs.readFile(path.join(folder, checkpoint.name));
      const migrated = open([...migrations, later]);
      await migrated.append(clusterId, aSnapshot(now + hourMs));
      await migrated.lastAt(clusterId);

      disk.cutPower(random() < 0.5);

      const { backups } = await readFolder(disk.fs, folder);
      assert.deepEqual(backups, [`backup-v${migrations.length}.db`], `seed ${seed}`);
      const kept = await disk.fs.readFile(path.join(folder, backups[0] ?? ''));
      assert.ok(kept.equals(bytes), `seed ${seed}`);
      await migrated.close();
    }
  });

  it('keeps all when the disk is full at every 4096th byte of a checkpoint', async () => {
    let now = start;
    let room = 0;
    const disk = new PowerDisk(seeded(1), () => now);
    const notices: string[] = [];
    const fs: FileSystem = {
      ...disk.fs,
      open: async (file, mode) => {
        const opened = await disk.fs.open(file, mode);
        // The journals have room; the checkpoint has what it is given.
        disk.roomBytes = file.endsWith(checkpointDraft) ? room : undefined;
        return opened;
      },
    };
    const environment = {
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => now,
      notice: (message: string) => notices.push(message),
    };
    const engine = new HistoryEngine('/history', { ...environment, fs });
    const checkpoints = async () =>
      (await readFolder(disk.fs, `/history/${clusterId}`)).checkpoints.length;
    let rounds = 0;
    while ((await checkpoints()) === 0) {
      now += rounds === 0 ? 0 : 7 * hourMs;
      await engine.lastAt(clusterId);
      disk.roomBytes = undefined;
      const snapshot = aSnapshot(start + rounds * 30 * secondMs);
      assert.deepEqual(await engine.append(clusterId, snapshot), { saved: true });
      // The checkpoint follows the append; the next call waits for it.
      await engine.size(clusterId);
      rounds += 1;
      room += 4_096;

      const reader = new HistoryEngine('/history', {
        ...environment,
        fs: disk.fs,
        isOwner: () => Promise.resolve(false),
      });
      assert.equal((await reader.samples(clusterId, 0, Number.MAX_SAFE_INTEGER)).length, rounds);
      await reader.close();
    }
    await engine.close();

    assert.ok(rounds > 20, `${rounds} checkpoints were tried`);
    assert.deepEqual(
      new Set(notices),
      new Set([
        'A checkpoint of the history failed: History is not being saved: the disk is full.',
      ]),
    );
  });
});
