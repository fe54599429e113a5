/** The part of the truth about the BEs and CNs. */
import type { EpochMs } from './truth';
import type { SnmpState } from './truthFrontends';
import type { DiskState, StorageState } from './truthStorage';

/** A BE or a CN. */
export type ComputeNodeState = {
  readonly id: number;
  readonly kind: 'BE' | 'CN';
  readonly host: string;
  readonly heartbeatPort: number;
  readonly bePort: number;
  readonly httpPort: number;
  readonly brpcPort: number;
  readonly starletPort: number;
  readonly workerId: number;
  readonly warehouse: string;
  readonly version: string;
  /** What the leader's heartbeat believes (column Alive). */
  readonly alive: boolean;
  /** Whether the process runs, i.e. answers HTTP at all. */
  readonly running: boolean;
  readonly decommissioned: boolean;
  readonly startedAt: EpochMs;
  readonly lastHeartbeat: EpochMs;
  readonly missedHeartbeats: number;
  readonly errMsg: string;
  readonly statusCode: 'CONNECTING' | 'OK' | 'SHUTDOWN' | 'DISCONNECTED';
  readonly cpuCores: number;
  /** CPU time of the process ÷ cores, last second. Kept when the node dies. */
  readonly cpuPct: number;
  readonly memLimitBytes: number;
  readonly memUsedBytes: number;
  readonly memUsedPct: number;
  /** Query instances (loads included) on this node. Kept when the node dies. */
  readonly runningQueries: number;
  /** On a BE the replicas it holds; kept when it dies. */
  readonly tabletNum: number;
  /** So many of them are moved away a minute while it is decommissioned. */
  readonly drainPerMinute: number;
  /** null on a CN. */
  readonly storage: StorageState | null;
  readonly cache: CacheState;
  /** The cache as the 60 s report last brought it to the FE. */
  readonly cacheReported: CacheState;
  /** Live counters, cumulative since the process started. */
  readonly counters: ComputeNodeCounters;
  /** Host and process figures, exact. */
  readonly system: SystemState;
  /** The same as the process' 15 s timer last copied them: what /metrics and be_metrics show. */
  readonly published: SystemState & { readonly at: EpochMs };
  /**
   * Storage paths, exact; the wire shows `storage.reported.disks`. On a CN the entry exists with
   * zeros (the disk reporter does not run there).
   */
  readonly disks: readonly DiskState[];
  readonly dataCache: {
    readonly hitBytes: number;
    readonly missBytes: number;
    readonly hitBytesLastMinute: number;
    readonly missBytesLastMinute: number;
  };
  readonly loadAverage: { readonly m1: number; readonly m5: number; readonly m15: number };
};

export type CacheState = {
  readonly status: 'Normal' | 'Disabled' | 'Updating' | 'Abnormal';
  readonly diskUsedBytes: number;
  readonly diskQuotaBytes: number;
  readonly memUsedBytes: number;
  readonly memQuotaBytes: number;
};

export type ComputeNodeCounters = {
  readonly loadRows: number;
  readonly loadBytes: number;
  readonly queryScanBytes: number;
  readonly queryScanRows: number;
  readonly streamLoadRows: number;
  readonly streamLoadBytes: number;
  readonly streamingLoadRequests: number;
  readonly txnBegin: number;
  readonly txnCommit: number;
  readonly txnRollback: number;
  readonly publishTotal: number;
  readonly publishFailed: number;
};

export type SystemState = {
  /** Host CPU time in jiffies (10 ms), cumulative since the host booted. */
  readonly cpuJiffies: {
    readonly user: number;
    readonly nice: number;
    readonly system: number;
    readonly idle: number;
    readonly iowait: number;
    readonly irq: number;
    readonly softIrq: number;
    readonly steal: number;
    readonly guest: number;
    readonly guestNice: number;
  };
  readonly network: Readonly<Record<string, NetworkCounters>>;
  readonly blockDevices: Readonly<Record<string, BlockDeviceCounters>>;
  readonly snmp: SnmpState;
  readonly processMemBytes: number;
  readonly processThreads: number;
  readonly processFdUsed: number;
  readonly processFdSoftLimit: number;
  readonly processFdHardLimit: number;
  readonly hostFdUsed: number;
  readonly hostFdLimit: number;
  readonly pipelineQueries: number;
  readonly pipelineDrivers: number;
  /** What each resource group uses on the node, by name. */
  readonly resourceGroups: Readonly<Record<string, ResourceGroupUse>>;
  /** Busiest device or interface (not lo) over the last 15 s. */
  readonly maxDiskIoUtilPct: number;
  readonly maxNetworkReceiveRate: number;
  readonly maxNetworkSendRate: number;
};

export type ResourceGroupUse = {
  readonly cpuCores: number;
  readonly memoryBytes: number;
  readonly queries: number;
};

export type NetworkCounters = {
  readonly receiveBytes: number;
  readonly sendBytes: number;
  readonly receivePackets: number;
  readonly sendPackets: number;
};

export type BlockDeviceCounters = {
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly reads: number;
  readonly writes: number;
  readonly readMs: number;
  readonly writeMs: number;
  readonly ioMs: number;
  readonly ioWeightedMs: number;
};
