import { actionKinds } from '../../../src/shared/model/action';
import type { ClusterHealth } from '../../../src/shared/model/clusterHealth';
import type { OverviewHeader, SourceStatus } from '../../../src/shared/model/extendedOverview';
import type { Limitation } from '../../../src/shared/model/limitation';
import type { Kpi } from '../../../src/shared/model/keyPerformanceIndicators';
import type {
  ComputeDetails,
  ConfigurationDrift,
  FrontendDetails,
} from '../../../src/shared/model/nodeDetails';
import type { Problem } from '../../../src/shared/model/problem';
import type { Gap, Trend, TrendSeries } from '../../../src/shared/model/trends';
import type { TrendQuery } from '../../../src/shared/api';
import { phrase } from '../../../src/shared/phrase';
import type { ToPage, ViewState } from '../../../src/shared/protocol';
import type { Coverage, Reading, Rows, UnknownReason } from '../../../src/shared/reading';
import { known, unknown } from '../../../src/shared/reading';
import { seriesDefinition } from '../../../src/shared/series';
import type { SourceId } from '../../../src/shared/ids';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/time';
import { rangeMs } from '../../../src/shared/timeRange';
import { causesView } from './causes';
import { asPast, pastView } from './pastMoment';
import { asSharedNothing } from './sharedNothing';

export type PreviewState =
  | 'degraded'
  | 'healthy'
  | 'shared-nothing'
  | 'loading'
  | 'disconnected'
  | 'paused'
  | 'no-credentials'
  | 'denied'
  | 'past'
  | 'causes'
  | 'empty';

const now = Date.UTC(2026, 6, 14, 3, 12, 30);
export const previewNow = now;
const at = now - 12 * secondMs;

const k = <T>(
  value: T,
  source: SourceId = 'feMetrics',
  extra: { coverage?: Coverage; bound?: 'lower' } = {},
) => known(value, { observedAt: at, source }, extra);
const u = (why: UnknownReason, last?: number): Reading<never> =>
  unknown(why, at - 13 * minuteMs, {
    source: 'feMetrics',
    ...(last === undefined
      ? {}
      : { last: { value: last as never, observedAt: at - 6 * minuteMs } }),
  });
const rows = <R>(list: readonly R[], total = list.length): Rows<R> =>
  k({ rows: list, total, truncated: total > list.length }, 'frontends');
const text = (words: string) => phrase('text.verbatim', { text: words });

const kpi = (value: Reading<number>, yesterday: number, percent: number): Kpi =>
  value.known
    ? {
        value,
        vsFiveMinutes: k(yesterday / 4),
        vsYesterday: k(yesterday),
        vsYesterdayPct: k(percent),
      }
    : {
        value,
        vsFiveMinutes: u('insufficient-history'),
        vsYesterday: u('insufficient-history'),
        vsYesterdayPct: u('insufficient-history'),
      };

function sources(state: PreviewState): readonly SourceStatus[] {
  const ids: readonly [SourceId, number, number][] = [
    ['capabilities', 12, 300],
    ['frontends', 9, 15],
    ['computeNodes', 11, 15],
    ['feMetrics', 48, 15],
    ['beMetrics', 62, 15],
    ['runningQueries', 22, 15],
    ['sessions', 31, 30],
    ['lakeCompactions', 14, 30],
    ['partitions', 210, 300],
    ['feConfig', 18, 600],
  ];
  return ids.map(([source, tookMs, periodS], index): SourceStatus => {
    if (state === 'loading' && index > 2) {
      return { source, state: index === 3 ? 'asking' : 'waiting', periodS };
    }
    if (state === 'degraded' && source === 'feMetrics') {
      return {
        source,
        state: 'failed',
        why: 'unreachable',
        message: 'connect ECONNREFUSED fe-01:8030',
        observedAt: at,
        periodS,
      };
    }
    return { source, state: 'ok', observedAt: at, tookMs, periodS };
  });
}

const lacksOperate: Limitation = {
  needs: 'operate',
  sources: ['runningQueries', 'sessions', 'lakeCompactions', 'feConfig'],
  modules: ['kpis', 'compaction', 'sessions', 'runningQueries'],
  statements: ["GRANT ADMIN_PRIV ON *.* TO 'monitor'@'%';"],
  alsoAllows: [phrase('grants.alsoAllows.operate')],
};

function header(state: PreviewState): OverviewHeader {
  return {
    now,
    timeScale: 1,
    clusterId: 'c0ffee00-0000-4000-8000-000000000001',
    name: 'prod-olap',
    production: true,
    demo: false,
    state:
      state === 'loading' ||
      state === 'disconnected' ||
      state === 'paused' ||
      state === 'no-credentials'
        ? state
        : 'live',
    ...(state === 'disconnected'
      ? { message: 'fe-02:9030 connect timed out, fe-01 and fe-03 too.' }
      : {}),
    intervalS: 30,
    ...(state === 'loading'
      ? {}
      : { lastRoundAt: state === 'disconnected' ? now - 250 * secondMs : at }),
    nextRoundAt: now + 8 * secondMs,
    refreshing: false,
    version: k('4.0.1-9a2f', 'capabilities'),
    runMode: k('shared_data', 'capabilities'),
    via: 'fe-02:9030',
    sources: sources(state),
    ...(state === 'denied' ? { limitations: [lacksOperate] } : {}),
    ownCost: { statements: k(11, 'collector'), ms: k(38, 'collector') },
    historyBytes: k(9.2 * 1024 * 1024, 'collector'),
  };
}

const problems: readonly Problem[] = [
  {
    rule: 'node.down',
    subject: 'cn:cn-04:9050',
    level: 'critical',
    points: 35,
    title: text('cn-04 is down'),
    evidence: text(
      'No heartbeat since 03:06:20: connection refused on 10.12.5.24:9050. Its tablets moved to the other CNs, where the cache is cold.',
    ),
    since: now - 6 * minuteMs,
    state: 'open',
    nextStep: { kind: 'showNode', label: text('Show cn-04'), target: 'cn:cn-04:9050' },
    source: 'computeNodes',
    observedAt: at,
  },
  {
    rule: 'compaction.pressure',
    subject: null,
    level: 'warning',
    points: 10,
    title: text('Loads are slowed by compaction'),
    evidence: text(
      'Score 142 on sales.orders, partition p20260714 (slows at 100). 3 tasks running.',
    ),
    since: now - 24 * minuteMs,
    state: 'open',
    nextStep: { kind: 'showSection', label: text('Open compaction'), target: 'compaction' },
    source: 'partitions',
    observedAt: at,
  },
  {
    rule: 'cpu.node',
    subject: 'cn:cn-02:9050',
    level: 'warning',
    points: 5,
    title: text('CPU of cn-02 is high'),
    evidence: text('94% for 7 min (warning at 90%), SHOW COMPUTE NODES.'),
    since: now - 7 * minuteMs,
    state: 'unverified',
    unverifiedSince: now - 3 * minuteMs,
    nextStep: { kind: 'showNode', label: text('Show cn-02'), target: 'cn:cn-02:9050' },
    source: 'computeNodes',
    observedAt: at,
  },
  {
    rule: 'monitor.partial',
    subject: null,
    level: 'info',
    points: 0,
    title: text('Partial view: 1 of 3 FEs measured'),
    evidence: text(
      'HTTP port 8030 of fe-01 and fe-03 does not answer. Node states are complete (SQL); latency and heap cover fe-02 only.',
    ),
    since: now - 14 * minuteMs,
    state: 'open',
    nextStep: { kind: 'testConnection', label: text('Check access') },
    source: 'feMetrics',
    observedAt: at,
  },
];

function health(state: PreviewState): ClusterHealth {
  const calm = state === 'healthy';
  const gone = state === 'disconnected';
  const open = calm ? [] : problems;
  return {
    verdict: calm ? 'ok' : gone ? 'unknown' : 'critical',
    sentence: text(
      calm
        ? 'All 7 nodes answer, no rule is firing, last problem closed 9 h ago.'
        : 'cn-04 is down and loads are slowed. Queries still answer. The partial view can wait.',
    ),
    ...(gone ? { lastKnown: { verdict: 'critical' as const, at: now - 250 * secondMs } } : {}),
    score: gone ? u('unreachable', 50) : k(calm ? 100 : 50, 'collector'),
    deductions: open
      .filter(({ points }) => points > 0)
      .map(({ rule, subject, points, title }) => ({ rule, subject, points, title })),
    problems: open,
    judged: calm ? 9 : 8,
    applicable: 9,
    frontends: { alive: k(3), total: k(3) },
    compute: { alive: k(calm ? 4 : 3), total: k(4) },
    decommissioning: k(0),
    leader: k('fe:fe-02:9010', 'frontends'),
    versions: k([{ version: '4.0.1-9a2f', nodes: 7 }], 'frontends'),
    runMode: k('shared_data'),
  };
}

function frontends(state: PreviewState): readonly FrontendDetails[] {
  return ['fe-01', 'fe-02', 'fe-03'].map((host, index) => {
    const measured = state === 'healthy' || index === 1;
    return {
      node: `fe:${host}:9010`,
      host,
      role: index === 1 ? 'LEADER' : 'FOLLOWER',
      state: measured ? 'up' : 'partial',
      verdict: 'ok',
      version: '4.0.1-9a2f',
      startedAt: now - 12 * dayMs,
      lastHeartbeatAt: at - 2 * secondMs,
      error: null,
      heapPct: measured ? k(61 - index * 5) : u('unreachable'),
      connections: k([96, 141, 75][index] ?? 1, 'sessions'),
      qps: measured ? k(512.4) : u('unreachable'),
      p99: measured ? k(1840) : u('unreachable'),
      replayLag: k([3, 0, 12][index] ?? 1),
      replayLagMs: k([300, 0, 1200][index] ?? 100),
      restarts: k(0),
    };
  });
}

function compute(state: PreviewState): readonly ComputeDetails[] {
  return ['cn-01', 'cn-02', 'cn-03', 'cn-04'].map((host, index) => {
    const down = state !== 'healthy' && index === 3;
    const figure = (values: readonly number[]) =>
      down ? u('node-down', values[3]) : k(values[index] ?? 1, 'computeNodes');
    return {
      node: `cn:${host}:9050`,
      host,
      role: 'cn',
      state: down ? 'down' : 'up',
      verdict: down ? 'critical' : 'ok',
      version: '4.0.1-9a2f',
      startedAt: now - 12 * dayMs,
      lastHeartbeatAt: down ? at - 372 * secondMs : at - (index + 1) * secondMs,
      error: down ? 'connection refused' : null,
      warehouse: 'default_warehouse',
      cpuPct: figure([62, state === 'healthy' ? 64 : 94, 57, 58]),
      memPct: figure([71, 83, 66, 69]),
      diskPct: u('not-applicable'),
      disks: u('not-applicable'),
      versions: u('not-applicable'),
      compactions: u('not-applicable'),
      cachePct: index === 2 ? u('not-collected-yet') : figure([97, 96, 97, 97]),
      tablets: figure([9584, 9611, 9540, 9502]),
      runningQueries: figure([16, 22, 9, 0]),
      drainPerMinute: u('not-applicable'),
      drainedAt: u('not-applicable'),
      restarts: k(0),
    };
  });
}

const sqlTexts = [
  'INSERT INTO sales.mv_daily_revenue SELECT dt, SUM(amount) FROM sales.orders GROUP BY dt',
  'SELECT u.id, COUNT(*) FROM events.clicks c JOIN dim.users u ON c.uid = u.id WHERE c.dt >= 20260713',
  'SELECT campaign_id, SUM(spend) FROM ads.spend GROUP BY campaign_id ORDER BY 2',
  null,
  'SELECT * FROM sales.orders WHERE order_id IN (214, 215, 216) -- <img src=x onerror=alert(1)>',
  'SELECT sku, qty FROM sales.inventory WHERE warehouse_id = 12',
  'SELECT COUNT(*) FROM ops.audit_raw WHERE ts > NOW() - INTERVAL 5 MINUTE',
  'SELECT 1',
  'SELECT 2',
];

/** The `state` message of a preview state; `empty` has none. */
export function previewMessage(state: Exclude<PreviewState, 'empty'>): ToPage {
  switch (state) {
    case 'shared-nothing':
      return asSharedNothing(sharedDataMessage('degraded'), at);
    case 'past':
      return asPast(sharedDataMessage('degraded'));
    default:
      return sharedDataMessage(state);
  }
}

/** What the page kept from before. */
export function previewView(state: PreviewState): ViewState | undefined {
  switch (state) {
    case 'past':
      return pastView(sharedDataMessage('degraded'));
    case 'causes':
      return causesView(now);
    default:
      return undefined;
  }
}

function sharedDataMessage(
  state: Exclude<PreviewState, 'empty' | 'shared-nothing' | 'past'>,
): Extract<ToPage, { readonly kind: 'state' }> {
  const calm = state === 'healthy';
  const oneFe: Coverage = { have: 1, of: 3, missing: ['fe:fe-01:9010', 'fe:fe-03:9010'] };
  const partly = (value: number) =>
    calm ? k(value) : k(value, 'feMetrics', { coverage: oneFe, bound: 'lower' });
  const loading = state === 'loading';
  return {
    kind: 'state',
    seq: 1,
    header: header(state),
    clusters: [
      { id: 'c0ffee00-0000-4000-8000-000000000001', name: 'prod-olap' },
      { id: 'c0ffee00-0000-4000-8000-000000000002', name: 'staging' },
    ],
    actions: calm ? [] : actionKinds,
    modules: loading
      ? { health: u('not-collected-yet') }
      : {
          health: k(health(state), 'collector'),
          kpis: k({
            qps: kpi(k(1284.2), 72, 6),
            requests: kpi(k(1290), 72, 6),
            errorsInternal: kpi(calm ? k(0.01) : u('unreachable'), 0, 0),
            errorsTimeout: kpi(calm ? k(0.002) : u('unreachable'), 0, 0),
            errorsAnalysis: kpi(k(0.2), 0, 0),
            errorRate: calm ? k(0.03) : u('unreachable'),
            successRate: calm ? k(99.8) : u('unreachable'),
            slowRate: k(0),
            p50: kpi(u('not-installed'), 0, 0),
            p75: kpi(partly(60), 1, 1),
            p95: kpi(partly(490), 1, 1),
            p99: kpi(partly(1840), 1250, 212),
            latencyNode: k('fe:fe-02:9010'),
            slowPerSecond: kpi(k(0), 0, 0),
            running: kpi(k(47, 'runningQueries'), 19, 40),
            queued: kpi(k(6), 6, 0),
            connections: kpi(k(312, 'sessions'), 21, 7),
            connectionsMaxPct: k(7.6),
            loadRows: kpi(k(186_000, 'beMetrics'), -114_000, -38),
            loadBytes: kpi(k(21 * 1024 * 1024), 0, 0),
            transactionsRunning: kpi(k(68), 0, 0),
            compactionScore: kpi(k(calm ? 22 : 142), 104, 270),
            compactionVersions: kpi(u('not-applicable'), 0, 0),
          }),
          resources: k({
            cpu: { average: k(71), worst: k({ node: 'cn:cn-02:9050', value: 94 }) },
            memory: { average: k(73), worst: k({ node: 'cn:cn-02:9050', value: 83 }) },
            heap: { average: partly(61), worst: k({ node: 'fe:fe-02:9010', value: 61 }) },
            gcOld: k(0.4),
            disk: {
              used: u('not-applicable'),
              total: u('not-applicable'),
              worst: u('not-applicable'),
            },
            cache: { used: k(3.8 * 1024 ** 4), quota: k(4 * 1024 ** 4) },
            fileDescriptors: k({ node: 'cn:cn-01:9050', value: 3.2 }),
            loadAverage: u('unsupported-version'),
            cpuCores: k(128),
            memoryLimit: k(512 * 1024 ** 3),
          }),
          nodes: k({
            frontends: rows(frontends(state)),
            compute: rows(compute(state)),
            deadBrokers: k(0, 'feMetrics'),
            configuration: rows<ConfigurationDrift>([
              {
                role: 'fe',
                key: 'label_keep_max_num',
                value: '250',
                standard: '1000',
                others: {},
              },
              {
                role: 'be',
                key: 'compact_threads',
                value: '4',
                standard: null,
                others: { 'cn-03': '8' },
              },
            ]),
          }),
          compaction: k({
            runMode: k('shared_data'),
            score: k(calm ? 22 : 142),
            level: calm ? 'ok' : 'warning',
            marks: {
              selectorMin: 10,
              slowdown: 100,
              slowdownEnabled: true,
              critical: 500,
              upperBound: 2000,
              assumed: false,
            },
            partitions: rows(
              [
                ['sales', 'orders', 'p20260714', 88, 84, 142],
                ['events', 'clicks', 'p2026071403', 61, 60, 97],
                ['events', 'clicks', 'p2026071402', 52, 50, 74],
                ['ads', 'impressions', 'p20260714', 31, null, 58],
                ['sales', 'order_items', 'p20260714', 27, 26, 41],
                ['ops', 'audit_raw', 'p202607', 12, 11, 19],
                ['ops', 'x', 'p1', 2, 2, 3],
              ].map(([database, table, partition, average, p50, max], index) => ({
                database: String(database),
                table: String(table),
                partition: String(partition),
                partitionId: String(10_050 + index),
                average: average as number,
                p50: p50 as number | null,
                max: max as number,
              })),
              212,
            ),
            partitionsOver: k(calm ? 0 : 1),
            partitionsSeen: k(212),
            versions: u('not-applicable'),
            versionMarks: { limit: 1000, info: 200, warning: 400, critical: 700, assumed: true },
            backends: u('not-applicable'),
            waiting: u('not-applicable'),
            failedPerSecond: k(0, 'lakeCompactions', { bound: 'lower' }),
            running: k(3),
            finished: k(16, 'lakeCompactions', { bound: 'lower' }),
            failed: k(calm ? 0 : 1, 'lakeCompactions', { bound: 'lower' }),
            successRate: k(calm ? 100 : 94.1, 'lakeCompactions'),
            tasks: rows(
              (['running', 'running', 'running', 'failed', 'finished', 'finished'] as const).map(
                (taskState, index) => ({
                  table:
                    [
                      'sales.orders',
                      'events.clicks',
                      'ads.impressions',
                      'sales.orders',
                      'ops.audit_raw',
                      'dim.users',
                    ][index] ?? '',
                  partitionId: String(10_050 + index),
                  txnId: String(991_200 + index),
                  state: taskState,
                  startedAt: at - (index + 1) * 40 * secondMs,
                  committedAt: null,
                  finishedAt: taskState === 'running' ? null : at - index * 20 * secondMs,
                  error: taskState === 'failed' ? 'Fail to compact: connection refused' : null,
                  profile: { in_queue_sec: 3, sub_task_count: 8 },
                }),
              ),
            ),
            maxTasks: k(48),
            advice: [
              {
                sign: 'saturated',
                evidence: phrase('compaction.sign.saturated', { n: 48, score: 640 }),
                action: phrase('compaction.action.saturated'),
                setting: {
                  role: 'be',
                  key: 'compact_threads',
                  changes: [{ backend: null, present: '4', suggested: '8' }],
                },
              },
            ],
          }),
          sessions:
            state === 'denied'
              ? unknown('denied', at, {
                  source: 'sessions',
                  detail: text('needs OPERATE on SYSTEM'),
                })
              : k({
                  total: k(312, 'sessions'),
                  active: k(47, 'sessions'),
                  idle: k(265, 'sessions'),
                  pending: k(6),
                  byUser: rows(
                    (
                      [
                        ['svc_checkout', 14, 122, 76 * hourMs],
                        ['bi_tableau', 18, 41, 6.2 * hourMs],
                        ['grafana_ro', 2, 38, 12 * dayMs],
                        ['mv_runner', 4, 4, 252 * secondMs],
                        ['svc_stock', 6, 31, 2 * dayMs],
                        ['m.okafor', 3, 29, null],
                      ] as const
                    ).map(([name, active, idle, oldestMs]) => ({ name, active, idle, oldestMs })),
                  ),
                  byHost: rows([]),
                  byDatabase: rows([]),
                  byCommand: rows([]),
                  sessions: rows([]),
                }),
          runningQueries: k({
            total: k(47, 'runningQueries'),
            longestMs: k(252_000, 'runningQueries'),
            queries: rows(
              sqlTexts.map((sql, index) => ({
                queryId: `0190b0c6-7a1e-7c3a-a1b0-00000000000${index}`,
                frontend: ['fe-02', 'fe-01', 'fe-03'][index % 3] ?? null,
                connectionId: String(index),
                user:
                  [
                    'mv_runner',
                    'bi_tableau',
                    'bi_tableau',
                    'm.okafor',
                    'svc_checkout',
                    'svc_stock',
                    'grafana_ro',
                    'a',
                    'b',
                  ][index] ?? '',
                database:
                  ['sales', 'events', 'ads', null, 'sales', 'sales', 'ops', 'x', 'y'][index] ??
                  null,
                startedAt: at - 252_000,
                durationMs:
                  [252_000, 68_000, 31_000, 18_000, 6_000, 2_000, 800, 300, null][index] ?? null,
                scanBytes: (1.8 * 1024 ** 4) / (index * 9 + 1),
                scanRows: 1e9,
                memoryBytes: (41.2 * 1024 ** 3) / (index * 4 + 1),
                spillBytes: null,
                cpuMs: 3_120_000 / (index * 8 + 1),
                progressPct: null,
                warehouse: 'default_warehouse',
                resourceGroup: null,
                sql,
              })),
              47,
            ),
          }),
          networkIo: k({
            receive: k(435 * 1024 ** 2, 'beMetrics'),
            send: k(666 * 1024 ** 2, 'beMetrics'),
            read: k(569 * 1024 ** 2, 'beMetrics'),
            write: k(266 * 1024 ** 2, 'beMetrics'),
            busiestDisk: k({ node: 'cn:cn-02:9050', value: 48, detail: 'sdb' }),
            perNode: k(
              {
                rows: ['cn-01', 'cn-02', 'cn-03'].map((host, index) => ({
                  node: `cn:${host}:9050`,
                  host,
                  receive: (140 + index) * 1024 ** 2,
                  send: 222 * 1024 ** 2,
                  read: 189 * 1024 ** 2,
                  write: index === 1 ? null : 88 * 1024 ** 2,
                  utilPct: 30 + 9 * index,
                })),
                total: 3,
                truncated: false,
                unknownColumns: { write: 'counter-reset' },
              },
              'beMetrics',
            ),
          }),
        },
  };
}

/** A trend as the host would answer it: waves with noise, one gap, and what the state is about. */
export function previewTrend(query: TrendQuery, state: PreviewState): Trend {
  const length = rangeMs(query.timeRange);
  const to = typeof query.timeRange === 'string' ? now : query.timeRange.to;
  const from = to - length;
  const buckets = query.buckets ?? 120;
  const stepMs = length / buckets;
  const degraded = state !== 'healthy' && to === now;
  const gaps: Gap[] = degraded ? [[from + 0.43 * length, from + 0.51 * length, 'paused']] : [];
  const series = query.series.map((id): TrendSeries => {
    const closedToUs = degraded && id.startsWith('query.err') ? 0.77 : 1;
    const own: Gap[] =
      closedToUs < 1 ? [...gaps, [from + closedToUs * length, to, 'unreachable']] : gaps;
    const [base, swing, rise] = shapes[id] ?? [50, 10, 0];
    let noise = 0;
    let dice = Array.from(id).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) >>> 0;
    const avg = Array.from({ length: buckets }, (_, index) => {
      dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) >>> 0;
      noise = noise * 0.7 + (dice / 2 ** 32 - 0.5) * swing;
      const moment = from + (index + 0.5) * stepMs;
      const grown = degraded ? rise * Math.max(0, index / buckets - 0.6) * 2.5 : 0;
      return own.some(([start, end]) => moment >= start && moment < end)
        ? null
        : Math.max(0, base + swing * 0.6 * Math.sin(index / 13) + noise + grown);
    });
    const spread = seriesDefinition(id).rollup.includes('x') && stepMs > minuteMs;
    return {
      series: id,
      unit: seriesDefinition(id).unit,
      from,
      stepMs,
      avg,
      ...(spread ? { max: avg.map((value) => (value === null ? null : value * 1.15)) } : {}),
      ...(degraded && id.startsWith('query.p')
        ? { partial: [[Math.round(buckets * 0.77), buckets - 1] as const] }
        : {}),
      gaps: own,
    };
  });
  return {
    from,
    to,
    stepMs,
    series,
    events: degraded
      ? [
          { at: from + 0.3 * length, kind: 'node-restarted', node: 'fe:fe-03:9010' },
          { at: from + 0.59 * length, kind: 'problem-begun', detail: 'compaction.pressure' },
          { at: from + 0.9 * length, kind: 'node-down', node: 'cn:cn-04:9050' },
        ]
      : [],
  };
}

/** Base, swing, and growth towards the end of the range. */
const shapes: Readonly<Record<string, readonly [number, number, number]>> = {
  'query.qps': [1180, 150, 60],
  'query.p75': [60, 15, 30],
  'query.p95': [320, 80, 400],
  'query.p99': [620, 160, 1100],
  'query.err_internal': [0.02, 0.04, 0.1],
  'query.err_timeout': [0.01, 0.02, 0.05],
  'query.running': [26, 6, 20],
  'query.queued': [0.2, 1, 6],
  'conn.total': [298, 8, 10],
  'cpu.avg': [52, 6, 14],
  'cpu.max': [63, 6, 30],
  'mem.avg': [61, 2, 8],
  'mem.max': [69, 2, 14],
  'heap.max': [55, 8, 5],
  'compaction.score': [26, 4, 110],
  'compaction.versions': [60, 8, 410],
  'load.rows': [302_000, 26_000, -110_000],
  'txn.running': [31, 6, 36],
  'net.rx': [410e6, 60e6, 0],
  'net.tx': [620e6, 80e6, 100e6],
  'io.read': [560e6, 120e6, 200e6],
  'io.write': [266e6, 40e6, 60e6],
  'io.util_max': [42, 6, 20],
};
