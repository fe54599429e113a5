/** How full the disks of a BE are, and what its timer reports of them. */
import type { EpochMs } from '../truth';
import type { ComputeNodeState } from '../truthNodes';
import type { PartitionState } from '../truthData';
import type { DiskState, StorageState } from '../truthStorage';
import { REPLICATION } from './replicas';

/** The disks as their present tablets fill them. */
export function filledDisks(
  node: ComputeNodeState,
  storage: StorageState,
  partitions: readonly PartitionState[],
): readonly DiskState[] {
  const bytes = partitions.reduce((sum, partition) => {
    const local = storage.partitions[partition.id];
    return local === undefined
      ? sum
      : sum + (partition.bytes * local.tablets) / (partition.buckets * REPLICATION);
  }, 0);
  // Not quite even, so that no two disks look like one; paths of one file system share its part.
  const shares = node.disks.map(
    ({ fileSystem }, index) =>
      (1 + 0.06 * ((index + node.id) % 3)) /
      node.disks.filter((other) => other.fileSystem === fileSystem).length,
  );
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const filled = node.disks.map((disk, index) => ({
    ...disk,
    dataUsedBytes: Math.round((bytes * (shares[index] ?? 1)) / whole),
  }));
  return filled.map((disk) => {
    const used = filled
      .filter((other) => other.fileSystem === disk.fileSystem)
      .reduce((sum, other) => sum + other.dataUsedBytes + other.foreignBytes, 0);
    return { ...disk, availBytes: Math.max(0, disk.totalBytes - used) };
  });
}

export function reportOf(
  storage: StorageState,
  disks: readonly DiskState[],
  at: EpochMs,
): StorageState['reported'] {
  return {
    at,
    disks,
    maxRowsets: Math.max(0, ...Object.values(storage.partitions).map(({ rowsets }) => rowsets)),
    maxScore: Math.max(storage.tallies.base.lastScore, storage.tallies.cumulative.lastScore),
  };
}
