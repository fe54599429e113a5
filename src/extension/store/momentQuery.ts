import type { EpochMs } from '../../shared/time';
import { defaultGridMs, type Snapshot } from './historyStore';
import { bucketStart } from './rollup';
import {
  aggregateColumn,
  averageScale,
  clusterColumns,
  fiveMinutes,
  hours,
  lineOf,
  nodeColumns,
  toNatural,
} from './schema';
import type { RollupLevel, SeriesColumn } from './schema';
import {
  newestAt,
  ofItsRole,
  oldestAt,
  readNodes,
  readProblemsAt,
  readSnapshots,
} from './snapshotTable';
import type { NodeParts } from './snapshotTable';
import { numberOrNull, selectRows, textIn } from './sqlDatabase';
import type { Database } from './sqlDatabase';
import { parseState } from './stateText';

/** A day says nothing of a moment. */
const levels: readonly RollupLevel[] = [fiveMinutes, hours];

/**
 * The round that stands for `at`; of a time whose rounds are gone, the bucket of the finest level
 * that reaches back so far, as a snapshot that stands for its whole length. Null in a gap. The
 * roll-ups must be up to date.
 */
export function readMoment(db: Database, at: EpochMs): Snapshot | null {
  const level = levelAt(db, 'cluster', at);
  if (level === 'raw') {
    const newest = newestAt(db, at);
    const [snapshot] = newest === null ? [] : readSnapshots(db, newest, newest + 1);
    return snapshot === undefined || at - snapshot.at > 2 * (snapshot.gridMs ?? defaultGridMs)
      ? null
      : { ...snapshot, ...nodesAt(db, snapshot.at) };
  }
  return level === undefined ? null : coarseMoment(db, level, at);
}

function coarseMoment(db: Database, level: RollupLevel, at: EpochMs): Snapshot | null {
  const bucket = readBucket(db, level, at);
  return bucket === null
    ? null
    : { ...bucket, ...nodesAt(db, at), problems: readProblemsAt(db, at), events: [] };
}

/** All that is stored from `from` to before `to`, of each time as finely as it is kept. */
export function readStretch(db: Database, from: EpochMs, to: EpochMs): readonly Snapshot[] {
  const coarse: Snapshot[] = [];
  const firstRound = firstOf(db, 'snapshot');
  for (let at = bucketStart(hours, from); at < Math.min(to, firstRound);) {
    const level = rollupAt(db, 'cluster', at, firstRound);
    const bucket = level === undefined ? null : coarseMoment(db, level, at);
    if (bucket !== null && at >= from) {
      coarse.push(bucket);
    }
    at += (level ?? fiveMinutes).stepMs;
  }
  // The first round is seldom the first of its 5 minutes.
  return [...coarse, ...readSnapshots(db, from, to)];
}

/** Begin of the first round, or of the bucket it is in, and the last round; null when there is none. */
export function readExtent(db: Database): { readonly from: EpochMs; readonly to: EpochMs } | null {
  let from = firstOf(db, 'snapshot');
  for (const { clusterTable, stepMs } of levels) {
    const first = firstOf(db, clusterTable);
    from = first + stepMs <= from ? first : from;
  }
  const to = newestAt(db, Number.MAX_SAFE_INTEGER);
  return to === null ? null : { from, to };
}

type Kind = 'cluster' | 'node';

/** The finest level that reaches back to `at`. */
function levelAt(db: Database, kind: Kind, at: EpochMs): 'raw' | RollupLevel | undefined {
  const firstRound = firstOf(db, kind === 'cluster' ? 'snapshot' : 'node_snapshot');
  return firstRound <= at ? 'raw' : rollupAt(db, kind, at, firstRound);
}

/**
 * The same of a time before the first round. A bucket in which a finer level begins has all of its
 * rows there: before them nothing was recorded.
 */
function rollupAt(
  db: Database,
  kind: Kind,
  at: EpochMs,
  firstRound: EpochMs,
): RollupLevel | undefined {
  let finerFrom = firstRound;
  for (const level of levels) {
    const first = firstOf(db, kind === 'cluster' ? level.clusterTable : level.nodeTable);
    if (first <= at) {
      return bucketStart(level, at) + level.stepMs <= finerFrom ? level : undefined;
    }
    finerFrom = Math.min(finerFrom, first);
  }
  return undefined;
}

function firstOf(db: Database, table: string): number {
  return oldestAt(db, table) ?? Number.POSITIVE_INFINITY;
}

function readBucket(
  db: Database,
  level: RollupLevel,
  at: EpochMs,
): Pick<Snapshot, 'at' | 'gridMs' | 'values' | 'state'> | null {
  const start = bucketStart(level, at);
  const [row] = selectRows(
    db,
    `SELECT json, ${clusterColumns.map(lineColumn).join(', ')}
     FROM ${level.clusterTable} AS bucket LEFT JOIN state ON state.id = bucket.state
     WHERE at = ?`,
    [start],
  );
  if (row === undefined) {
    return null;
  }
  const [json, ...stored] = row;
  return {
    at: start,
    gridMs: level.stepMs,
    values: lineValues(clusterColumns, stored.map(numberOrNull)),
    state: parseState(json),
  };
}

/** Nodes are kept less long than the cluster, so theirs may be coarser. */
function nodesAt(db: Database, at: EpochMs): NodeParts {
  const level = levelAt(db, 'node', at);
  if (level === 'raw') {
    return readNodes(db, at, at + 1).get(at) ?? { nodes: {} };
  }
  return level === undefined ? { nodes: {} } : readNodeBuckets(db, level, at);
}

function readNodeBuckets(db: Database, level: RollupLevel, at: EpochMs): NodeParts {
  const rows = selectRows(
    db,
    `SELECT node.name, json, ${nodeColumns.map(lineColumn).join(', ')}
     FROM ${level.nodeTable} AS bucket JOIN node ON node.id = bucket.node
     LEFT JOIN state ON state.id = bucket.state WHERE at = ? ORDER BY node.name`,
    [bucketStart(level, at)],
  ).map(([name, json, ...stored]) => ({
    name: textIn(name),
    json,
    stored: stored.map(numberOrNull),
  }));
  return {
    nodes: Object.fromEntries(
      rows.map(({ name, stored }) => [name, ofItsRole(name, lineValues(nodeColumns, stored))]),
    ),
    nodeState: Object.fromEntries(rows.map(({ name, json }) => [name, parseState(json)])),
  };
}

function lineColumn(column: SeriesColumn): string {
  return aggregateColumn(column, lineOf(column.rollup));
}

function lineValues<Id extends string>(
  columns: readonly (SeriesColumn & { readonly series: Id })[],
  stored: readonly (number | null)[],
): Partial<Record<Id, number | null>> {
  const values: Partial<Record<Id, number | null>> = {};
  columns.forEach((column, index) => {
    const scale = lineOf(column.rollup) === 'a' ? averageScale(column) : column.scale;
    values[column.series] = toNatural(stored[index] ?? null, scale);
  });
  return values;
}
