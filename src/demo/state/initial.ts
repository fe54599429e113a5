/** The state in which a demo cluster begins: a cluster that has already run for some weeks. */
import type { Profile } from '../profiles/profile';
import type {
  ClusterState,
  ComputeNodeState,
  EpochMs,
  FrontendState,
  RunMode,
  Scenario,
  SessionState,
  SystemState,
} from '../truth';
import {
  DATABASES,
  initialMaterializedViews,
  initialPartitions,
  initialRoutineLoads,
  initialTables,
  initialTaskRuns,
  PEOPLE,
  RESOURCE_GROUPS,
  SHORT_QUERIES,
  USERS,
} from './catalog';
import { pick, roll } from './dice';
import { DAY, HOUR, MINUTE } from './waves';

const GB = 1024 ** 3;

export type Beginning = {
  readonly name: string;
  readonly seed: number;
  readonly scenario: Scenario;
  readonly runMode: RunMode;
  readonly profile: Profile;
  /** First three octets of the nodes' addresses. */
  readonly network: string;
  readonly begun: EpochMs;
};

export function initialState(beginning: Beginning): ClusterState {
  const { seed, scenario, begun, profile, network } = beginning;
  const timeZone = profile.variables['time_zone'] ?? 'UTC';
  const frontends = [1, 2, 3].map((id) => initialFrontend(beginning, id));
  const tabletTotal = 4800;
  const computeNodes = [1, 2, 3, 4].map((number) =>
    initialComputeNode(beginning, number, tabletTotal / 4),
  );
  return {
    at: begun,
    name: beginning.name,
    profile: profile.id,
    runMode: beginning.runMode,
    scenario,
    seed,
    version: profile.version,
    timeZone,
    begun,
    frontends,
    backends: [],
    computeNodes,
    runningQueries: [],
    databases: DATABASES,
    tables: initialTables(begun),
    partitions: initialPartitions(seed, scenario, begun, timeZone),
    compactions: { running: [], history: [], finishedTotal: 0, failedTotal: 0 },
    transactions: [],
    transactionsFinished: Object.fromEntries(
      DATABASES.filter((db) => !db.system).map((db) => [db.name, 4000 + db.id]),
    ),
    loads: [],
    routineLoads: initialRoutineLoads(scenario, begun),
    materializedViews: initialMaterializedViews(scenario, begun),
    taskRuns: initialTaskRuns(seed, scenario, begun),
    alterJobs: [
      {
        jobId: 10_301,
        database: 'sales',
        table: 'order_items',
        kind: 'SCHEMA_CHANGE',
        state: 'RUNNING',
        createdAt: begun - 4 * MINUTE,
        finishedAt: null,
        done: 96,
        total: 384,
        message: '',
      },
    ],
    warehouses: [
      { id: 0, name: 'default_warehouse', comment: 'An internal warehouse init after FE is ready' },
    ],
    resourceGroups: RESOURCE_GROUPS,
    users: USERS,
    frontendConfig: {
      ...Object.fromEntries(
        Object.entries(profile.frontendConfig).map(([key, [value]]) => [key, value]),
      ),
      run_mode: beginning.runMode,
      ...(scenario === 'compaction' ? { lake_compaction_max_tasks: '6' } : {}),
    },
    backendConfig: Object.fromEntries(
      Object.entries(profile.backendConfig).map(([key, [value]]) => [key, value]),
    ),
    variables: profile.variables,
    next: { txnId: 197_500, jobId: 976_300, queryNo: 1 },
    knobs: {
      frozenTicks: [],
      cpuPct: {},
      memPct: {},
      heapPct: {},
      trafficFactor: 1,
      analysisErrors: 0,
      internalErrors: 0,
      timeouts: 0,
      skewMs: 0,
      noElection: false,
    },
  };

  function initialFrontend(from: Beginning, id: number): FrontendState {
    const host = `${network}.${String(10 + id)}`;
    const startedAt = begun - 26 * DAY - id * 3 * HOUR - 7 * MINUTE;
    const journal = 48_216_703;
    const queries = Math.round(30_000_000 + 4_000_000 * roll(seed, 'queries', id));
    const analysis = Math.round(queries * 0.008);
    const internal = Math.round(queries * 0.0009);
    const timeout = Math.round(queries * 0.0004);
    const errors = analysis + internal + timeout;
    const isLeader = id === 1;
    const dead = from.scenario === 'degraded' && id === 3;
    const sessions = dead ? [] : initialSessions(from, id);
    return {
      id,
      name: `${host}_9010_${String(1_748_736_000_000 + id)}`,
      host,
      editLogPort: 9010,
      queryPort: 9030,
      httpPort: 8030,
      rpcPort: 9020,
      role: isLeader ? 'LEADER' : 'FOLLOWER',
      joined: true,
      alive: !dead,
      running: !dead,
      startedAt: Math.floor(startedAt / 1000) * 1000,
      version: profile.version,
      lastHeartbeat: dead ? begun - 11 * MINUTE : begun,
      missedHeartbeats: dead ? 132 : 0,
      errMsg: dead ? 'got exception: java.net.ConnectException: Connection refused' : '',
      replayedLive: dead ? journal - 2200 : journal,
      replayedJournalId: dead ? journal - 2200 : journal,
      maxJournalId: dead ? journal - 2200 : journal,
      imageJournalId: journal - 21_400,
      imageAt: begun - 52 * MINUTE,
      replaySpeed: 1,
      counters: {
        queryTotal: queries,
        querySuccess: queries - errors,
        queryErr: errors,
        queryAnalysisErr: analysis,
        queryInternalErr: internal,
        queryTimeout: timeout,
        slowQuery: Math.round(queries * 0.0021),
        requestTotal: Math.round(queries * 1.34),
        queryQueueTotal: 0,
        queryQueueTimeout: 0,
        txnBegin: isLeader ? 3_100_220 : 0,
        txnReject: isLeader ? 41 : 0,
        txnSuccess: isLeader ? 3_098_118 : 0,
        txnFailed: isLeader ? 2102 : 0,
        loadAdd: 400_000 + id * 13_311,
        loadFinished: 399_100 + id * 13_300,
        routineLoadRows: isLeader ? 62_358_336 : 0,
        routineLoadReceiveBytes: isLeader ? 11_473_933_824 : 0,
        routineLoadErrorRows: isLeader ? 12 : 0,
        routineLoadPaused: isLeader ? 2 : 0,
        editLogWrite: isLeader ? 17_040_112 : 0,
        editLogRead: isLeader ? 0 : 17_030_001,
        editLogSizeBytes: isLeader ? 9_812_334_451 : 0,
        imageWrite: isLeader ? 340 : 0,
        imagePush: isLeader ? 680 : 0,
      },
      tick: {
        at: begun,
        qps: 14,
        rps: 18,
        queryErrRate: 0,
        maxTabletCompactionScore: from.scenario === 'compaction' ? 142 : 9,
        safeMode: 0,
        base: { queryTotal: queries, requestTotal: Math.round(queries * 1.34), queryErr: errors },
      },
      gauges: { queryQueuePending: 0, reportQueueSize: 0, editLogStacked: 0, scheduledTablets: 0 },
      latency: {
        p75: 31,
        p95: 260,
        p98: 600,
        p99: 1150,
        p999: 4300,
        mean: 70,
        count: queries - errors,
      },
      editLogLatency: {
        p75: 2,
        p95: 5,
        p98: 9,
        p99: 14,
        p999: 60,
        mean: 2,
        count: isLeader ? 17_040_112 : 0,
      },
      heap: {
        maxBytes: 16 * GB,
        committedBytes: 12 * GB,
        usedBytes: (4 + id) * GB,
        oldBytes: Math.round((3.2 + 0.4 * id) * GB),
      },
      gc: { youngCount: 31_200 + id, youngMs: 1_420_113 + id, oldCount: 4, oldMs: 1830 },
      threads: { count: 371 + id, peak: 440 },
      snmp: {
        tcpRetransSegs: 20_931,
        tcpInErrs: 2,
        tcpInSegs: 8_123_345_123,
        tcpOutSegs: 8_991_233_451,
      },
      connectionsByUser: {},
      sessions,
      connectionCounter: sessions.length,
    };
  }
}

function initialSessions(beginning: Beginning, frontendId: number): readonly SessionState[] {
  const { seed, begun } = beginning;
  const sessions: SessionState[] = [];
  for (const person of PEOPLE) {
    const count = Math.max(
      1,
      Math.round(person.sessions * (0.7 + 0.6 * roll(seed, person.user, frontendId))),
    );
    for (let index = 0; index < count; index++) {
      const no = sessions.length + 1;
      const key = frontendId * 1000 + no;
      const commandAt = begun - Math.floor(roll(seed, 'idle', key) ** 3 * 40) * MINUTE;
      sessions.push({
        connectionId: frontendId * 0x1_00_00_00 + no,
        user: person.user,
        clientAddress: `${person.from}${String(10 + (no % 7))}:${String(40_000 + key)}`,
        database: person.database,
        command: 'Sleep',
        connectedAt: commandAt - Math.floor(roll(seed, 'connected', key) * 8 * 60) * MINUTE,
        commandAt,
        state: 'EOF',
        sql: pick(seed, 'first', key, SHORT_QUERIES).sql,
        pending: false,
        warehouse: 'default_warehouse',
        real: false,
      });
    }
  }
  return sessions;
}

function initialComputeNode(
  beginning: Beginning,
  number: number,
  tablets: number,
): ComputeNodeState {
  const { begun, scenario, seed, network, profile } = beginning;
  const host = `${network}.${String(30 + number)}`;
  const dead = scenario === 'degraded' && number === 3;
  const memLimitBytes = Math.round(56.25 * GB);
  const cores = number === 4 ? 32 : 16;
  const cache = {
    status: 'Normal' as const,
    diskUsedBytes: Math.round((240 + 60 * roll(seed, 'cache', number)) * GB),
    diskQuotaBytes: 400 * GB,
    memUsedBytes: Math.round(1.1 * GB),
    memQuotaBytes: 6 * GB,
  };
  const system = initialSystem(number, cores);
  return {
    id: 10_100 + number,
    kind: 'CN',
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
    tabletNum: dead ? 0 : tablets,
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
        totalBytes: 0,
        availBytes: 0,
        dataUsedBytes: 0,
        usable: true,
      },
    ],
    dataCache: {
      hitBytes: 91_823_344_512_345,
      missBytes: 6_123_344_512_345,
      hitBytesLastMinute: 30 * GB,
      missBytesLastMinute: 2 * GB,
    },
    loadAverage: { m1: cores * 0.3, m5: cores * 0.3, m15: cores * 0.29 },
  };
}

function initialSystem(number: number, cores: number): SystemState {
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
      nvme0n1p1: blockDevice(0.98),
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
