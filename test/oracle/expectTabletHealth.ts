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
/** The scheduler's lists are no longer. */
const longestList = 1000;

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
  const isShared = runModeTold(situation) === 'shared_data';
  const scheduled = expectScheduled(situation, isShared);
  return anyOf(
    statistic(situation, isShared).flatMap((counts) =>
      scheduled.map((lists) => fields({ ...counts, ...lists })),
    ),
  );
}

type Parts = Readonly<Record<string, Expectation>>;

function statistic(situation: Situation, isShared: boolean): readonly Parts[] {
  const answer = seen(situation, 'tabletHealth');
  if (!answer.ok) {
    const why = unknown(answer.why);
    const local = isShared ? unknown('not-applicable') : why;
    return [
      {
        tablets: why,
        replicas: local,
        unhealthy: local,
        inconsistent: local,
        cloning: local,
        errorState: local,
        byDatabase: why,
      },
    ];
  }
  const meta = metaOf(situation, 'tabletHealth', answer.sight);
  return answer.sight.states.map((state) => ofState(state, meta, isShared));
}

/** Repairs come first: while there are none, two tablets are moved where they can be. */
function expectScheduled(situation: Situation, isShared: boolean): readonly Parts[] {
  const answer = seen(situation, 'tabletScheduler');
  if (isShared || !answer.ok) {
    const not = unknown(isShared || answer.ok ? 'not-applicable' : answer.why);
    return [{ schedulerPending: not, schedulerRunning: not, scheduled: not }];
  }
  const meta = metaOf(situation, 'tabletScheduler', answer.sight);
  return answer.sight.states.map((state) => {
    const ill = totalOf(tabletsOf(state), 'unhealthy');
    const waiting = Math.min(Math.max(ill - clones, 0), longestList);
    const movable = state.backends.filter(({ alive }) => alive).length > 1;
    const rows = [
      ...(ill > 0 ? [['running', 'REPAIR', 'REPLICA_MISSING', Math.min(ill, clones)]] : []),
      ...(ill === 0 && movable ? [['running', 'BALANCE', 'HEALTHY', 2]] : []),
      ...(waiting > 0 ? [['pending', 'REPAIR', 'REPLICA_MISSING', waiting]] : []),
    ];
    const running = ill > 0 ? Math.min(ill, clones) : movable ? 2 : 0;
    const cut: ReadingMeta = waiting === longestList ? { ...meta, bound: 'lower' } : meta;
    return {
      schedulerPending: known(exact(waiting), cut),
      schedulerRunning: known(exact(running), meta),
      scheduled: {
        kind: 'rows',
        meta: cut,
        ordered: true,
        rows: rows.map(([stateOf, type, status, tablets]) =>
          fields({
            state: exact(stateOf),
            type: exact(type),
            status: exact(status),
            tablets: exact(tablets),
          }),
        ),
        ids: rows.map(([stateOf, type]) => `${stateOf} ${type}`),
        idOf: (row) => `${String(row['state'])} ${String(row['type'])}`,
      },
    };
  });
}

function ofState(state: ClusterState, meta: ReadingMeta, isShared: boolean): Parts {
  const databases = tabletsOf(state);
  const count = (value: number) => known(exact(value), meta);
  const local = (value: number) => (isShared ? unknown('not-applicable') : count(value));
  const cell = (value: number) => exact(isShared ? null : value);
  return {
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
  };
}
