import { execute, inTransaction, numberIn, selectValue } from './sqlDatabase';
import type { Database } from './sqlDatabase';

/** One file of `migrations/`; versions count from 1 without holes. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

/** The file was written by a newer version of the extension: it is not touched. */
export class NewerHistoryError extends Error {
  override readonly name = 'NewerHistoryError';

  constructor(found: number, known: number) {
    super(
      `This history was written by a newer version of the extension (format ${found}, this one knows ${known}). It is left as it is; update the extension to use it.`,
    );
  }
}

/** A step of ours failed on a sound file: the file is left as it is. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';

  constructor(migration: Migration, cause: unknown) {
    super(
      `The history could not be brought to format ${migration.version} (${migration.name}): ${cause instanceof Error ? cause.message : String(cause)}. It is left as it is.`,
      { cause },
    );
  }
}

export function formatVersion(db: Database): number {
  return numberIn(selectValue(db, 'PRAGMA user_version'));
}

/** Refuses a file that is newer than the newest migration. */
export function refuseNewer(db: Database, migrations: readonly Migration[]): void {
  const known = newestVersion(migrations);
  const found = formatVersion(db);
  if (found > known) {
    throw new NewerHistoryError(found, known);
  }
}

/** Applies what is missing, one transaction each including the version; true if anything was. */
export function migrate(db: Database, migrations: readonly Migration[]): boolean {
  refuseNewer(db, migrations);
  const before = formatVersion(db);
  const missing = [...migrations]
    .sort((a, b) => a.version - b.version)
    .filter((migration) => migration.version > before);
  for (const migration of missing) {
    try {
      inTransaction(db, () => {
        db.exec(migration.sql);
        execute(db, `PRAGMA user_version = ${migration.version}`);
      });
    } catch (error) {
      throw new MigrationError(migration, error);
    }
  }
  return missing.length > 0;
}

export function newestVersion(migrations: readonly Migration[]): number {
  return Math.max(0, ...migrations.map((migration) => migration.version));
}
