import { clusterSeries, nodeSeries, seriesDefinition, storageScale } from '../../shared/series';
import type { Aggregate, ClusterSeriesId, NodeSeriesId, SeriesId } from '../../shared/series';
import { clusterSeriesIds, nodeSeriesIds } from '../../shared/series';
import { dayMs, hourMs, minuteMs } from '../../shared/time';
import { execute, inTransaction, selectRows, selectValue, textIn } from './sqlDatabase';
import type { Database } from './sqlDatabase';

/** The wide tables of the history as the series catalogue makes them. */

export type SeriesColumn<Id extends SeriesId = SeriesId> = {
  readonly series: Id;
  readonly column: string;
  /** Stored integer = round(natural value × scale). */
  readonly scale: number;
  readonly rollup: readonly Aggregate[];
};

export const clusterColumns: readonly SeriesColumn<ClusterSeriesId>[] =
  clusterSeriesIds.map(seriesColumn);
export const nodeColumns: readonly SeriesColumn<NodeSeriesId>[] = nodeSeriesIds.map(seriesColumn);

function seriesColumn<Id extends SeriesId>(series: Id): SeriesColumn<Id> {
  const { unit, rollup } = seriesDefinition(series);
  return { series, column: series.replaceAll('.', '_'), scale: storageScale(unit), rollup };
}

/** `query_qps_avg` and so on; `n` = how many values the aggregate rests on. */
export function aggregateColumn(column: SeriesColumn, aggregate: Aggregate | 'count'): string {
  const suffix = { a: 'avg', x: 'max', n: 'min', l: 'last', count: 'n' } as const;
  return `${column.column}_${suffix[aggregate]}`;
}

/** Which aggregate stands for a series where there is room for one: the line of a chart. */
export function lineOf(rollup: readonly Aggregate[]): Aggregate {
  const order: readonly Aggregate[] = ['a', 'x', 'n', 'l'];
  return order.find((aggregate) => rollup.includes(aggregate)) ?? 'l';
}

/** Averages of whole numbers (counts, ms) keep two digits behind the point. */
export function averageScale(column: SeriesColumn): number {
  return column.scale === 1 ? 100 : column.scale;
}

const yearMs = 365 * dayMs;

export type RollupLevel = {
  readonly stepMs: number;
  readonly clusterTable: string;
  readonly nodeTable: string;
  /** What it is computed from: the snapshots, or a finer level. */
  readonly source: 'raw' | RollupLevel;
  readonly clusterKeepMs: number;
  readonly nodeKeepMs: number;
};

export const rawKeep = { clusterMs: 7 * dayMs, nodeMs: 48 * hourMs } as const;

export const fiveMinutes: RollupLevel = {
  stepMs: 5 * minuteMs,
  clusterTable: 'rollup_5m',
  nodeTable: 'node_rollup_5m',
  source: 'raw',
  clusterKeepMs: 30 * dayMs,
  nodeKeepMs: 7 * dayMs,
};

export const hours: RollupLevel = {
  stepMs: hourMs,
  clusterTable: 'rollup_1h',
  nodeTable: 'node_rollup_1h',
  source: fiveMinutes,
  clusterKeepMs: 2 * yearMs,
  nodeKeepMs: 90 * dayMs,
};

/** Days of UTC. */
export const days: RollupLevel = {
  stepMs: dayMs,
  clusterTable: 'rollup_1d',
  nodeTable: 'node_rollup_1d',
  source: hours,
  clusterKeepMs: Number.POSITIVE_INFINITY,
  nodeKeepMs: 2 * yearMs,
};

/** Finest first. */
export const rollupLevels: readonly RollupLevel[] = [fiveMinutes, hours, days];

/** Adds the columns the catalogue has and the file has not; never removes one. */
export function addMissingColumns(db: Database): void {
  inTransaction(db, () => {
    addColumns(
      db,
      'snapshot',
      clusterColumns.map(({ column }) => column),
    );
    addColumns(
      db,
      'node_snapshot',
      nodeColumns.map(({ column }) => column),
    );
    for (const level of rollupLevels) {
      addColumns(db, level.clusterTable, clusterColumns.flatMap(rollupColumns));
      addColumns(db, level.nodeTable, nodeColumns.flatMap(rollupColumns));
    }
  });
}

/** All columns of a series in a roll-up table. */
export function rollupColumns(column: SeriesColumn): readonly string[] {
  return [...column.rollup, 'count' as const].map((aggregate) =>
    aggregateColumn(column, aggregate),
  );
}

function addColumns(db: Database, table: string, wanted: readonly string[]): void {
  const present = new Set(
    selectRows(db, `SELECT name FROM pragma_table_info('${table}')`).map(([name]) => textIn(name)),
  );
  const missing = wanted.filter((column) => !present.has(column));
  if (missing.length > 0 && selectValue(db, `SELECT 1 FROM ${table} LIMIT 1`) === undefined) {
    makeAnew(db, table, missing);
    return;
  }
  for (const column of missing) {
    execute(db, `ALTER TABLE ${table} ADD COLUMN ${column} INTEGER`);
  }
}

/** SQLite reads the whole schema again after each ALTER: hundreds of them take half a second. */
function makeAnew(db: Database, table: string, columns: readonly string[]): void {
  const sql = textIn(
    selectValue(db, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]),
  );
  const added = columns.map((column) => `${column} INTEGER`).join(', ');
  execute(db, `DROP TABLE ${table}`);
  execute(db, sql.replace('(', `(${added}, `));
}

export function toStored(value: number | null | undefined, scale: number): number | null {
  return value === null || value === undefined || !Number.isFinite(value)
    ? null
    : Math.round(value * scale);
}

export function toNatural(stored: number | null, scale: number): number | null {
  return stored === null ? null : stored / scale;
}

export function isClusterSeries(id: string): id is ClusterSeriesId {
  return id in clusterSeries;
}

export function isNodeSeries(id: string): id is NodeSeriesId {
  return id in nodeSeries;
}
