import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FileSystem } from '../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../src/extension/store/historyEngine';
import { checkpointDraft, readFolder } from '../../../src/extension/store/historyFolder';
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
