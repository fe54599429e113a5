import { groupBy } from '../../shared/groupBy';
import type { NodeId } from '../../shared/ids';
import { roleOf } from '../../shared/ids';
import type { Trend, TrendSeries } from '../../shared/model/trends';
import type { Aggregate, SeriesId, SeriesScope } from '../../shared/series';
import { seriesDefinition } from '../../shared/series';
import { hourMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import { defaultGridMs, longestGridMs, mostBuckets, type HistoryStore } from './historyStore';
import {
  aggregateColumn,
  averageScale,
  clusterColumns,
  days,
  lineOf,
  nodeColumns,
  rawKeep,
  rollupLevels,
  toNatural,
} from './schema';
import type { RollupLevel, SeriesColumn } from './schema';
import { readEvents } from './snapshotTable';
import { numberIn, numberOrNull, selectRows, selectValue, textIn } from './sqlDatabase';
import type { Database } from './sqlDatabase';
import { isPartial, parseState } from './stateText';
import type { States } from './stateText';
import { bucketGrid, bucketize } from './trendBuckets';
import type { BucketGrid, Combine, TrendPoint } from './trendBuckets';

export type TrendRequest = Parameters<HistoryStore['trend']>[1];

/** Snapshots are read one by one up to this range; 360 buckets of a minute. */
const rawUpToMs = 6 * hourMs;

/** Rows of a roll-up read for one chart: with more, the next level (12 times coarser) fills each bucket. */
const mostRows = 12 * 360;

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
  const source: Source = { db, level, grid, pendingFrom: firstPendingAt(db, now) };
  const byScope = (scope: SeriesScope) =>
    request.series.filter((id) => seriesDefinition(id).scope === scope);
  const lines = [
    ...clusterTrends(source, byScope('cluster')),
    ...nodeTrends(source, 'fe', byScope('fe'), request.nodes),
    ...nodeTrends(source, 'compute', byScope('compute'), request.nodes),
  ];
  return {
    from: grid.from,
    to,
    stepMs: grid.stepMs,
    // In the order of the question.
    series: request.series.flatMap((id) => lines.filter(({ series }) => series === id)),
    events: readEvents(db, grid.from, to),
  };
}

/** How far before the first bucket a row can still count. */
function lookBackMs(level: 'raw' | RollupLevel): number {
  return level === 'raw' ? longestGridMs : level.stepMs;
}

type Source = {
  readonly db: Database;
  readonly level: 'raw' | RollupLevel;
  readonly grid: BucketGrid;
  readonly pendingFrom: EpochMs;
};

/** Raw while the range is short and still kept, else the finest roll-up that is cheap and kept. */
function levelFor(request: TrendRequest, now: EpochMs): 'raw' | RollupLevel {
  const hasNodes = request.series.some((id) => seriesDefinition(id).scope !== 'cluster');
  const rangeMs = request.to - request.from;
  const ageMs = now - request.from;
  if (rangeMs <= rawUpToMs && ageMs <= (hasNodes ? rawKeep.nodeMs : rawKeep.clusterMs)) {
    return 'raw';
  }
  const fits = (level: RollupLevel) =>
    rangeMs / level.stepMs <= mostRows &&
    // The asker's "now" is a moment before ours, and a whole bucket is kept with its last row.
    ageMs - level.stepMs <= (hasNodes ? level.nodeKeepMs : level.clusterKeepMs);
  return rollupLevels.find(fits) ?? days;
}

/**
 * From here on nothing is missing: the next round has not ended yet, or the time has not come. A
 * collector whose clock is ahead of ours (a scaled one, in tests) is believed.
 */
function firstPendingAt(db: Database, now: EpochMs): EpochMs {
  const [newest] = selectRows(db, 'SELECT at, grid_ms FROM snapshot ORDER BY at DESC LIMIT 1');
  if (newest === undefined) {
    return now;
  }
  const gridMs = numberIn(newest[1]);
  const end = numberIn(newest[0]) + gridMs;
  return now - end <= 1.5 * gridMs ? end : now;
}

/** One read for all series: the rows are wide. */
function clusterTrends(source: Source, ids: readonly SeriesId[]): readonly TrendSeries[] {
  if (ids.length === 0) {
    return [];
  }
  const { db, level, grid } = source;
  const columns = ids.map(columnOf);
  const rows = selectRows(
    db,
    level === 'raw'
      ? `SELECT at, grid_ms, state, ${columns.map(rawOutputs).join(', ')}
         FROM snapshot WHERE at >= ? AND at < ? ORDER BY at`
      : `SELECT at, ${level.stepMs}, state, ${columns.map(rollupOutputs).join(', ')}
         FROM ${level.clusterTable} WHERE at >= ? AND at < ? ORDER BY at`,
    [grid.from - lookBackMs(level), grid.from + grid.count * grid.stepMs],
  );
  const states = new StateReader(db);
  return columns.map((column, index) => {
    const points = rows.map((row) =>
      pointOf(row, 3 + index * outputs, column, level, states, false),
    );
    return trendSeries(source, column.series, undefined, points);
  });
}

/** A line per series and node; of all nodes of the scope when none is named. */
function nodeTrends(
  source: Source,
  scope: 'fe' | 'compute',
  ids: readonly SeriesId[],
  wanted: readonly NodeId[] | undefined,
): readonly TrendSeries[] {
  if (ids.length === 0) {
    return [];
  }
  const { db, level, grid } = source;
  const columns = ids.map(columnOf);
  const isOfScope = (node: NodeId) => (roleOf(node) === 'fe') === (scope === 'fe');
  const up = columnOf(scope === 'fe' ? 'fe.up' : 'be.up');
  const rows = selectRows(
    db,
    level === 'raw'
      ? `SELECT node_snapshot.at, coalesce(grid_ms, ${defaultGridMs}), node_snapshot.state,
           node.name, ${up.column}, ${columns.map(rawOutputs).join(', ')}
         FROM node_snapshot JOIN node ON node.id = node_snapshot.node
         LEFT JOIN (SELECT at, grid_ms FROM snapshot) AS round ON round.at = node_snapshot.at
         WHERE node_snapshot.at >= ? AND node_snapshot.at < ? ORDER BY node_snapshot.at`
      : `SELECT at, ${level.stepMs}, state,
           node.name, ${aggregateColumn(up, 'n')}, ${columns.map(rollupOutputs).join(', ')}
         FROM ${level.nodeTable} AS bucket JOIN node ON node.id = bucket.node
         WHERE at >= ? AND at < ? ORDER BY at`,
    [grid.from - lookBackMs(level), grid.from + grid.count * grid.stepMs],
  );
  const byNode = groupBy(rows, (row) => textIn(row[3]));
  const states = new StateReader(db);
  const nodes = [...new Set(wanted ?? byNode.keys())].filter(isOfScope).sort();
  return columns.flatMap((column, index) =>
    nodes.map((node) => {
      const points = (byNode.get(node) ?? []).map((row) =>
        // A node that is down says nothing about itself, and needs no other reason.
        pointOf(row, 5 + index * outputs, column, level, states, numberOrNull(row[4]) === 0),
      );
      return trendSeries(source, column.series, node, points);
    }),
  );
}

type Row = readonly (string | number | null | Uint8Array)[];

/** The `state` texts by id, each parsed once: many rows share few of them. */
class StateReader {
  private readonly db: Database;
  private readonly read = new Map<number, States<SeriesId>>();

  constructor(db: Database) {
    this.db = db;
  }

  get(id: number | null): States<SeriesId> {
    if (id === null) {
      return {};
    }
    const before = this.read.get(id);
    if (before !== undefined) {
      return before;
    }
    const state = parseState<SeriesId>(
      selectValue(this.db, 'SELECT json FROM state WHERE id = ?', [id]),
    );
    this.read.set(id, state);
    return state;
  }
}

function trendSeries(
  { grid, pendingFrom }: Source,
  id: SeriesId,
  node: NodeId | undefined,
  points: readonly TrendPoint[],
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

/** How many outputs a series has in a row: value, min, max, weight. */
const outputs = 4;

function rawOutputs({ column }: SeriesColumn): string {
  return `${column}, ${column}, ${column}, 1`;
}

/** What the catalogue does not keep is NULL. */
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
  row: Row,
  first: number,
  column: SeriesColumn,
  level: 'raw' | RollupLevel,
  states: StateReader,
  isDown: boolean,
): TrendPoint {
  const state = states.get(numberOrNull(row[2]))[column.series];
  const why = state !== undefined && 'why' in state ? state.why : isDown ? 'node-down' : undefined;
  const isAverage = level !== 'raw' && lineOf(column.rollup) === 'a';
  return {
    at: numberIn(row[0]),
    coversMs: numberIn(row[1]),
    value: toNatural(numberOrNull(row[first]), isAverage ? averageScale(column) : column.scale),
    min: toNatural(numberOrNull(row[first + 1]), column.scale),
    max: toNatural(numberOrNull(row[first + 2]), column.scale),
    // No count: the column is younger than this bucket, and its value is NULL as well.
    weight: numberOrNull(row[first + 3]) ?? 1,
    ...(why === undefined ? {} : { why }),
    isPartial: isPartial(state),
  };
}

const columnsById: ReadonlyMap<SeriesId, SeriesColumn> = new Map(
  [...clusterColumns, ...nodeColumns].map((column) => [column.series, column]),
);

function columnOf(id: SeriesId): SeriesColumn {
  const column = columnsById.get(id);
  if (column === undefined) {
    throw new Error(`The history knows no series ${id}.`);
  }
  return column;
}
