import { crc32 } from 'node:zlib';
import type { FileSystem, OpenFile } from './fileSystem';
import type { Snapshot } from './historyStore';

/**
 * The append-only journal: lines of `<crc32 hex> <json>\n`. A line is acknowledged after fsync; a
 * damaged line costs itself alone, because reading goes on at the next newline.
 */

/** Version of the record form; readers keep what they do not know. */
const recordVersion = 1;

/** A snapshot, or a record of a newer version, which is kept as its text. */
export type JournalRecord =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'later'; readonly json: string };

export type JournalContent = {
  readonly records: readonly JournalRecord[];
  /** Lines whose checksum does not fit; the unfinished last line of a crash is not counted. */
  readonly damagedLines: number;
};

export function snapshotLine(snapshot: Snapshot): string {
  return line(JSON.stringify({ v: recordVersion, kind: 'snapshot', snapshot }));
}

function line(json: string): string {
  return `${checksum(Buffer.from(json))} ${json}\n`;
}

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

export function parseJournal(bytes: Buffer): JournalContent {
  const records: JournalRecord[] = [];
  let damagedLines = 0;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    if (end > start) {
      const record = parseLine(bytes.subarray(start, end));
      if (record !== null) {
        records.push(record);
      } else if (newline >= 0) {
        damagedLines += 1;
      }
    }
    start = end + 1;
  }
  return { records, damagedLines };
}

function parseLine(bytes: Buffer): JournalRecord | null {
  const json = bytes.subarray(9);
  if (bytes[8] !== 0x20 || bytes.subarray(0, 8).toString('latin1') !== checksum(json)) {
    return null;
  }
  const text = json.toString('utf8');
  // The checksum vouches for the form: only this extension writes such lines.
  const value = JSON.parse(text) as { v?: unknown; kind?: unknown; snapshot?: Snapshot };
  return value.v === recordVersion && value.kind === 'snapshot' && value.snapshot !== undefined
    ? { kind: 'snapshot', snapshot: value.snapshot }
    : { kind: 'later', json: text };
}

/** One journal file being written. */
export class JournalFile {
  readonly generation: number;
  private readonly file: OpenFile;
  /** End of the last acknowledged line. */
  private goodBytes = 0;

  private constructor(generation: number, file: OpenFile) {
    this.generation = generation;
    this.file = file;
  }

  /** Fails with EEXIST when the generation exists: then another window writes here. */
  static async create(fs: FileSystem, path: string, generation: number): Promise<JournalFile> {
    return new JournalFile(generation, await fs.open(path, 'create'));
  }

  get bytes(): number {
    return this.goodBytes;
  }

  /** Resolves when the lines are on disk; rejects with the file as it was before. */
  async append(lines: readonly string[]): Promise<void> {
    const bytes = Buffer.from(lines.join(''));
    try {
      await this.file.write(bytes, this.goodBytes);
      await this.file.sync();
    } catch (error) {
      await this.cutBack();
      throw error;
    }
    if (!(await this.file.isLinked())) {
      throw new RemovedJournalError();
    }
    this.goodBytes += bytes.length;
  }

  private async cutBack(): Promise<void> {
    try {
      await this.file.truncate(this.goodBytes);
    } catch {
      // What was written stays behind the good end, fails its checksum, and is overwritten next time.
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** Somebody removed the folder of the cluster while it was in use. */
export class RemovedJournalError extends Error {
  override readonly name = 'RemovedJournalError';

  constructor() {
    super('the folder was removed');
  }
}
