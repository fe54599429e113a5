import * as path from 'node:path';
import type { FileSystem, OpenFile } from '../../../../src/extension/store/fileSystem';

/** Random numbers in [0, 1): seeded, so that a failure can be repeated. */
export type Random = () => number;

const sectorBytes = 512;

type FileNode = { durable: Buffer; current: Buffer; links: number; mtimeMs: number };
type Entry = FileNode | 'folder';
/** A name that came or went (null) and is not on the platter yet. */
type NameChange = { readonly name: string; readonly entry: Entry | null };
type Folder = { readonly durable: Map<string, Entry>; pending: NameChange[] };

/**
 * A disk in memory that forgets like a real one when its power is cut: what was not flushed may be
 * there, lost, torn, zeroed or garbage, sector by sector; names that were not flushed may be old.
 * Bytes and names that were flushed stay.
 */
export class PowerDisk {
  /** Operations until the power fails; undefined: never. */
  operationsLeft: number | undefined;
  /** Bytes that still fit; undefined: all. */
  roomBytes: number | undefined;
  isOff = false;
  private readonly folders = new Map<string, Folder>();
  private readonly random: Random;
  private readonly now: () => number;

  constructor(random: Random, now: () => number) {
    this.random = random;
    this.now = now;
  }

  readonly fs: FileSystem = {
    open: (file, mode) => this.step(() => this.open(file, mode)),
    readFile: (file) => this.step(() => Buffer.from(this.file(file).current)),
    list: (folder) => this.step(() => [...this.names(folder).keys()]),
    stat: (file) =>
      this.step(() => {
        const { current, mtimeMs } = this.file(file);
        return { size: current.length, mtimeMs };
      }),
    makeFolder: (folder) =>
      this.step(() => {
        if (!this.names(path.dirname(folder)).has(path.basename(folder))) {
          this.change(folder, 'folder');
        }
      }),
    rename: (from, to) =>
      this.step(() => {
        const node = this.file(from);
        this.change(to, node);
        this.change(from, null);
      }),
    remove: (target) =>
      this.step(() => {
        const entry = this.names(path.dirname(target)).get(path.basename(target));
        if (entry !== undefined) {
          if (entry !== 'folder') {
            entry.links = 0;
          }
          this.change(target, null);
        }
      }),
    syncFolder: (folder) =>
      this.step(() => {
        const { durable, pending } = this.folder(folder);
        pending.forEach((change) => {
          apply(durable, change);
        });
        pending.length = 0;
      }),
  };

  /** What the platter shows after the power came back. `ordered`: name changes are lost from the end only. */
  cutPower(ordered: boolean): void {
    for (const folder of this.folders.values()) {
      const kept = ordered
        ? folder.pending.slice(0, Math.floor(this.random() * (folder.pending.length + 1)))
        : folder.pending.filter(() => this.random() < 0.5);
      kept.forEach((change) => {
        apply(folder.durable, change);
      });
      folder.pending = [];
      for (const entry of folder.durable.values()) {
        if (entry !== 'folder') {
          entry.links = 1;
          entry.durable = this.afterCrash(entry);
          entry.current = Buffer.from(entry.durable);
        }
      }
    }
    for (const [name] of this.folders) {
      const parent = this.folders.get(path.dirname(name));
      if (parent !== undefined && parent.durable.get(path.basename(name)) === undefined) {
        // Its own name was lost, and so is all that is in it.
        this.folders.delete(name);
      }
    }
    this.isOff = false;
    this.operationsLeft = undefined;
  }

  /** Turns one bit of a file around, as a disk that rots. */
  flipBit(file: string): void {
    const { durable, current } = this.file(file);
    const at = Math.floor(this.random() * durable.length);
    const rotten = durable.readUInt8(at) ^ (1 << Math.floor(this.random() * 8));
    durable.writeUInt8(rotten, at);
    current.writeUInt8(rotten, at);
  }

  private step<T>(work: () => T): Promise<T> {
    if (this.operationsLeft !== undefined) {
      this.operationsLeft -= 1;
      this.isOff ||= this.operationsLeft < 0;
    }
    if (this.isOff) {
      return Promise.reject(failure('EIO', 'the power is off'));
    }
    return new Promise((resolve) => {
      resolve(work());
    });
  }

  private open(file: string, mode: 'create' | 'replace'): OpenFile {
    const known = this.names(path.dirname(file)).get(path.basename(file));
    if (known !== undefined && mode === 'create') {
      throw failure('EEXIST', 'the file exists');
    }
    const node =
      known === undefined || known === 'folder' ? newNode(Buffer.alloc(0), this.now()) : known;
    if (node === known) {
      this.resize(node, 0);
    } else {
      this.change(file, node);
    }
    return {
      write: (bytes, position) =>
        this.step(() => {
          this.write(node, bytes, position);
        }),
      truncate: (size) =>
        this.step(() => {
          this.resize(node, size);
        }),
      sync: () =>
        this.step(() => {
          node.durable = Buffer.from(node.current);
        }),
      isLinked: () => this.step(() => node.links > 0),
      close: () => Promise.resolve(),
    };
  }

  private write(node: FileNode, bytes: Uint8Array, position: number): void {
    const room = this.roomBytes === undefined ? bytes.length : Math.max(0, this.roomBytes);
    const fits = bytes.subarray(0, room);
    const grown = Buffer.alloc(Math.max(node.current.length, position + fits.length));
    node.current.copy(grown);
    grown.set(fits, position);
    node.current = grown;
    node.mtimeMs = this.now();
    if (this.roomBytes !== undefined) {
      this.roomBytes -= fits.length;
    }
    if (fits.length < bytes.length) {
      throw failure('ENOSPC', 'no space left on device');
    }
  }

  private resize(node: FileNode, size: number): void {
    if (this.roomBytes !== undefined) {
      this.roomBytes += Math.max(0, node.current.length - size);
    }
    node.current = Buffer.from(node.current.subarray(0, size));
  }

  /** Sector by sector the old, the new, or for bytes never flushed: nothing, zeros or garbage. */
  private afterCrash({ durable, current }: FileNode): Buffer {
    if (durable.equals(current)) {
      return Buffer.from(current);
    }
    const longer = Math.max(durable.length, current.length);
    const result = Buffer.alloc(longer);
    current.copy(result);
    durable.copy(result);
    let end = durable.length;
    for (let from = 0; from < longer; from += sectorBytes) {
      const to = Math.min(from + sectorBytes, longer);
      const fate = Math.floor(this.random() * 4);
      const fresh = Math.max(from, Math.min(to, durable.length));
      if (fate === 0) {
        current.copy(result, from, from, Math.min(to, current.length));
      } else if (fate === 1) {
        result.fill(0, fresh, to);
      } else if (fate === 2) {
        for (let at = fresh; at < to; at += 1) {
          result.writeUInt8(Math.floor(this.random() * 256), at);
        }
      }
      // The fourth fate leaves the old bytes, and the file ends where it did or later.
      if (fate < 3) {
        end = Math.max(end, to);
      } else {
        result.fill(0, fresh, to);
      }
    }
    return Buffer.from(result.subarray(0, end));
  }

  private file(file: string): FileNode {
    const entry = this.names(path.dirname(file)).get(path.basename(file));
    if (entry === undefined || entry === 'folder') {
      throw failure('ENOENT', `no such file: ${file}`);
    }
    return entry;
  }

  private names(folder: string): Map<string, Entry> {
    const { durable, pending } = this.folder(folder);
    const names = new Map(durable);
    pending.forEach((change) => {
      apply(names, change);
    });
    return names;
  }

  private folder(name: string): Folder {
    const known = this.folders.get(name);
    if (known !== undefined) {
      return known;
    }
    const created: Folder = { durable: new Map(), pending: [] };
    this.folders.set(name, created);
    return created;
  }

  private change(file: string, entry: Entry | null): void {
    this.folder(path.dirname(file)).pending.push({ name: path.basename(file), entry });
  }
}

function apply(names: Map<string, Entry>, { name, entry }: NameChange): void {
  if (entry === null) {
    names.delete(name);
  } else {
    names.set(name, entry);
  }
}

function newNode(current: Buffer, mtimeMs: number): FileNode {
  return { durable: Buffer.alloc(0), current, links: 1, mtimeMs };
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** A small seeded generator (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
