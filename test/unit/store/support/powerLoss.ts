import * as path from 'node:path';
import type { FileSystem } from '../../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../../src/extension/store/historyEngine';
import { readFolder } from '../../../../src/extension/store/historyFolder';
import type { Sql } from '../../../../src/extension/store/sqlDatabase';
import { hourMs, secondMs } from '../../../../src/shared/time';
import { aSnapshot, clusterId, migrations, start } from './historyFixture';
import { PowerDisk, seeded } from './powerDisk';

/** What is wrong with a store on purpose: each of these must lose data. */
export const mutants = {
  'no fsync': (fs: FileSystem): FileSystem => ({
    ...fs,
    open: async (file, mode) => {
      const opened = await fs.open(file, mode);
      return {
        write: (bytes, position) => opened.write(bytes, position),
        truncate: (size) => opened.truncate(size),
        sync: () => Promise.resolve(),
        isLinked: () => opened.isLinked(),
        close: () => opened.close(),
      };
    },
  }),
  'no fsync of the folder': (fs: FileSystem): FileSystem => ({
    ...fs,
    syncFolder: () => Promise.resolve(),
  }),
  'old files deleted before the rename': (fs: FileSystem): FileSystem => ({
    ...fs,
    rename: async (from, to) => {
      await removeOlderThan(fs, to);
      await fs.rename(from, to);
    },
  }),
  'one checkpoint only': (fs: FileSystem): FileSystem => ({
    ...fs,
    rename: async (from, to) => {
      await fs.rename(from, to);
      await fs.syncFolder(path.dirname(to));
      await removeOlderThan(fs, to);
    },
  }),
} as const;

/** Journals and checkpoints before the generation of the checkpoint go, and stay gone. */
async function removeOlderThan(fs: FileSystem, checkpoint: string): Promise<void> {
  const generation = Number(/^checkpoint-(\d+)-/.exec(path.basename(checkpoint))?.[1]);
  const folder = path.dirname(checkpoint);
  const { checkpoints, journals } = await readFolder(fs, folder);
  for (const file of [...checkpoints, ...journals]) {
    if (file.generation < generation) {
      await fs.remove(path.join(folder, file.name));
    }
  }
  await fs.syncFolder(folder);
}

export type PowerLossResult = {
  crashes: number;
  acknowledged: number;
  /** Acknowledged and not there, or there with another value. */
  lost: number;
  /** Stored twice, or never written by anybody. */
  wrong: number;
  /** Newest checkpoints that rotted on top. */
  rotten: number;
};

export const livesPerDisk = 3;

const folder = '/history';
const clusterFolder = path.join(folder, clusterId);
const roundMs = 30 * secondMs;

/**
 * A store on a disk whose power is cut at a random operation, three times over; after each cut what
 * is there is compared with all that was ever acknowledged on that disk.
 */
export async function loseThePower(
  sql: Sql,
  seed: number,
  mutate: (fs: FileSystem) => FileSystem = (fs) => fs,
): Promise<PowerLossResult> {
  const random = seeded(seed);
  let now = start;
  const disk = new PowerDisk(random, () => now);
  const open = (fs: FileSystem) =>
    new HistoryEngine(folder, {
      fs,
      sql,
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => now,
      notice: () => undefined,
    });
  const result: PowerLossResult = { crashes: 0, acknowledged: 0, lost: 0, wrong: 0, rotten: 0 };
  const acknowledged = new Set<number>();
  let tried = 0;
  for (let life = 0; life < livesPerDisk; life += 1) {
    const engine = open(mutate(disk.fs));
    disk.operationsLeft = 10 + Math.floor(random() * 120);
    while (!disk.isOff) {
      // Only the clock jumps: a checkpoint falls due, and no round gets too old to be kept.
      now += random() < 0.25 ? 7 * hourMs : secondMs;
      // Somebody looks at the cluster, so its database stays in memory.
      await engine.lastAt(clusterId).catch(() => null);
      const round = tried;
      tried += 1;
      const values = { 'query.qps': round };
      const saved = await engine
        .append(clusterId, aSnapshot(start + round * roundMs, { values }))
        .catch(() => ({ saved: false }));
      if (saved.saved) {
        acknowledged.add(round);
      }
      await engine.size(clusterId).catch(() => undefined);
    }
    await engine.close().catch(() => undefined);
    disk.cutPower(random() < 0.5);
    result.crashes += 1;
    result.rotten += await rotNewest(disk, random() < 0.5);

    const recovered = open(disk.fs);
    const stored = await recovered.samples(clusterId, 0, Number.MAX_SAFE_INTEGER);
    await recovered.close();
    const rounds = stored.map(({ at }) => (at - start) / roundMs);
    const intact = new Set(
      stored
        .filter(({ at, values }) => values['query.qps'] === (at - start) / roundMs)
        .map(({ at }) => (at - start) / roundMs),
    );
    result.lost += [...acknowledged].filter((round) => !intact.has(round)).length;
    result.wrong +=
      rounds.length - new Set(rounds).size + rounds.filter((round) => round >= tried).length;
  }
  result.acknowledged = acknowledged.size;
  return result;
}

/**
 * A damaged newest checkpoint is promised to cost nothing while an older one, or the journals from
 * the beginning, are there; one is damaged on a disk at most.
 */
async function rotNewest(disk: PowerDisk, wanted: boolean): Promise<number> {
  const { checkpoints, damaged } = await readFolder(disk.fs, clusterFolder);
  const [newest] = checkpoints;
  if (!wanted || newest === undefined || damaged.length > 0) {
    return 0;
  }
  disk.flipBit(path.join(clusterFolder, newest.name));
  return 1;
}
