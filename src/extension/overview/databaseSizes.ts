import { groupBy } from '../../shared/groupBy';
import type { DatabaseSize } from '../../shared/model/dataStatistics';
import { perObject } from '../../shared/perObject';
import { mapReading, sameReason, type Reading, type Rows } from '../../shared/reading';
import type { UnknownReason } from '../../shared/reading';
import type { TableGroup } from '../starrocks/sources/metadata';
import { tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';
import { grownSince } from './storedSizes';
import { growthColumns, tablesIn, totalOf } from './tableGroups';
import {
  leaderMetrics,
  sizedMetadata,
  visibleMetadata,
  type MetadataInput,
} from './visibleMetadata';

/** Bytes by database: the leader tells of all, in newer versions; else what the visible tables hold. */
export const databaseBytes = perObject(
  (input: MetadataInput): Reading<ReadonlyMap<string, number>> => {
    const metrics = leaderMetrics(input);
    const told = metrics.known ? metrics.value.databaseBytes : null;
    if (metrics.known && told !== null) {
      return { ...metrics, value: new Map(Object.entries(told)) };
    }
    return mapReading(sizedMetadata(input), ({ groups }) => {
      const names = [...groupBy(groups, ({ database }) => database)];
      return new Map(names.map(([name, own]) => [name, totalOf(own, 'bytes')]));
    });
  },
);

/** Databases, largest first; the leader also tells of those in which nothing may be seen. */
export function databaseSizeRows(input: OverviewInput): Rows<DatabaseSize> {
  const tables = visibleMetadata(input);
  const sizes = databaseBytes(input);
  const base = tables.known ? tables : sizes;
  if (!base.known) {
    return sameReason(tables.known ? base : tables);
  }
  const rows = databaseRows(input, tables, sizes);
  const unknownColumns = { ...whyNull(input, tables, sizes, rows) };
  return {
    ...base,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

function databaseRows(
  input: OverviewInput,
  tables: OverviewInput['metadata'],
  sizes: Reading<ReadonlyMap<string, number>>,
): readonly DatabaseSize[] {
  const { databases: before } = input.growthBase;
  const complete = tables.known && tables.bound === undefined;
  const settled = sizedMetadata(input).known;
  const groups = groupBy(tables.known ? tables.value.groups : [], ({ database }) => database);
  const bytes = sizes.known ? sizes.value : new Map<string, number>();
  const list = [...new Set([...groups.keys(), ...bytes.keys()])].map((name): DatabaseSize => {
    // While nothing is hidden a database without a group is empty.
    const own = groups.get(name) ?? (complete ? [] : undefined);
    const size = bytes.get(name) ?? null;
    const count = (of: (visible: readonly TableGroup[]) => number) =>
      own === undefined ? null : of(own);
    return {
      name,
      tables: count((visible) => tablesIn(visible, 'table')),
      views: count((visible) => tablesIn(visible, 'view')),
      materializedViews: count((visible) => tablesIn(visible, 'materializedView')),
      bytes: size,
      rows: settled ? count((visible) => totalOf(visible, 'rows')) : null,
      grownDay: grownSince(before.day, name, size),
      grownWeek: grownSince(before.week, name, size),
    };
  });
  return list.sort(
    (a, b) => Number(b.bytes) - Number(a.bytes) || a.name.localeCompare(b.name, 'en'),
  );
}

/** A database that the leader tells of and none of whose tables is listed: empty, or not ours to see. */
function whyNull(
  input: OverviewInput,
  tables: OverviewInput['metadata'],
  sizes: Reading<ReadonlyMap<string, number>>,
  rows: readonly DatabaseSize[],
): Readonly<Partial<Record<keyof DatabaseSize, UnknownReason>>> {
  const unseen = rows.some(({ tables: n }) => n === null) ? ('denied' as const) : undefined;
  const counts = tables.known ? unseen : tables.why;
  const sized = sizedMetadata(input);
  const rowCounts = sized.known ? counts : sized.why;
  return {
    ...growthColumns(input.growthBase.databases),
    ...(counts === undefined ? {} : { tables: counts, views: counts, materializedViews: counts }),
    ...(rowCounts === undefined ? {} : { rows: rowCounts }),
    ...(sizes.known ? {} : { bytes: sizes.why, grownDay: sizes.why, grownWeek: sizes.why }),
  };
}
