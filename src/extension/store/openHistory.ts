import * as path from 'node:path';
import { messageOf } from '../../shared/messageOf';
import type { EpochMs } from '../../shared/time';
import { quarantine, readCheckpoint, writeFlushed } from './checkpoint';
import { ClusterDatabase } from './clusterDatabase';
import type { HistoryEnvironment } from './clusterHistory';
import { checkpointDraft, nextGeneration, readFolder } from './historyFolder';
import type { CheckpointFile, FolderContent } from './historyFolder';
import type { Snapshot } from './historyStore';
import { parseJournal } from './journal';
import { MigrationError, NewerHistoryError } from './migrations';

export type OpenedHistory = {
  readonly database: ClusterDatabase;
  /** When the checkpoint it rests on was written; for a history without one, the time of opening. */
  readonly checkpointAt: EpochMs;
  readonly replayed: number;
};

/** Newest sound checkpoint plus all journals since. Damaged checkpoints are put aside. */
export async function openHistory(
  environment: HistoryEnvironment,
  folder: string,
): Promise<OpenedHistory> {
  const { fs } = environment;
  if ((await fs.list(folder)).includes(checkpointDraft) && (await environment.isOwner())) {
    await fs.remove(path.join(folder, checkpointDraft));
  }
  const content = await readFolder(fs, folder);
  const base = await openNewestSound(environment, folder, content);
  try {
    const replayed = await replay(environment, folder, content, base.generation, base.database);
    return { database: base.database, checkpointAt: base.checkpointAt, replayed };
  } catch (error) {
    base.database.close();
    throw error;
  }
}

type Base = {
  readonly database: ClusterDatabase;
  readonly generation: number;
  readonly checkpointAt: EpochMs;
};

async function openNewestSound(
  environment: HistoryEnvironment,
  folder: string,
  content: FolderContent,
): Promise<Base> {
  const { fs, sql, migrations } = environment;
  for (const checkpoint of content.checkpoints) {
    const read = await readCheckpoint(fs, folder, checkpoint);
    const opened = 'damage' in read ? read : tryOpen(environment, checkpoint, read.bytes);
    if ('damage' in opened) {
      await setAside(environment, folder, content, checkpoint, opened.damage);
      continue;
    }
    if (opened.migratedFrom !== null) {
      await keepBackup(environment, folder, checkpoint, opened.migratedFrom);
      opened.database.markMigrated(nextGeneration(content));
    }
    const { mtimeMs } = await fs.stat(path.join(folder, checkpoint.name));
    return {
      database: opened.database,
      generation: checkpoint.generation,
      checkpointAt: mtimeMs,
    };
  }
  const { database } = ClusterDatabase.open(sql, null, migrations, null);
  return { database, generation: 0, checkpointAt: environment.now() };
}

function tryOpen(environment: HistoryEnvironment, checkpoint: CheckpointFile, bytes: Buffer) {
  try {
    return ClusterDatabase.open(
      environment.sql,
      bytes,
      environment.migrations,
      checkpoint.generation,
    );
  } catch (error) {
    if (error instanceof NewerHistoryError || error instanceof MigrationError) {
      throw error;
    }
    return { damage: messageOf(error) };
  }
}

async function setAside(
  environment: HistoryEnvironment,
  folder: string,
  content: FolderContent,
  checkpoint: CheckpointFile,
  damage: string,
): Promise<void> {
  environment.notice(
    `A saved copy of the history is damaged (${damage}): ${path.join(folder, checkpoint.name)}. The copy before it and the journals are used.`,
  );
  if (await environment.isOwner()) {
    await quarantine(environment.fs, folder, checkpoint, content.damaged);
  }
}

/** Before the first write in a new format, the last file of the old one is copied. */
async function keepBackup(
  environment: HistoryEnvironment,
  folder: string,
  checkpoint: CheckpointFile,
  version: number,
): Promise<void> {
  if (await environment.isOwner()) {
    const bytes = await environment.fs.readFile(path.join(folder, checkpoint.name));
    await writeFlushed(environment.fs, path.join(folder, `backup-v${version}.db`), bytes);
  }
}

/** Returns how many records there were; replaying any of them twice changes nothing. */
async function replay(
  environment: HistoryEnvironment,
  folder: string,
  content: FolderContent,
  fromGeneration: number,
  database: ClusterDatabase,
): Promise<number> {
  let replayed = 0;
  let damagedLines = 0;
  for (const journal of content.journals) {
    if (journal.generation < fromGeneration) {
      continue;
    }
    const bytes = await environment.fs.readFile(path.join(folder, journal.name));
    const parsed = parseJournal(bytes);
    const snapshots: Snapshot[] = [];
    const later: string[] = [];
    for (const record of parsed.records) {
      if (record.kind === 'snapshot') {
        snapshots.push(record.snapshot);
      } else {
        later.push(record.json);
      }
    }
    database.insert(snapshots);
    database.keepLaterRecords(later);
    replayed += parsed.records.length;
    damagedLines += parsed.damagedLines;
  }
  if (damagedLines > 0) {
    environment.notice(
      `${damagedLines} damaged lines of the history were skipped (of ${damagedLines + replayed}): ${folder}`,
    );
  }
  return replayed;
}
