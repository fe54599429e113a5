import assert from 'node:assert/strict';
import { evaluate } from '../../../src/extension/alerts/evaluator';
import {
  emptyEvaluatorState,
  type EvaluatorState,
} from '../../../src/extension/alerts/evaluatorState';
import type { Rule } from '../../../src/extension/alerts/rule';
import { rules } from '../../../src/extension/alerts/rules';
import { computeScore, openProblems, type Score } from '../../../src/extension/alerts/score';
import type {
  OverviewInput,
  RecentHistory,
  Sample,
} from '../../../src/extension/overview/overviewInput';
import { noStoredGrowth } from '../../../src/extension/overview/storedGrowth';
import { noGrowthBase } from '../../../src/extension/overview/storedSizes';
import type { Metadata } from '../../../src/extension/starrocks/sources/metadata';
import type { AuditLookup } from '../../../src/extension/starrocks/sources/auditTable';
import type { ComputeMetrics } from '../../../src/extension/starrocks/sources/beMetrics';
import type { ComputeRow } from '../../../src/extension/starrocks/sources/computeRows';
import type { FrontendMetrics } from '../../../src/extension/starrocks/sources/feMetrics';
import type { FrontendRow } from '../../../src/extension/starrocks/sources/frontends';
import { renderPhrase } from '../../../src/shared/format';
import type { SourceId } from '../../../src/shared/ids';
import { nodeId, type NodeId } from '../../../src/shared/ids';
import type { RunMode } from '../../../src/shared/model/clusterHealth';
import type { Problem } from '../../../src/shared/model/problem';
import { known, unknown, type Reading, type UnknownReason } from '../../../src/shared/reading';
import {
  clusterSeriesIds,
  type ClusterSeriesId,
  type NodeSeriesId,
  type SeriesId,
} from '../../../src/shared/series';
import { defaultThresholds, type RuleId } from '../../../src/shared/thresholds';

import { idleCompaction, noTablets } from '../collect/support/fakeAsker';

export const start = Date.UTC(2025, 5, 2, 12, 0, 0);
export const stepMs = 30_000;
export const minute = 60_000;

export const got = <T>(value: T, at: number, source: SourceId = 'frontends'): Reading<T> =>
  known(value, { observedAt: at, source });

export function frontend(n: number, over: Partial<FrontendRow> = {}): FrontendRow {
  const host = `fe-${n}`;
  return {
    node: nodeId('fe', host, 9010),
    name: `${host}_9010_1700000000000`,
    host,
    editLogPort: 9010,
    httpPort: 8030,
    queryPort: 9030,
    role: n === 1 ? 'LEADER' : 'FOLLOWER',
    alive: true,
    replayedJournalId: 1000,
    lastHeartbeatAt: start,
    startedAt: start - 86_400_000,
    startText: '2025-06-01 08:00:00',
    version: '4.0.0-abc',
    errMsg: null,
    ...over,
  };
}

export function compute(role: 'be' | 'cn', n: number, over: Partial<ComputeRow> = {}): ComputeRow {
  const host = `${role}-${n}`;
  return {
    node: nodeId(role, host, 9050),
    role,
    id: String(10_000 + n),
    host,
    heartbeatPort: 9050,
    httpPort: 8040,
    alive: true,
    decommissioned: role === 'be' ? false : null,
    lastHeartbeatAt: start,
    startedAt: start - 86_400_000,
    startText: '2025-06-01 08:00:00',
    version: '4.0.0-abc',
    errMsg: null,
    statusCode: 'OK',
    warehouse: role === 'cn' ? 'default_warehouse' : null,
    cpuCores: 16,
    cpuUsedPct: 20,
    memLimitBytes: 64 * 1024 ** 3,
    memUsedPct: 40,
    runningQueries: 2,
    tablets: 1000,
    cacheUsedBytes: 98,
    cacheQuotaBytes: 100,
    cacheStatus: 'Normal',
    cacheMemUsedBytes: 2,
    cacheMemQuotaBytes: 10,
    diskTotalBytes: role === 'be' ? 1e12 : null,
    diskAvailBytes: role === 'be' ? 5e11 : null,
    maxDiskUsedPct: role === 'be' ? 50 : null,
    ...over,
  };
}

export const many = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i + 1));

export const dead = { alive: false, errMsg: 'connect timed out' } as const;

export function feMetricsOf(over: Partial<FrontendMetrics> = {}): FrontendMetrics {
  return {
    queryTotal: 1,
    requestTotal: 1,
    queryErr: 0,
    queryInternalErr: 0,
    queryAnalysisErr: 0,
    queryTimeout: 0,
    slowQuery: 0,
    p75: 10,
    p95: 20,
    p99: 30,
    latencyCount: 1,
    connections: 5,
    connectionsByUser: {},
    queuePending: 0,
    queueTimeout: 0,
    txnBegin: 0,
    txnSuccess: 0,
    txnFailed: 0,
    txnRunningByDatabase: {},
    alterRunning: 0,
    editLogWrite: 0,
    metaLogCount: 0,
    maxJournalId: 1000,
    maxTabletCompactionScore: 5,
    qpsGauge: 1,
    heapUsedBytes: 40,
    heapMaxBytes: 100,
    oldGcMs: 0,
    safeMode: 0,
    editLogP99: 5,
    brokersDead: 0,
    threadPools: {},
    isLeader: false,
    databases: 3,
    tables: 30,
    databaseBytes: null,
    unusable: [],
    badLines: 0,
    ...over,
  };
}

export function beMetricsOf(over: Partial<ComputeMetrics> = {}): ComputeMetrics {
  return {
    loadRows: 0,
    loadBytes: 0,
    scanBytes: 0,
    network: {},
    devices: null,
    disks: {},
    failedPaths: [],
    maxVersions: 20,
    compaction: {
      base: idleCompaction,
      cumulative: idleCompaction,
      update: { ...idleCompaction, waiting: null },
    },
    fdUsed: 100,
    fdLimit: 1000,
    load1m: 2,
    processMemBytes: 1,
    memory: {},
    groupCores: null,
    groupMemBytes: null,
    groupQueries: null,
    unusable: [],
    badLines: 0,
    ...over,
  };
}

/** Grid samples in memory, as the collector keeps them. */
export class FakeHistory implements RecentHistory {
  readonly stepMs = stepMs;
  readonly #samples = new Map<string, Sample[]>();

  add(series: SeriesId, node: NodeId | null, sample: Sample): void {
    const key = `${series}@${node ?? ''}`;
    const list = this.#samples.get(key) ?? [];
    const last = list.at(-1);
    list.push(sample);
    if (last !== undefined && last.at > sample.at) {
      list.sort((a, b) => a.at - b.at);
    }
    this.#samples.set(key, list);
  }

  /** One sample a step with from ≤ at < to. */
  fill(
    series: SeriesId,
    node: NodeId | null,
    from: number,
    to: number,
    value: number | null | ((at: number) => number | null),
    coverage?: Sample['coverage'],
  ): void {
    for (let at = from; at < to; at += stepMs) {
      this.add(series, node, {
        at,
        value: typeof value === 'function' ? value(at) : value,
        ...(coverage === undefined ? {} : { coverage }),
      });
    }
  }

  readonly restarted = new Map<NodeId, readonly number[]>();

  restarts(node: NodeId, from: number, to: number): readonly number[] {
    return (this.restarted.get(node) ?? []).filter((at) => at >= from && at < to);
  }

  samples(series: SeriesId, node: NodeId | null, from: number, to: number): readonly Sample[] {
    const list = this.#samples.get(`${series}@${node ?? ''}`) ?? [];
    // What is asked for lies near the end of a day of samples.
    const first = list.findLastIndex(({ at }) => at < from) + 1;
    return list.slice(first).filter(({ at }) => at < to);
  }
}

/** What a test says of the cluster; the rest is a healthy one. */
export type Scene = {
  readonly runMode: RunMode;
  readonly frontends: readonly FrontendRow[];
  readonly nodes: readonly ComputeRow[];
  readonly series?: Partial<Record<ClusterSeriesId, number | UnknownReason | Reading<number>>>;
  readonly heapPct?: number;
  /** Series of single nodes, by host. */
  readonly nodeSeries?: Readonly<Record<string, Partial<Record<NodeSeriesId, number>>>>;
  /** Of single nodes, by host. */
  readonly feMetrics?: Readonly<Record<string, Partial<FrontendMetrics>>>;
  readonly beMetrics?: Readonly<Record<string, Partial<ComputeMetrics>>>;
  readonly config?: Readonly<Record<string, string>>;
  readonly over?: Partial<OverviewInput>;
};

export const sharedData = (nodes = 3, over: Partial<Scene> = {}): Scene => ({
  runMode: 'shared_data',
  frontends: many(3, (n) => frontend(n)),
  nodes: many(nodes, (n) => compute('cn', n)),
  ...over,
});

export const sharedNothing = (nodes = 4, over: Partial<Scene> = {}): Scene => ({
  runMode: 'shared_nothing',
  frontends: many(3, (n) => frontend(n)),
  nodes: many(nodes, (n) => compute('be', n)),
  ...over,
});

/** Kills nodes or frontends of a scene by host. */
export function kill(scene: Scene, ...hosts: string[]): Scene {
  const down = <R extends { readonly host: string }>(row: R): R =>
    hosts.includes(row.host) ? { ...row, ...dead } : row;
  return { ...scene, frontends: scene.frontends.map(down), nodes: scene.nodes.map(down) };
}

const healthySeries: Partial<Record<ClusterSeriesId, number>> = {
  'query.qps': 100,
  'query.err_internal': 0,
  'query.err_timeout': 0,
  'query.err_analysis': 1,
  'query.p95': 200,
  'query.queued': 0,
  'query.queue_timeout': 0,
  'txn.success': 10,
  'txn.failed': 0,
  'txn.db_pct': 5,
  'compaction.score': 5,
  'compaction.running': 2,
  'compaction.failed': 0,
  'journal.write': 200,
  'journal.image_gap': 1000,
  'heap.max': 40,
};

const noneOfAKind = { waiting: 0, running: 0, finished: 0, cancelled: 0 };
const noJobs = { column: noneOfAKind, rollup: noneOfAKind };

/** As many as the leader counts. */
const thirtyTables: Metadata = {
  groups: [{ database: 'sales', kind: 'table', engine: 'OLAP', tables: 30, bytes: 3e9, rows: 3e6 }],
  largest: [],
};

const noAudit: AuditLookup = {
  found: { ok: false, why: 'not-installed', message: 'There is no audit table.' },
  queryTimeoutMs: 300_000,
};

const config = {
  lake_compaction_score_selector_min_score: '10.0',
  lake_ingest_slowdown_threshold: '100',
  lake_ingest_slowdown_ratio: '0.1',
  lake_enable_ingest_slowdown: 'false',
  lake_compaction_score_upper_bound: '0',
  lake_compaction_max_tasks: '-1',
  qe_max_connection: '4096',
};

export function inputOf(scene: Scene, now: number, history: FakeHistory): OverviewInput {
  const isDown = (row: { alive: boolean | null }) => row.alive === false;
  const up = (rows: readonly { alive: boolean | null }[]) =>
    rows.filter(({ alive }) => alive === true).length;
  const counts = {
    'fe.alive': up(scene.frontends),
    'fe.total': scene.frontends.length,
    'compute.alive': up(scene.nodes),
    'compute.total': scene.nodes.length,
  };
  const given = { ...healthySeries, ...counts, ...scene.series };
  const series = Object.fromEntries(
    clusterSeriesIds.map((id) => [id, readingOf(given[id], now)]),
  ) as OverviewInput['series'];
  const journalId = Math.max(...scene.frontends.map((row) => row.replayedJournalId ?? 0));
  const leader = scene.frontends.find((row) => row.role === 'LEADER' && row.alive === true);
  const node = (values: Partial<Record<NodeSeriesId, number>>, row: { alive: boolean | null }) =>
    Object.fromEntries(
      Object.entries(values).map(([id, value]) => [
        id,
        isDown(row) && !id.endsWith('.up') ? unknown('node-down', now) : got(value, now),
      ]),
    ) as Partial<Record<NodeSeriesId, Reading<number>>>;
  return {
    now,
    profile: {
      id: 'c1',
      name: 'prod',
      frontends: [{ host: 'fe-1', port: 9030 }],
      user: 'monitor',
      password: 'none',
      tls: { mode: 'off' },
      http: { mode: 'auto' },
      access: 'read-only',
    },
    thresholds: defaultThresholds,
    intervalMs: stepMs,
    startedAt: start - 3_600_000,
    lastAnswerAt: now,
    reach: got({ closed: [] }, now, 'collector'),
    saving: got({ saved: true, at: now }, now, 'collector'),
    leader: got(leader?.node ?? null, now),
    leaderClaims: unknown('not-collected-yet', now),
    capabilities: got(
      {
        version: '4.0.0-abc',
        runMode: scene.runMode,
        privileges: { operate: true, node: true },
        queryQueue: false,
        userHost: null,
      },
      now,
      'capabilities',
    ),
    frontends: got(scene.frontends, now),
    backends: got(
      scene.nodes.filter(({ role }) => role === 'be'),
      now,
      'backends',
    ),
    computeNodes: got(
      scene.nodes.filter(({ role }) => role === 'cn'),
      now,
      'computeNodes',
    ),
    runningQueries: got([], now, 'runningQueries'),
    sessions: got([], now, 'sessions'),
    lakeCompactions: got([], now, 'lakeCompactions'),
    partitions: got({ worst: [], seen: 10, over: 0, threshold: 100 }, now, 'partitions'),
    localCompactions: got([], now, 'localCompactions'),
    feConfig: got({ ...config, ...scene.config }, now, 'feConfig'),
    beConfig: got([], now, 'beConfig'),
    clock: got(
      { sessionOffsetMs: 0, skewMs: 0, sessionZone: 'UTC', globalZone: 'UTC', globalOffsetMs: 0 },
      now,
      'clock',
    ),
    unknownColumns: new Map(),
    answeringSql: new Set(),
    frozenGauges: new Set(),
    sources: new Map(),
    loads: got({ loads: [], lists: [{ completeSince: null, rows: 0 }] }, now, 'loads'),
    streamLoads: unknown('not-applicable', now),
    routineLoads: got([], now, 'routineLoads'),
    routineLoadTrends: new Map(),
    txnDetail: got({ database: 'sales', transactions: [] }, now, 'txnDetail'),
    alterSweep: got({ about: 'databases', databases: [] }, now, 'alterSweep'),
    drains: new Map(),
    alters: {
      databases: ['sales'],
      counts: new Map([['sales', { value: noJobs, observedAt: now }]]),
      lists: [],
      noOptimize: false,
    },
    transactions: new Map(),
    mvs: got([], now, 'mvs'),
    taskRuns: got([], now, 'taskRuns'),
    taskSchedules: got([], now, 'taskSchedules'),
    metadata: got(thirtyTables, now, 'metadata'),
    metadataFrontend: null,
    resourceGroups: got([], now, 'resourceGroups'),
    warehouses: unknown('not-applicable', now),
    cacheTraffic: new Map(),
    images: new Map(),
    measuredCost: undefined,
    historyBytes: unknown('not-collected-yet', now),
    queue: got([], now, 'queue'),
    tabletHealth: got({ total: noTablets, databases: [] }, now, 'tabletHealth'),
    tabletScheduler: got(
      {
        pending: { kinds: [], tablets: 0, cut: false },
        running: { kinds: [], tablets: 0, cut: false },
      },
      now,
      'tabletScheduler',
    ),
    growthBase: noGrowthBase,
    growth: noStoredGrowth,
    auditTable: got(noAudit, now, 'auditTable'),
    auditSlow: unknown('not-installed', now),
    auditTop: unknown('not-installed', now),
    profileList: got([], now, 'profileList'),
    samples: { queries: [], lastActive: new Map() },
    feMetrics: new Map(
      scene.frontends.map((row) => [
        row.node,
        isDown(row)
          ? unknown('node-down', now)
          : got(feMetricsOf(scene.feMetrics?.[row.host]), now, 'feMetrics'),
      ]),
    ),
    beMetrics: new Map(
      scene.nodes.map((row) => [
        row.node,
        isDown(row)
          ? unknown('node-down', now)
          : got(beMetricsOf(scene.beMetrics?.[row.host]), now, 'beMetrics'),
      ]),
    ),
    series,
    nodeSeries: new Map([
      ...scene.frontends.map(
        (row) =>
          [
            row.node,
            node(
              {
                'fe.up': isDown(row) ? 0 : 1,
                'fe.heap': scene.heapPct ?? 40,
                'fe.replay_lag': Math.max(0, journalId - (row.replayedJournalId ?? Number.NaN)),
              },
              row,
            ),
          ] as const,
      ),
      ...scene.nodes.map(
        (row) =>
          [
            row.node,
            node(
              {
                'be.up': isDown(row) ? 0 : 1,
                'be.cpu': row.cpuUsedPct ?? Number.NaN,
                'be.mem': row.memUsedPct ?? Number.NaN,
                'be.io_util': 10,
                ...(row.role === 'be' ? { 'be.versions': 20, 'be.compactions': 0 } : {}),
                ...scene.nodeSeries?.[row.host],
              },
              row,
            ),
          ] as const,
      ),
    ]),
    worst: {},
    latencyNode: unknown('no-traffic', now),
    localCompaction: new Map(),
    ownConnections: new Set(),
    history,
    ...scene.over,
  };
}

function readingOf(
  value: number | UnknownReason | Reading<number> | undefined,
  now: number,
): Reading<number> {
  if (typeof value === 'number') {
    return got(value, now, 'feMetrics');
  }
  if (typeof value === 'string') {
    return unknown(value, now, { source: 'feMetrics' });
  }
  return value ?? unknown('not-collected-yet', now);
}

/** A monitor that judges a scene round by round and stores each round as history. */
export class Run {
  now = start;
  state: EvaluatorState = emptyEvaluatorState;
  readonly history = new FakeHistory();
  /** The state before the last round. */
  before: EvaluatorState = emptyEvaluatorState;
  input: OverviewInput;
  #scene: Scene;
  readonly #rules: readonly Rule[];

  /** @param judged the rules that it judges by: all, unless a test is about some of them */
  constructor(scene: Scene, judged: readonly Rule[] = rules) {
    this.#scene = scene;
    this.#rules = judged;
    this.input = inputOf(scene, this.now, this.history);
  }

  /** Judges the scene now and every 30 s for `ms` more. */
  for(ms: number, scene: Scene = this.#scene): this {
    this.#scene = scene;
    const until = this.now + ms;
    while (this.now < until) {
      this.round();
    }
    return this;
  }

  round(scene: Scene = this.#scene): this {
    this.#scene = scene;
    this.now += stepMs;
    this.input = inputOf(scene, this.now, this.history);
    this.before = this.state;
    this.state = JSON.parse(
      JSON.stringify(evaluate(this.#rules, this.input, this.state)),
    ) as EvaluatorState;
    this.#store();
    return this;
  }

  /** Nothing is asked, judged or stored for this long. */
  sleep(ms: number): this {
    this.now += ms;
    return this;
  }

  get score(): Score {
    return computeScore(this.state, this.input);
  }

  get points(): number | string {
    const { score } = this.score;
    return score.known ? score.value : score.why;
  }

  get verdict(): string {
    return this.score.verdict;
  }

  problem(rule: RuleId): Problem | undefined {
    return openProblems(this.state).find((problem) => problem.rule === rule);
  }

  #store(): void {
    for (const [id, reading] of Object.entries(this.input.series)) {
      this.#add(id as SeriesId, null, reading);
    }
    for (const [node, values] of this.input.nodeSeries) {
      for (const [id, reading] of Object.entries(values)) {
        this.#add(id as SeriesId, node, reading);
      }
    }
  }

  #add(id: SeriesId, node: NodeId | null, reading: Reading<number>): void {
    const coverage = reading.known ? reading.coverage : undefined;
    this.history.add(id, node, {
      at: this.now,
      value: reading.known ? reading.value : null,
      ...(coverage === undefined ? {} : { coverage: { have: coverage.have, of: coverage.of } }),
    });
  }
}

/** In English; fails where the rule has no open problem. */
export function evidenceOf(run: Run, rule: RuleId): string {
  const problem = run.problem(rule);
  assert.ok(problem !== undefined, `${rule} is not open`);
  return renderPhrase(problem.evidence);
}

/** Three CNs, the first of which uses so much of its memory. */
export const memory = (percent: number): Scene =>
  sharedData(3, {
    nodes: [compute('cn', 1, { memUsedPct: percent }), compute('cn', 2), compute('cn', 3)],
  });

/** The same, that memory not being measured in the next round. */
export const memoryUnknown = (run: Run): Scene => {
  const scene = memory(50);
  const input = inputOf(scene, run.now + stepMs, run.history);
  const nodeSeries = new Map(input.nodeSeries);
  const series = nodeSeries.get('cn:cn-1:9050');
  nodeSeries.set('cn:cn-1:9050', { ...series, 'be.mem': unknown('timeout', run.now) });
  return { ...scene, over: { nodeSeries } };
};
