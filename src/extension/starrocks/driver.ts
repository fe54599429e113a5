import type * as mysql2 from 'mysql2';

type Driver = typeof mysql2;

let loaded: Promise<Driver> | undefined;

/**
 * Loads mysql2 at the first connect and keeps it. The only place of the extension that does: without
 * a cluster the driver is never read from disk (in bundles the import is the sibling `mysql2.js`).
 */
export async function loadDriver(): Promise<Driver> {
  loaded ??= import('mysql2');
  return await loaded;
}
