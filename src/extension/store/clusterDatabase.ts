import type { DaySummary } from '../../shared/model/days';
import type { ProblemInterval } from '../../shared/model/healthHistory';
import type { RanInterval } from '../../shared/model/ran';
import type { Trend } from '../../shared/model/trends';
import type { EpochMs } from '../../shared/time';
import { queryDays } from './dayQuery';
import type {
  Snapshot,
  StoredProblem,
  SubjectDay,
  SubjectKind,
  SubjectPoint,
} from './historyStore';
import { formatVersion, migrate, refuseNewer } from './migrations';
import type { Migration } from './migrations';
import { readExtent, readMoment, readStretch } from './momentQuery';
import { readRan } from './ranTable';
import { applyRetention } from './retention';
import { bucketStart, rollUp } from './rollup';
import { addMissingColumns, fiveMinutes, rollupLevels } from './schema';
import {
  insertSnapshots,
  newestAt,
  oldestAt,
  readOpenProblems,
  readProblemIntervals,
  readSnapshots,
} from './snapshotTable';
import { execute, inTransaction, numberOrNull, openDatabase, selectValue } from './sqlDatabase';
import type { Database, Sql } from './sqlDatabase';
import { readSubjectDays, readSubjectsNear } from './subjectTable';
import { queryTrend } from './trendQuery';
import type { TrendRequest } from './trendQuery';

/** The history of one cluster in memory. Everything is synchronous; nothing here touches a disk. */
export class ClusterDatabase {
  private readonly db: Database;
  /** Begin of what has to be rolled up again; undefined: nothing. */
  private dirtyFrom: EpochMs | undefined;

  private constructor(db: Database) {
    this.db = db;
  }

  /**
   * Opens a copy of the bytes (null: a new, empty history). Throws NewerHistoryError for a file of a
   * newer version, and anything else when the file is damaged.
   */
  static open(
    sql: Sql,
    bytes: Uint8Array | null,
    migrations: readonly Migration[],
    generation: number | null,
  ): { readonly database: ClusterDatabase; readonly migratedFrom: number | null } {
    const db = openDatabase(sql, bytes);
    try {
      refuseNewer(db, migrations);
      if (generation !== null && metaValue(db, 'generation') !== generation) {
        throw new Error('its generation is not that of its name');
      }
      const before = formatVersion(db);
      const migrated = migrate(db, migrations);
      addMissingColumns(db);
      const database = new ClusterDatabase(db);
      if (migrated) {
        // A new level is filled from what the finer ones have.
        database.dirtyFrom = oldestAt(db, fiveMinutes.clusterTable) ?? undefined;
      }
      return {
        database,
        migratedFrom: migrated && before > 0 ? before : null,
      };
    } catch (error) {
      // Never closed = leaked for good.
      db.close();
      throw error;
    }
  }

  /** Returns how many were new: a time that is there already is left as it is. */
  insert(snapshots: readonly Snapshot[]): number {
    const inserted = insertSnapshots(this.db, snapshots);
    if (inserted > 0) {
      this.dirtyFrom = Math.min(
        this.dirtyFrom ?? Number.MAX_SAFE_INTEGER,
        ...snapshots.map(({ at }) => at),
      );
    }
    return inserted;
  }

  keepLaterRecords(records: readonly string[]): void {
    for (const json of records) {
      execute(this.db, 'INSERT OR IGNORE INTO later_record (json) VALUES (?)', [json]);
    }
  }

  trend(request: TrendRequest, now: EpochMs): Trend {
    this.rollUpWhatChanged();
    return queryTrend(this.db, request, now);
  }

  samples(from: EpochMs, to: EpochMs): readonly Snapshot[] {
    return readSnapshots(this.db, from, to);
  }

  snapshotAt(at: EpochMs): Snapshot | null {
    this.rollUpWhatChanged();
    return readMoment(this.db, at);
  }

  days(bounds: readonly EpochMs[]): readonly DaySummary[] {
    this.rollUpWhatChanged();
    return queryDays(this.db, bounds);
  }

  subjectsNear(kind: SubjectKind, at: EpochMs, withinMs: number): readonly SubjectPoint[] {
    return readSubjectsNear(this.db, kind, at, withinMs);
  }

  subjectDays(kind: SubjectKind, from: EpochMs, to: EpochMs): readonly SubjectDay[] {
    return readSubjectDays(this.db, kind, from, to);
  }

  problemsBetween(from: EpochMs, to: EpochMs): readonly ProblemInterval[] {
    return readProblemIntervals(this.db, from, to);
  }

  ranBetween(from: EpochMs, to: EpochMs): readonly RanInterval[] {
    return readRan(this.db, from, to);
  }

  openProblems(): readonly StoredProblem[] {
    return readOpenProblems(this.db);
  }

  /**
   * Before this time an import adds to nothing that is stored: once snapshots have been dropped, a
   * bucket that they made must not be computed again from the imported ones alone.
   */
  importableBefore(): EpochMs | null {
    const first = oldestAt(this.db, 'snapshot');
    const buckets = rollupLevels.map(({ clusterTable }) => oldestAt(this.db, clusterTable));
    const [finest] = buckets;
    const isWhole =
      first !== null &&
      (finest === undefined || finest === null || finest + fiveMinutes.stepMs > first);
    return isWhole ? first : lowest([first, ...buckets]);
  }

  lastAt(): EpochMs | null {
    return newestAt(this.db, Number.MAX_SAFE_INTEGER);
  }

  /** Snapshots with from ≤ at < to; rounds, or of earlier times 5 minutes or hours. */
  stretch(from: EpochMs, to: EpochMs): readonly Snapshot[] {
    this.rollUpWhatChanged();
    return readStretch(this.db, from, to);
  }

  extent(): { readonly from: EpochMs; readonly to: EpochMs } | null {
    this.rollUpWhatChanged();
    return readExtent(this.db);
  }

  /** The whole file as it is now; nothing is removed. */
  copy(): Uint8Array {
    this.rollUpWhatChanged();
    return this.db.export();
  }

  /**
   * Rolls up, removes what is too old, and returns the file as it belongs to `generation`.
   */
  export(generation: number, now: EpochMs): Uint8Array {
    this.rollUpWhatChanged();
    const last = this.lastAt();
    if (last !== null) {
      applyRetention(this.db, Math.min(now, last));
    }
    setMeta(this.db, 'generation', generation);
    return this.db.export();
  }

  markMigrated(generation: number): void {
    setMeta(this.db, 'migrated_generation', generation);
  }

  /** The generation in which the file came to its present format; null if it was born in it. */
  migratedGeneration(): number | null {
    return metaValue(this.db, 'migrated_generation');
  }

  /** Bytes it holds in memory. */
  size(): number {
    return Number(
      selectValue(
        this.db,
        'SELECT page_count * page_size FROM pragma_page_count, pragma_page_size',
      ),
    );
  }

  close(): void {
    this.db.close();
  }

  /** The bucket of the newest snapshot is still filling: it is rolled up again with the next one. */
  private rollUpWhatChanged(): void {
    const last = this.lastAt();
    if (this.dirtyFrom === undefined || last === null) {
      return;
    }
    for (const level of rollupLevels) {
      rollUp(this.db, level, bucketStart(level, this.dirtyFrom), last + 1);
    }
    this.dirtyFrom = undefined;
  }
}

function lowest(times: readonly (EpochMs | null)[]): EpochMs | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function metaValue(db: Database, key: string): number | null {
  return numberOrNull(selectValue(db, 'SELECT max(value) FROM meta WHERE key = ?', [key]));
}

function setMeta(db: Database, key: string, value: number): void {
  inTransaction(db, () => {
    execute(db, 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', [key, value]);
  });
}
