/** The state in which a demo cluster begins: a cluster that has already run for some weeks. */
import type { Profile } from '../profiles/profile';
import type { ClusterState, DemoMode, EpochMs, RunMode, Scenario } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { ComputeNodeState } from '../truthNodes';
import type { PartitionState } from '../truthData';
import {
  DATABASES,
  initialMaterializedViews,
  initialPartitions,
  initialRoutineLoads,
  initialTables,
  initialTaskRuns,
  isBuiltIn,
} from './catalog';
import { RESOURCE_GROUPS, USERS } from './people';
import { roll } from './dice';
import { initialBrokers, initialNode } from './initialNodes';
import { connectionIdBase, initialSessions } from './initialSessions';
import { BACKENDS, withStorage } from './initialStorage';
import { DAY, HOUR, MINUTE } from './waves';

const GB = 1024 ** 3;

export type Beginning = {
  readonly name: string;
  readonly seed: number;
  readonly scenario: Scenario;
  readonly mode: DemoMode;
  readonly profile: Profile;
  /** First three octets of the nodes' addresses. */
  readonly network: string;
  readonly begun: EpochMs;
};

export function initialState(beginning: Beginning): ClusterState {
  const { seed, scenario, begun, profile, network } = beginning;
  const timeZone = profile.variables['time_zone'] ?? 'UTC';
  const frontends = [1, 2, 3].map((id) => initialFrontend(beginning, id));
  const runMode: RunMode = beginning.mode === 'shared_data' ? 'shared_data' : 'shared_nothing';
  const partitions = initialPartitions(seed, scenario, begun, timeZone, runMode);
  const { backends, computeNodes } = initialNodes(beginning, partitions);
  return {
    at: begun,
    name: beginning.name,
    profile: profile.id,
    runMode,
    scenario,
    seed,
    version: profile.version,
    timeZone,
    begun,
    frontends,
    backends,
    computeNodes,
    brokers: runMode === 'shared_data' ? [] : initialBrokers(beginning),
    runningQueries: [],
    inhabitants: 'company',
    databases: DATABASES,
    tables: initialTables(begun, runMode),
    partitions,
    compactions: { running: [], history: [], finishedTotal: 0, failedTotal: 0 },
    transactions: [],
    transactionsFinished: Object.fromEntries(
      DATABASES.filter((db) => !isBuiltIn(db)).map((db) => [db.name, 4000 + db.id]),
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
        timeoutMs: 24 * 60 * MINUTE,
        held: false,
      },
    ],
    warehouses: [
      { id: 0, name: 'default_warehouse', comment: 'An internal warehouse init after FE is ready' },
    ],
    resourceGroups: RESOURCE_GROUPS,
    users: USERS,
    frontendConfig: configOf(profile.frontendConfig, {
      run_mode: runMode,
      ...(scenario === 'compaction' ? { lake_compaction_max_tasks: '6' } : {}),
    }),
    backendConfig: configOf(
      profile.backendConfig,
      runMode === 'shared_data' ? {} : { storage_root_path: '/data1/starrocks;/data2/starrocks' },
    ),
    variables: profile.variables,
    next: { txnId: 197_500, jobId: 976_300, queryNo: 1 },
    knobs: {
      frozenTicks: [],
      unheardFrontends: [],
      cpuPct: {},
      memPct: {},
      heapPct: {},
      trafficFactor: 1,
      latencyFactor: 1,
      loads: {},
      analysisErrors: 0,
      internalErrors: 0,
      timeouts: 0,
      skewMs: 0,
      noElection: false,
      compactionStalled: false,
      compactionFailures: 0,
      inconsistentTablets: 0,
      errorTablets: 0,
      heartbeatsStalled: false,
      queue: { since: begun, waiting: 0, admitted: 0, timeoutsPerSecond: 0 },
      unknownColumns: false,
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
      connectionIdBase: connectionIdBase(from, id),
      connectionCounter: sessions.length,
      clientCounter: 0,
    };
  }
}

/** The defaults of a version with what this cluster set; keys the version does not have stay away. */
function configOf(
  defaults: Profile['frontendConfig'],
  changed: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(defaults).map(([key, [value]]) => [key, changed[key] ?? value]),
  );
}

/** Shared-data: four CNs. Shared-nothing: four BEs; mixed: two CNs beside them. */
function initialNodes(
  beginning: Beginning,
  partitions: readonly PartitionState[],
): Pick<ClusterState, 'backends' | 'computeNodes'> {
  const nodes = (kind: 'BE' | 'CN', count: number): readonly ComputeNodeState[] =>
    Array.from({ length: count }, (_, index) => initialNode(beginning, kind, index + 1));
  if (beginning.mode === 'shared_data') {
    return { backends: [], computeNodes: nodes('CN', 4) };
  }
  return {
    backends: nodes('BE', BACKENDS).map((node, index) =>
      withStorage(node, beginning, index + 1, partitions),
    ),
    computeNodes: nodes('CN', beginning.mode === 'mixed' ? 2 : 0),
  };
}
