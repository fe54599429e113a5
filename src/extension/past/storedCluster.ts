import type { ClusterId } from '../../shared/ids';
import type { EpochMs } from '../../shared/time';
import type { ClusterZone } from '../starrocks/clusterZone';

/** What questions to the history of a cluster need, whether it is collected or recorded. */
export type StoredCluster = {
  readonly id: ClusterId;
  readonly name: string;
  /** Where ranges that end now end: all that is stored is before it. */
  readonly end: EpochMs;
  /** A moment of the last day. */
  readonly before: EpochMs;
  readonly zone: ClusterZone;
};
