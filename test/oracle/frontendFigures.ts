/** Figures of single FEs, as the KPI strip, the node table and the rules use them. */
import type { UnknownReason } from '../../src/shared/reading';
import type { FrontendCounters, FrontendState } from '../../src/demo/truthFrontends';
import type { Figure, NodeFigure } from './figures';
import { frontendGauge, onlyByHttp, rate } from './figures';
import { hull, point } from './interval';
import { ownRequests, ownSelects } from './ownStatements';
import type { Situation } from './situation';
import { told } from './versions';
import { aliveFrontends, frontendId, frontendIn, seen, sightsOf } from './situation';

const scrapeMs = 30_000;

/** Of the FEs that owe an answer; without their list, why there is none. */
export function eachFrontend(
  situation: Situation,
  figure: (node: string) => Figure,
): readonly NodeFigure[] {
  const list = seen(situation, 'frontends');
  const nodes = aliveFrontends(situation).map(frontendId);
  return !list.ok && nodes.length === 0
    ? [{ node: 'unlisted', figure: list }]
    : nodes.map((node) => ({ node, figure: figure(node) }));
}

/** Per second, without this monitor's own SELECTs where the counter holds them. */
export function counterRate(
  situation: Situation,
  node: string,
  counter: keyof FrontendCounters,
): Figure {
  const own =
    counter === 'queryTotal'
      ? ownSelects(situation, node)
      : counter === 'requestTotal'
        ? ownRequests(situation, node)
        : undefined;
  return rate(
    situation,
    'feMetrics',
    node,
    (state) => {
      const fe = frontendIn(state, node);
      return fe === undefined
        ? undefined
        : { value: fe.counters[counter], startedAt: fe.startedAt };
    },
    { stepMs: Math.max(scrapeMs, situation.intervalMs), ...(own === undefined ? {} : { own }) },
  );
}

/** Old-generation GC, ms per second. */
export const oldGcRate = (situation: Situation, node: string): Figure =>
  rate(
    situation,
    'feMetrics',
    node,
    (state) => {
      const fe = frontendIn(state, node);
      return fe === undefined ? undefined : { value: fe.gc.oldMs, startedAt: fe.startedAt };
    },
    { stepMs: Math.max(scrapeMs, situation.intervalMs) },
  );

export const heapPct = (situation: Situation, node: string): Figure =>
  frontendGauge(situation, node, (fe) => (100 * fe.heap.usedBytes) / fe.heap.maxBytes);

/** Connections of others. Our own come and go while the page is being made. */
export function foreignConnections(situation: Situation, node: string): Figure {
  const figure = frontendGauge(
    situation,
    node,
    (fe) => fe.sessions.filter((session) => !session.real).length,
  );
  return figure.ok
    ? { ...figure, range: widenByOwnChange(figure.range, ownOf(figure, node)) }
    : figure;
}

/** This monitor never holds more connections than these. */
const mostLanes = 12;

/** Connections of everybody ÷ limit, percent; how many of them are our own changes all the time. */
export function connectionPct(situation: Situation, node: string): Figure {
  const share = (more: number): Figure =>
    frontendGauge(
      situation,
      node,
      (fe, state) =>
        (100 * (fe.sessions.filter((session) => !session.real).length + more)) /
        Number(state.frontendConfig['qe_max_connection']),
    );
  const foreign = share(0);
  const most = share(mostLanes);
  return foreign.ok && most.ok ? { ...foreign, range: hull([foreign.range, most.range]) } : foreign;
}

/** Of the user who holds most, percent of the usual limit; before there was a label nobody tells. */
export function userConnectionPct(situation: Situation, node: string): Figure {
  return told(situation, 'connection_total.user')
    ? frontendGauge(
        situation,
        node,
        (fe) => (100 * Math.max(0, ...Object.values(fe.connectionsByUser))) / 1024,
      )
    : { ok: false, why: 'unsupported-version' };
}

function ownOf(figure: Extract<Figure, { ok: true }>, node: string): readonly number[] {
  return figure.sight.states.flatMap((state) => {
    const fe = frontendIn(state, node);
    return fe === undefined ? [] : [fe.sessions.filter((session) => session.real).length];
  });
}

function widenByOwnChange(
  range: { readonly lo: number; readonly hi: number },
  own: readonly number[],
): { readonly lo: number; readonly hi: number } {
  const change = own.length === 0 ? 0 : Math.max(...own) - Math.min(...own);
  return { lo: range.lo - change, hi: range.hi + change };
}

/** Entries the FE is behind the leader, both from one SHOW FRONTENDS. */
export function replayLag(situation: Situation, node: string): Figure {
  const list = seen(situation, 'frontends');
  if (!list.ok) {
    return list;
  }
  const lags = list.sight.states.flatMap((state) => {
    const fe = frontendIn(state, node);
    const leader = state.frontends.find((candidate) => candidate.role === 'LEADER');
    return fe === undefined || leader === undefined
      ? []
      : [point(Math.max(0, leader.maxJournalId - ownJournalId(fe)))];
  });
  return lags.length === 0
    ? { ok: false, why: 'not-applicable' }
    : { ok: true, range: hull(lags), sight: list.sight };
}

const ownJournalId = (fe: FrontendState): number =>
  fe.role === 'LEADER' ? fe.maxJournalId : fe.replayedJournalId;

/** Queries of others that ended on the FE in the last five minutes, as far as it was watched. */
function foreignQueries(situation: Situation, node: string): number | UnknownReason {
  const watched = sightsOf(situation, 'feMetrics', node)
    .filter(({ at }) => at >= situation.now - 5 * 60_000 - situation.jitterMs)
    .flatMap(({ at, states }) => {
      const fe = states.map((state) => frontendIn(state, node)).at(-1);
      return fe === undefined ? [] : [{ at, fe }];
    });
  const newest = watched.at(-1);
  // A restart begins anew: what was before it says nothing about these quantiles.
  const run = watched.filter(({ fe }) => fe.startedAt === newest?.fe.startedAt);
  const first = run[0];
  if (newest === undefined || first === undefined || run.length < 2) {
    return run.length < watched.length ? 'counter-reset' : 'insufficient-history';
  }
  const own = situation.own.filter(
    (statement) => statement.select && statement.node === node && statement.at > first.at,
  ).length;
  return newest.fe.latency.count - first.fe.latency.count - own;
}

/** A latency quantile, when enough queries of others stand behind it. */
export function quantile(situation: Situation, node: string, which: 'p75' | 'p95' | 'p99'): Figure {
  const gauge = onlyByHttp(frontendGauge(situation, node, (fe) => fe.latency[which]));
  if (!gauge.ok) {
    return gauge;
  }
  const queries = foreignQueries(situation, node);
  if (typeof queries !== 'number') {
    return { ok: false, why: queries };
  }
  return queries >= 20 ? gauge : { ok: false, why: 'no-traffic' };
}

/** The FEs whose quantiles may be shown as the worst: highest in one of the three. */
export function worstLatencyNodes(situation: Situation): readonly string[] {
  const nodes = aliveFrontends(situation).map(frontendId);
  const worst = new Set<string>();
  for (const which of ['p75', 'p95', 'p99'] as const) {
    const measured = nodes.flatMap((node) => {
      const figure = quantile(situation, node, which);
      return figure.ok ? [{ node, range: figure.range }] : [];
    });
    const highest = Math.max(...measured.map(({ range }) => range.lo));
    measured.filter(({ range }) => range.hi >= highest).forEach(({ node }) => worst.add(node));
  }
  return [...worst];
}
