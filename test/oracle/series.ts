/** Series of the cluster as they stood at a moment: what deltas and windows are made of. */
import type { ClusterState } from '../../src/demo/truth';
import type { UnknownReason } from '../../src/shared/reading';
import type { AskedSource, Situation } from './situation';
import { aliveFrontends, asOf, frontendId, runModeTold, seen, whyNoRunMode } from './situation';
import { auditAnswer, auditQuantile } from './auditSeen';
import { eachCompute, nodeCounter } from './computeFigures';
import type { Combined, Figure } from './figures';
import { computeGauge, frontendGauge, maxOf, rate, sumOf } from './figures';
import {
  connectionPct,
  counterRate,
  eachFrontend,
  foreignConnections,
  quantile,
  worstLatencyNodes,
} from './frontendFigures';
import type { Interval } from './interval';
import { average, hull, notBelowZero, point, subtract, widen } from './interval';
import { partOf } from './frontendParts';
import { foreignRunning } from './runningQueryRows';
import type { Told } from './versions';
import { tells, told } from './versions';

export type Series = {
  /** Id in the imported history. */
  readonly id: string;
  readonly source: AskedSource;
  readonly value: (situation: Situation) => Combined;
};

const ofFrontends = (
  id: string,
  figure: (situation: Situation, node: string) => Figure,
): Series => ({
  id,
  source: 'feMetrics',
  value: (situation) => sumOf(eachFrontend(situation, (node) => figure(situation, node))),
});

const single = (figure: Figure): Combined =>
  figure.ok
    ? { ok: true, range: figure.range, have: 1, of: 1, missing: [], sights: [figure.sight] }
    : { ok: false, why: [figure.why] };

const loadRate = (id: string, counter: 'loadRows' | 'loadBytes'): Series => ({
  id,
  source: 'beMetrics',
  value: (situation) =>
    sumOf(
      eachCompute(situation, (node) =>
        rate(
          situation,
          'beMetrics',
          node,
          nodeCounter(node, (compute) => compute.counters[counter]),
          { stepMs: Math.max(30_000, situation.intervalMs) },
        ),
      ),
    ),
});

const shares = { p50: 0.5, p75: 0.75, p95: 0.95, p99: 0.99 } as const;

/** The median is told by the audit log alone. */
const median: Series = {
  id: 'query.p50',
  source: 'auditMinutes',
  value: (situation) => {
    const answer = auditAnswer(situation, 'auditMinutes');
    return (
      auditQuantile(situation, shares.p50) ?? {
        ok: false,
        why: 'why' in answer ? [answer.why] : [],
      }
    );
  },
};

/** The whole cluster's from the audit log; else those of the worst FE with traffic: one that nobody asks is not missed, one that cannot be read is. */
const latency = (which: 'p75' | 'p95' | 'p99'): Series => ({
  id: `query.${which}`,
  source: 'feMetrics',
  value: (situation) => {
    const audited = auditQuantile(situation, shares[which]);
    if (audited !== undefined) {
      return audited;
    }
    const worst = worstLatencyNodes(situation);
    const figures = eachFrontend(situation, (node) => quantile(situation, node, which));
    const shown = figures.flatMap(({ node, figure }) =>
      figure.ok && worst.includes(node) ? [figure] : [],
    );
    const [first] = shown;
    if (first === undefined) {
      return { ok: false, why: reasonsOf(figures.map(({ figure }) => figure)) };
    }
    const owing = figures.filter(({ figure }) => figure.ok || figure.why !== 'no-traffic');
    const missing = owing.filter(({ figure }) => !figure.ok).map(({ node }) => node);
    return {
      ok: true,
      range: hull(shown.map(({ range }) => range)),
      have: owing.length - missing.length,
      of: owing.length,
      missing,
      sights: [first.sight],
    };
  },
});

/** Without the split every error but the time-outs. */
function internalErrors(situation: Situation, node: string): Figure {
  if (told(situation, 'query_internal_err')) {
    return counterRate(situation, node, 'queryInternalErr');
  }
  const all = counterRate(situation, node, 'queryErr');
  const timeouts = counterRate(situation, node, 'queryTimeout');
  return all.ok && timeouts.ok
    ? { ...all, range: notBelowZero(subtract(all.range, timeouts.range)) }
    : all;
}

/** A figure that the version may not tell, once it is answered at all. */
const onlyWith = (situation: Situation, what: Told, figure: Figure): Figure =>
  told(situation, what) || (!figure.ok && figure.why !== 'insufficient-history')
    ? figure
    : { ok: false, why: 'unsupported-version' };

const absent: Figure = { ok: false, why: 'not-collected-yet' };

const reasonsOf = (figures: readonly Figure[]): readonly UnknownReason[] =>
  figures.length === 0
    ? ['node-down', 'not-collected-yet']
    : figures.flatMap((figure) => (figure.ok ? [] : [figure.why]));

/** A gauge that the leader alone knows. */
const ofLeader = (id: string, figure: (state: ClusterState) => number | undefined): Series => ({
  id,
  source: 'feMetrics',
  value: (situation) => {
    const leader = aliveFrontends(situation).find((fe) => fe.role === 'LEADER');
    return leader === undefined
      ? {
          ok: false,
          why: [
            'node-down',
            'not-applicable',
            'unreachable',
            ...reasonsOf(eachFrontend(situation, () => absent).map((part) => part.figure)),
          ],
        }
      : single(frontendGauge(situation, frontendId(leader), (_fe, state) => figure(state)));
  },
});

export const series = {
  qps: ofFrontends('query.qps', (s, node) => counterRate(s, node, 'queryTotal')),
  requests: ofFrontends('query.rps', (s, node) => counterRate(s, node, 'requestTotal')),
  errorsInternal: ofFrontends('query.err_internal', internalErrors),
  errorsTimeout: ofFrontends('query.err_timeout', (s, node) =>
    counterRate(s, node, 'queryTimeout'),
  ),
  errorsAnalysis: ofFrontends('query.err_analysis', (s, node) =>
    onlyWith(s, 'query_analysis_err', counterRate(s, node, 'queryAnalysisErr')),
  ),
  slowPerSecond: ofFrontends('query.slow', (s, node) => counterRate(s, node, 'slowQuery')),
  p50: median,
  p75: latency('p75'),
  p95: latency('p95'),
  p99: latency('p99'),
  running: {
    id: 'query.running',
    source: 'runningQueries',
    value: (situation) => {
      const answer = seen(situation, 'runningQueries');
      if (!answer.ok) {
        return { ok: false, why: [answer.why] };
      }
      const { sight } = answer;
      const counts = sight.states.map((state) => foreignRunning(situation, sight, state).length);
      const { have, of, missing } = partOf(situation, sight, 'global_current_queries');
      return { ok: true, range: hull(counts.map(point)), have, of, missing, sights: [sight] };
    },
  },
  queued: {
    id: 'query.queued',
    source: 'feMetrics',
    value: (situation) =>
      queueIsOff(situation) ? { ok: false, why: ['not-installed'] } : queuePending(situation),
  },
  queueTimeouts: ofFrontends('query.queue_timeout', (s, node) =>
    counterRate(s, node, 'queryQueueTimeout'),
  ),
  connections: ofFrontends('conn.total', foreignConnections),
  loadRows: loadRate('load.rows', 'loadRows'),
  loadBytes: loadRate('load.bytes', 'loadBytes'),
  transactionsBegun: ofFrontends('txn.begin', (s, node) => counterRate(s, node, 'txnBegin')),
  transactionsVisible: ofFrontends('txn.success', (s, node) => counterRate(s, node, 'txnSuccess')),
  transactionsFailed: ofFrontends('txn.failed', (s, node) => counterRate(s, node, 'txnFailed')),
  transactionsRunning: ofLeader('txn.running', (state) =>
    tells(state.version, 'txn_running')
      ? state.transactions.filter(({ source }) => source !== 'ROUTINE_LOAD_TASK').length
      : undefined,
  ),
  // Only what runs: what waits, and OPTIMIZE, the gauge leaves out.
  alterRunning: ofLeader(
    'alter.running',
    ({ alterJobs }) =>
      alterJobs.filter(({ state, kind }) => state === 'RUNNING' && kind !== 'OPTIMIZE').length,
  ),
  compactionScore: {
    id: 'compaction.score',
    source: 'feMetrics',
    value: (situation) => {
      const leader = aliveFrontends(situation).find((fe) => fe.role === 'LEADER');
      const isLeaders = runModeTold(situation) === 'shared_nothing';
      if (isLeaders && leader === undefined) {
        return { ok: false, why: ['node-down', ...reasonsOf([])] };
      }
      // Shared-nothing: only the leader's says something.
      const score = maxOf(
        eachFrontend(situation, (node) =>
          frontendGauge(situation, node, (fe) => Math.floor(fe.tick.maxTabletCompactionScore)),
        ).filter(({ node }) => !isLeaders || leader === undefined || node === frontendId(leader)),
      );
      // Shared-data: every FE has the same figure, so one is enough.
      return score.ok ? { ...score, have: score.of, missing: [] } : score;
    },
  },
  compactionVersions: {
    id: 'compaction.versions',
    source: 'beMetrics',
    value: (situation) =>
      runModeTold(situation) === 'shared_nothing'
        ? maxOf(
            eachCompute(situation, (node) =>
              computeGauge(situation, node, ({ storage }) => storage?.reported.maxRowsets),
            ).filter(({ node }) => !node.startsWith('cn:')),
          )
        : {
            ok: false,
            why: runModeTold(situation) === undefined ? whyNoRunMode : ['not-applicable'],
          },
  },
} as const satisfies Record<string, Series>;

/** Worst FE: connections ÷ qe_max_connection. */
export function connectionShare(situation: Situation): Combined {
  const limit = seen(situation, 'feConfig');
  return limit.ok
    ? maxOf(eachFrontend(situation, (node) => connectionPct(situation, node)))
    : { ok: false, why: [limit.why] };
}

/** Queries that wait, as the FEs count them. */
const queuePending = (situation: Situation): Combined =>
  sumOf(
    eachFrontend(situation, (node) =>
      frontendGauge(situation, node, (fe) => fe.gauges.queryQueuePending),
    ),
  );

/** The queue is off unless one of the three global variables switches it on. */
export function queueIsOff(situation: Situation): boolean {
  // Variables may be read by everybody; they are asked with the capabilities.
  const state = seen(situation, 'capabilities');
  const variables = state.ok ? state.sight.states.at(-1)?.variables : undefined;
  return (
    variables !== undefined &&
    ['select', 'load', 'statistic'].every(
      (kind) => variables[`enable_query_queue_${kind}`] === 'false',
    )
  );
}

type Sample = { readonly range: Interval; readonly have: number; readonly of: number } | null;

/** What rounds with from < grid time ≤ to brought. */
export function samplesOf(
  situation: Situation,
  of: Series,
  from: number,
  to: number,
): readonly Sample[] {
  return situation.rounds
    .filter(({ at }) => at > from && at <= to)
    .map(({ end, silent }) => {
      const value = of.value(asOf(situation, end));
      return silent !== true && value.ok
        ? { range: value.range, have: value.have, of: value.of }
        : null;
    });
}

/** A delta: what it must be, or also may not be told (a node joined or left in between). */
export type Delta = { readonly range: Interval; readonly certain: boolean };

/**
 * avg(last 60 s) − avg([−6 min, −5 min]); undefined = insufficient history. Both sides need half of
 * their samples, with the same coverage. Complete is complete, though of fewer nodes: that may be
 * compared or not.
 */
export function vsFiveMinutes(situation: Situation, of: Series): Delta | undefined {
  const { now } = situation;
  const recent = sides(situation, of, now - 60_000, now);
  const before = sides(situation, of, now - 360_000, now - 300_000);
  const pairs = recent.flatMap((to) =>
    before
      .filter((from) => from.rests === to.rests || (from.complete && to.complete))
      .map((from) => ({ same: from.rests === to.rests, range: subtract(to.range, from.range) })),
  );
  return pairs.length === 0
    ? undefined
    : { range: hull(pairs.map(({ range }) => range)), certain: pairs.every(({ same }) => same) };
}

type Side = { readonly range: Interval; readonly rests: string; readonly complete: boolean };

/** The averages of the samples with the same coverage, where they are at least half of all. */
function sides(situation: Situation, of: Series, from: number, to: number): readonly Side[] {
  const known = samplesOf(situation, of, from, to).filter((sample) => sample !== null);
  const expected = (to - from) / Math.max(30_000, situation.intervalMs);
  const groups = new Map<string, { readonly complete: boolean; readonly ranges: Interval[] }>();
  const put = (rests: string, complete: boolean, range: Interval): void => {
    const group = groups.get(rests) ?? { complete, ranges: [] };
    group.ranges.push(range);
    groups.set(rests, group);
  };
  for (const { range, have, of: all } of known) {
    put(`${have}/${all}`, have === all, range);
    if (have === all) {
      put('complete', true, range);
    }
  }
  return [...groups]
    .filter(([, { ranges }]) => ranges.length >= expected / 2)
    .map(([rests, { complete, ranges }]) => ({ rests, complete, range: average(ranges) }));
}

/** History keeps scaled integers: three decimals of counts per second, whole ms, bytes and counts. */
function stored({ id }: Series, value: number): Interval {
  const perSecond = id.startsWith('query.') && !/^query\.(p\d+|running|queued)$/.test(id);
  return widen(point(value), perSecond || id === 'load.rows' ? 0.000_5 : 0.5);
}

export type Yesterday = { readonly delta: Interval; readonly base: Interval };

/** avg(last 5 min) − avg(the same 5 min a day earlier), from the imported history. */
export function vsYesterday(situation: Situation, of: Series): Yesterday | undefined {
  const { now, offsetMs } = situation;
  const recent = sides(situation, of, now - 300_000, now).find(({ complete }) => complete);
  const day = 24 * 3_600_000;
  const then = situation.past
    .filter(({ ts }) => ts - offsetMs > now - day - 300_000 && ts - offsetMs <= now - day)
    .flatMap(({ values }) => {
      const value = values[of.id];
      return typeof value === 'number' ? [stored(of, value)] : [];
    });
  const expected = 300_000 / Math.max(30_000, situation.intervalMs);
  if (recent === undefined || then.length < expected / 2) {
    return undefined;
  }
  const base = average(then);
  return { delta: subtract(recent.range, base), base };
}
