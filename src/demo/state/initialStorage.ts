/** Local storage of a BE as it is when a demo cluster begins. */
import type { ComputeNodeState } from '../truthNodes';
import type { PartitionState } from '../truthData';
import type { CompactionTally, DiskState, StorageState } from '../truthStorage';
import { roll } from './dice';
import type { Beginning } from './initial';
import { replicasAt } from './replicas';
import { filledDisks, reportOf } from './disks';

const GB = 1024 ** 3;
/** BEs of a demo cluster. */
export const BACKENDS = 4;
/** Rowsets of the fullest tablet when the crisis is first seen, of 1000 that are allowed. */
const CRISIS_BEGIN = 455;

/** The node with its disks and tablets. */
export function withStorage(
  node: ComputeNodeState,
  beginning: Beginning,
  number: number,
  partitions: readonly PartitionState[],
): ComputeNodeState {
  const { seed, begun, scenario } = beginning;
  const held = partitions.flatMap((partition) => {
    const tablets = replicasAt(partition, number - 1, BACKENDS);
    const crisis =
      scenario === 'compaction' && partition.table === 'orders' && partition.loadsPerSecond > 0;
    const rowsets = crisis
      ? CRISIS_BEGIN + number * 3
      : 1 + Math.floor(4 * roll(seed, 'rowsets', partition.id));
    return tablets === 0 ? [] : [[String(partition.id), { tablets, rowsets }] as const];
  });
  const storage: StorageState = {
    partitions: Object.fromEntries(held),
    running: [],
    tallies: {
      base: initialTally(81_320_017_221, 71_200, 2, 12),
      cumulative: initialTally(190_233_412_009, 2_120_400, 5, 23),
      update: initialTally(44_120_331_200, 801_331, 1, 412_331_008),
    },
    brokenPrimaryKeyTablets: 0,
    reported: { at: begun, disks: [], maxRowsets: 0, maxScore: 0 },
  };
  const bare = { ...node, storage, disks: initialDisks(number) };
  const disks = filledDisks(bare, storage, partitions);
  return {
    ...bare,
    disks,
    storage: { ...storage, reported: reportOf(storage, disks, begun) },
    tabletNum: held.reduce((sum, [, { tablets }]) => sum + tablets, 0),
  };
}

function initialTally(
  bytes: number,
  deltas: number,
  failures: number,
  lastScore: number,
): CompactionTally {
  return { waiting: 0, lastScore, bytes, deltas, requests: Math.round(deltas / 6), failures };
}

/** Two disks; on the last BE one of them has two paths, as happens when a directory is added. */
function initialDisks(number: number): readonly DiskState[] {
  const disk = (path: string, fileSystem: string, terabytes: number): DiskState => ({
    path,
    fileSystem,
    totalBytes: Math.round(terabytes * 1000 ** 4),
    availBytes: 0,
    dataUsedBytes: 0,
    foreignBytes: (11 + number) * GB,
    usable: true,
  });
  const first = disk('/data1/starrocks', '/dev/nvme0n1', 3.84);
  return number === BACKENDS
    ? [
        first,
        disk('/data2/starrocks', '/dev/nvme1n1', 3.84),
        disk('/data2/more', '/dev/nvme1n1', 3.84),
      ]
    : [first, disk('/data2/starrocks', '/dev/nvme1n1', 3.84)];
}
