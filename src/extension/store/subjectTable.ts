import { dayMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import type { SubjectDay, SubjectKind, SubjectPoint } from './historyStore';
import { execute, numberIn, numberOrNull, selectRows, selectValue, textIn } from './sqlDatabase';
import type { Database } from './sqlDatabase';

/** How long points are kept: hours for a comparison with last week, days for a forecast. */
const keep = { recentMs: 8 * dayMs, dailyMs: 90 * dayMs } as const;

/** Writes points; one that is there already changes nothing, so that a journal can be replayed. */
export function insertSubjects(db: Database, points: readonly SubjectPoint[]): void {
  for (const { kind, name, at, value, capacity } of points) {
    execute(db, 'INSERT OR IGNORE INTO subject (kind, name) VALUES (?, ?)', [kind, name]);
    const id = numberIn(
      selectValue(db, 'SELECT id FROM subject WHERE kind = ? AND name = ?', [kind, name]),
    );
    const stored = [Math.round(value), capacity === undefined ? null : Math.round(capacity)];
    execute(
      db,
      'INSERT OR IGNORE INTO subject_recent (kind, at, subject, value, capacity) VALUES (?, ?, ?, ?, ?)',
      [kind, at, id, ...stored],
    );
    execute(
      db,
      `INSERT INTO subject_daily (subject, day, value, capacity) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = max(value, excluded.value), capacity = excluded.capacity`,
      [id, Math.floor(at / dayMs) * dayMs, ...stored],
    );
  }
}

/** The points of a kind that are nearest to `at`, all of one time; none within `withinMs`: empty. */
export function readSubjectsNear(
  db: Database,
  kind: SubjectKind,
  at: EpochMs,
  withinMs: number,
): readonly SubjectPoint[] {
  const [nearest] = selectRows(
    db,
    `SELECT at FROM subject_recent WHERE kind = ? AND at >= ? AND at <= ?
     ORDER BY abs(at - ?) LIMIT 1`,
    [kind, at - withinMs, at + withinMs, at],
  ).map(([time]) => numberIn(time));
  if (nearest === undefined) {
    return [];
  }
  return selectRows(
    db,
    `SELECT subject.name, value, capacity FROM subject_recent
     JOIN subject ON subject.id = subject_recent.subject
     WHERE subject_recent.kind = ? AND at = ? ORDER BY subject.name`,
    [kind, nearest],
  ).map(([name, value, capacity]) => ({
    kind,
    name: textIn(name),
    at: nearest,
    value: numberIn(value),
    ...capacityOf(numberOrNull(capacity)),
  }));
}

/** The days of all subjects of a kind with from ≤ day < to, by name, oldest first. */
export function readSubjectDays(
  db: Database,
  kind: SubjectKind,
  from: EpochMs,
  to: EpochMs,
): readonly SubjectDay[] {
  return selectRows(
    db,
    `SELECT name, day, value, capacity FROM subject_daily
     JOIN subject ON subject.id = subject_daily.subject
     WHERE kind = ? AND day >= ? AND day < ? ORDER BY name, day`,
    [kind, from, to],
  ).map(([name, day, value, capacity]) => ({
    name: textIn(name),
    day: numberIn(day),
    value: numberIn(value),
    ...capacityOf(numberOrNull(capacity)),
  }));
}

/** Must run inside a transaction. */
export function dropOldSubjects(db: Database, now: EpochMs): void {
  execute(db, 'DELETE FROM subject_recent WHERE at < ?', [now - keep.recentMs]);
  execute(db, 'DELETE FROM subject_daily WHERE day < ?', [now - keep.dailyMs]);
  execute(
    db,
    `DELETE FROM subject WHERE id NOT IN
     (SELECT subject FROM subject_recent UNION SELECT subject FROM subject_daily)`,
  );
}

const capacityOf = (capacity: number | null) => (capacity === null ? {} : { capacity });
