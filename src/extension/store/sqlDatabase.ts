import * as fs from 'node:fs/promises';
import initSqlJs from 'sql.js';
import type { Database, SqlJsStatic, SqlValue } from 'sql.js';

/** Thin helpers over sql.js; statements are always freed, values always bound. */

export type Sql = SqlJsStatic;
export type { Database };

/** Loads SQLite from the wasm file beside the bundle. */
export async function loadSql(wasmFile: string): Promise<Sql> {
  const bytes = await fs.readFile(wasmFile);
  // A copy of its own buffer: emscripten wants an ArrayBuffer, Node's may be a slice of a pool.
  return initSqlJs({ wasmBinary: new Uint8Array(bytes).buffer });
}

/** Opens a copy of the bytes (sql.js writes into what it is given), or an empty database. */
export function openDatabase(sql: Sql, bytes: Uint8Array | null): Database {
  const db = bytes === null ? new sql.Database() : new sql.Database(new Uint8Array(bytes));
  try {
    db.run('PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON;');
    return db;
  } catch (error) {
    // Never closed = leaked for good.
    db.close();
    throw error;
  }
}

export function selectRows(
  db: Database,
  sql: string,
  params: readonly SqlValue[] = [],
): readonly (readonly SqlValue[])[] {
  const statement = db.prepare(sql);
  try {
    statement.bind([...params]);
    const rows: SqlValue[][] = [];
    while (statement.step()) {
      rows.push(statement.get());
    }
    return rows;
  } finally {
    statement.free();
  }
}

export function selectValue(
  db: Database,
  sql: string,
  params: readonly SqlValue[] = [],
): SqlValue | undefined {
  return selectRows(db, sql, params)[0]?.[0];
}

export function execute(db: Database, sql: string, params: readonly SqlValue[] = []): void {
  db.run(sql, [...params]);
}

/** All or nothing. */
export function inTransaction<T>(db: Database, work: () => T): T {
  db.run('BEGIN');
  try {
    const result = work();
    db.run('COMMIT');
    return result;
  } catch (error) {
    db.run('ROLLBACK');
    throw error;
  }
}

/** A number column that may be NULL; anything else means the file is not ours. */
export function numberOrNull(value: SqlValue | undefined): number | null {
  if (value === null || typeof value === 'number') {
    return value;
  }
  throw new Error(`Expected a number in the history, found ${typeof value}.`);
}

export function numberIn(value: SqlValue | undefined): number {
  const number = numberOrNull(value);
  if (number === null) {
    throw new Error('Expected a number in the history, found nothing.');
  }
  return number;
}

export function textIn(value: SqlValue | undefined): string {
  if (typeof value === 'string') {
    return value;
  }
  throw new Error(`Expected a text in the history, found ${typeof value}.`);
}

export function textOrNull(value: SqlValue | undefined): string | null {
  return value === null ? null : textIn(value);
}
