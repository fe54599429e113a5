/** The made-up past of single nodes. */
import type { ClusterState, EpochMs } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { ComputeNodeState } from '../truthNodes';
import type { DiskState, StorageState } from '../truthStorage';
import { drift } from './dice';
import {
  activity,
  BYTES_PER_ROW,
  concurrency,
  errorShares,
  HOUR,
  latencyAt,
  loadRowsPerSecond,
  MINUTE,
  nodeCpuPct,
  nodeMemPct,
  queriesPerSecond,
  type Climate,
} from './waves';

/** Of a row, compressed, in three replicas. */
const DISK_BYTES_PER_ROW = 183;

/** Values by series id; null = not known. */
export type Values = Record<string, number | null>;

export function frontendValues(
  climate: Climate,
  state: ClusterState,
  fe: FrontendState,
  ts: EpochMs,
): Values {
  const share = (fe.role === 'LEADER' ? 0.82 : 1.09) / state.frontends.length;
  const qps = queriesPerSecond(climate, ts) * share;
  const errors = errorShares(climate, ts);
  return {
    'fe.up': 1,
    'fe.qps': qps,
    'fe.err': qps * (errors.internal + errors.timeout),
    'fe.p99': latencyAt(climate, fe.id, ts).p99,
    'fe.conn': Math.round(14 + 16 * activity(climate, ts)),
    'fe.heap': 24 + 28 * drift(climate.seed, `heap ${String(fe.id)}`, ts, 4 * MINUTE) + fe.id * 2,
    'fe.gc_old': 0,
    'fe.replay_lag':
      fe.role === 'LEADER'
        ? 0
        : Math.floor(40 * drift(climate.seed, `lag ${String(fe.id)}`, ts, MINUTE)),
  };
}

export function nodeValues(
  climate: Climate,
  state: ClusterState,
  node: ComputeNodeState,
  ts: EpochMs,
): Values {
  const cpu = nodeCpuPct(climate, node.id, ts);
  const rows =
    state.backends.length > 0 && node.kind === 'CN'
      ? 0
      : loadRowsPerSecond(climate, ts) / Math.max(state.backends.length, state.computeNodes.length);
  const scan =
    (60 +
      900 * activity(climate, ts) * drift(climate.seed, `scan ${String(node.id)}`, ts, MINUTE)) *
    1_000_000;
  const receive = 5_800_000 + rows * BYTES_PER_ROW * 1.1 + scan * 0.2;
  const write = 2_600_000 + rows * BYTES_PER_ROW * 0.4 + scan * 0.06;
  return {
    'be.up': 1,
    'be.cpu': cpu,
    'be.mem': nodeMemPct(climate, node.id, ts),
    ...(node.storage === null
      ? { 'be.cache_pct': Math.min(98.5, 55 + (ts - state.begun + 168 * HOUR) / (5 * HOUR)) }
      : storageValues(climate, state, node, node.storage, ts)),
    'be.compactions': Math.floor(3 * drift(climate.seed, `tasks ${String(node.id)}`, ts, MINUTE)),
    'be.running': Math.round(concurrency(climate, ts)),
    'be.scan_bytes': scan,
    'be.load_rows': rows,
    'be.net_rx': receive,
    'be.net_tx': 4_200_000 + scan * 0.16,
    'be.io_read': 1_500_000 + scan * 0.5,
    'be.io_write': write,
    'be.io_util': Math.min(100, (scan * 0.5 + write) / 9_400_000),
  };
}

/** About what was written to the disks of all BEs since then, at the pace of now: no disk shrinks. */
export function diskBytesSince(climate: Climate, state: ClusterState, ts: EpochMs): number {
  return ((state.at - ts) / 1000) * loadRowsPerSecond(climate, state.at) * DISK_BYTES_PER_ROW;
}

/** Disks fill up by what is loaded; versions come and go, and climb in the crisis. */
function storageValues(
  climate: Climate,
  state: ClusterState,
  node: ComputeNodeState,
  storage: StorageState,
  ts: EpochMs,
): Values {
  const perDisk =
    diskBytesSince(climate, state, ts) / Math.max(1, node.disks.length * state.backends.length);
  const used = (disk: DiskState): number =>
    (100 * (disk.totalBytes - disk.availBytes - perDisk)) / disk.totalBytes;
  const now = Math.max(...Object.values(storage.partitions).map(({ rowsets }) => rowsets));
  return {
    'be.disk_max': Math.max(...node.disks.map(used)),
    'be.versions': Math.floor(
      Math.max(
        4 + 8 * drift(climate.seed, `versions ${String(node.id)}`, ts, 2 * MINUTE),
        crisisShare(climate, state, ts) * now,
      ),
    ),
  };
}

/** How far the crisis had come, 0–1. */
export function crisisShare(climate: Climate, state: ClusterState, ts: EpochMs): number {
  const age = (state.at - ts) / (2.5 * HOUR);
  return climate.scenario !== 'compaction' || age > 1 ? 0 : (1 - age) ** 1.6;
}
