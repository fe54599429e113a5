/**
 * Every source against every fault of the simulator, each asked over the wire: for which reason its
 * value is unknown. What that leaves unknown on the page: sourceLoss.test.ts and faults.test.ts.
 */
import assert from 'node:assert/strict';
import { startDemoCluster, type DemoCluster } from '../../../src/demo/demoCluster';
import type { AskHints, ScrapeTarget } from '../../../src/extension/collect/asker';
import { systemClock } from '../../../src/extension/collect/clock';
import type { ClusterSource, NodeSource } from '../../../src/extension/collect/liveState';
import type { Observation } from '../../../src/extension/collect/observation';
import { scrapes, SessionAsker } from '../../../src/extension/collect/sessionAsker';
import { usualAuditColumns } from '../../../src/extension/starrocks/auditColumns';
import { auditTableOf } from '../../../src/extension/starrocks/auditTable';
import { ControlPort } from '../../oracle/controlPort';
import {
  faultColumns,
  httpSources,
  outcomeOf,
  sqlSources,
  type Outcome,
  type Source,
} from './support/sourceOutcomes';

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
    const fe = { node: `fe:${frontend.host}:9010`, host: frontend.host, port: frontend.httpPort };
    targets = {
      feMetrics: fe,
      imageAge: fe,
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
      `      ${sources.length} sources × ${faultColumns.length} faults: ${covered.length} answers as expected (${counts.join(', ')})`,
    );
  });

  for (const column of faultColumns) {
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
        Object.fromEntries(sources.map((source) => [source, outcomeOf(column, source)])),
      );
      covered.push(...outcomes.map(([, outcome]) => outcome));
    });
  }
});
