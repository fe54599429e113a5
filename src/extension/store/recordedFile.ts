import { clusterEventKinds } from '../../shared/model/trends';
import { ranKinds } from '../../shared/model/ran';
import { unknownReasons } from '../../shared/reading';
import { ruleIds } from '../../shared/thresholds';
import { formatVersion, migrate, refuseNewer } from './migrations';
import type { Migration } from './migrations';
import { forgetRanTexts } from './ranTable';
import {
  execute,
  inTransaction,
  openDatabase,
  selectRows,
  selectValue,
  textIn,
} from './sqlDatabase';
import type { Database, Sql } from './sqlDatabase';

/** Marks a SQLite file as an exported history: "SROH". */
const applicationId = 0x53524f48;

/** Read whole into memory; a history with 50 nodes has about 60 MB. */
export const largestRecordedBytes = 300 * 1024 * 1024;

/** What is wrong with a file that somebody opened, fit for a person. */
export class RecordedFileError extends Error {
  override readonly name = 'RecordedFileError';
}

/** A history as a file for somebody else: the whole file, and what the cluster is called. */
export function toRecordedFile(sql: Sql, bytes: Uint8Array, name: string): Uint8Array {
  const db = openDatabase(sql, bytes);
  try {
    inTransaction(db, () => {
      // Records of a newer version: nobody here knows what they hold.
      execute(db, 'DELETE FROM later_record');
      forgetRanTexts(db);
      execute(db, 'CREATE TABLE recorded (name TEXT NOT NULL) STRICT');
      execute(db, 'INSERT INTO recorded (name) VALUES (?)', [name]);
    });
    execute(db, `PRAGMA application_id = ${applicationId}`);
    execute(db, 'VACUUM');
    return db.export();
  } finally {
    db.close();
  }
}

/**
 * Checks a file of unknown origin and gives the history in it. It must be one that this extension
 * exported, sound, of a format that is known here, and hold nothing but its tables: no code, no
 * views, no other types. Throws a RecordedFileError, or NewerHistoryError.
 */
export function fromRecordedFile(
  sql: Sql,
  bytes: Uint8Array,
  migrations: readonly Migration[],
): { readonly name: string; readonly bytes: Uint8Array } {
  if (bytes.length > largestRecordedBytes) {
    throw new RecordedFileError('The file is too large for a recorded history.');
  }
  if (Buffer.from(bytes.subarray(0, 15)).toString('latin1') !== 'SQLite format 3') {
    throw new RecordedFileError('The file is no SQLite file.');
  }
  let db: Database | undefined;
  try {
    db = openDatabase(sql, bytes);
    // Before anything else is read: a definition may call functions.
    execute(db, 'PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
    if (selectValue(db, 'PRAGMA application_id') !== applicationId) {
      throw new RecordedFileError('The file was not exported by this extension.');
    }
    refuseNewer(db, migrations);
    refuseForeignTables(sql, db, migrations);
    if (selectValue(db, 'PRAGMA integrity_check(1)') !== 'ok') {
      throw new RecordedFileError('The file is damaged.');
    }
    return { name: clean(db), bytes: db.export() };
  } catch (error) {
    if (error instanceof Error && /malformed|not a database|corrupt/.test(error.message)) {
      throw new RecordedFileError('The file is damaged.', { cause: error });
    }
    throw error;
  } finally {
    db?.close();
  }
}

/** Only the tables of its format, as this extension makes them, with more columns of whole numbers. */
function refuseForeignTables(sql: Sql, db: Database, migrations: readonly Migration[]): void {
  const own = openDatabase(sql, null);
  try {
    migrate(
      own,
      migrations.filter(({ version }) => version <= formatVersion(db)),
    );
    execute(own, 'CREATE TABLE recorded (name TEXT NOT NULL) STRICT');
    const wanted = new Map(objectsOf(own).map((object) => [object.name, object]));
    const found = new Map(objectsOf(db).map((object) => [object.name, object]));
    for (const { name, type, sql: definition } of found.values()) {
      const isOurs = wanted.get(name)?.type === type && (type === 'index' || isPlain(definition));
      if (!isOurs) {
        throw new RecordedFileError(`The file holds what no history holds: ${type} ${name}.`);
      }
    }
    for (const { name, type } of wanted.values()) {
      if (!found.has(name)) {
        throw new RecordedFileError(`The file is not complete: it has no ${type} ${name}.`);
      }
      if (type === 'table') {
        refuseForeignColumns(name, columnsOf(own, name), columnsOf(db, name));
      }
    }
  } finally {
    own.close();
  }
}

type SchemaObject = { readonly name: string; readonly type: string; readonly sql: string };

function objectsOf(db: Database): readonly SchemaObject[] {
  return selectRows(db, "SELECT name, type, coalesce(sql, '') FROM sqlite_master").map(
    ([name, type, definition]) => ({
      name: textIn(name),
      type: textIn(type),
      sql: textIn(definition),
    }),
  );
}

/** A strict table of stored columns; `STRICT` makes the integrity check look at every type. */
function isPlain(definition: string): boolean {
  return (
    /\)\s*STRICT(,\s*WITHOUT ROWID)?$/i.test(definition) &&
    !/\b(CHECK|GENERATED|DEFAULT|COLLATE|VIRTUAL|AS)\b/i.test(definition)
  );
}

type Columns = ReadonlyMap<string, string>;

function columnsOf(db: Database, table: string): Columns {
  return new Map(
    selectRows(db, `SELECT name, type || hidden FROM pragma_table_xinfo('${table}')`).map(
      ([name, type]) => [textIn(name), textIn(type)],
    ),
  );
}

function refuseForeignColumns(table: string, wanted: Columns, found: Columns): void {
  for (const [name, type] of wanted) {
    if (found.get(name) !== type) {
      throw new RecordedFileError(`The file is not complete: ${table} has no ${name}.`);
    }
  }
  for (const [name, type] of found) {
    if (!wanted.has(name) && (type !== 'INTEGER0' || !/^[a-z][a-z0-9_]{0,63}$/.test(name))) {
      throw new RecordedFileError(`The file holds what no history holds: ${table}.${name}.`);
    }
  }
}

/** Drops what this version has no words for, and gives the cluster's name. */
function clean(db: Database): string {
  for (const [json] of selectRows(db, 'SELECT json FROM state')) {
    if (!isState(textIn(json))) {
      throw new RecordedFileError('The file is damaged: it holds a reason that is none.');
    }
  }
  const name = selectValue(db, 'SELECT name FROM recorded');
  if (typeof name !== 'string') {
    throw new RecordedFileError('The file is not complete: it does not name its cluster.');
  }
  inTransaction(db, () => {
    dropUnlessIn(db, 'problem', 'rule', ruleIds);
    dropUnlessIn(db, 'problem', 'level', ['info', 'warning', 'critical']);
    dropUnlessIn(db, 'event', 'kind', clusterEventKinds);
    if (objectsOf(db).some(({ name: table }) => table === 'ran')) {
      dropUnlessIn(db, 'ran', 'kind', ranKinds);
    }
    execute(db, 'DELETE FROM later_record');
    execute(db, 'DROP TABLE recorded');
    execute(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('generation', 1)");
  });
  return name.slice(0, 200);
}

function dropUnlessIn(db: Database, table: string, column: string, words: readonly string[]): void {
  const marks = words.map(() => '?').join(', ');
  execute(db, `DELETE FROM ${table} WHERE ${column} NOT IN (${marks})`, words);
}

function isState(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return (
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every((state: unknown) => {
        const { why, have, of } = Object(state) as { why?: unknown; have?: unknown; of?: unknown };
        return why === undefined
          ? [have, of].every((count) => count === undefined || Number.isFinite(count))
          : (unknownReasons as readonly unknown[]).includes(why);
      })
    );
  } catch {
    return false;
  }
}
