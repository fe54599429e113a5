import * as fs from 'node:fs/promises';
import type { HistoryPart } from '../../shared/api';

/**
 * Writes a history part by part beside the file, which it replaces at the end; after a failure or a
 * cancellation the file is as it was.
 *
 * @param progress told the share that is done, 0–1
 * @returns false when it was cancelled
 */
export async function writeHistory(
  read: (cursor: string | undefined) => Promise<HistoryPart>,
  { file, encoding }: { readonly file: string; readonly encoding: 'utf8' | 'base64' },
  signal: AbortSignal,
  progress: (done: number) => void,
): Promise<boolean> {
  const draft = `${file}.part`;
  const handle = await fs.open(draft, 'w', 0o600);
  try {
    let cursor: string | undefined;
    do {
      const part = await read(cursor);
      await handle.write(Buffer.from(part.data, encoding));
      progress(part.done);
      cursor = part.next;
    } while (cursor !== undefined && !signal.aborted);
    await handle.close();
    if (signal.aborted) {
      await fs.rm(draft, { force: true });
      return false;
    }
    await fs.rename(draft, file);
    return true;
  } catch (error) {
    await handle.close();
    await fs.rm(draft, { force: true });
    throw error;
  }
}
