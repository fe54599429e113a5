import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { errorCode } from './owner';

/** The few file operations the store is made of, so that tests can fill the disk or cut the power. */
export interface FileSystem {
  /** `create`: fails with EEXIST when the file is there. `replace`: empties it. */
  open(file: string, mode: 'create' | 'replace'): Promise<OpenFile>;
  readFile(file: string): Promise<Buffer>;
  /** Names in the folder; none when it does not exist. */
  list(folder: string): Promise<readonly string[]>;
  stat(file: string): Promise<{ readonly size: number; readonly mtimeMs: number }>;
  makeFolder(folder: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder; fine when it is not there. */
  remove(target: string): Promise<void>;
  /** Makes new, renamed and removed names of the folder survive a power loss. */
  syncFolder(folder: string): Promise<void>;
}

export interface OpenFile {
  /** Writes all bytes at the position; on failure part of them may be there. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(size: number): Promise<void>;
  sync(): Promise<void>;
  /** False once somebody has removed the file: then what is written to it goes nowhere. */
  isLinked(): Promise<boolean>;
  close(): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  open: async (file, mode) =>
    new NodeFile(await fs.open(file, mode === 'create' ? 'wx' : 'w', 0o600)),
  readFile: (file) => fs.readFile(file),
  list: async (folder) => {
    try {
      return await fs.readdir(folder);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw error;
    }
  },
  stat: (file) => fs.stat(file),
  makeFolder: async (folder) => {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  },
  rename: (from, to) => retryBusy(() => fs.rename(from, to)),
  remove: (target) => fs.rm(target, { recursive: true, force: true, maxRetries: 5 }),
  syncFolder: async (folder) => {
    if (process.platform === 'win32') {
      // Folders cannot be opened there; NTFS journals name changes itself.
      return;
    }
    const handle = await fs.open(path.resolve(folder), 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

class NodeFile implements OpenFile {
  private readonly handle: fs.FileHandle;

  constructor(handle: fs.FileHandle) {
    this.handle = handle;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const part = await this.handle.write(
        bytes,
        written,
        bytes.length - written,
        position + written,
      );
      written += part.bytesWritten;
    }
  }

  truncate(size: number): Promise<void> {
    return this.handle.truncate(size);
  }

  sync(): Promise<void> {
    return this.handle.datasync();
  }

  async isLinked(): Promise<boolean> {
    return (await this.handle.stat()).nlink > 0;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** Virus scanners on Windows hold new files for a moment. */
async function retryBusy(action: () => Promise<void>): Promise<void> {
  const until = Date.now() + 2_000;
  for (;;) {
    try {
      await action();
      return;
    } catch (error) {
      const busy =
        process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error));
      if (!busy || Date.now() > until) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
