import { nodeId } from '../../../../src/shared/ids';
import type { Cost } from '../../../../src/shared/model/collectorCost';
import type { UnknownReason } from '../../../../src/shared/reading';
import type {
  Asker,
  AskHints,
  OwnTraffic,
  ScrapeTarget,
} from '../../../../src/extension/collect/asker';
import type { Clock } from '../../../../src/extension/collect/clock';
import type {
  ClusterAnswers,
  ClusterSource,
  NodeAnswers,
  NodeSource,
} from '../../../../src/extension/collect/liveState';
import type { Observation } from '../../../../src/extension/collect/observation';
import type { ClosedFrontend } from '../../../../src/extension/starrocks/frontendAddresses';
import type { ComputeMetrics } from '../../../../src/extension/starrocks/sources/beMetrics';
import type { ComputeRow } from '../../../../src/extension/starrocks/sources/computeRows';
import type { LocalCompactionMetrics } from '../../../../src/extension/starrocks/sources/localCompactionMetrics';
import type { FrontendMetrics } from '../../../../src/extension/starrocks/sources/feMetrics';
import type { TabletCounts } from '../../../../src/extension/starrocks/sources/tabletHealth';
import type { FrontendRow } from '../../../../src/extension/starrocks/sources/frontends';

/** As the total of a cluster without tablets. */
export const noTablets: TabletCounts = {
  tables: 0,
  tablets: 0,
  replicas: 0,
  unhealthy: 0,
  inconsistent: 0,
  cloning: 0,
  errorState: 0,
};

const noSchedule = { kinds: [], tablets: 0, cut: false };

export function aFrontend(host: string, more: Partial<FrontendRow> = {}): FrontendRow {
  return {
    node: nodeId('fe', host, 9010),
    name: `${host}_9010_1`,
    host,
    editLogPort: 9010,
    httpPort: 8030,
    queryPort: 9030,
    role: 'FOLLOWER',
    alive: true,
    replayedJournalId: 100,
    // Its answers never change: a beat that stands still would be an event.
    lastHeartbeatAt: null,
    startedAt: 1,
    startText: '2025-06-01 08:00:00',
    version: '4.0.0-abc',
    errMsg: null,
    ...more,
  };
}

export function aComputeNode(host: string, more: Partial<ComputeRow> = {}): ComputeRow {
  return {
    node: nodeId('cn', host, 9050),
    role: 'cn',
    id: host,
    host,
    heartbeatPort: 9050,
    httpPort: 8040,
    alive: true,
    decommissioned: false,
    lastHeartbeatAt: null,
    startedAt: 1,
    startText: '2025-06-01 08:00:00',
    version: '4.0.0-abc',
    errMsg: null,
    statusCode: 'OK',
    warehouse: 'default_warehouse',
    cpuCores: 16,
    cpuUsedPct: 20,
    memLimitBytes: 64 * 2 ** 30,
    memUsedPct: 40,
    runningQueries: 2,
    tablets: 100,
    cacheUsedBytes: 2 ** 30,
    cacheQuotaBytes: 2 ** 31,
    cacheStatus: 'Normal',
    cacheMemUsedBytes: 2,
    cacheMemQuotaBytes: 10,
    diskTotalBytes: null,
    diskAvailBytes: null,
    maxDiskUsedPct: null,
    ...more,
  };
}

export function frontendMetrics(more: Partial<FrontendMetrics> = {}): FrontendMetrics {
  return {
    queryTotal: 0,
    requestTotal: 0,
    queryErr: 0,
    queryInternalErr: 0,
    queryAnalysisErr: 0,
    queryTimeout: 0,
    slowQuery: 0,
    p75: 10,
    p95: 50,
    p99: 90,
    latencyCount: 0,
    connections: 5,
    connectionsByUser: {},
    queuePending: 0,
    queueTimeout: 0,
    txnBegin: 0,
    txnSuccess: 0,
    txnFailed: 0,
    txnRunningByDatabase: { sales: 3 },
    alterRunning: 0,
    editLogWrite: 0,
    metaLogCount: 10,
    maxJournalId: 100,
    maxTabletCompactionScore: 42,
    qpsGauge: 1,
    heapUsedBytes: 50,
    heapMaxBytes: 100,
    oldGcMs: 0,
    safeMode: 0,
    editLogP99: 5,
    brokersDead: 0,
    threadPools: {},
    isLeader: null,
    databases: 3,
    tables: 30,
    databaseBytes: null,
    unusable: [],
    badLines: 0,
    ...more,
  };
}

export const idleCompaction: LocalCompactionMetrics = {
  running: 0,
  waiting: 0,
  bytes: 0,
  deltas: 0,
  requests: 0,
  failed: 0,
  lastScore: 0,
};

export function computeMetrics(more: Partial<ComputeMetrics> = {}): ComputeMetrics {
  return {
    loadRows: 0,
    loadBytes: 0,
    scanBytes: 0,
    memory: {},
    network: { eth0: { receive: 0, send: 0 } },
    devices: { sda: { read: 0, written: 0, ioTimeMs: 0 } },
    disks: {},
    failedPaths: [],
    maxVersions: 20,
    compaction: {
      base: idleCompaction,
      cumulative: idleCompaction,
      update: { ...idleCompaction, waiting: null },
    },
    fdUsed: 10,
    fdLimit: 100,
    load1m: 1,
    processMemBytes: 1,
    groupCores: null,
    groupMemBytes: null,
    groupQueries: null,
    unusable: [],
    badLines: 0,
    ...more,
  };
}

type Failure = { readonly why: UnknownReason; readonly message: string };

/** A cluster that answers from memory; any question can fail or hang. */
export class FakeAsker implements Asker {
  readonly asked: string[] = [];
  readonly failing = new Map<string, Failure>();
  readonly hanging = new Set<string>();
  /** Fields that the version has no column for, by source. */
  readonly lacking = new Map<string, readonly string[]>();
  readonly ownConnections = new Set<string>();
  resets = 0;
  laneCap = Number.NaN;
  statements = 0;
  via: string | undefined = 'fe-01:9030';
  closedFrontends: readonly ClosedFrontend[] = [];
  answers: ClusterAnswers = {
    capabilities: {
      version: '4.0.0-abc',
      runMode: 'shared_data',
      privileges: { operate: true, node: true },
      queryQueue: true,
      userHost: null,
    },
    clock: {
      sessionOffsetMs: 0,
      skewMs: 0,
      sessionZone: 'UTC',
      globalZone: 'UTC',
      globalOffsetMs: 0,
    },
    frontends: [aFrontend('fe-01', { role: 'LEADER' }), aFrontend('fe-02'), aFrontend('fe-03')],
    backends: [],
    computeNodes: [aComputeNode('cn-01'), aComputeNode('cn-02')],
    runningQueries: [],
    sessions: [],
    lakeCompactions: [],
    partitions: { worst: [], seen: 0, over: 0, threshold: 100 },
    localCompactions: [],
    feConfig: {},
    beConfig: [],
    loads: { loads: [], watermark: null, cut: false },
    streamLoads: { loads: [], watermark: null, cut: false },
    routineLoads: [],
    feMetricsSql: new Map(),
    beMetricsSql: new Map(),
    txnDetail: { database: 'sales', transactions: [] },
    alterSweep: { about: 'databases', databases: [{ id: '1', name: 'sales' }] },
    mvs: [],
    taskRuns: [],
    taskSchedules: [],
    metadata: { groups: [], largest: [] },
    queue: [],
    resourceGroups: [],
    warehouses: [],
    tabletHealth: { total: noTablets, databases: [] },
    tabletScheduler: { pending: noSchedule, running: noSchedule },
    auditTable: {
      found: { ok: false, why: 'not-installed', message: 'There is no audit table.' },
      queryTimeoutMs: 300_000,
    },
    auditMinutes: { minutes: [], watermark: null },
    auditSlow: [],
    auditTop: { texts: [], users: [] },
    profileList: [],
  };
  frontendMetrics: (node: string) => FrontendMetrics = () => frontendMetrics();
  computeMetrics: (node: string) => ComputeMetrics = () => computeMetrics();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get cost(): ReadonlyMap<string, Cost> {
    const { statements } = this;
    const all = { statements, requests: 0, ms: statements * 10, rows: statements, bytes: 0 };
    return new Map([['all', all]]);
  }

  async ask<S extends ClusterSource>(
    source: S,
    _hints: AskHints,
    _deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<ClusterAnswers[S]>> {
    this.asked.push(source);
    this.statements += 1;
    return this.#observe(source, undefined, () => this.#answer(source), signal);
  }

  /** All nodes at once, without what only HTTP tells. */
  #answer<S extends ClusterSource>(source: S): ClusterAnswers[S] {
    const bySql: Pick<ClusterAnswers, 'feMetricsSql' | 'beMetricsSql'> = {
      feMetricsSql: new Map(
        this.answers.frontends.map(({ name, host }) => [
          name,
          { ...this.frontendMetrics(host), p99: null, needsHttp: ['p99'] },
        ]),
      ),
      beMetricsSql: new Map(
        [...this.answers.backends, ...this.answers.computeNodes].map(({ id, host }) => [
          id,
          { ...this.computeMetrics(host), load1m: null, needsHttp: ['load1m'] },
        ]),
      ),
    };
    return { ...this.answers, ...bySql }[source];
  }

  askProfile(): Promise<never> {
    return Promise.reject(new Error('not part of these tests'));
  }

  askLoadErrors(): Promise<never> {
    return Promise.reject(new Error('not part of these tests'));
  }

  converse(): Promise<never> {
    return Promise.reject(new Error('not part of these tests'));
  }

  async scrape<S extends NodeSource>(
    source: S,
    target: ScrapeTarget,
    _deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<NodeAnswers[S]>> {
    this.asked.push(`${source} ${target.host}`);
    const answer = () =>
      ({
        feMetrics: this.frontendMetrics(target.host),
        beMetrics: this.computeMetrics(target.host),
        datacache: { hitBytes: 90, missBytes: 10 },
        imageAge: { writtenAt: 1 },
      })[source] as NodeAnswers[S];
    return this.#observe(source, target, answer, signal);
  }

  /** FEs whose SQL answers, by host. */
  readonly answering = new Set<string>();

  ownTrafficOn({ host }: FrontendRow): OwnTraffic {
    const answered = this.answering.has(host) ? { answeredAt: this.#clock.now() } : {};
    return { ...answered, connections: 1, selectsEnded: 0, selectsFailed: 0, unplaced: false };
  }

  learnFrontends(): void {
    // A fake needs no addresses.
  }

  learnSessions(): void {
    // Its own connections have their places.
  }

  learnVersion(): void {
    // One form of each answer is enough.
  }

  setClock(): void {
    // Its rows carry times already.
  }

  setLaneCap(lanes: number): void {
    this.laneCap = lanes;
  }

  trim(): void {
    this.asked.push('trim');
  }

  reset(): void {
    this.resets += 1;
  }

  retryLogin(): void {
    this.asked.push('retryLogin');
  }

  dispose(): void {
    this.asked.push('dispose');
  }

  async #observe<T>(
    source: ClusterSource | NodeSource,
    target: ScrapeTarget | undefined,
    answer: () => T,
    signal: AbortSignal,
  ): Promise<Observation<T>> {
    const key = target === undefined ? source : `${source} ${target.host}`;
    if (this.hanging.has(key)) {
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    }
    const failure = this.failing.get(key) ?? this.failing.get('*');
    const base = {
      source,
      ...(target === undefined ? {} : { node: target.node }),
      asked: `ask ${key}`,
      form: 'fake',
      ...(this.via === undefined ? {} : { via: this.via }),
      askedAt: this.#clock.now(),
      observedAt: this.#clock.now(),
      tookMs: 5,
      receivedAtMono: this.#clock.mono(),
    };
    const unknownColumns = this.lacking.get(source);
    return failure === undefined
      ? {
          ...base,
          ok: true,
          value: answer(),
          rows: 1,
          ...(unknownColumns === undefined ? {} : { unknownColumns }),
        }
      : { ...base, ok: false, ...failure };
  }
}
