import type { Aggregate } from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import { aggregateColumn, averageScale, clusterColumns, nodeColumns } from './schema';
import type { RollupLevel, SeriesColumn } from './schema';
import { execute, inTransaction, numberIn, selectRows } from './sqlDatabase';
import type { Database } from './sqlDatabase';
import { mergeStates, parseState, stateText } from './stateText';
import type { States } from './stateText';

/**
 * Recomputes all buckets of a level that begin in [from, to) from the level below: never from
 * increments, so that doing it twice, or again after a crash, gives the same rows.
 */
export function rollUp(db: Database, level: RollupLevel, from: EpochMs, to: EpochMs): void {
  const start = bucketStart(level, from);
  const end = bucketStart(level, to - 1) + level.stepMs;
  inTransaction(db, () => {
    for (const kind of ['cluster', 'node'] as const) {
      execute(db, rollupStatement(level, kind), [start, end]);
      rollUpStates(db, level, kind, start, end);
    }
  });
}

export function bucketStart(level: RollupLevel, at: EpochMs): EpochMs {
  return Math.floor(at / level.stepMs) * level.stepMs;
}

type Kind = 'cluster' | 'node';

function tableOf(level: RollupLevel | 'raw', kind: Kind): string {
  if (level === 'raw') {
    return kind === 'cluster' ? 'snapshot' : 'node_snapshot';
  }
  return kind === 'cluster' ? level.clusterTable : level.nodeTable;
}

function rollupStatement(level: RollupLevel, kind: Kind): string {
  const columns: readonly SeriesColumn[] = kind === 'cluster' ? clusterColumns : nodeColumns;
  const source = tableOf(level.source, kind);
  const key = kind === 'cluster' ? ['bucket'] : ['bucket', 'node'];
  const outputs = [
    ...columns.flatMap((column) => outputsOf(column, level, source, kind)),
    ...(kind === 'cluster' ? measuredTime(level) : []),
  ];
  const inner = outputs
    .filter((output) => !output.last)
    .map(({ sql, name }) => `${sql} AS ${name}`);
  return `
    INSERT OR REPLACE INTO ${tableOf(level, kind)}
      (at, ${kind === 'node' ? 'node, ' : ''}n, ${outputs.map(({ name }) => name).join(', ')})
    SELECT ${key.join(', ')}, bucket_rows, ${outputs.map(({ name, sql, last }) => (last ? sql : name)).join(', ')}
    FROM (
      SELECT at / ${level.stepMs} * ${level.stepMs} AS bucket${kind === 'node' ? ', node' : ''},
        count(*) AS bucket_rows, ${inner.join(', ')}
      FROM ${source} WHERE at >= ? AND at < ? GROUP BY ${key.join(', ')}
    ) AS grouped`;
}

type Output = { readonly name: string; readonly sql: string; readonly last: boolean };

function outputsOf(column: SeriesColumn, level: RollupLevel, source: string, kind: Kind): Output[] {
  return [...column.rollup, 'count' as const].map((aggregate) => ({
    name: aggregateColumn(column, aggregate),
    sql:
      aggregate === 'l'
        ? lastExpression(column, level, source, kind)
        : aggregateExpression(column, aggregate, level.source === 'raw'),
    last: aggregate === 'l',
  }));
}

/**
 * How long the rounds of a bucket stand for, and how long of it nobody could have been served: no
 * leader, or no compute node alive. A round that knows neither is not judged.
 */
function measuredTime(level: RollupLevel): readonly Output[] {
  const leaderless = `EXISTS (SELECT 1 FROM problem WHERE rule = 'fe.leader' AND level = 'critical'
    AND first_seen <= snapshot.at AND last_seen >= snapshot.at)`;
  const down = `(compute_alive = 0 OR ${leaderless})`;
  const fromRaw = {
    rounds: 'count(*)',
    covers_ms: `min(sum(grid_ms), ${level.stepMs})`,
    judged_ms: `min(sum(CASE WHEN compute_alive IS NOT NULL OR ${leaderless} THEN grid_ms ELSE 0 END), ${level.stepMs})`,
    down_ms: `min(sum(CASE WHEN ${down} THEN grid_ms ELSE 0 END), ${level.stepMs})`,
  };
  return Object.entries(fromRaw).map(([name, sql]) => ({
    name,
    sql: level.source === 'raw' ? sql : `sum(${name})`,
    last: false,
  }));
}

function aggregateExpression(
  column: SeriesColumn,
  aggregate: Exclude<Aggregate, 'l'> | 'count',
  isRaw: boolean,
): string {
  const own = isRaw
    ? column.column
    : aggregateColumn(column, aggregate === 'count' ? 'count' : aggregate);
  switch (aggregate) {
    case 'a': {
      if (isRaw) {
        return `CAST(round(avg(${own}) * ${averageScale(column) / column.scale}) AS INTEGER)`;
      }
      // Weighted by how many values each average rests on.
      const count = aggregateColumn(column, 'count');
      return `CAST(round(sum(CAST(${own} AS REAL) * ${count}) / sum(CASE WHEN ${own} IS NOT NULL THEN ${count} END)) AS INTEGER)`;
    }
    case 'x':
      return `max(${own})`;
    case 'n':
      return `min(${own})`;
    case 'count':
      return isRaw ? `count(${own})` : `sum(${own})`;
  }
}

function lastExpression(
  column: SeriesColumn,
  level: RollupLevel,
  source: string,
  kind: Kind,
): string {
  const own = level.source === 'raw' ? column.column : aggregateColumn(column, 'l');
  const sameNode = kind === 'node' ? 'AND inner_row.node = grouped.node' : '';
  return `(SELECT inner_row.${own} FROM ${source} AS inner_row
    WHERE inner_row.at >= grouped.bucket AND inner_row.at < grouped.bucket + ${level.stepMs}
      ${sameNode} AND inner_row.${own} IS NOT NULL
    ORDER BY inner_row.at DESC LIMIT 1)`;
}

/** Reasons and coverage of the buckets, merged from those of their rows. */
function rollUpStates(
  db: Database,
  level: RollupLevel,
  kind: Kind,
  from: EpochMs,
  to: EpochMs,
): void {
  const node = kind === 'node' ? 'node' : '0';
  const rows = selectRows(
    db,
    `SELECT at / ${level.stepMs} * ${level.stepMs} AS bucket, ${node}, json
     FROM ${tableOf(level.source, kind)} AS source LEFT JOIN state ON state.id = source.state
     WHERE at >= ? AND at < ? ORDER BY bucket, 2`,
    [from, to],
  );
  const buckets = new Map<string, { at: EpochMs; node: number; states: States<string>[] }>();
  for (const [at, nodeNumber, json] of rows) {
    const key = `${numberIn(at)} ${numberIn(nodeNumber)}`;
    const bucket = buckets.get(key) ?? { at: numberIn(at), node: numberIn(nodeNumber), states: [] };
    bucket.states.push(parseState(json));
    buckets.set(key, bucket);
  }
  for (const { at, node: nodeNumber, states } of buckets.values()) {
    const json = stateText(mergeStates(states));
    if (json !== null) {
      execute(db, 'INSERT OR IGNORE INTO state (json) VALUES (?)', [json]);
      execute(
        db,
        `UPDATE ${tableOf(level, kind)} SET state = (SELECT id FROM state WHERE json = ?)
         WHERE at = ? ${kind === 'node' ? 'AND node = ?' : ''}`,
        kind === 'node' ? [json, at, nodeNumber] : [json, at],
      );
    }
  }
}
