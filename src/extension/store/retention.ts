import type { EpochMs } from '../../shared/time';
import { rawKeep, rollupLevels } from './schema';
import { bucketStart } from './rollup';
import { execute, inTransaction, numberIn, selectValue } from './sqlDatabase';
import type { Database } from './sqlDatabase';

/** A file with more free pages than this share is rewritten before it is saved. */
const worthVacuum = 0.25;

/**
 * Removes what is older than each level keeps. `now` should not be after the newest snapshot, so that
 * a clock that jumps ahead does not empty the history. Must run outside a transaction.
 */
export function applyRetention(db: Database, now: EpochMs): void {
  inTransaction(db, () => {
    // Whole buckets only: a bucket that is rolled up again must find all of its rows, or none.
    execute(db, 'DELETE FROM snapshot WHERE at < ?', [wholeBuckets(now - rawKeep.clusterMs)]);
    execute(db, 'DELETE FROM node_snapshot WHERE at < ?', [wholeBuckets(now - rawKeep.nodeMs)]);
    for (const level of rollupLevels) {
      execute(db, `DELETE FROM ${level.clusterTable} WHERE at < ?`, [now - level.clusterKeepMs]);
      execute(db, `DELETE FROM ${level.nodeTable} WHERE at < ?`, [now - level.nodeKeepMs]);
    }
    dropUnusedStates(db);
  });
  const free = numberIn(selectValue(db, 'PRAGMA freelist_count'));
  const pages = numberIn(selectValue(db, 'PRAGMA page_count'));
  if (free > worthVacuum * pages) {
    execute(db, 'VACUUM');
  }
}

function wholeBuckets(at: EpochMs): EpochMs {
  return Math.min(...rollupLevels.map((level) => bucketStart(level, at)));
}

function dropUnusedStates(db: Database): void {
  const tables = ['snapshot', 'node_snapshot'];
  for (const level of rollupLevels) {
    tables.push(level.clusterTable, level.nodeTable);
  }
  const used = tables
    .map((table) => `SELECT state FROM ${table} WHERE state IS NOT NULL`)
    .join(' UNION ');
  execute(db, `DELETE FROM state WHERE id NOT IN (${used})`);
}
