import { nodeId, type NodeId } from '../../../shared/ids';
import type { EpochMs } from '../../../shared/time';
import type { SqlAnswer } from '../lane';
import {
  booleanOf,
  bytesOf,
  countOf,
  dataCacheOf,
  percentOf,
  positiveBytesOf,
  positiveOf,
  sessionTime,
} from '../values';
import { must, readTable } from './readTable';
import type { ParseContext, Parsed } from './source';

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
  /** The start time as the cluster writes it: names the process, whatever our clocks do. */
  readonly startText: string | null;
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
  /** Normal, Updating, Abnormal, Disabled. */
  readonly cacheStatus: string | null;
  readonly cacheMemUsedBytes: number | null;
  readonly cacheMemQuotaBytes: number | null;
  /** BE only. */
  readonly diskTotalBytes: number | null;
  readonly diskAvailBytes: number | null;
  readonly maxDiskUsedPct: number | null;
};

const backendColumns = {
  id: 'BackendId',
  host: 'IP',
  heartbeatPort: 'HeartbeatPort',
  httpPort: 'HttpPort',
  alive: 'Alive',
  decommissioned: 'SystemDecommissioned',
  lastHeartbeatAt: 'LastHeartbeat',
  startedAt: 'LastStartTime',
  startText: 'LastStartTime',
  version: 'Version',
  errMsg: 'ErrMsg',
  statusCode: 'StatusCode',
  warehouse: 'WarehouseName',
  cpuCores: 'CpuCores',
  cpuUsedPct: 'CpuUsedPct',
  memLimitBytes: 'MemLimit',
  memUsedPct: 'MemUsedPct',
  runningQueries: 'NumRunningQueries',
  tablets: 'TabletNum',
  cache: 'DataCacheMetrics',
  diskTotalBytes: 'TotalCapacity',
  diskAvailBytes: 'AvailCapacity',
  maxDiskUsedPct: 'MaxDiskUsedPct',
} as const;

/** A CN row has no disk columns: they stay null. */
const computeNodeColumns = { ...backendColumns, id: 'ComputeNodeId' } as const;
const backendOnly: readonly string[] = ['diskTotalBytes', 'diskAvailBytes', 'maxDiskUsedPct'];

/** Reads SHOW BACKENDS (`be`) or SHOW COMPUTE NODES (`cn`) of any version. */
export function parseComputeRows(
  role: 'be' | 'cn',
  answer: SqlAnswer,
  context: ParseContext,
): Parsed<readonly ComputeRow[]> {
  const columns: Readonly<Record<keyof typeof backendColumns, string>> =
    role === 'be' ? backendColumns : computeNodeColumns;
  const parsed = readTable(
    answer,
    columns,
    ['id', 'host', 'heartbeatPort'],
    (cells): ComputeRow => {
      const { text, required } = cells;
      const host = required('host');
      const portText = required('heartbeatPort');
      const heartbeatPort = must(positiveOf(portText), 'HeartbeatPort', portText);
      const cache = dataCacheOf(text('cache'));
      const cpuCores = positiveOf(text('cpuCores'));
      // Before its first resource report a node shows 0 cores, and zeros in all usage columns.
      const reported = cpuCores !== null || text('cpuCores') === null;
      const usage = (value: number | null): number | null => (reported ? value : null);
      // Before its first disk report a node shows 0 bytes in all and 1 byte free.
      const diskTotalBytes = positiveBytesOf(text('diskTotalBytes'));
      const disk = (value: number | null): number | null =>
        diskTotalBytes === null ? null : value;
      return {
        node: nodeId(role, host, heartbeatPort),
        role,
        id: required('id'),
        host,
        heartbeatPort,
        httpPort: positiveOf(text('httpPort')),
        alive: booleanOf(text('alive')),
        decommissioned: booleanOf(text('decommissioned')),
        lastHeartbeatAt: sessionTime(text('lastHeartbeatAt'), context.sessionOffsetMs),
        startedAt: sessionTime(text('startedAt'), context.sessionOffsetMs),
        startText: text('startText'),
        version: text('version'),
        errMsg: text('errMsg'),
        statusCode: text('statusCode'),
        warehouse: text('warehouse'),
        cpuCores,
        cpuUsedPct: usage(percentOf(text('cpuUsedPct'))),
        memLimitBytes: positiveBytesOf(text('memLimitBytes')),
        memUsedPct: usage(percentOf(text('memUsedPct'))),
        runningQueries: usage(countOf(text('runningQueries'))),
        tablets: countOf(text('tablets')),
        cacheUsedBytes: cache?.diskUsedBytes ?? null,
        cacheQuotaBytes: cache?.diskQuotaBytes ?? null,
        cacheStatus: cache?.status ?? null,
        cacheMemUsedBytes: cache?.memUsedBytes ?? null,
        cacheMemQuotaBytes: cache?.memQuotaBytes ?? null,
        diskTotalBytes,
        diskAvailBytes: disk(bytesOf(text('diskAvailBytes'))),
        maxDiskUsedPct: disk(percentOf(text('maxDiskUsedPct'))),
      };
    },
  );
  const { unknownColumns, ...rest } = parsed;
  return { ...rest, ...missingFields(role, unknownColumns) };
}

const cacheFields: readonly string[] = [
  'cacheUsedBytes',
  'cacheQuotaBytes',
  'cacheStatus',
  'cacheMemUsedBytes',
  'cacheMemQuotaBytes',
];

/** In terms of the row: `cache` stands for several of its fields, and a CN never had the disk columns. */
function missingFields(
  role: 'be' | 'cn',
  missing: readonly string[] | undefined,
): Pick<Parsed<unknown>, 'unknownColumns'> {
  const fields = (missing ?? [])
    .flatMap((field) => (field === 'cache' ? cacheFields : [field]))
    .filter((field) => role === 'be' || !backendOnly.includes(field));
  return fields.length > 0 ? { unknownColumns: fields } : {};
}
