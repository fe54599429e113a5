import { MalformedAnswer } from '../failures';
import { countOf } from '../values';
import { must, readTable } from './readTable';
import type { SqlSource } from './source';

/** Tablets of one database or of all; shared-data counts tablets alone, everything else is 0 there. */
export type TabletCounts = {
  readonly tables: number | null;
  readonly tablets: number;
  readonly replicas: number | null;
  /** Not all replicas are whole and on living BEs. */
  readonly unhealthy: number | null;
  /** Replicas of the same version differ. */
  readonly inconsistent: number | null;
  /** Being copied just now. */
  readonly cloning: number | null;
  /** Replicas in an error state; from 2.5.5 on. */
  readonly errorState: number | null;
};

export type DatabaseTabletCounts = TabletCounts & { readonly database: string };

export type TabletStatistic = {
  readonly total: TabletCounts;
  readonly databases: readonly DatabaseTabletCounts[];
};

const columns = {
  id: 'DbId',
  database: 'DbName',
  tables: 'TableNum',
  tablets: 'TabletNum',
  replicas: 'ReplicaNum',
  unhealthy: 'UnhealthyTabletNum',
  inconsistent: 'InconsistentTabletNum',
  cloning: 'CloningTabletNum',
  errorState: 'ErrorStateTabletNum',
} as const;

/** The FE walks over every tablet under the locks of their databases, twice: asked seldom. */
export const tabletHealth: SqlSource<TabletStatistic> = {
  id: 'tabletHealth',
  privilege: 'operate',
  select: false,
  forms: [
    {
      form: 'proc',
      sql: "SHOW PROC '/statistic'",
      parse: (answer) => {
        const keys = ['id', 'database', 'tablets', 'unhealthy', 'inconsistent'] as const;
        const parsed = readTable(answer, columns, keys, ({ text, required }) => ({
          id: required('id'),
          database: required('database'),
          tables: countOf(text('tables')),
          tablets: must(countOf(text('tablets')), columns.tablets, required('tablets')),
          replicas: countOf(text('replicas')),
          unhealthy: countOf(text('unhealthy')),
          inconsistent: countOf(text('inconsistent')),
          cloning: countOf(text('cloning')),
          errorState: countOf(text('errorState')),
        }));
        // The database cell of this row holds their number.
        const total = parsed.value.find(({ id }) => id === 'Total');
        if (total === undefined) {
          throw new MalformedAnswer('no row Total in the answer');
        }
        const { id: _id, database: _database, ...counts } = total;
        const databases = parsed.value
          .filter((row) => row !== total)
          .map(({ id: _ofDatabase, ...row }) => row);
        return { ...parsed, value: { total: counts, databases } };
      },
    },
  ],
};
