/** Compute nodes: use of CPU, memory, network, disks, cache; and what their timers publish. */
import type { ClusterState } from '../truth';
import type {
  BlockDeviceCounters,
  ComputeNodeState,
  NetworkCounters,
  SystemState,
} from '../truthNodes';
import { drift, roll } from './dice';
import { allNodes, changeNodes } from './nodes';
import type { Second } from './second';
import { nodeCpuPct, nodeMemPct } from './waves';

const MB = 1024 ** 2;
const TICK_S = 15;
const REPORT_S = 60;
/** Share of a node's reads and writes by block device; a partition repeats its disk. */
const IO_SHARE: Readonly<Record<string, number>> = { nvme0n1p1: 0.98, nvme1n1: 0.6 };

export function stepNodes(state: ClusterState, second: Second): ClusterState {
  return changeNodes(state, (node) =>
    node.running ? drained(state, stepNode(state, second, node)) : node,
  );
}

/** The last tablet stays: a row that vanishes would move the replicas of all others. */
function drained(state: ClusterState, node: ComputeNodeState): ComputeNodeState {
  const { decommissioned, drainPerMinute, tabletNum } = node;
  const movedUntil = (second: number): number => Math.floor((second * drainPerMinute) / 60);
  const second = Math.floor(state.at / 1000);
  const moved = movedUntil(second) - movedUntil(second - 1);
  return decommissioned && moved > 0 && tabletNum > 1
    ? { ...node, tabletNum: Math.max(1, tabletNum - moved) }
    : node;
}

function stepNode(state: ClusterState, second: Second, node: ComputeNodeState): ComputeNodeState {
  const { climate } = second;
  const alive = allNodes(state).filter((candidate) => candidate.running).length;
  const load = second.loaded.get(node.id) ?? {
    rows: 0,
    bytes: 0,
    commits: 0,
    begins: 0,
    rollbacks: 0,
  };
  const short = shortScan(state, second, node.id);
  const scanBytes = Math.round(second.scannedBytes / alive) + short.bytes;
  const scanRows = Math.round(second.scannedRows / alive) + short.rows;
  const cpuPct = state.knobs.cpuPct[node.host] ?? nodeCpuPct(climate, node.id, state.at);
  const memPct = state.knobs.memPct[node.host] ?? nodeMemPct(climate, node.id, state.at);
  const memUsedBytes = Math.round((node.memLimitBytes * memPct) / 100);
  const instances =
    state.runningQueries.length +
    state.loads.filter((job) => job.state === 'LOADING' && job.nodeId === node.id).length;
  const hitShare = 0.9 + 0.08 * drift(state.seed, `hit ${String(node.id)}`, state.at, 120_000);
  // A BE reads its own disks: its data cache stays unused.
  const cached = node.kind === 'CN' ? scanBytes : 0;
  const hit = Math.round(cached * hitShare);
  const miss = cached - hit;
  const system = stepSystem(state, node, {
    cpuPct,
    memUsedBytes,
    scanBytes,
    miss,
    loadBytes: load.bytes,
    instances,
  });
  const seconds = Math.floor(state.at / 1000);
  const tick = (seconds + node.id) % TICK_S === 0;
  const report = (seconds + node.id * 7) % REPORT_S === 0;
  const cache = {
    ...node.cache,
    diskUsedBytes: Math.min(
      Math.round(node.cache.diskQuotaBytes * 0.985),
      node.cache.diskUsedBytes + Math.round(miss * 0.02),
    ),
    memUsedBytes: Math.round(
      node.cache.memQuotaBytes * (0.15 + 0.1 * drift(state.seed, 'cache mem', state.at, 90_000)),
    ),
  };
  const target = (cpuPct / 100) * node.cpuCores * 1.1;
  return {
    ...node,
    cpuPct,
    memUsedBytes,
    memUsedPct: (100 * memUsedBytes) / node.memLimitBytes,
    runningQueries: instances,
    cache,
    cacheReported: report ? cache : node.cacheReported,
    counters: {
      loadRows: node.counters.loadRows + load.rows,
      loadBytes: node.counters.loadBytes + load.bytes,
      queryScanBytes: node.counters.queryScanBytes + scanBytes,
      queryScanRows: node.counters.queryScanRows + scanRows,
      streamLoadRows: node.counters.streamLoadRows + Math.round(load.rows * 0.75),
      streamLoadBytes: node.counters.streamLoadBytes + Math.round(load.bytes * 0.75),
      streamingLoadRequests: node.counters.streamingLoadRequests + load.begins,
      txnBegin: node.counters.txnBegin + load.begins,
      txnCommit: node.counters.txnCommit + load.commits,
      txnRollback: node.counters.txnRollback + load.rollbacks,
      publishTotal: node.counters.publishTotal + load.commits,
      publishFailed: node.counters.publishFailed,
    },
    system,
    published: tick ? publish(node, system, state.at) : node.published,
    dataCache: {
      hitBytes: node.dataCache.hitBytes + hit,
      missBytes: node.dataCache.missBytes + miss,
      hitBytesLastMinute: Math.round(node.dataCache.hitBytesLastMinute * (59 / 60)) + hit,
      missBytesLastMinute: Math.round(node.dataCache.missBytesLastMinute * (59 / 60)) + miss,
    },
    loadAverage: {
      m1: node.loadAverage.m1 + (target - node.loadAverage.m1) / 60,
      m5: node.loadAverage.m5 + (target - node.loadAverage.m5) / 300,
      m15: node.loadAverage.m15 + (target - node.loadAverage.m15) / 900,
    },
  };
}

/** What the many short queries read on one node. */
function shortScan(
  state: ClusterState,
  second: Second,
  nodeId: number,
): { rows: number; bytes: number } {
  const rows = Math.round(
    1_400_000 *
      drift(second.climate.seed, `short ${String(nodeId)}`, state.at, 9_000) *
      state.knobs.trafficFactor,
  );
  return { rows, bytes: rows * 38 };
}

type Work = {
  readonly cpuPct: number;
  readonly memUsedBytes: number;
  readonly scanBytes: number;
  readonly miss: number;
  readonly loadBytes: number;
  readonly instances: number;
};

function stepSystem(state: ClusterState, node: ComputeNodeState, work: Work): SystemState {
  const { system } = node;
  const noise = 0.8 + 0.4 * roll(state.seed, `net ${String(node.id)}`, state.at);
  const receive = Math.round(
    (5.5 * MB + work.loadBytes * 1.1 + work.miss + work.scanBytes * 0.12) * noise,
  );
  const send = Math.round((4.2 * MB + work.scanBytes * 0.16 + work.loadBytes * 0.5) * noise);
  const read = Math.round((1.5 * MB + work.scanBytes * 0.5) * noise);
  const written = Math.round((2.5 * MB + work.miss * 0.9 + work.loadBytes * 0.35) * noise);
  const ioMs = Math.min(1000, Math.round((read + written) / (0.9 * MB)));
  const total = node.cpuCores * 100;
  const busy = Math.round((total * Math.min(99.5, work.cpuPct + 2.5)) / 100);
  const kernel = Math.round(busy * 0.14);
  const iowait = Math.min(total - busy, Math.round(total * 0.012 * noise));
  const jiffies = system.cpuJiffies;
  return {
    cpuJiffies: {
      ...jiffies,
      user: jiffies.user + busy - kernel,
      system: jiffies.system + kernel,
      iowait: jiffies.iowait + iowait,
      idle: jiffies.idle + total - busy - iowait,
      softIrq: jiffies.softIrq,
    },
    network: Object.fromEntries(
      Object.entries(system.network).map(([device, counters]) => {
        const share = device === 'eth0' ? 1 : device === 'lo' ? 0.02 : 0.04;
        return [
          device,
          addTraffic(
            counters,
            Math.round(receive * share),
            Math.round((device === 'lo' ? receive : send) * share),
          ),
        ];
      }),
    ),
    blockDevices: Object.fromEntries(
      Object.entries(system.blockDevices).map(([device, counters]) => [
        device,
        addIo(counters, IO_SHARE[device] ?? 1, read, written, ioMs),
      ]),
    ),
    snmp: {
      tcpRetransSegs: system.snmp.tcpRetransSegs + Math.round(send / 1400 / 40_000),
      tcpInErrs: system.snmp.tcpInErrs,
      tcpInSegs: system.snmp.tcpInSegs + Math.round(receive / 1400),
      tcpOutSegs: system.snmp.tcpOutSegs + Math.round(send / 1400),
    },
    processMemBytes: work.memUsedBytes,
    processThreads: 1470 + Math.floor(20 * roll(state.seed, 'threads', state.at)),
    processFdUsed: 2200 + work.instances * 12,
    processFdSoftLimit: system.processFdSoftLimit,
    processFdHardLimit: system.processFdHardLimit,
    hostFdUsed: 9100 + work.instances * 14,
    hostFdLimit: system.hostFdLimit,
    pipelineQueries: work.instances,
    pipelineDrivers: work.instances * node.cpuCores * 3,
    resourceGroups: groupUse(state, node, work),
    maxDiskIoUtilPct: system.maxDiskIoUtilPct,
    maxNetworkReceiveRate: system.maxNetworkReceiveRate,
    maxNetworkSendRate: system.maxNetworkSendRate,
  };
}

/** How the groups share what a node does; a query runs on every node. */
function groupUse(
  { resourceGroups, runningQueries }: ClusterState,
  { cpuCores }: ComputeNodeState,
  { cpuPct, memUsedBytes }: Work,
): SystemState['resourceGroups'] {
  const weights = resourceGroups.reduce((sum, { cpuWeight }) => sum + cpuWeight, 0);
  return Object.fromEntries(
    resourceGroups.map(({ name, cpuWeight }) => {
      const share = cpuWeight / weights;
      return [
        name,
        {
          cpuCores: (cpuPct / 100) * cpuCores * 0.9 * share,
          memoryBytes: Math.round(memUsedBytes * 0.31 * share),
          queries: runningQueries.filter(({ resourceGroup }) => resourceGroup === name).length,
        },
      ];
    }),
  );
}

function addTraffic(counters: NetworkCounters, receive: number, send: number): NetworkCounters {
  return {
    receiveBytes: counters.receiveBytes + receive,
    sendBytes: counters.sendBytes + send,
    receivePackets: counters.receivePackets + Math.ceil(receive / 1400),
    sendPackets: counters.sendPackets + Math.ceil(send / 1400),
  };
}

function addIo(
  counters: BlockDeviceCounters,
  share: number,
  read: number,
  written: number,
  ioMs: number,
): BlockDeviceCounters {
  const sectors = (bytes: number): number => Math.round((bytes * share) / 512) * 512;
  return {
    readBytes: counters.readBytes + sectors(read),
    writtenBytes: counters.writtenBytes + sectors(written),
    reads: counters.reads + Math.ceil((read * share) / 262_144),
    writes: counters.writes + Math.ceil((written * share) / 262_144),
    readMs: counters.readMs + Math.round(ioMs * share * 0.4),
    writeMs: counters.writeMs + Math.round(ioMs * share * 0.7),
    ioMs: counters.ioMs + Math.round(ioMs * share),
    ioWeightedMs: counters.ioWeightedMs + Math.round(ioMs * share * 1.6),
  };
}

/** The copy made by the 15 s timer, with the maxima over those seconds. */
function publish(
  node: ComputeNodeState,
  system: SystemState,
  at: number,
): ComputeNodeState['published'] {
  const before = node.published;
  const perSecond = (now: number, then: number): number =>
    Math.max(0, Math.floor((now - then) / TICK_S));
  const interfaces = Object.entries(system.network).filter(([device]) => device !== 'lo');
  return {
    ...system,
    at,
    maxDiskIoUtilPct: Math.max(
      ...Object.entries(system.blockDevices).map(([device, counters]) =>
        Math.floor(
          (counters.ioMs - (before.blockDevices[device]?.ioMs ?? counters.ioMs)) / (TICK_S * 10),
        ),
      ),
    ),
    maxNetworkReceiveRate: Math.max(
      ...interfaces.map(([device, counters]) =>
        perSecond(
          counters.receiveBytes,
          before.network[device]?.receiveBytes ?? counters.receiveBytes,
        ),
      ),
    ),
    maxNetworkSendRate: Math.max(
      ...interfaces.map(([device, counters]) =>
        perSecond(counters.sendBytes, before.network[device]?.sendBytes ?? counters.sendBytes),
      ),
    ),
  };
}
