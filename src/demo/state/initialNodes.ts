/** BEs and CNs as they are when a demo cluster begins. */
import type { ComputeNodeState, SystemState } from '../truthNodes';
import type { BrokerState } from '../truthStorage';
import { roll } from './dice';
import type { Beginning } from './initial';
import { DAY, MINUTE } from './waves';

const GB = 1024 ** 3;
/** Shards on each of the CNs of a shared-data cluster. */
export const SHARED_TABLETS = 1200;

export function initialNode(
  beginning: Beginning,
  kind: ComputeNodeState['kind'],
  number: number,
): ComputeNodeState {
  const { begun, scenario, seed, network, profile } = beginning;
  const host = `${network}.${String((kind === 'BE' ? 20 : 30) + number)}`;
  const dead = scenario === 'degraded' && number === 3;
  const shared = beginning.mode === 'shared_data';
  const memLimitBytes = Math.round(56.25 * GB);
  const cores = number === 4 ? 32 : 16;
  // A BE reads its own disks: it has a data cache, but gives it no room.
  const cache = {
    status: 'Normal' as const,
    diskUsedBytes: kind === 'BE' ? 0 : Math.round((240 + 60 * roll(seed, 'cache', number)) * GB),
    diskQuotaBytes: kind === 'BE' ? 0 : 400 * GB,
    memUsedBytes: kind === 'BE' ? 0 : Math.round(1.1 * GB),
    memQuotaBytes: kind === 'BE' ? 0 : 6 * GB,
  };
  const system = initialSystem(number, cores, kind);
  return {
    id: (kind === 'BE' ? 10_020 : 10_100) + number,
    kind,
    host,
    heartbeatPort: 9050,
    bePort: 9060,
    httpPort: 8040,
    brpcPort: 8060,
    starletPort: 9070,
    workerId: number,
    warehouse: 'default_warehouse',
    version: profile.version,
    alive: !dead,
    running: !dead,
    decommissioned: false,
    startedAt: Math.floor((begun - 12 * DAY - number * 11 * MINUTE) / 1000) * 1000,
    lastHeartbeat: dead ? begun - 4 * MINUTE : begun,
    missedHeartbeats: dead ? 48 : 0,
    errMsg: dead ? 'exception: java.net.ConnectException: Connection refused' : '',
    statusCode: dead ? 'DISCONNECTED' : 'OK',
    cpuCores: cores,
    cpuPct: dead ? 99.8 : 30,
    memLimitBytes,
    memUsedBytes: Math.round(memLimitBytes * (dead ? 0.7102 : 0.45)),
    memUsedPct: dead ? 71.02 : 45,
    runningQueries: dead ? 5 : 0,
    tabletNum: shared && !dead ? SHARED_TABLETS : 0,
    drainPerMinute: 0,
    storage: null,
    cache,
    cacheReported: cache,
    counters: {
      loadRows: 98_123_344_512 + number * 7_000_013,
      loadBytes: 18_054_695_390_208 + number * 1_300_000_017,
      queryScanBytes: 7_712_233_349_120 + number * 11_000_003,
      queryScanRows: 88_123_345_120 + number * 70_001,
      streamLoadRows: 4_812_334_451 + number,
      streamLoadBytes: 812_334_451_000 + number,
      streamingLoadRequests: 1_812_331 + number,
      txnBegin: 1_900_122 + number,
      txnCommit: 1_899_001 + number,
      txnRollback: 1119,
      publishTotal: 2_500_331 + number,
      publishFailed: 12,
    },
    system,
    published: { ...system, at: begun },
    disks: [
      {
        path: '/opt/starrocks/cn/storage',
        fileSystem: '/dev/nvme0n1',
        totalBytes: 0,
        availBytes: 0,
        dataUsedBytes: 0,
        foreignBytes: 0,
        usable: true,
      },
    ],
    dataCache: {
      hitBytes: kind === 'BE' ? 0 : 91_823_344_512_345,
      missBytes: kind === 'BE' ? 0 : 6_123_344_512_345,
      hitBytesLastMinute: kind === 'BE' ? 0 : 30 * GB,
      missBytesLastMinute: kind === 'BE' ? 0 : 2 * GB,
    },
    loadAverage: { m1: cores * 0.3, m5: cores * 0.3, m15: cores * 0.29 },
  };
}

/** Two processes of one broker; one is down where things are bad. */
export function initialBrokers({ network, begun, scenario }: Beginning): readonly BrokerState[] {
  return [1, 2].map((number) => {
    const dead = scenario === 'degraded' && number === 2;
    return {
      name: 'hdfs_broker',
      host: `${network}.${String(50 + number)}`,
      port: 8000,
      alive: !dead,
      startedAt: begun - 30 * DAY,
      updatedAt: dead ? begun - 17 * MINUTE : begun,
      errMsg: dead ? 'java.net.ConnectException: Connection refused' : '',
    };
  });
}

function initialSystem(number: number, cores: number, kind: ComputeNodeState['kind']): SystemState {
  const jiffies = cores * 100 * 86_400 * 40;
  return {
    cpuJiffies: {
      user: Math.round(jiffies * 0.24),
      nice: 1201,
      system: Math.round(jiffies * 0.05),
      idle: Math.round(jiffies * 0.7),
      iowait: Math.round(jiffies * 0.009),
      irq: 0,
      softIrq: 332_211 + number,
      steal: 0,
      guest: 0,
      guestNice: 0,
    },
    network: {
      eth0: {
        receiveBytes: 81_823_344_512_345,
        sendBytes: 91_823_344_512_345,
        receivePackets: 81_823_344_512,
        sendPackets: 91_823_344_512,
      },
      lo: {
        receiveBytes: 812_334_451,
        sendBytes: 812_334_451,
        receivePackets: 2_812_334,
        sendPackets: 2_812_334,
      },
      docker0: {
        receiveBytes: 11_823_344_512,
        sendBytes: 31_823_344_512,
        receivePackets: 11_823_344,
        sendPackets: 31_823_344,
      },
    },
    blockDevices: {
      nvme0n1: blockDevice(1),
      ...(kind === 'BE' ? { nvme1n1: blockDevice(0.6) } : { nvme0n1p1: blockDevice(0.98) }),
    },
    snmp: {
      tcpRetransSegs: 120_931,
      tcpInErrs: 11,
      tcpInSegs: 98_123_345_123,
      tcpOutSegs: 98_991_233_451,
    },
    processMemBytes: 26 * GB,
    processThreads: 1480,
    processFdUsed: 2210,
    processFdSoftLimit: 655_350,
    processFdHardLimit: 655_350,
    hostFdUsed: 9120,
    hostFdLimit: 9_223_372_036,
    pipelineQueries: 0,
    pipelineDrivers: 0,
    resourceGroups: {},
    maxDiskIoUtilPct: 12,
    maxNetworkReceiveRate: 41_000_000,
    maxNetworkSendRate: 37_000_000,
  };
}

function blockDevice(share: number): SystemState['blockDevices'][string] {
  return {
    readBytes: Math.round(7_712_233_349_120 * share),
    writtenBytes: Math.round(9_712_233_349_120 * share),
    reads: Math.round(88_123_345 * share),
    writes: Math.round(188_123_345 * share),
    readMs: Math.round(41_123_345 * share),
    writeMs: Math.round(91_123_345 * share),
    ioMs: Math.round(88_123_345 * share),
    ioWeightedMs: Math.round(131_123_345 * share),
  };
}
