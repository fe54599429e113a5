/** `TabletHealth` from the truth: the tablets of partitions, and where their replicas lie. */
import { byDatabase } from '../../src/demo/state/byDatabase';
import { REPLICATION, replicaPositions } from '../../src/demo/state/replicas';
import type { ClusterState } from '../../src/demo/truth';
import type { PartitionState } from '../../src/demo/truthData';
import type { Expectation, ReadingMeta } from './expectation';
import { anyOf, exact, fields, known, unknown } from './expectation';
import type { Situation } from './situation';
import { metaOf, runModeTold, seen } from './situation';
import { ownDatabases } from './visibleDatabases';

/** Clone tasks at a time. */
const clones = 4;

export type TabletTruth = {
  readonly name: string;
  readonly tables: number;
  readonly tablets: number;
  readonly unhealthy: number;
  readonly inconsistent: number;
  readonly errorState: number;
};

/** Of each database that is not the system's own. */
export function tabletsOf(state: ClusterState): readonly TabletTruth[] {
  const largest = state.partitions.toSorted((a, b) => b.buckets - a.buckets)[0]?.database;
  const partitionsOf = byDatabase(state.partitions);
  const tablesIn = byDatabase(state.tables);
  return ownDatabases(state).map(({ name }) => {
    const own = partitionsOf(name);
    return {
      name,
      tables: tablesIn(name).filter(({ kind }) => kind !== 'view').length,
      tablets: own.reduce((sum, { buckets }) => sum + buckets, 0),
      unhealthy: own.reduce((sum, partition) => sum + unhealthyIn(state, partition), 0),
      inconsistent: name === largest ? state.knobs.inconsistentTablets : 0,
      errorState: name === largest ? state.knobs.errorTablets : 0,
    };
  });
}

/** Tablets of a partition with a replica on a BE that is dead. */
function unhealthyIn({ backends }: ClusterState, { id, buckets }: PartitionState): number {
  return Array.from({ length: buckets }, (_, bucket) => bucket).filter((bucket) =>
    replicaPositions(id, bucket, backends.length).some((at) => backends[at]?.alive === false),
  ).length;
}

export const totalOf = (
  databases: readonly TabletTruth[],
  what: Exclude<keyof TabletTruth, 'name'>,
): number => databases.reduce((sum, database) => sum + database[what], 0);

export function expectTabletHealth(situation: Situation): Expectation {
  const answer = seen(situation, 'tabletHealth');
  const isShared = runModeTold(situation) === 'shared_data';
  if (!answer.ok) {
    const why = unknown(answer.why);
    const local = isShared ? unknown('not-applicable') : why;
    return fields({
      tablets: why,
      replicas: local,
      unhealthy: local,
      inconsistent: local,
      cloning: local,
      errorState: local,
      byDatabase: why,
    });
  }
  const meta = metaOf(situation, 'tabletHealth', answer.sight);
  return anyOf(answer.sight.states.map((state) => ofState(state, meta, isShared)));
}

function ofState(state: ClusterState, meta: ReadingMeta, isShared: boolean): Expectation {
  const databases = tabletsOf(state);
  const count = (value: number) => known(exact(value), meta);
  const local = (value: number) => (isShared ? unknown('not-applicable') : count(value));
  const cell = (value: number) => exact(isShared ? null : value);
  return fields({
    tablets: count(totalOf(databases, 'tablets')),
    replicas: local(REPLICATION * totalOf(databases, 'tablets')),
    unhealthy: local(totalOf(databases, 'unhealthy')),
    inconsistent: local(totalOf(databases, 'inconsistent')),
    cloning: local(Math.min(clones, totalOf(databases, 'unhealthy'))),
    errorState: local(totalOf(databases, 'errorState')),
    byDatabase: {
      kind: 'rows',
      meta,
      rows: databases.map((database) =>
        fields({
          name: exact(database.name),
          tables: exact(database.tables),
          tablets: exact(database.tablets),
          unhealthy: cell(database.unhealthy),
          inconsistent: cell(database.inconsistent),
          errorState: cell(database.errorState),
        }),
      ),
      ids: databases.map(({ name }) => name),
      idOf: (row) => String(row['name']),
      unknownColumns: isShared
        ? {
            unhealthy: ['not-applicable'],
            inconsistent: ['not-applicable'],
            errorState: ['not-applicable'],
          }
        : {},
    },
  });
}
