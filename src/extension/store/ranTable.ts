import type { RanInterval } from '../../shared/model/ran';
import { dayMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import type { RanSeen } from './historyStore';
import { execute, numberIn, selectRows, textIn, textOrNull } from './sqlDatabase';
import type { Database } from './sqlDatabase';

/** A busy cluster runs more in a week than a history may weigh: of it the newest are kept. */
const keep = { ms: 7 * dayMs, rows: 20_000 } as const;

/** Writes what was seen; the same again changes nothing, so that a journal can be replayed. */
export function insertRan(db: Database, seen: readonly RanSeen[]): void {
  for (const { kind, id, at, what, user, begun, ended } of seen) {
    execute(
      db,
      `INSERT INTO ran (kind, id, what, user, begun, ended, first_seen, last_seen)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET
         what = coalesce(excluded.what, what), user = coalesce(excluded.user, user),
         begun = coalesce(excluded.begun, begun), ended = coalesce(excluded.ended, ended),
         first_seen = min(first_seen, excluded.first_seen),
         last_seen = max(last_seen, excluded.last_seen)`,
      [kind, id, what ?? null, user ?? null, begun ?? null, ended ?? null, at, at],
    );
  }
}

/** What ran at any moment with from ≤ moment < to, in the order it began. */
export function readRan(db: Database, from: EpochMs, to: EpochMs): readonly RanInterval[] {
  // What the cluster tells to have ended was seen then or later.
  return selectRows(
    db,
    `SELECT kind, id, what, user, coalesce(begun, first_seen) AS since, coalesce(ended, last_seen) AS until
     FROM ran WHERE last_seen >= ? AND since < ? AND until >= ? ORDER BY since, kind, id`,
    [from, to, from],
  ).map(([kind, id, what, user, since, until]) => ({
    // The border: it was written from the same type.
    kind: textIn(kind) as RanInterval['kind'],
    id: textIn(id),
    what: textOrNull(what),
    user: textOrNull(user),
    from: numberIn(since),
    to: numberIn(until),
  }));
}

/** Must run inside a transaction. */
export function dropOldRan(db: Database, now: EpochMs): void {
  execute(db, 'DELETE FROM ran WHERE last_seen < ?', [now - keep.ms]);
  execute(
    db,
    `DELETE FROM ran WHERE last_seen <
     (SELECT last_seen FROM ran ORDER BY last_seen DESC LIMIT 1 OFFSET ${keep.rows - 1})`,
  );
}

/** Statements and users stay with who recorded them. */
export function forgetRanTexts(db: Database): void {
  execute(db, "UPDATE ran SET user = NULL, what = CASE kind WHEN 'query' THEN NULL ELSE what END");
}
