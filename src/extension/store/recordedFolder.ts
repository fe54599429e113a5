import * as path from 'node:path';
import { writeCheckpoint } from './checkpoint';
import type { HistoryEnvironment } from './clusterHistory';
import type { FileSystem } from './fileSystem';
import { fromRecordedFile, largestRecordedBytes, RecordedFileError } from './recordedFile';

/** Says that a cluster's folder holds a history that somebody exported, and what it is called. */
const recordedName = 'recorded.json';

/** Checks the file and makes it the only checkpoint of the folder, which must be new. */
export async function saveRecorded(
  environment: HistoryEnvironment,
  folder: string,
  file: string,
): Promise<void> {
  const { fs, sql, migrations, isOwner } = environment;
  // Before it is read: a name may lead to anything.
  if ((await fs.stat(file)).size > largestRecordedBytes) {
    throw new RecordedFileError('The file is too large for a recorded history.');
  }
  const { name, bytes } = fromRecordedFile(sql, await fs.readFile(file), migrations);
  await fs.makeFolder(folder);
  await fs.syncFolder(path.dirname(folder));
  const mark = await fs.open(path.join(folder, recordedName), 'create');
  try {
    await mark.write(Buffer.from(JSON.stringify({ name })), 0);
    await mark.sync();
  } finally {
    await mark.close();
  }
  await writeCheckpoint(fs, folder, 1, bytes, isOwner);
}

/** Its name; null for the folder of a cluster that is collected. */
export async function readRecordedName(fs: FileSystem, folder: string): Promise<string | null> {
  if (!(await fs.list(folder)).includes(recordedName)) {
    return null;
  }
  try {
    const text = (await fs.readFile(path.join(folder, recordedName))).toString('utf8');
    const { name } = JSON.parse(text) as { name?: unknown };
    return typeof name === 'string' ? name : null;
  } catch {
    // Cut by a crash: its checkpoint was not written either.
    return null;
  }
}
