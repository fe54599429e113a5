/**
 * Every source against every fault of the simulator, each asked over the wire: for which reason its
 * value is unknown. What that leaves unknown on the page is the fault matrix (faults.test.ts).
 */
import assert from 'node:assert/strict';
import { startDemoCluster, type DemoCluster } from '../../../src/demo/demoCluster';
import type { FaultEffect, FaultRequest } from '../../../src/demo/faults';
import type { AskHints, ScrapeTarget } from '../../../src/extension/collect/asker';
import { systemClock } from '../../../src/extension/collect/clock';
import type { FrontendList } from '../../../src/extension/collect/frontendLists';
import type { ClusterSource, NodeSource } from '../../../src/extension/collect/liveState';
import type { Observation } from '../../../src/extension/collect/observation';
import { questions, scrapes, SessionAsker } from '../../../src/extension/collect/sessionAsker';
import { usualAuditColumns } from '../../../src/extension/starrocks/auditColumns';
import { auditTableOf } from '../../../src/extension/starrocks/auditTable';
import type { UnknownReason } from '../../../src/shared/reading';
import { ControlPort } from '../../oracle/controlPort';

const frontendLists = ['runningQueries', 'sessions'] as const satisfies readonly FrontendList[];
const sqlSources = [
  ...(Object.keys(questions) as Exclude<ClusterSource, FrontendList>[]),
  ...frontendLists,
];
const httpSources = Object.keys(scrapes) as NodeSource[];
type Source = ClusterSource | NodeSource;

/** `answers`, or why not. */
type Outcome = 'answers' | UnknownReason;

type Column = {
  readonly name: string;
  /** On what each source asks. */
  readonly effect?: FaultEffect;
  /** The same over HTTP, where it is put otherwise. */
  readonly httpEffect?: FaultEffect;
  /** Of the cluster itself, or of ports: of no single question. */
  readonly requests?: readonly FaultRequest[];
  /** By way. */
  readonly sql: Outcome;
  readonly http: Outcome;
  /** Where a source differs from its way, and must. */
  readonly but?: Partial<Record<Source, Outcome>>;
};

/** What is asked in an older form when the newest is not there. */
const hasOlderForm = {
  routineLoads: 'answers',
  mvs: 'answers',
  taskRuns: 'answers',
  metadata: 'answers',
  runningQueries: 'answers',
} as const satisfies Column['but'];

/** Whose cells must be numbers or names of a known form; of the others a cell that is not is unknown. */
const unreadable = {
  clock: 'malformed',
  frontends: 'malformed',
  computeNodes: 'malformed',
  partitions: 'malformed',
  metadata: 'malformed',
  tabletHealth: 'malformed',
} as const satisfies Column['but'];

const columns: readonly Column[] = [
  { name: 'latency', effect: { kind: 'latency', ms: 20 }, sql: 'answers', http: 'answers' },
  { name: 'hang', effect: { kind: 'hang' }, sql: 'timeout', http: 'timeout' },
  {
    name: 'error',
    effect: { kind: 'error', code: 1064, text: 'Unexpected exception: null' },
    httpEffect: { kind: 'error', code: 503, text: 'busy' },
    sql: 'failed',
    http: 'failed',
  },
  { name: 'deny', effect: { kind: 'deny' }, sql: 'denied', http: 'denied' },
  // An answer of MySQL has an end of its own.
  { name: 'truncated', effect: { kind: 'truncated' }, sql: 'answers', http: 'malformed' },
  {
    name: 'nan',
    effect: { kind: 'nan' },
    sql: 'answers',
    http: 'malformed',
    // Of JSON there is none.
    but: { ...unreadable, datacache: 'answers' },
  },
  {
    name: 'garbage',
    effect: { kind: 'garbage' },
    sql: 'answers',
    http: 'malformed',
    but: unreadable,
  },
  {
    name: 'empty',
    effect: { kind: 'empty' },
    sql: 'answers',
    http: 'malformed',
    // Of these there is always something.
    but: {
      capabilities: 'malformed',
      clock: 'malformed',
      frontends: 'malformed',
      feMetricsSql: 'malformed',
      beMetricsSql: 'malformed',
      tabletHealth: 'malformed',
    },
  },
  { name: 'drop', effect: { kind: 'drop' }, sql: 'unreachable', http: 'unreachable' },
  {
    name: 'skewed clock',
    requests: [{ happen: { kind: 'clock', skewMs: 3_600_000 } }],
    sql: 'answers',
    http: 'answers',
  },
  {
    name: 'HTTP closed to us',
    requests: [{ fault: { kind: 'httpClosed' } }],
    sql: 'answers',
    http: 'unreachable',
  },
  {
    name: 'HTTP closed to the nodes too',
    requests: [{ fault: { kind: 'httpClosed', alsoNodes: true } }],
    sql: 'answers',
    http: 'unreachable',
    but: { feMetricsSql: 'failed' },
  },
  {
    name: 'missing',
    effect: { kind: 'missing' },
    sql: 'unsupported-version',
    http: 'unsupported-version',
    but: hasOlderForm,
  },
  {
    name: 'refuse',
    requests: [{ fault: { kind: 'refuse' } }],
    sql: 'unreachable',
    http: 'unreachable',
  },
];

const { name: auditName, quoted } = auditTableOf(undefined);
const minutes = {
  table: { ok: true, name: auditName, quoted, columns: usualAuditColumns },
  fromWall: 0,
  toWall: 60_000,
} as const;
const hints: AskHints = {
  scoreThreshold: 100,
  withoutLeader: false,
  visible: true,
  txnDatabase: 'sales',
  audit: { minutes, slow: { ...minutes, minMs: 1000, limit: 10 } },
};

const deadlineMs = 5000;
const hangDeadlineMs = 400;
const signal = new AbortController().signal;

describe('every source × every fault', function () {
  this.timeout(60_000);
  let demo: DemoCluster;
  let control: ControlPort;
  let targets: Readonly<Record<NodeSource, ScrapeTarget>>;
  const askers = new Map<Source, SessionAsker>();
  /** What each source asks, by which a fault finds it. */
  const asked = new Map<Source, string>();

  const ask = (source: Source, within = deadlineMs): Promise<Observation<unknown>> => {
    const asker = askers.get(source);
    assert.ok(asker !== undefined, source);
    const scraped = httpSources.find((each) => each === source);
    return scraped === undefined
      ? asker.ask(source as ClusterSource, hints, within, signal)
      : asker.scrape(scraped, targets[scraped], within, signal);
  };

  const sources: readonly Source[] = [...sqlSources, ...httpSources];

  /** What came of each question. */
  const covered: Outcome[] = [];

  before(async () => {
    demo = await startDemoCluster({ manualClock: true, situation: { audit: 'plugin' } });
    control = new ControlPort(demo.info.control);
    const { frontends, nodes, addressMap, users } = demo.info;
    const [frontend] = frontends;
    const [node] = nodes;
    assert.ok(frontend !== undefined && node !== undefined);
    const be = { node: `cn:${node.host}:9050`, host: node.host, port: node.httpPort };
    targets = {
      feMetrics: { node: `fe:${frontend.host}:9010`, host: frontend.host, port: frontend.httpPort },
      beMetrics: be,
      datacache: be,
    };
    const password = users.find(({ name }) => name === 'monitor')?.password ?? '';
    for (const source of sources) {
      const asker = new SessionAsker({
        profile: {
          id: '00000000-0000-4000-8000-000000000001',
          name: source,
          frontends: [{ host: frontend.host, port: frontend.queryPort }],
          user: 'monitor',
          password: 'stored',
          tls: { mode: 'off' },
          http: { mode: 'auto', addressMap },
          access: 'read-only',
        },
        secret: () => Promise.resolve(password),
        clock: systemClock(),
        log: {
          debug: () => undefined,
          info: () => undefined,
          warn: () => undefined,
          error: () => undefined,
        },
      });
      askers.set(source, asker);
    }
    for (const source of sources) {
      const observation = await ask(source);
      assert.ok(observation.ok, `${source}: ${observation.ok ? '' : observation.message}`);
      asked.set(source, observation.asked);
    }
  });

  after(async () => {
    askers.forEach((asker) => asker.dispose());
    await demo.stop();
    const counts = [...new Set(covered)].map(
      (outcome) => `${covered.filter((each) => each === outcome).length} ${outcome}`,
    );
    console.log(
      `      ${sources.length} sources × ${columns.length} faults: ${covered.length} answers as expected (${counts.join(', ')})`,
    );
  });

  for (const column of columns) {
    it(column.name, async () => {
      const { effect, httpEffect = effect, requests = [] } = column;
      await control.disturb([
        ...requests,
        ...(effect === undefined || httpEffect === undefined
          ? []
          : [
              ...sqlSources.map((source) => ({
                fault: effect,
                target: { protocol: 'sql', match: asked.get(source) ?? source } as const,
              })),
              ...httpSources.map((source) => ({
                fault: httpEffect,
                target: { protocol: 'http', match: scrapes[source].path } as const,
              })),
            ]),
      ]);
      const within = effect?.kind === 'hang' ? hangDeadlineMs : deadlineMs;
      const observations = await Promise.all(
        sources.map(async (source) => [source, await ask(source, within)] as const),
      );
      const outcomes = observations.map(([source, observation]): readonly [Source, Outcome] => [
        source,
        observation.ok ? 'answers' : observation.why,
      ]);
      await control.clearFaults();
      assert.deepEqual(
        Object.fromEntries(outcomes),
        Object.fromEntries(sources.map((source) => [source, expected(column, source)])),
      );
      covered.push(...outcomes.map(([, outcome]) => outcome));
    });
  }
});

function expected({ sql, http, but }: Column, source: Source): Outcome {
  return but?.[source] ?? (httpSources.some((each) => each === source) ? http : sql);
}
