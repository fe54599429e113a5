import type { NodeId } from '../../../shared/ids';
import type { EpochMs } from '../../../shared/time';

/**
 * One row of SHOW BACKENDS or SHOW COMPUTE NODES. Usage columns of a node that is not alive are the
 * last ones it had: readers must ignore them (`node-down`). null = not known or no such column.
 */
export type ComputeRow = {
  readonly node: NodeId;
  readonly role: 'be' | 'cn';
  readonly id: string;
  readonly host: string;
  readonly heartbeatPort: number;
  readonly httpPort: number | null;
  readonly alive: boolean | null;
  readonly decommissioned: boolean | null;
  readonly lastHeartbeatAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  readonly version: string | null;
  readonly errMsg: string | null;
  readonly statusCode: string | null;
  readonly warehouse: string | null;
  readonly cpuCores: number | null;
  readonly cpuUsedPct: number | null;
  readonly memLimitBytes: number | null;
  readonly memUsedPct: number | null;
  /** Query instances, loads included. */
  readonly runningQueries: number | null;
  readonly tablets: number | null;
  readonly cacheUsedBytes: number | null;
  readonly cacheQuotaBytes: number | null;
  /** BE only. */
  readonly diskTotalBytes: number | null;
  readonly diskAvailBytes: number | null;
  readonly maxDiskUsedPct: number | null;
};
