import type { CompactionKind } from '../../../shared/model/beCompactionScore';
import { memoryParts, type MemoryPart } from '../../../shared/model/nodeDetails';
import { MalformedAnswer } from '../failures';
import { MetricsReader, MetricsText } from '../prometheusText';
import {
  localCompactionNames,
  readLocalCompaction,
  type LocalCompactionMetrics,
} from './localCompactionMetrics';
import type { HttpSource } from './source';

/** One storage path as its node reports it each 60 s. */
export type DiskMetrics = {
  /** Of the file system. */
  readonly total: number;
  readonly avail: number;
  /** Bytes of tablets in this path; null where the node does not say. */
  readonly dataUsed: number | null;
  readonly usable: boolean | null;
};

/** What is kept of one BE's or CN's /metrics. Counters are cumulative; null as in `FrontendMetrics`. */
export type ComputeMetrics = {
  readonly loadRows: number | null;
  readonly loadBytes: number | null;
  readonly scanBytes: number | null;
  /** By interface; loopback, bridges and VLAN children are already left out. */
  readonly network: Readonly<Record<string, { readonly receive: number; readonly send: number }>>;
  /** By whole block device; null when the node exports none (containers). */
  readonly devices: Readonly<
    Record<string, { readonly read: number; readonly written: number; readonly ioTimeMs: number }>
  > | null;
  /** By storage path, total > 0 only: a CN exports zeros, which mean "not a data disk". */
  readonly disks: Readonly<Record<string, DiskMetrics>>;
  /** Paths said to be unusable; meaningless on a CN. */
  readonly failedPaths: readonly string[];
  /** Versions (rowsets) of the fullest tablet. */
  readonly maxVersions: number | null;
  /** A CN exports the same names with zeros. */
  readonly compaction: Readonly<Record<CompactionKind, LocalCompactionMetrics>>;
  readonly fdUsed: number | null;
  readonly fdLimit: number | null;
  readonly load1m: number | null;
  readonly processMemBytes: number | null;
  /** Parts that the node tells; which there are depends on the version. */
  readonly memory: Readonly<Partial<Record<MemoryPart, number>>>;
  /** What each resource group uses on the node, by name. */
  readonly groupCores: Readonly<Record<string, number>> | null;
  readonly groupMemBytes: Readonly<Record<string, number>> | null;
  readonly groupQueries: Readonly<Record<string, number>> | null;
  /** Keys of this type whose value was there but unusable (`malformed`). */
  readonly unusable: readonly string[];
  /** Keys of this type that SQL cannot tell; absent when the answer came over HTTP. */
  readonly needsHttp?: readonly string[];
  readonly badLines: number;
};

const be = 'starrocks_be_';

/** Names of the series that are read. */
export const computeMetricNames: ReadonlySet<string> = new Set([
  ...[
    'load_rows',
    'load_bytes',
    'query_scan_bytes',
    'network_receive_bytes',
    'network_send_bytes',
    'disk_bytes_read',
    'disk_bytes_written',
    'disk_io_time_ms',
    'disks_total_capacity',
    'disks_avail_capacity',
    'disks_data_used_capacity',
    'disks_state',
    'max_tablet_rowset_num',
    'process_fd_num_used',
    'process_fd_num_limit_soft',
    'process_mem_bytes',
    ...memoryParts.map((part) => `${part}_mem_bytes`),
    'resource_group_inuse_cpu_cores',
    'resource_group_mem_inuse_bytes',
    'resource_group_running_queries',
  ].map((name) => be + name),
  ...localCompactionNames,
  'system_loadavg_1m',
]);

/** GET /metrics of one BE or CN: no login; up to some hundred KB, filtered while reading. */
export const beMetrics: HttpSource<ComputeMetrics> = {
  id: 'beMetrics',
  form: 'metrics',
  path: '/metrics',
  open: () => {
    const text = new MetricsText(computeMetricNames);
    return {
      line: (line) => text.line(line),
      finish: () => {
        if (text.sampleLines === 0) {
          throw new MalformedAnswer('the metrics are empty: the node has not finished starting');
        }
        const value = toComputeMetrics(text);
        if (!isOfComputeNode(value)) {
          throw new MalformedAnswer('this is not the /metrics of a StarRocks BE or CN');
        }
        return { value, rows: text.sampleLines };
      },
    };
  },
};

function memoryOf(reader: MetricsReader): ComputeMetrics['memory'] {
  return Object.fromEntries(
    memoryParts.flatMap((part) => {
      const bytes = reader.value('memory', `${be}${part}_mem_bytes`);
      return bytes === null ? [] : [[part, bytes]];
    }),
  );
}

/** Whether any of the figures is there that every BE and CN has. */
export function isOfComputeNode(value: ComputeMetrics): boolean {
  return value.loadRows !== null || value.processMemBytes !== null;
}

/** What is kept of a node's samples, however they came. */
export function toComputeMetrics(text: MetricsText): ComputeMetrics {
  const reader = new MetricsReader(text);
  const single = (field: string, name: string): number | null => reader.value(field, be + name);
  const byGroup = (field: string, name: string): Readonly<Record<string, number>> | null => {
    const groups = reader.byLabel(field, `${be}resource_group_${name}`, 'name');
    return groups === null ? null : Object.fromEntries(groups);
  };
  return {
    loadRows: single('loadRows', 'load_rows'),
    loadBytes: single('loadBytes', 'load_bytes'),
    scanBytes: single('scanBytes', 'query_scan_bytes'),
    network: networkOf(reader),
    devices: devicesOf(reader),
    disks: disksOf(reader),
    failedPaths: [...(reader.byLabel('disks', `${be}disks_state`, 'path') ?? [])]
      .filter(([, state]) => state === 0)
      .map(([path]) => path),
    maxVersions: single('maxVersions', 'max_tablet_rowset_num'),
    compaction: readLocalCompaction(reader),
    fdUsed: single('fdUsed', 'process_fd_num_used'),
    fdLimit: single('fdLimit', 'process_fd_num_limit_soft'),
    load1m: reader.value('load1m', 'system_loadavg_1m'),
    processMemBytes: single('processMemBytes', 'process_mem_bytes'),
    memory: memoryOf(reader),
    groupCores: byGroup('groupCores', 'inuse_cpu_cores'),
    groupMemBytes: byGroup('groupMemBytes', 'mem_inuse_bytes'),
    groupQueries: byGroup('groupQueries', 'running_queries'),
    unusable: reader.unusable,
    badLines: text.badLines,
  };
}

function networkOf(reader: MetricsReader): ComputeMetrics['network'] {
  const receive = reader.byLabel('network', `${be}network_receive_bytes`, 'device');
  const send = reader.byLabel('network', `${be}network_send_bytes`, 'device');
  const network: Record<string, { receive: number; send: number }> = {};
  const names = [...(receive?.keys() ?? [])];
  for (const name of names.filter((n) => isOwnInterface(n, names))) {
    const received = receive?.get(name);
    const sent = send?.get(name);
    if (received !== undefined && sent !== undefined) {
      network[name] = { receive: received, send: sent };
    }
  }
  return network;
}

/** Loopback and bridges repeat traffic of the real interface, and so does the VLAN `X.NNN` of an X. */
function isOwnInterface(name: string, all: readonly string[]): boolean {
  if (name === 'lo' || /^(docker|cni|br-|virbr|veth)/.test(name)) {
    return false;
  }
  const parent = /^(.+)\.\d+$/.exec(name)?.[1];
  return parent === undefined || !all.includes(parent);
}

function devicesOf(reader: MetricsReader): ComputeMetrics['devices'] {
  const read = reader.byLabel('devices', `${be}disk_bytes_read`, 'device');
  const written = reader.byLabel('devices', `${be}disk_bytes_written`, 'device');
  const ioTime = reader.byLabel('devices', `${be}disk_io_time_ms`, 'device');
  if (read === null || written === null || ioTime === null) {
    return null;
  }
  const devices: Record<string, { read: number; written: number; ioTimeMs: number }> = {};
  const names = [...read.keys()];
  for (const name of names.filter((n) => !isPartition(n, names))) {
    const writtenBytes = written.get(name);
    const ioTimeMs = ioTime.get(name);
    const readBytes = read.get(name);
    if (readBytes !== undefined && writtenBytes !== undefined && ioTimeMs !== undefined) {
      devices[name] = { read: readBytes, written: writtenBytes, ioTimeMs };
    }
  }
  return devices;
}

/** `sda1` of `sda`, `nvme0n1p1` of `nvme0n1`: only where the whole device is listed as well. */
function isPartition(name: string, all: readonly string[]): boolean {
  const whole = /^(.*\d)p\d+$/.exec(name)?.[1] ?? /^(.*\D)\d+$/.exec(name)?.[1];
  return whole !== undefined && all.includes(whole);
}

function disksOf(reader: MetricsReader): ComputeMetrics['disks'] {
  const total = reader.byLabel('disks', `${be}disks_total_capacity`, 'path');
  const avail = reader.byLabel('disks', `${be}disks_avail_capacity`, 'path');
  const dataUsed = reader.byLabel('disks', `${be}disks_data_used_capacity`, 'path');
  const state = reader.byLabel('disks', `${be}disks_state`, 'path');
  const disks: Record<string, DiskMetrics> = {};
  for (const [path, totalBytes] of total ?? []) {
    const availBytes = avail?.get(path);
    // A CN exports zeros: its storage path is no data disk.
    if (totalBytes > 0 && availBytes !== undefined) {
      const code = state?.get(path);
      disks[path] = {
        total: totalBytes,
        avail: availBytes,
        dataUsed: dataUsed?.get(path) ?? null,
        usable: code === undefined ? null : code === 1,
      };
    }
  }
  return disks;
}
