/** Happenings to the local storage of BEs. */
import type { Happening } from '../faults';
import type { ComputeNodeState } from '../truthNodes';
import { NO_TALLY, type DiskState, type StorageState } from '../truthStorage';

/** The counters of a process that starts again; its tablets are what they were. */
export function restartedStorage(storage: StorageState): StorageState {
  return {
    ...storage,
    running: [],
    tallies: { base: NO_TALLY, cumulative: NO_TALLY, update: NO_TALLY },
    brokenPrimaryKeyTablets: 0,
    reported: { ...storage.reported, maxRowsets: 0, maxScore: 0 },
  };
}

/** The fullest tablet of a partition has so many versions at once; the gauge follows within 60 s. */
export function withVersions(
  node: ComputeNodeState,
  partitionId: number,
  rowsets: number,
): ComputeNodeState {
  const local = node.storage?.partitions[partitionId];
  return node.storage === null || local === undefined
    ? node
    : {
        ...node,
        storage: {
          ...node.storage,
          partitions: { ...node.storage.partitions, [partitionId]: { ...local, rowsets } },
        },
      };
}

/** A disk fails, works again, or is filled up by something that is no tablet; told within 60 s. */
export function withDisk(
  node: ComputeNodeState,
  { path, usedPct, usable }: Extract<Happening, { readonly kind: 'disk' }>,
): ComputeNodeState {
  const change = (disk: DiskState): DiskState => {
    // Two disks never agree to the byte: then they would pass for one.
    const odd = 4096 * node.disks.findIndex((other) => other.fileSystem === disk.fileSystem);
    const used = usedPct === undefined ? undefined : (disk.totalBytes * usedPct) / 100 + odd;
    const ofFileSystem = node.disks.filter((other) => other.fileSystem === disk.fileSystem);
    const data = ofFileSystem.reduce((sum, other) => sum + other.dataUsedBytes, 0);
    return {
      ...disk,
      usable: usable ?? disk.usable,
      foreignBytes:
        used === undefined
          ? disk.foreignBytes
          : Math.max(0, Math.round((used - data) / ofFileSystem.length)),
    };
  };
  const meant = new Set(
    node.disks
      .filter((disk) => path === undefined || disk.path === path)
      .map((disk) => disk.fileSystem),
  );
  return {
    ...node,
    disks: node.disks.map((disk) => (meant.has(disk.fileSystem) ? change(disk) : disk)),
  };
}
