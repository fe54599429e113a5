import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { minuteMs, secondMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';

/**
 * `owner.json`: which window may write the history. Only who holds it appends to a journal or
 * renames a checkpoint, so a window that was frozen and replaced writes nothing when it wakes.
 */
export const ownerFileName = 'owner.json';

/** The owner renews `at` this often. */
export const beatEveryMs = 30 * secondMs;

/** Three missed beats: long enough for a busy machine, short enough for a reused process id. */
export const staleAfterMs = 1.5 * minuteMs;

/** Taking over needs milliseconds; a window that died in the middle must not block the others. */
const turnLapsesMs = 10 * secondMs;

export type OwnerRecord = {
  readonly pid: number;
  readonly host: string;
  readonly nonce: string;
  /** Last beat on the owner's clock. */
  readonly at: EpochMs;
};

/** What an owner knows of its own process; replaced in tests. */
export type OwnerSelf = {
  readonly pid: number;
  readonly host: string;
  now(): EpochMs;
  isAlive(pid: number): boolean;
};

export const thisProcess: OwnerSelf = {
  pid: process.pid,
  host: os.hostname(),
  now: () => Date.now(),
  isAlive: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: it lives, but belongs to another user.
      return errorCode(error) === 'EPERM';
    }
  },
};

export type Acquired =
  | { readonly kind: 'owned'; readonly owner: Owner }
  | { readonly kind: 'refused'; readonly by: OwnerRecord | null };

/** The held ownership of a folder. */
export class Owner {
  readonly nonce: string;
  private readonly folder: string;
  private readonly self: OwnerSelf;
  private readonly handle: fs.FileHandle;

  constructor(folder: string, nonce: string, self: OwnerSelf, handle: fs.FileHandle) {
    this.folder = folder;
    this.nonce = nonce;
    this.self = self;
    this.handle = handle;
  }

  isMine(): Promise<boolean> {
    return isOwnedBy(this.folder, this.nonce);
  }

  /**
   * Renews the beat through the file handle of the acquisition: if another window has replaced the
   * file meanwhile, the beat goes to the replaced one and disturbs nobody.
   */
  async beat(): Promise<void> {
    await this.handle.write(content(this.self, this.nonce), 0);
  }

  async release(): Promise<void> {
    await this.handle.close();
    if (await this.isMine()) {
      await fs.rm(ownerPath(this.folder), { force: true });
    }
  }
}

/** Whether `owner.json` of the folder carries this nonce now. */
export async function isOwnedBy(folder: string, nonce: string): Promise<boolean> {
  const { record } = await readOwner(folder);
  return record?.nonce === nonce;
}

/** The record of the folder; null when there is none or it cannot be read. */
export async function readOwner(
  folder: string,
): Promise<{ readonly text: string | null; readonly record: OwnerRecord | null }> {
  try {
    const text = await fs.readFile(ownerPath(folder), 'utf8');
    return { text, record: parseOwner(text) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return { text: null, record: null };
    }
    throw error;
  }
}

/** Takes the ownership if nobody holds it, or if who holds it is gone. */
export async function acquireOwner(folder: string, self: OwnerSelf): Promise<Acquired> {
  await fs.mkdir(folder, { recursive: true });
  const seen = await readOwner(folder);
  if (seen.text !== null && (await isHeld(folder, seen.record, self))) {
    return { kind: 'refused', by: seen.record };
  }
  const nonce = randomBytes(16).toString('hex');
  const text = content(self, nonce);
  const handle =
    seen.text === null
      ? await createOwnerFile(folder, text, nonce)
      : await replaceOwnerFile(folder, seen.text, text, nonce);
  return handle === null
    ? { kind: 'refused', by: null }
    : { kind: 'owned', owner: new Owner(folder, nonce, self, handle) };
}

async function isHeld(
  folder: string,
  record: OwnerRecord | null,
  self: OwnerSelf,
): Promise<boolean> {
  if (record === null) {
    // Unreadable: it may be half written, so its age on disk decides.
    const { mtimeMs } = await fs.stat(ownerPath(folder)).catch(() => ({ mtimeMs: 0 }));
    return Math.abs(self.now() - mtimeMs) <= staleAfterMs;
  }
  if (record.host === self.host && !self.isAlive(record.pid)) {
    return false;
  }
  // A beat in the far future is no beat of this clock either.
  return Math.abs(self.now() - record.at) <= staleAfterMs;
}

/**
 * Puts our file in the place of a stale one; null when another window was quicker. One window at a
 * time: the name `owner.takeover` is the turn, and a turn that was never ended lapses.
 */
async function replaceOwnerFile(
  folder: string,
  stale: string,
  text: string,
  nonce: string,
): Promise<fs.FileHandle | null> {
  const turn = path.join(folder, 'owner.takeover');
  try {
    await (await fs.open(turn, 'wx', 0o600)).close();
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw error;
    }
    const since = await fs.stat(turn).catch(() => undefined);
    if (since !== undefined && Date.now() - since.mtimeMs > turnLapsesMs) {
      await fs.rm(turn, { force: true });
    }
    return null;
  }
  try {
    if ((await readOwner(folder)).text !== stale) {
      return null;
    }
    return await publish(folder, text, nonce, (draft) => fs.rename(draft, ownerPath(folder)));
  } finally {
    await fs.rm(turn, { force: true });
  }
}

/** Creates `owner.json` whole or not at all; null when it exists. */
async function createOwnerFile(
  folder: string,
  text: string,
  nonce: string,
): Promise<fs.FileHandle | null> {
  try {
    return await publish(folder, text, nonce, (draft) => fs.link(draft, ownerPath(folder)));
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return null;
    }
    if (['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(errorCode(error))) {
      return await createWithoutLinks(folder, text);
    }
    throw error;
  }
}

/** Writes the text aside and gives it its name; the handle stays open on that file. */
async function publish(
  folder: string,
  text: string,
  nonce: string,
  giveName: (draft: string) => Promise<void>,
): Promise<fs.FileHandle> {
  const draft = path.join(folder, `owner-${nonce}.tmp`);
  const handle = await fs.open(draft, 'wx', 0o600);
  try {
    await handle.write(text, 0);
    await handle.sync();
    await giveName(draft);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  } finally {
    await fs.rm(draft, { force: true });
  }
}

/** For file systems without hard links (FAT, some network mounts). */
async function createWithoutLinks(folder: string, text: string): Promise<fs.FileHandle | null> {
  try {
    const handle = await fs.open(ownerPath(folder), 'wx', 0o600);
    await handle.write(text, 0);
    await handle.sync();
    return handle;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return null;
    }
    throw error;
  }
}

/** Always the same length for one owner, so that a beat overwrites the last one exactly. */
function content(self: OwnerSelf, nonce: string): string {
  const record: OwnerRecord = { pid: self.pid, host: self.host, nonce, at: self.now() };
  return JSON.stringify(record);
}

function parseOwner(text: string): OwnerRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    if (
      typeof value === 'object' &&
      value !== null &&
      'pid' in value &&
      typeof value.pid === 'number' &&
      'host' in value &&
      typeof value.host === 'string' &&
      'nonce' in value &&
      typeof value.nonce === 'string' &&
      'at' in value &&
      typeof value.at === 'number'
    ) {
      return { pid: value.pid, host: value.host, nonce: value.nonce, at: value.at };
    }
    return null;
  } catch {
    // Torn or foreign content: judged by the age of the file.
    return null;
  }
}

function ownerPath(folder: string): string {
  return path.join(folder, ownerFileName);
}

/** The `code` of a system error, or an empty text. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : '';
}
