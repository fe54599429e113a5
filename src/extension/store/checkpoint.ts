import * as path from 'node:path';
import { crc32 } from 'node:zlib';
import type { FileSystem } from './fileSystem';
import { checkpointDraft, checkpointName } from './historyFolder';
import type { CheckpointFile, FolderContent } from './historyFolder';
import { errorCode } from './owner';
import { messageOf } from '../../shared/messageOf';

/** Writing, checking and clearing away whole copies of a cluster's database. */

/** Written in pieces, so that a full disk fails early and no huge write blocks other work. */
const pieceBytes = 1024 * 1024;

const sqliteHeader = 'SQLite format 3\0';

/** The newest checkpoint and the one before, in case the newest is damaged. */
const keptCheckpoints = 2;

export class NotOwnerError extends Error {
  override readonly name = 'NotOwnerError';

  constructor() {
    super('another window owns the history now');
  }
}

/**
 * Makes the bytes the newest checkpoint, or changes nothing: written aside, flushed, renamed, and the
 * folder flushed. `isOwner` is asked right before the rename.
 */
export async function writeCheckpoint(
  fs: FileSystem,
  folder: string,
  generation: number,
  bytes: Uint8Array,
  isOwner: () => Promise<boolean>,
): Promise<void> {
  const draft = path.join(folder, checkpointDraft);
  await writeFlushed(fs, draft, bytes);
  if (!(await isOwner())) {
    throw new NotOwnerError();
  }
  await fs.rename(draft, path.join(folder, checkpointName(generation, checksum(bytes))));
  await fs.syncFolder(folder);
}

/** The bytes survive a power loss; the name needs `syncFolder`. */
export async function writeFlushed(fs: FileSystem, name: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(name, 'replace');
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await file.write(bytes.subarray(at, at + pieceBytes), at);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The bytes of a checkpoint, or why it is damaged. Any other failure to read rejects. */
export async function readCheckpoint(
  fs: FileSystem,
  folder: string,
  checkpoint: CheckpointFile,
): Promise<{ readonly bytes: Buffer } | { readonly damage: string }> {
  const bytes = await fs.readFile(path.join(folder, checkpoint.name));
  if (bytes.length === 0) {
    // SQLite would open it as a valid empty database.
    return { damage: 'the file is empty' };
  }
  if (bytes.subarray(0, sqliteHeader.length).toString('latin1') !== sqliteHeader) {
    return { damage: 'it is no SQLite file' };
  }
  if (checksum(bytes) !== checkpoint.crc) {
    return { damage: 'its checksum does not fit' };
  }
  return { bytes };
}

/** Keeps a damaged checkpoint aside for a person to look at; only the newest such file stays. */
export async function quarantine(
  fs: FileSystem,
  folder: string,
  checkpoint: CheckpointFile,
  olderDamaged: readonly string[],
): Promise<void> {
  await fs.rename(
    path.join(folder, checkpoint.name),
    path.join(folder, `damaged-${checkpoint.name}`),
  );
  for (const name of olderDamaged) {
    await fs.remove(path.join(folder, name));
  }
  await fs.syncFolder(folder);
}

/**
 * Removes checkpoints older than the two newest, and journals older than both. Called only while the
 * newest checkpoint is known to be sound. Returns the generation of the older kept checkpoint.
 */
export async function clearOldFiles(
  fs: FileSystem,
  folder: string,
  content: FolderContent,
): Promise<number | null> {
  const kept = content.checkpoints.slice(0, keptCheckpoints);
  const older = kept.length === keptCheckpoints ? kept[keptCheckpoints - 1] : undefined;
  const obsolete = content.checkpoints.slice(keptCheckpoints).map(({ name }) => name);
  if (older !== undefined) {
    for (const journal of content.journals) {
      if (journal.generation < older.generation) {
        obsolete.push(journal.name);
      }
    }
  }
  for (const name of obsolete) {
    await fs.remove(path.join(folder, name));
  }
  if (obsolete.length > 0) {
    await fs.syncFolder(folder);
  }
  return older === undefined ? null : older.generation;
}

/** What a person reads when records cannot be written. */
export function writeFailureMessage(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'History is not being saved: the disk is full.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'History is not being saved: its folder cannot be written.';
    default:
      return `History is not being saved: ${messageOf(error)}`;
  }
}

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
