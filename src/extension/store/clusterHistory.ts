import * as path from 'node:path';
import { dayMs, hourMs, minuteMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import { clearOldFiles, NotOwnerError, writeCheckpoint, writeFailureMessage } from './checkpoint';
import type { ClusterDatabase } from './clusterDatabase';
import type { FileSystem } from './fileSystem';
import { folderSize, journalName, nextGeneration, readFolder } from './historyFolder';
import type { AppendOutcome, Snapshot } from './historyStore';
import { JournalFile, RemovedJournalError, snapshotLine } from './journal';
import { newestVersion } from './migrations';
import type { Migration } from './migrations';
import { openHistory } from './openHistory';
import type { OpenedHistory } from './openHistory';
import type { Sql } from './sqlDatabase';

/** What every cluster's history needs from outside. */
export type HistoryEnvironment = {
  readonly fs: FileSystem;
  readonly sql: Sql;
  readonly migrations: readonly Migration[];
  /** Whether this window may write now: asked before each append and each rename. */
  readonly isOwner: () => Promise<boolean>;
  readonly now: () => EpochMs;
  /** Something a person should know, once: damaged files, lost lines. */
  readonly notice: (message: string) => void;
};

/** A day of the finest grid; older unsaved records are given up. */
const longestQueue = 2_880;

const checkpointEveryMs = 6 * hourMs;
/** Nobody reads it: it is loaded only to be saved, so that happens rarely. */
const idleCheckpointEveryMs = dayMs;
const largestJournalBytes = 8 * 1024 * 1024;
const longestReplay = 1_000;
const retryCheckpointAfterMs = 10 * minuteMs;
/** A database nobody has read for so long leaves the memory. */
const idleAfterMs = 10 * minuteMs;
/** Records per fsync of an import. */
const importBatch = 256;

/**
 * The history of one cluster: its journal, its database in memory while somebody reads it, and its
 * checkpoints. Calls run one after the other.
 */
export class ClusterHistory {
  private readonly environment: HistoryEnvironment;
  private readonly folder: string;
  private last: Promise<unknown> = Promise.resolve();
  private database: ClusterDatabase | undefined;
  private journal: JournalFile | undefined;
  /** Snapshots the disk would not take, oldest first. */
  private queue: readonly Snapshot[] = [];
  private lastReadAt: EpochMs = 0;
  private lastCheckpointAt: EpochMs | undefined;
  private lastCheckpointFailureAt: EpochMs | undefined;
  private replayed = 0;

  constructor(folder: string, environment: HistoryEnvironment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Bytes in memory; 0 while the database is not loaded. */
  memoryBytes(): number {
    return this.database === undefined ? 0 : this.database.size();
  }

  get readAt(): EpochMs {
    return this.lastReadAt;
  }

  append(snapshot: Snapshot): Promise<AppendOutcome> {
    return this.exclusive(async () => {
      const outcome = await this.write([snapshot]);
      this.database?.insert([snapshot]);
      // After the answer: a round is announced before the occasional minutes-long work.
      void this.exclusive(() => this.maintain()).catch((error: unknown) => {
        this.environment.notice(`Keeping the history in order failed: ${String(error)}`);
      });
      return outcome;
    });
  }

  /**
   * Snapshots older than all that is stored. Newest first, so that an import that was cut can go
   * on; in batches, so that the rounds of the collector pass between them.
   */
  async importOlder(snapshots: readonly Snapshot[]): Promise<number> {
    const first = await this.read((database) => database.importableBefore());
    const older = snapshots
      .filter(({ at }) => first === null || at < first)
      .sort((a, b) => b.at - a.at);
    let inserted = 0;
    for (let from = 0; from < older.length; from += importBatch) {
      const batch = older.slice(from, from + importBatch);
      inserted += await this.exclusive(() => this.importBatch(batch));
    }
    if (inserted > longestReplay) {
      await this.exclusive(() => this.checkpoint());
    }
    return inserted;
  }

  private async importBatch(batch: readonly Snapshot[]): Promise<number> {
    const database = await this.opened();
    const outcome = await this.write(batch);
    if (!outcome.saved) {
      throw new Error(outcome.message);
    }
    return database.insert(batch);
  }

  read<T>(question: (database: ClusterDatabase) => T): Promise<T> {
    return this.exclusive(async () => {
      const database = await this.opened();
      this.lastReadAt = this.environment.now();
      return question(database);
    });
  }

  size(): Promise<number> {
    return this.exclusive(() => folderSize(this.environment.fs, this.folder));
  }

  /** Drops the database from memory; the journal goes on. */
  unload(): Promise<void> {
    return this.exclusive(() => {
      this.closeDatabase();
      return Promise.resolve();
    });
  }

  remove(): Promise<void> {
    return this.exclusive(async () => {
      if (!(await this.environment.isOwner())) {
        throw new NotOwnerError();
      }
      await this.forget();
      this.queue = [];
      await this.environment.fs.remove(this.folder);
    });
  }

  close(): Promise<void> {
    return this.exclusive(() => this.forget());
  }

  private exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    // A failed call must not stop the next one; its caller sees the failure.
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Writes what waits and the new snapshots; what cannot be written waits on. */
  private async write(snapshots: readonly Snapshot[]): Promise<AppendOutcome> {
    const records = [...this.queue, ...snapshots];
    try {
      if (!(await this.environment.isOwner())) {
        throw new NotOwnerError();
      }
      const journal = await this.openJournal();
      await journal.append(records.map(snapshotLine));
      this.queue = [];
      return { saved: true };
    } catch (error) {
      this.queue = records.slice(-longestQueue);
      if (error instanceof RemovedJournalError) {
        // The next append begins a new folder.
        await this.forget();
      }
      return { saved: false, message: writeFailureMessage(error) };
    }
  }

  /** The journal of this run; a journal of an earlier one is never appended to. */
  private async openJournal(): Promise<JournalFile> {
    if (this.journal === undefined) {
      // Reading the folder first tells damage and a newer format before anything is written.
      await this.opened();
      const { fs } = this.environment;
      await fs.makeFolder(this.folder);
      // Its own name must survive a power loss as well, or all that is in it is gone.
      await fs.syncFolder(path.dirname(this.folder));
      this.journal = await this.createJournal(nextGeneration(await readFolder(fs, this.folder)));
    }
    return this.journal;
  }

  private async createJournal(generation: number): Promise<JournalFile> {
    const { fs } = this.environment;
    const journal = await JournalFile.create(
      fs,
      path.join(this.folder, journalName(generation)),
      generation,
    );
    await fs.syncFolder(this.folder);
    return journal;
  }

  private async opened(): Promise<ClusterDatabase> {
    if (this.database === undefined) {
      const opened: OpenedHistory = await openHistory(this.environment, this.folder);
      this.database = opened.database;
      this.database.insert(this.queue);
      this.lastCheckpointAt = opened.checkpointAt;
      this.replayed = opened.replayed;
    }
    return this.database;
  }

  private async maintain(): Promise<void> {
    const now = this.environment.now();
    const isIdle = now - this.lastReadAt > idleAfterMs;
    if (this.isCheckpointDue(now, isIdle)) {
      try {
        await this.opened();
        await this.checkpoint();
      } catch (error) {
        this.lastCheckpointFailureAt = now;
        this.environment.notice(
          `A checkpoint of the history failed: ${writeFailureMessage(error)}`,
        );
      }
    }
    if (isIdle) {
      this.closeDatabase();
    }
  }

  private isCheckpointDue(now: EpochMs, isIdle: boolean): boolean {
    if (
      this.journal === undefined ||
      (this.lastCheckpointFailureAt !== undefined &&
        now - this.lastCheckpointFailureAt < retryCheckpointAfterMs)
    ) {
      return false;
    }
    const every = isIdle ? idleCheckpointEveryMs : checkpointEveryMs;
    return (
      this.replayed > longestReplay ||
      this.journal.bytes > largestJournalBytes ||
      (this.lastCheckpointAt !== undefined && now - this.lastCheckpointAt > every)
    );
  }

  /**
   * New journal first, so that the exported file holds exactly the journals before it; old files go
   * last, so that a crash at any step leaves a file and all journals since.
   */
  private async checkpoint(): Promise<void> {
    const { fs, now, isOwner, migrations } = this.environment;
    const database = await this.opened();
    if (!(await isOwner())) {
      throw new NotOwnerError();
    }
    const next = await this.createJournal(nextGeneration(await readFolder(fs, this.folder)));
    const previous = this.journal;
    this.journal = next;
    await previous?.close();
    await writeCheckpoint(
      fs,
      this.folder,
      next.generation,
      database.export(next.generation, now()),
      isOwner,
    );
    this.lastCheckpointAt = now();
    this.replayed = 0;
    const content = await readFolder(fs, this.folder);
    const older = await clearOldFiles(fs, this.folder, content);
    const migrated = database.migratedGeneration();
    if (older !== null && (migrated === null || older > migrated)) {
      // Two checkpoints of the new format stand: the copy of the old one has done its duty.
      const current = `backup-v${newestVersion(migrations)}.db`;
      for (const backup of content.backups.filter((name) => name !== current)) {
        await fs.remove(path.join(this.folder, backup));
      }
    }
  }

  private closeDatabase(): void {
    this.database?.close();
    this.database = undefined;
  }

  private async forget(): Promise<void> {
    this.closeDatabase();
    const journal = this.journal;
    this.journal = undefined;
    await journal?.close();
  }
}
