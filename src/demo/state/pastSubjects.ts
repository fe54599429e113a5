/** The made-up past of sizes: straight growth, hour by hour, so that its slope is known. */
import type { ClusterState, EpochMs } from '../truth';
import type { PastSubject } from '../truthPast';
import { isBuiltIn } from './catalog';
import { allNodes } from './nodes';
import { nodeKey } from './happen';
import { diskBytesSince } from './pastNodes';
import { REPLICATION } from './replicas';
import type { Climate } from './waves';

/** About what was added to all data since then, every replica counted where BEs hold them. */
export function dataBytesSince(climate: Climate, state: ClusterState, at: EpochMs): number {
  const copies = state.runMode === 'shared_data' ? 1 : REPLICATION;
  return (diskBytesSince(climate, state, at) / REPLICATION) * copies;
}

/** Sizes of tables, databases, disks and all data as they were; every table grows by its share. */
export function pastSubjects(
  climate: Climate,
  state: ClusterState,
  at: EpochMs,
): readonly PastSubject[] {
  const written = diskBytesSince(climate, state, at);
  const added = dataBytesSince(climate, state, at);
  const holding = state.tables.filter(({ kind }) => kind !== 'view');
  const whole = holding.reduce((sum, table) => sum + table.reportedBytes, 0);
  const sizes = holding.map((table) => ({
    ...table,
    then: Math.max(0, Math.round(table.reportedBytes - (table.reportedBytes / whole) * added)),
  }));
  const sumIn = (database: string): number =>
    sizes
      .filter((table) => table.database === database)
      .reduce((sum, table) => sum + table.then, 0);
  return [
    ...sizes.map(({ database, name, then }) => ({
      kind: 'table' as const,
      name: JSON.stringify([database, name]),
      at,
      value: then,
    })),
    ...state.databases
      .filter((database) => !isBuiltIn(database))
      .map(({ name }) => ({ kind: 'database' as const, name, at, value: sumIn(name) })),
    {
      kind: 'data' as const,
      name: '',
      at,
      value: sizes.reduce((sum, { then }) => sum + then, 0),
    },
    ...(state.runMode === 'shared_data' ? [] : pastDisks(state, at, written)),
  ];
}

/** The first path of each file system of the BEs. */
function pastDisks(state: ClusterState, at: EpochMs, written: number): readonly PastSubject[] {
  return allNodes(state)
    .filter((node) => node.kind === 'BE' && (node.running || at <= node.lastHeartbeat))
    .flatMap((node) => {
      const own = node.disks.filter(
        (disk, index) =>
          node.disks.findIndex(({ fileSystem }) => fileSystem === disk.fileSystem) === index,
      );
      return own.map(({ path, totalBytes, availBytes }) => ({
        kind: 'disk' as const,
        name: JSON.stringify([nodeKey(node), path]),
        at,
        value: Math.max(
          0,
          Math.round(totalBytes - availBytes - written / (own.length * state.backends.length)),
        ),
        capacity: totalBytes,
      }));
    });
}
