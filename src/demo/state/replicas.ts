/** Where the replicas of tablets lie in shared-nothing, and what a dead BE does to their health. */
import type { ClusterState } from '../truth';
import type { PartitionState } from '../truthData';

export const REPLICATION = 3;

/** Positions (in the list of BEs) of the replicas of one tablet. */
export function replicaPositions(
  partitionId: number,
  bucket: number,
  backends: number,
): readonly number[] {
  return Array.from(
    { length: Math.min(REPLICATION, backends) },
    (_, copy) => (partitionId + bucket + copy) % backends,
  );
}

/** Replicas of a partition's tablets on the BE at a position. */
export function replicasAt(
  partition: Pick<PartitionState, 'id' | 'buckets'>,
  position: number,
  backends: number,
): number {
  return Array.from({ length: partition.buckets }, (_, bucket) => bucket).filter((bucket) =>
    replicaPositions(partition.id, bucket, backends).includes(position),
  ).length;
}

/**
 * Tablets with a replica on a BE that is not alive. Their repair is left out: copying terabytes takes
 * longer than anybody watches a demo cluster.
 */
export function unhealthyTablets(
  state: ClusterState,
  partitions: readonly PartitionState[] = state.partitions,
): number {
  const alive = state.backends.map((node) => node.alive);
  if (alive.every(Boolean)) {
    return 0;
  }
  return partitions.reduce(
    (sum, partition) =>
      sum +
      Array.from({ length: partition.buckets }, (_, bucket) => bucket).filter((bucket) =>
        replicaPositions(partition.id, bucket, alive.length).some(
          (position) => alive[position] !== true,
        ),
      ).length,
    0,
  );
}
