import * as path from 'node:path';
import type { FileSystem } from './fileSystem';

/**
 * The files of one cluster's folder by their names:
 * `checkpoint-<generation>-<crc32>.db` and `journal-<generation>.ndjson`. The journals of a
 * checkpoint's generation and later are what came after it.
 */
export type CheckpointFile = {
  readonly name: string;
  readonly generation: number;
  readonly crc: string;
};

export type JournalName = { readonly name: string; readonly generation: number };

export type FolderContent = {
  /** Newest first. */
  readonly checkpoints: readonly CheckpointFile[];
  /** Oldest first. */
  readonly journals: readonly JournalName[];
  readonly damaged: readonly string[];
  readonly backups: readonly string[];
};

export const checkpointDraft = 'checkpoint.tmp';

export function checkpointName(generation: number, crc: string): string {
  return `checkpoint-${generation}-${crc}.db`;
}

export function journalName(generation: number): string {
  return `journal-${generation}.ndjson`;
}

export async function readFolder(fs: FileSystem, folder: string): Promise<FolderContent> {
  const names = await fs.list(folder);
  const checkpoints = names.flatMap((name) => {
    const match = /^checkpoint-(\d+)-([0-9a-f]{8})\.db$/.exec(name);
    return match?.[1] === undefined || match[2] === undefined
      ? []
      : [{ name, generation: Number(match[1]), crc: match[2] }];
  });
  const journals = names.flatMap((name) => {
    const match = /^journal-(\d+)\.ndjson$/.exec(name);
    return match?.[1] === undefined ? [] : [{ name, generation: Number(match[1]) }];
  });
  return {
    checkpoints: checkpoints.sort((a, b) => b.generation - a.generation),
    journals: journals.sort((a, b) => a.generation - b.generation),
    damaged: names.filter((name) => name.startsWith('damaged-')),
    backups: names.filter((name) => /^backup-v\d+\.db$/.test(name)),
  };
}

/** The first generation no file of the folder has. */
export function nextGeneration(content: FolderContent): number {
  return (
    Math.max(
      0,
      ...content.checkpoints.map(({ generation }) => generation),
      ...content.journals.map(({ generation }) => generation),
    ) + 1
  );
}

/** Bytes of all files of the folder. */
export async function folderSize(fs: FileSystem, folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await fs.list(folder)) {
    bytes += (await fs.stat(path.join(folder, name))).size;
  }
  return bytes;
}
