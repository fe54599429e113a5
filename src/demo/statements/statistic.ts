/** SHOW PROC '/statistic': how many tablets there are, and how many of them are ill. */
import { byDatabase } from '../state/byDatabase';
import { isBuiltIn } from '../state/catalog';
import { REPLICATION, unhealthyTablets } from '../state/replicas';
import type { ClusterState } from '../truth';
import type { PartitionState, TableState } from '../truthData';
import { showAnswer, type Answer, type StatementContext } from './context';

const TITLES = [
  'DbId',
  'DbName',
  'TableNum',
  'PartitionNum',
  'IndexNum',
  'TabletNum',
  'ReplicaNum',
  'UnhealthyTabletNum',
  'InconsistentTabletNum',
  'CloningTabletNum',
  'ErrorStateTabletNum',
];
/** Clone tasks at a time. */
const CLONES = 4;

const FIELDS = ['tables', 'partitions', 'tablets', 'unhealthy', 'inconsistent', 'broken'] as const;
type Counts = Readonly<Record<(typeof FIELDS)[number], number>>;

export function showStatistic(context: StatementContext, forwarded: boolean): Answer {
  const { state } = context;
  const largest = [...state.partitions].sort((a, b) => b.buckets - a.buckets)[0]?.database;
  const partitionsOf = byDatabase(state.partitions);
  const tablesOf = byDatabase(state.tables);
  const counted = state.databases
    .filter((db) => !isBuiltIn(db))
    .map((db) => ({
      db,
      counts: countsOf(state, partitionsOf(db.name), tablesOf(db.name), db.name === largest),
    }))
    .sort((a, b) => (a.db.name < b.db.name ? -1 : 1));
  const sum = (field: (typeof FIELDS)[number]): number =>
    counted.reduce((total, { counts }) => total + counts[field], 0);
  const total = Object.fromEntries(FIELDS.map((field) => [field, sum(field)])) as Counts;
  return showAnswer(
    TITLES,
    [
      ...counted.map(({ db, counts }) => row(state, String(db.id), db.name, counts)),
      row(state, 'Total', String(counted.length), total),
    ],
    forwarded,
  );
}

/** Tablets that a happening made ill are all in the database of the largest partition. */
function countsOf(
  state: ClusterState,
  own: readonly PartitionState[],
  tables: readonly TableState[],
  withIll: boolean,
): Counts {
  return {
    tables: tables.filter(({ kind }) => kind !== 'view').length,
    partitions: own.length,
    tablets: own.reduce((sum, partition) => sum + partition.buckets, 0),
    unhealthy: unhealthyTablets(state, own),
    inconsistent: withIll ? state.knobs.inconsistentTablets : 0,
    broken: withIll ? state.knobs.errorTablets : 0,
  };
}

/** Shared-data: tablets count, replicas and health stay 0. */
function row(state: ClusterState, id: string, name: string, counts: Counts): readonly string[] {
  const shared = state.runMode === 'shared_data';
  return [
    id,
    name,
    ...[
      counts.tables,
      counts.partitions,
      counts.partitions,
      counts.tablets,
      shared ? 0 : counts.tablets * REPLICATION,
      counts.unhealthy,
      counts.inconsistent,
      Math.min(CLONES, counts.unhealthy),
      counts.broken,
    ].map(String),
  ];
}
