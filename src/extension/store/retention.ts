import type { EpochMs } from '../../shared/time';
import { dropOldRan } from './ranTable';
import { rawKeep, rollupLevels } from './schema';
import type { RollupLevel } from './schema';
import { bucketStart } from './rollup';
import { execute, inTransaction, numberIn, selectValue } from './sqlDatabase';
import type { Database } from './sqlDatabase';
import { dropOldSubjects } from './subjectTable';

/** A file with more free pages than this share is rewritten before it is saved. */
const worthVacuum = 0.25;

/**
 * Removes what is older than each level keeps. `now` should not be after the newest snapshot, so that
 * a clock that jumps ahead does not empty the history. Must run outside a transaction.
 */
export function applyRetention(db: Database, now: EpochMs): void {
  inTransaction(db, () => {
    dropBefore(db, 'snapshot', 'raw', now - rawKeep.clusterMs);
    dropBefore(db, 'node_snapshot', 'raw', now - rawKeep.nodeMs);
    for (const level of rollupLevels) {
      dropBefore(db, level.clusterTable, level, now - level.clusterKeepMs);
      dropBefore(db, level.nodeTable, level, now - level.nodeKeepMs);
    }
    dropOldSubjects(db, now);
    dropOldRan(db, now);
    dropUnusedStates(db);
  });
  const free = numberIn(selectValue(db, 'PRAGMA freelist_count'));
  const pages = numberIn(selectValue(db, 'PRAGMA page_count'));
  if (free > worthVacuum * pages) {
    execute(db, 'VACUUM');
  }
}

/** Whole buckets only: a bucket that is rolled up again must find all of its rows, or none. */
function dropBefore(db: Database, table: string, source: 'raw' | RollupLevel, at: EpochMs): void {
  const coarser = rollupLevels.find((level) => level.source === source);
  const before = coarser === undefined ? at : bucketStart(coarser, at);
  if (Number.isFinite(before)) {
    execute(db, `DELETE FROM ${table} WHERE at < ?`, [before]);
  }
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
