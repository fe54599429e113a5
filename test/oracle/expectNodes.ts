/** `NodeDetails` from the truth: one row per FE, BE and CN of the newest lists. */
import type { FrontendState } from '../../src/demo/truth';
import { column } from './computeFigures';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import type { Figure } from './figures';
import { figureReading } from './figures';
import { counterRate, foreignConnections, heapPct, quantile, replayLag } from './frontendFigures';
import { divide, point, scale } from './interval';
import { cpuText, memText } from './expectResources';
import type { Judgement } from './rules';
import type { ListedNode, Sight, Situation } from './situation';
import {
  arrival,
  computeId,
  computesSeen,
  frontendId,
  frontendsSeen,
  metaOf,
  seen,
  toldTime,
  whyUnlisted,
} from './situation';
import { sizeWith1Decimal } from './wireRounding';

export function expectNodes(situation: Situation, judgement: Judgement): Expectation {
  return fields({
    frontends: expectFrontends(situation, judgement),
    compute: expectComputes(situation, judgement),
  });
}

function expectFrontends(situation: Situation, judgement: Judgement): Expectation {
  const answer = seen(situation, 'frontends');
  const list = frontendsSeen(situation);
  if (!answer.ok || list === undefined) {
    return unknown(answer.ok ? 'not-collected-yet' : answer.why);
  }
  return {
    kind: 'rows',
    meta: metaOf(situation, 'frontends', answer.sight),
    rows: list.map((fe) => expectFrontend(situation, judgement, answer.sight, fe)),
    ids: list.map(frontendId),
    idOf: (row) => String(row['node']),
  };
}

function expectFrontend(
  situation: Situation,
  judgement: Judgement,
  sight: Sight,
  fe: FrontendState,
): Expectation {
  const node = frontendId(fe);
  const down: Figure = { ok: false, why: 'node-down' };
  const figure = (measure: (s: Situation, id: string) => Figure): Figure =>
    fe.alive ? measure(situation, node) : down;
  const measured = seen(situation, 'feMetrics', node).ok;
  const metric = (measure: (s: Situation, id: string) => Figure): Expectation =>
    figureReading(situation, 'feMetrics', figure(measure));
  return fields({
    node: exact(node),
    host: exact(fe.host),
    role: exact(fe.role),
    state: exact(!fe.alive ? 'down' : measured ? 'up' : 'partial'),
    verdict: verdictOf(judgement, node, fe.alive, measured),
    // A dead FE's row says the word NULL where the leader has not kept its version.
    version: fe.alive ? exact(fe.version) : oneOf([fe.version, null]),
    startedAt: fe.alive ? within(toldTime(situation, fe.startedAt)) : exact(null),
    lastHeartbeatAt: heartbeat(situation, sight, (state) =>
      state.frontends.find((row) => frontendId(row) === node),
    ),
    error: exact(fe.errMsg === '' ? null : fe.errMsg),
    heapPct: metric(heapPct),
    connections: metric(foreignConnections),
    qps: metric((s, id) => counterRate(s, id, 'queryTotal')),
    p99: metric((s, id) => quantile(s, id, 'p99')),
    replayLag: figureReading(situation, 'frontends', figure(replayLag)),
  });
}

function expectComputes(situation: Situation, judgement: Judgement): Expectation {
  const list = computesSeen(situation);
  const first = list?.[0];
  if (list === undefined || first === undefined) {
    return unknown(...whyUnlisted(situation));
  }
  return {
    kind: 'rows',
    meta: { ...metaOf(situation, ['backends', 'computeNodes'], first.sight), bound: null },
    rows: list.map((listed) => expectCompute(situation, judgement, listed)),
    ids: list.map(({ node }) => computeId(node)),
    idOf: (row) => String(row['node']),
  };
}

function expectCompute(
  situation: Situation,
  judgement: Judgement,
  listed: ListedNode,
): Expectation {
  const { node, sight } = listed;
  const id = computeId(node);
  const measured = seen(situation, 'beMetrics', id).ok;
  const usage = (range: Parameters<typeof column>[2]): Expectation =>
    figureReading(
      situation,
      ['backends', 'computeNodes'],
      node.alive ? column(situation, id, range) : { ok: false, why: 'node-down' },
    );
  return fields({
    node: exact(id),
    host: exact(node.host),
    role: exact(node.kind.toLowerCase()),
    state: exact(
      !node.alive ? 'down' : node.decommissioned ? 'decommissioning' : measured ? 'up' : 'partial',
    ),
    verdict: verdictOf(judgement, id, node.alive, true),
    version: exact(node.version),
    startedAt: within(toldTime(situation, node.startedAt)),
    lastHeartbeatAt: heartbeat(situation, sight, (state) =>
      [...state.backends, ...state.computeNodes].find((row) => computeId(row) === id),
    ),
    error: exact(node.errMsg === '' ? null : node.errMsg),
    warehouse: exact(node.warehouse),
    cpuPct: usage(cpuText),
    memPct: usage(memText),
    diskPct: unknown('not-applicable', ...(node.alive ? [] : (['node-down'] as const))),
    cachePct: usage(({ cacheReported }) =>
      scale(
        divide(
          sizeWith1Decimal(cacheReported.diskUsedBytes),
          sizeWith1Decimal(cacheReported.diskQuotaBytes),
        ),
        100,
      ),
    ),
    // A dead node keeps its tablets until they are moved: either is an honest answer.
    tablets: node.alive
      ? usage((row) => point(row.tabletNum))
      : {
          kind: 'anyOf',
          options: [
            unknown('node-down'),
            known(within(point(node.tabletNum)), {
              observedAt: arrival(situation, sight.at),
            }),
          ],
        },
    runningQueries: usage((row) => point(row.runningQueries)),
  });
}

function heartbeat(
  situation: Situation,
  sight: Sight,
  rowOf: (state: Sight['states'][number]) => { readonly lastHeartbeat: number } | undefined,
): Expectation {
  return anyOf(
    sight.states.flatMap((state) => {
      const row = rowOf(state);
      return row === undefined ? [] : [within(toldTime(situation, row.lastHeartbeat))];
    }),
  );
}

/** The worst open finding about the node; one that is neither measured nor judged is not called well. */
function verdictOf(
  judgement: Judgement,
  node: string,
  alive: boolean,
  measured: boolean,
): Expectation {
  const levels = judgement.problems
    .filter(({ subject, state }) => subject === node && state !== 'held')
    .map(({ level }) => level);
  if (levels.includes('critical')) {
    return exact('critical');
  }
  if (levels.includes('warning')) {
    return exact('warning');
  }
  // A dead node is called dead at once, though the rule waits half a minute.
  return alive && (measured || !judgement.unjudged.has(node))
    ? exact('ok')
    : oneOf(['unknown', 'info', 'warning', 'critical']);
}
