import { groupBy } from '../../shared/groupBy';
import type { NodeId } from '../../shared/ids';
import { roleOf } from '../../shared/ids';
import type { ProblemInterval } from '../../shared/model/healthHistory';
import type { ClusterEvent } from '../../shared/model/trends';
import type { ClusterSeriesId, NodeSeriesId } from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import { defaultGridMs, type Snapshot, type StoredProblem } from './historyStore';
import { clusterColumns, nodeColumns, toNatural, toStored } from './schema';
import {
  execute,
  inTransaction,
  numberIn,
  numberOrNull,
  selectRows,
  selectValue,
  textIn,
} from './sqlDatabase';
import type { Database } from './sqlDatabase';
import { insertRan } from './ranTable';
import { insertSubjects } from './subjectTable';
import { parseState, stateText } from './stateText';

/** Rows of `snapshot` and `node_snapshot`, and what came with them: problems and events. */

type SqlNumber = number | null;

/**
 * Writes snapshots in one transaction; a snapshot whose time is there already changes nothing, so
 * that a journal can be replayed any number of times. Returns how many were new.
 */
export function insertSnapshots(db: Database, snapshots: readonly Snapshot[]): number {
  const statements = {
    cluster: db.prepare(
      `INSERT OR IGNORE INTO snapshot (at, grid_ms, state, ${names(clusterColumns)}) VALUES (?, ?, ?, ${marks(clusterColumns)})`,
    ),
    node: db.prepare(
      `INSERT OR IGNORE INTO node_snapshot (at, node, state, ${names(nodeColumns)}) VALUES (?, ?, ?, ${marks(nodeColumns)})`,
    ),
  };
  const ids = new IdCache(db);
  try {
    return inTransaction(db, () => {
      let inserted = 0;
      for (const snapshot of snapshots) {
        statements.cluster.run([
          snapshot.at,
          snapshot.gridMs ?? defaultGridMs,
          ids.state(stateText(snapshot.state)),
          ...clusterColumns.map(({ series, scale }) => toStored(snapshot.values[series], scale)),
        ]);
        if (db.getRowsModified() === 0) {
          continue;
        }
        inserted += 1;
        for (const [node, values] of Object.entries(snapshot.nodes)) {
          statements.node.run([
            snapshot.at,
            ids.node(node),
            ids.state(stateText(snapshot.nodeState?.[node])),
            ...nodeColumns.map(({ series, scale }) => toStored(values[series], scale)),
          ]);
        }
        insertProblems(db, snapshot);
        insertEvents(db, snapshot);
        insertSubjects(db, snapshot.subjects ?? []);
        insertRan(db, snapshot.ran ?? []);
      }
      return inserted;
    });
  } finally {
    statements.cluster.free();
    statements.node.free();
  }
}

function insertProblems(db: Database, snapshot: Snapshot): void {
  for (const { rule, subject, since, level } of snapshot.problems) {
    execute(
      db,
      `INSERT INTO problem (rule, subject, since, level, first_seen, last_seen)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET
         first_seen = min(first_seen, excluded.first_seen),
         last_seen = max(last_seen, excluded.last_seen)`,
      [rule, subject ?? '', since, level, snapshot.at, snapshot.at],
    );
  }
}

function insertEvents(db: Database, snapshot: Snapshot): void {
  for (const { at, kind, node, detail } of snapshot.events) {
    execute(
      db,
      'INSERT OR IGNORE INTO event (at, kind, node, detail, round) VALUES (?, ?, ?, ?, ?)',
      [at, kind, node ?? '', detail ?? '', snapshot.at],
    );
  }
}

/** Snapshots with from ≤ at < to, oldest first. */
export function readSnapshots(db: Database, from: EpochMs, to: EpochMs): readonly Snapshot[] {
  const nodes = readNodes(db, from, to);
  const events = readRoundEvents(db, from, to);
  const problems = readProblems(db, from, to);
  return selectRows(
    db,
    `SELECT at, grid_ms, json, ${names(clusterColumns)}
     FROM snapshot LEFT JOIN state ON state.id = snapshot.state
     WHERE at >= ? AND at < ? ORDER BY at`,
    [from, to],
  ).map(([at, gridMs, json, ...stored]) => {
    const time = numberIn(at);
    return {
      at: time,
      gridMs: numberIn(gridMs),
      values: valuesOf<ClusterSeriesId>(clusterColumns, stored.map(numberOrNull)),
      state: parseState<ClusterSeriesId>(json),
      ...(nodes.get(time) ?? { nodes: {} }),
      problems: problemsAt(problems, time),
      events: (events.get(time) ?? []).map(eventOf),
    };
  });
}

/** Time of the newest snapshot not after `at`; null when there is none. */
export function newestAt(db: Database, at: EpochMs): EpochMs | null {
  return numberOrNull(selectValue(db, 'SELECT max(at) FROM snapshot WHERE at <= ?', [at]));
}

/** Time of the oldest row of a table of snapshots or of a roll-up; null when there is none. */
export function oldestAt(db: Database, table: string): EpochMs | null {
  return numberOrNull(selectValue(db, `SELECT min(at) FROM ${table}`));
}

/** Problems of the newest snapshot. */
export function readOpenProblems(db: Database): readonly StoredProblem[] {
  const last = newestAt(db, Number.MAX_SAFE_INTEGER);
  return last === null ? [] : readProblemsAt(db, last);
}

/** Problems whose interval contains `at`. */
export function readProblemsAt(db: Database, at: EpochMs): readonly StoredProblem[] {
  return problemsAt(readProblems(db, at, at + 1), at);
}

/** Events with from ≤ at < to, oldest first. */
export function readEvents(db: Database, from: EpochMs, to: EpochMs): readonly ClusterEvent[] {
  return selectRows(
    db,
    'SELECT at, kind, node, detail FROM event WHERE at >= ? AND at < ? ORDER BY at, kind, node',
    [from, to],
  ).map(eventOf);
}

/** The parts of a snapshot that are about its nodes. */
export type NodeParts = {
  nodes: Record<NodeId, Readonly<Partial<Record<NodeSeriesId, number | null>>>>;
  nodeState?: Record<NodeId, ReturnType<typeof parseState<NodeSeriesId>>>;
};

/** By time of the snapshot, from ≤ at < to. */
export function readNodes(
  db: Database,
  from: EpochMs,
  to: EpochMs,
): ReadonlyMap<EpochMs, NodeParts> {
  const byTime = new Map<EpochMs, NodeParts>();
  const rows = selectRows(
    db,
    `SELECT at, node.name, json, ${names(nodeColumns)}
     FROM node_snapshot JOIN node ON node.id = node_snapshot.node
     LEFT JOIN state ON state.id = node_snapshot.state
     WHERE at >= ? AND at < ? ORDER BY at, node.name`,
    [from, to],
  );
  for (const [at, name, json, ...stored] of rows) {
    const time = numberIn(at);
    const node = textIn(name);
    const parts: NodeParts = byTime.get(time) ?? { nodes: {} };
    byTime.set(time, parts);
    parts.nodes[node] = ofItsRole(
      node,
      valuesOf<NodeSeriesId>(nodeColumns, stored.map(numberOrNull)),
    );
    if (json !== null) {
      parts.nodeState = { ...parts.nodeState, [node]: parseState<NodeSeriesId>(json) };
    }
  }
  return byTime;
}

/** The series that a node of this role has: FEs and the others share one wide table. */
export function ofItsRole<V>(
  node: NodeId,
  values: Readonly<Partial<Record<NodeSeriesId, V>>>,
): Partial<Record<NodeSeriesId, V>> {
  const scope = roleOf(node) === 'fe' ? 'fe.' : 'be.';
  return Object.fromEntries(Object.entries(values).filter(([series]) => series.startsWith(scope)));
}

function readRoundEvents(db: Database, from: EpochMs, to: EpochMs) {
  const rows = selectRows(
    db,
    'SELECT at, kind, node, detail, round FROM event WHERE round >= ? AND round < ? ORDER BY at, kind, node',
    [from, to],
  );
  return groupBy(rows, (row) => numberIn(row[4]));
}

type ProblemRow = {
  readonly problem: StoredProblem;
  readonly first: EpochMs;
  readonly last: EpochMs;
};

function readProblems(db: Database, from: EpochMs, to: EpochMs): readonly ProblemRow[] {
  return selectRows(
    db,
    `SELECT rule, subject, level, since, first_seen, last_seen FROM problem
     WHERE last_seen >= ? AND first_seen < ? ORDER BY first_seen, rule, subject`,
    [from, to],
  ).map(([rule, subject, level, since, first, last]) => ({
    // The border: these texts were written from the same types.
    problem: {
      rule: textIn(rule) as StoredProblem['rule'],
      subject: textIn(subject) === '' ? null : textIn(subject),
      level: textIn(level) as StoredProblem['level'],
      since: numberIn(since),
    },
    first: numberIn(first),
    last: numberIn(last),
  }));
}

/** Problems that were open between, in the order they began. */
export function readProblemIntervals(
  db: Database,
  from: EpochMs,
  to: EpochMs,
): readonly ProblemInterval[] {
  return readProblems(db, from, to).map(({ problem: { rule, subject, level }, first, last }) => ({
    rule,
    subject,
    level,
    from: first,
    to: last,
  }));
}

/** The level that began last stands where a problem rose and its intervals overlap. */
function problemsAt(rows: readonly ProblemRow[], at: EpochMs): readonly StoredProblem[] {
  const open = new Map<string, StoredProblem>();
  for (const { problem, first, last } of rows) {
    if (first <= at && at <= last) {
      open.set(`${problem.rule}|${problem.subject ?? ''}|${problem.since}`, problem);
    }
  }
  return [...open.values()];
}

function eventOf(row: readonly (string | number | null | Uint8Array)[]): ClusterEvent {
  const node = textIn(row[2]);
  const detail = textIn(row[3]);
  return {
    at: numberIn(row[0]),
    kind: textIn(row[1]) as ClusterEvent['kind'],
    ...(node === '' ? {} : { node }),
    ...(detail === '' ? {} : { detail }),
  };
}

function valuesOf<Id extends ClusterSeriesId | NodeSeriesId>(
  columns: readonly { readonly series: Id; readonly scale: number }[],
  stored: readonly SqlNumber[],
): Partial<Record<Id, number | null>> {
  const values: Partial<Record<Id, number | null>> = {};
  columns.forEach(({ series, scale }, index) => {
    values[series] = toNatural(stored[index] ?? null, scale);
  });
  return values;
}

/** Ids of interned texts, each looked up once per batch. */
class IdCache {
  private readonly db: Database;
  private readonly known = new Map<string, number>();

  constructor(db: Database) {
    this.db = db;
  }

  state(json: string | null): number | null {
    return json === null ? null : this.id('state', 'json', json);
  }

  node(name: NodeId): number {
    return this.id('node', 'name', name);
  }

  private id(table: 'state' | 'node', column: 'json' | 'name', text: string): number {
    const key = `${table} ${text}`;
    const cached = this.known.get(key);
    if (cached !== undefined) {
      return cached;
    }
    execute(this.db, `INSERT OR IGNORE INTO ${table} (${column}) VALUES (?)`, [text]);
    const id = numberIn(
      selectValue(this.db, `SELECT id FROM ${table} WHERE ${column} = ?`, [text]),
    );
    this.known.set(key, id);
    return id;
  }
}

function names(columns: readonly { readonly column: string }[]): string {
  return columns.map(({ column }) => column).join(', ');
}

function marks(columns: readonly unknown[]): string {
  return columns.map(() => '?').join(', ');
}
