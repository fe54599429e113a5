import type { NodeId } from '../../shared/ids';
import { roleOf } from '../../shared/ids';
import type { Trend, TrendSeries } from '../../shared/model/trends';
import type { UnknownReason } from '../../shared/reading';
import type { Aggregate, SeriesId } from '../../shared/series';
import { seriesDefinition } from '../../shared/series';
import { hourMs, minuteMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import type { HistoryStore } from './historyStore';
import {
  aggregateColumn,
  averageScale,
  clusterColumns,
  fiveMinutes,
  nodeColumns,
  rawKeep,
  toNatural,
} from './schema';
import type { RollupLevel, SeriesColumn } from './schema';
import { defaultGridMs, newestAt, readEvents } from './snapshotTable';
import { numberIn, numberOrNull, selectRows, textIn } from './sqlDatabase';
import type { Database } from './sqlDatabase';
import { parseState } from './stateText';
import { bucketGrid, bucketize } from './trendBuckets';
import type { BucketGrid, Combine, TrendPoint } from './trendBuckets';

export type TrendRequest = Parameters<HistoryStore['trend']>[1];

/** Snapshots are read one by one up to this range; 360 buckets of a minute. */
const rawUpToMs = 6 * hourMs;

/** The longest grid an interval of the settings makes: how far before `from` a row can still count. */
const longestGridMs = 5 * minuteMs;

export const mostBuckets = 360;

/**
 * Reads series for a chart. The line (`avg`) is the average where the catalogue keeps one, else the
 * one thing it keeps: the maximum (quantiles are never averaged), the minimum or the last value. The
 * roll-ups of the range must be up to date.
 */
export function queryTrend(db: Database, request: TrendRequest, now: EpochMs): Trend {
  const level = levelFor(request, now);
  const grid = bucketGrid(
    request.from,
    request.to,
    Math.min(Math.max(1, request.buckets), mostBuckets),
    level === 'raw' ? defaultGridMs : level.stepMs,
  );
  const to = grid.from + grid.count * grid.stepMs;
  const pendingFrom = firstPendingAt(db, now);
  const series = request.series.flatMap((id) =>
    seriesDefinition(id).scope === 'cluster'
      ? [clusterTrend(db, id, level, grid, pendingFrom)]
      : nodeTrends(db, id, request.nodes, level, grid, pendingFrom),
  );
  return {
    from: grid.from,
    to,
    stepMs: grid.stepMs,
    series,
    events: readEvents(db, grid.from, to),
  };
}

/** Raw while the range is short and still kept, else the roll-up. */
function levelFor(request: TrendRequest, now: EpochMs): 'raw' | RollupLevel {
  const hasNodes = request.series.some((id) => seriesDefinition(id).scope !== 'cluster');
  const keptFrom = now - (hasNodes ? rawKeep.nodeMs : rawKeep.clusterMs);
  return request.to - request.from <= rawUpToMs && request.from >= keptFrom ? 'raw' : fiveMinutes;
}

/** From here on nothing is missing: the next round has not ended yet, or the time has not come. */
function firstPendingAt(db: Database, now: EpochMs): EpochMs {
  const last = newestAt(db, now);
  if (last === null) {
    return now;
  }
  const grid = selectRows(db, 'SELECT grid_ms FROM snapshot WHERE at = ?', [last])[0];
  const end = last + numberIn(grid?.[0]);
  return now - end <= 1.5 * (end - last) ? end : now;
}

function clusterTrend(
  db: Database,
  id: SeriesId,
  level: 'raw' | RollupLevel,
  grid: BucketGrid,
  pendingFrom: EpochMs,
): TrendSeries {
  const column = columnOf(id);
  const rows = selectRows(
    db,
    level === 'raw'
      ? `SELECT at, grid_ms, json, ${rawOutputs(column)}
         FROM snapshot LEFT JOIN state ON state.id = snapshot.state
         WHERE at >= ? AND at < ? ORDER BY at`
      : `SELECT at, ${level.stepMs}, json, ${rollupOutputs(column)}
         FROM ${level.clusterTable} AS rollup LEFT JOIN state ON state.id = rollup.state
         WHERE at >= ? AND at < ? ORDER BY at`,
    [grid.from - longestGridMs, grid.from + grid.count * grid.stepMs],
  );
  const points = rows.map((row) => pointOf(row, column, level, undefined));
  return trendSeries(id, undefined, points, grid, pendingFrom);
}

function nodeTrends(
  db: Database,
  id: SeriesId,
  wanted: readonly NodeId[] | undefined,
  level: 'raw' | RollupLevel,
  grid: BucketGrid,
  pendingFrom: EpochMs,
): readonly TrendSeries[] {
  const column = columnOf(id);
  const isFrontend = seriesDefinition(id).scope === 'fe';
  // A node that is down says nothing about itself, and needs no other reason.
  const up = columnOf(isFrontend ? 'fe.up' : 'be.up');
  const rows = selectRows(
    db,
    level === 'raw'
      ? `SELECT rows.at, coalesce(snapshot.grid_ms, ${defaultGridMs}), json, ${rawOutputs(column, 'rows.')},
           rows.${up.column}, node.name
         FROM node_snapshot AS rows JOIN node ON node.id = rows.node
         LEFT JOIN snapshot ON snapshot.at = rows.at LEFT JOIN state ON state.id = rows.state
         WHERE rows.at >= ? AND rows.at < ? ORDER BY rows.at`
      : `SELECT at, ${level.stepMs}, json, ${rollupOutputs(column)},
           ${aggregateColumn(up, 'n')}, node.name
         FROM ${level.nodeTable} AS rows JOIN node ON node.id = rows.node
         LEFT JOIN state ON state.id = rows.state
         WHERE at >= ? AND at < ? ORDER BY at`,
    [grid.from - longestGridMs, grid.from + grid.count * grid.stepMs],
  );
  const byNode = new Map<NodeId, TrendPoint[]>(wanted?.map((node) => [node, []]));
  for (const row of rows) {
    const node = textIn(row[8]);
    const isOfScope = (roleOf(node) === 'fe') === isFrontend;
    if (isOfScope && (wanted === undefined || byNode.has(node))) {
      const points = byNode.get(node) ?? [];
      byNode.set(node, points);
      points.push(
        pointOf(row, column, level, numberOrNull(row[7]) === 0 ? 'node-down' : undefined),
      );
    }
  }
  return [...byNode]
    .filter(([node]) => (roleOf(node) === 'fe') === isFrontend)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, points]) => trendSeries(id, node, points, grid, pendingFrom));
}

function trendSeries(
  id: SeriesId,
  node: NodeId | undefined,
  points: readonly TrendPoint[],
  grid: BucketGrid,
  pendingFrom: EpochMs,
): TrendSeries {
  const { unit, rollup } = seriesDefinition(id);
  const { avg, min, max, partial, gaps } = bucketize(points, grid, combineOf(rollup), pendingFrom);
  return {
    series: id,
    ...(node === undefined ? {} : { node }),
    unit,
    from: grid.from,
    stepMs: grid.stepMs,
    avg,
    ...(rollup.includes('n') ? { min } : {}),
    ...(rollup.includes('x') ? { max } : {}),
    ...(partial.length === 0 ? {} : { partial }),
    gaps,
  };
}

function combineOf(rollup: readonly Aggregate[]): Combine {
  switch (lineOf(rollup)) {
    case 'a':
      return 'mean';
    case 'x':
      return 'max';
    case 'n':
      return 'min';
    case 'l':
      return 'last';
  }
}

/** Which aggregate the line of a chart shows. */
function lineOf(rollup: readonly Aggregate[]): Aggregate {
  const order: readonly Aggregate[] = ['a', 'x', 'n', 'l'];
  return order.find((aggregate) => rollup.includes(aggregate)) ?? 'l';
}

/** value, min, max, weight of a snapshot. */
function rawOutputs(column: SeriesColumn, prefix = ''): string {
  const own = prefix + column.column;
  return `${own}, ${own}, ${own}, 1`;
}

/** value, min, max, weight of a roll-up; what the catalogue does not keep is NULL. */
function rollupOutputs(column: SeriesColumn): string {
  const kept = (aggregate: Aggregate) =>
    column.rollup.includes(aggregate) ? aggregateColumn(column, aggregate) : 'NULL';
  return [
    aggregateColumn(column, lineOf(column.rollup)),
    kept('n'),
    kept('x'),
    aggregateColumn(column, 'count'),
  ].join(', ');
}

function pointOf(
  row: readonly (string | number | null | Uint8Array)[],
  column: SeriesColumn,
  level: 'raw' | RollupLevel,
  fallback: UnknownReason | undefined,
): TrendPoint {
  const state = parseState<SeriesId>(row[2])[column.series];
  const why = state !== undefined && 'why' in state ? state.why : fallback;
  const isAverage = level !== 'raw' && lineOf(column.rollup) === 'a';
  const weight = numberOrNull(row[6]);
  return {
    at: numberIn(row[0]),
    coversMs: numberIn(row[1]),
    value: toNatural(numberOrNull(row[3]), isAverage ? averageScale(column) : column.scale),
    min: toNatural(numberOrNull(row[4]), column.scale),
    max: toNatural(numberOrNull(row[5]), column.scale),
    // No count: the column was added after this bucket was rolled up, and its value is NULL as well.
    weight: weight ?? 1,
    ...(why === undefined ? {} : { why }),
    isPartial: state !== undefined && 'have' in state && state.have < state.of,
  };
}

const columns: ReadonlyMap<SeriesId, SeriesColumn> = new Map(
  [...clusterColumns, ...nodeColumns].map((column) => [column.series, column]),
);

function columnOf(id: SeriesId): SeriesColumn {
  const column = columns.get(id);
  if (column === undefined) {
    throw new Error(`The history knows no series ${id}.`);
  }
  return column;
}
