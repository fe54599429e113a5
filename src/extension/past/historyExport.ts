import { randomUUID } from 'node:crypto';
import type { HistoryFormat, HistoryPart } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import { hourMs, minuteMs } from '../../shared/time';
import type { HistoryStore, Snapshot } from '../store/historyStore';
import { csvHead, csvLines, jsonHead, jsonLines, jsonTail } from './historyText';

/** Text of so many hours is one part: some hundred KB of 10 nodes. */
const partMs = 6 * hourMs;
const partBytes = 1024 * 1024;
/** A copy of a file is dropped when nobody asks for its next part. */
const abandonedMs = 2 * minuteMs;

type Copy = { readonly bytes: Buffer; readonly drop: NodeJS.Timeout };

/**
 * A history as a file, part by part: who asks writes the file, tells the progress and stops asking
 * when it is cancelled. Values and names of nodes, tables and rules are all there is in it.
 */
export class HistoryExport {
  readonly #store: HistoryStore;
  readonly #copies = new Map<string, Copy>();

  constructor(store: HistoryStore) {
    this.#store = store;
  }

  dispose(): void {
    for (const token of [...this.#copies.keys()]) {
      this.#forget(token);
    }
  }

  /** @param cursor `next` of the part before; absent for the first */
  async part(
    id: ClusterId,
    name: string,
    format: HistoryFormat,
    cursor?: string,
  ): Promise<HistoryPart> {
    switch (format) {
      case 'sqlite':
        return this.#filePart(id, name, cursor);
      case 'csv':
        return this.#textPart(id, cursor, {
          head: csvHead(),
          lines: (snapshots) => snapshots.map(csvLines).join(''),
          tail: '',
        });
      case 'json':
        return this.#textPart(id, cursor, {
          head: jsonHead(name),
          lines: jsonLines,
          tail: jsonTail,
        });
      default:
        throw new Error('A history is exported as sqlite, csv or json.');
    }
  }

  async #filePart(id: ClusterId, name: string, cursor: string | undefined): Promise<HistoryPart> {
    const [token = '', from = ''] = (cursor ?? `${await this.#copy(id, name)}/0`).split('/');
    const copy = this.#copies.get(token);
    const start = Number(from);
    if (copy === undefined || !Number.isSafeInteger(start)) {
      throw new Error('This export was given up; begin it again.');
    }
    copy.drop.refresh();
    const end = Math.min(copy.bytes.length, start + partBytes);
    const data = copy.bytes.subarray(start, end).toString('base64');
    if (end >= copy.bytes.length) {
      this.#forget(token);
      return { data, done: 1 };
    }
    return { data, done: end / copy.bytes.length, next: `${token}/${end}` };
  }

  async #copy(id: ClusterId, name: string): Promise<string> {
    const bytes = Buffer.from(await this.#store.exportFile(id, name));
    const token = randomUUID();
    const drop = setTimeout(() => this.#forget(token), abandonedMs);
    this.#copies.set(token, { bytes, drop });
    return token;
  }

  #forget(token: string): void {
    clearTimeout(this.#copies.get(token)?.drop);
    this.#copies.delete(token);
  }

  /** The cursor names the begin of the stretch, and whether anything was written before it. */
  async #textPart(
    id: ClusterId,
    cursor: string | undefined,
    form: {
      readonly head: string;
      lines(snapshots: readonly Snapshot[], isFirst: boolean): string;
      readonly tail: string;
    },
  ): Promise<HistoryPart> {
    const extent = await this.#store.extent(id);
    if (extent === null) {
      throw new Error('There is no history of this cluster yet.');
    }
    const [begin = '', written = ''] = cursor?.split('/') ?? [String(extent.from), ''];
    const from = Number(begin);
    if (!Number.isSafeInteger(from) || from < extent.from - partMs) {
      throw new Error('This export was given up; begin it again.');
    }
    const to = from + partMs;
    const snapshots = await this.#store.stretch(id, from, to);
    const isFirst = written === '';
    const data = `${cursor === undefined ? form.head : ''}${form.lines(snapshots, isFirst)}`;
    if (to > extent.to) {
      return { data: data + form.tail, done: 1 };
    }
    const mark = isFirst && snapshots.length === 0 ? '' : 'more';
    return { data, done: (to - extent.from) / (extent.to - extent.from), next: `${to}/${mark}` };
  }
}
