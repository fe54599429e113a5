import type { DataStatistics, EngineCount, TableSize } from '../../shared/model/dataStatistics';
import { mapReading, sameReason, unknown, type Reading, type Rows } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { Metadata, TableKind } from '../starrocks/sources/metadata';
import { cutRows, tableOf } from './clusterFacts';
import { databaseSizeRows } from './databaseSizes';
import { missingFigure } from './missingFigure';
import type { OverviewInput } from './overviewInput';
import { growthColumns, tablesIn, totalOf } from './tableGroups';
import { grownSince, tableSubject } from './storedSizes';
import { leaderMetrics, sizedMetadata, visibleMetadata } from './visibleMetadata';

export function computeDataStatistics(input: OverviewInput): DataStatistics {
  const counts = visibleMetadata(input);
  const sizes = sizedMetadata(input);
  const count = (kind: TableKind) => mapReading(counts, ({ groups }) => tablesIn(groups, kind));
  const { tables: before } = input.growthBase;
  const large = tableSizeRows(input);
  return {
    databases: databaseCount(input, counts),
    tables: count('table'),
    views: count('view'),
    materializedViews: count('materializedView'),
    existing: leaderFigure(input, 'tables'),
    bytes: totalBytes(sizes),
    rows: mapReading(sizes, ({ groups }) => totalOf(groups, 'rows')),
    dayAgo: storedAt(input, before.day?.at),
    weekAgo: storedAt(input, before.week?.at),
    byEngine: engineRows(counts),
    largest: cutRows(large),
    growing: cutRows(growingRows(large)),
    byDatabase: cutRows(databaseSizeRows(input)),
  };
}

/** Views hold nothing, and where no table has a size nothing is stored. */
export function totalBytes(sizes: Reading<Metadata>): Reading<number> {
  return mapReading(sizes, ({ groups }) => totalOf(groups, 'bytes'));
}

function leaderFigure(input: OverviewInput, key: 'databases' | 'tables'): Reading<number> {
  const metrics = leaderMetrics(input);
  if (!metrics.known) {
    return sameReason(metrics);
  }
  const value = metrics.value[key];
  return value === null ? missingFigure(metrics.value, key, metrics) : { ...metrics, value };
}

/** The leader counts all; a list shows those that hold something this user may see. */
function databaseCount(input: OverviewInput, counts: Reading<Metadata>): Reading<number> {
  const counted = leaderFigure(input, 'databases');
  if (counted.known || !counts.known) {
    return counted;
  }
  const names = new Set(counts.value.groups.map(({ database }) => database));
  return { ...counts, value: names.size, bound: 'lower' as const };
}

function storedAt({ metadata, now }: OverviewInput, at: EpochMs | undefined): Reading<EpochMs> {
  return at === undefined
    ? unknown('insufficient-history', metadata.known ? metadata.observedAt : now, {
        source: 'collector',
      })
    : { known: true, value: at, observedAt: at, source: 'collector' };
}

function engineRows(counts: Reading<Metadata>): Rows<EngineCount> {
  return mapReading(counts, ({ groups }) => {
    const tables = groups.filter(({ kind }) => kind === 'table');
    const engines = [...new Set(tables.map(({ engine }) => engine ?? ''))];
    const rows = engines.map((engine) => ({
      engine,
      tables: tablesIn(
        tables.filter((group) => (group.engine ?? '') === engine),
        'table',
      ),
    }));
    return tableOf(rows.sort((a, b) => b.tables - a.tables));
  });
}

/** The largest tables and materialized views, largest first. */
export function tableSizeRows(input: OverviewInput): Rows<TableSize> {
  const { tables: before } = input.growthBase;
  return mapReading(sizedMetadata(input), ({ largest, groups }) => {
    const rows = largest.flatMap(({ kind, engine: _engine, ...table }): TableSize[] => {
      const subject = tableSubject(table.database, table.name);
      return kind === 'view'
        ? []
        : [
            {
              ...table,
              kind,
              grownDay: grownSince(before.day, subject, table.bytes),
              grownWeek: grownSince(before.week, subject, table.bytes),
            },
          ];
    });
    const total = groups
      .filter(({ bytes }) => bytes !== null)
      .reduce((sum, { tables }) => sum + tables, 0);
    return {
      ...tableOf(rows),
      total,
      truncated: total > rows.length,
      ...(Object.keys(growthColumns(before)).length === 0
        ? {}
        : { unknownColumns: growthColumns(before) }),
    };
  });
}

type Growth = 'grownDay' | 'grownWeek';

/** Those that grew, by what is known of the longest time. */
function growingRows(large: Rows<TableSize>): Rows<TableSize> {
  if (!large.known) {
    return sameReason(large);
  }
  const missing = large.value.unknownColumns;
  const by: Growth = missing?.grownWeek === undefined ? 'grownWeek' : 'grownDay';
  if (missing?.[by] !== undefined) {
    return unknown('insufficient-history', large.observedAt, { source: large.source });
  }
  const rows = large.value.rows
    .filter((row) => (row[by] ?? Number.NaN) > 0)
    .sort((a, b) => Number(b[by]) - Number(a[by]));
  return { ...large, value: { ...large.value, ...tableOf(rows) } };
}
