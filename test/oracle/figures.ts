/** Figures of nodes and of the cluster: gauges, rates of counters, sums and maxima with coverage. */
import type { ClusterState, EpochMs } from '../../src/demo/truth';
import type { FrontendState } from '../../src/demo/truthFrontends';
import type { ComputeNodeState } from '../../src/demo/truthNodes';
import type { UnknownReason } from '../../src/shared/reading';
import type { Expectation, ReadingMeta } from './expectation';
import { known, unknown, within } from './expectation';
import type { Interval } from './interval';
import { hull, maximum, notBelowZero, point, sum } from './interval';
import type { AskedSource, Sight, Situation } from './situation';
import { arrival, computeIn, figureIn, frontendIn, seen, sightsOf } from './situation';

export type Figure =
  | { readonly ok: true; readonly range: Interval; readonly sight: Sight }
  | { readonly ok: false; readonly why: UnknownReason };

export type NodeFigure = { readonly node: string; readonly figure: Figure };

const notSaid: Figure = { ok: false, why: 'unsupported-version' };

/** A gauge of one FE's /metrics. */
export function frontendGauge(
  situation: Situation,
  node: string,
  pick: (fe: FrontendState, state: ClusterState) => number | undefined,
): Figure {
  return gauge(situation, 'feMetrics', node, (state) => {
    const fe = frontendIn(state, node);
    return fe === undefined ? undefined : pick(fe, state);
  });
}

/** A gauge of one BE's or CN's /metrics. */
export function computeGauge(
  situation: Situation,
  node: string,
  pick: (node: ComputeNodeState) => number | undefined,
): Figure {
  return gauge(situation, 'beMetrics', node, (state) => {
    const compute = computeIn(state, node);
    return compute === undefined ? undefined : pick(compute);
  });
}

function gauge(
  situation: Situation,
  source: AskedSource,
  node: string,
  pick: (state: ClusterState) => number | undefined,
): Figure {
  const answer = seen(situation, source, node);
  if (!answer.ok) {
    return answer;
  }
  const range = figureIn(answer.sight, pick);
  return range === undefined ? notSaid : { ok: true, range, sight: answer.sight };
}

/** Tables tell whole numbers: no summary, no fraction. */
export const onlyByHttp = (figure: Figure): Figure =>
  figure.ok && figure.sight.bySql === true ? { ok: false, why: 'not-applicable' } : figure;

export type CounterAt = (
  state: ClusterState,
) => { readonly value: number; readonly startedAt: EpochMs } | undefined;

export type RateOptions = {
  /** Samples are at least so far apart: the counter itself moves in such steps. */
  readonly stepMs: number;
  /** Own contributions in (from, to], to be taken out; `slack` of them may be in or out. */
  readonly own?: (from: EpochMs, to: EpochMs) => { readonly count: number; readonly slack: number };
};

/** Δ counter ÷ Δt, per second, between the newest answer and the one a step before it. */
export function rate(
  situation: Situation,
  source: 'feMetrics' | 'beMetrics',
  node: string,
  counter: CounterAt,
  options: RateOptions,
): Figure {
  const answer = seen(situation, source, node);
  if (!answer.ok) {
    return answer;
  }
  const { sight } = answer;
  const all = sightsOf(situation, source, node);
  const bases = basesOf(all, sight, options.stepMs, situation.jitterMs);
  if (bases.length === 0) {
    return { ok: false, why: 'insufficient-history' };
  }
  const rates: Interval[] = [];
  for (const base of bases) {
    const delta = deltaBetween(base, sight, counter);
    if (delta === 'reset') {
      return { ok: false, why: 'counter-reset' };
    }
    const own = options.own?.(base.at, sight.at) ?? { count: 0, slack: 0 };
    const foreign = notBelowZero({
      lo: delta.lo - own.count - own.slack,
      hi: delta.hi - own.count + own.slack,
    });
    rates.push(perSecondBetween(situation, base, sight, foreign));
  }
  return { ok: true, range: hull(rates), sight };
}

/** A count between two answers, per second; both may have been asked a jitter earlier or later. */
export function perSecondBetween(
  { jitterMs }: Situation,
  before: Sight,
  newest: Sight,
  count: Interval,
): Interval {
  const elapsed = (newest.at - before.at) / 1000;
  const jitter = (2 * jitterMs) / 1000;
  return { lo: count.lo / (elapsed + jitter), hi: count.hi / Math.max(1, elapsed - jitter) };
}

/** How much nearer than a step the product lets the two answers of a rate be. */
const nearest = 0.8;

/** The answers a rate may be counted from: the newest that is far enough, whatever the jitter. */
function basesOf(
  all: readonly Sight[],
  newest: Sight,
  stepMs: number,
  jitterMs: number,
): readonly Sight[] {
  const distance = ({ at }: Sight): number => newest.at - at;
  const usable = all.filter(
    (sight) => sight !== newest && distance(sight) <= 3 * stepMs + jitterMs,
  );
  const surely = usable.findLast((sight) => distance(sight) >= nearest * stepMs + 2 * jitterMs);
  return usable.filter(
    (sight) =>
      sight === surely ||
      (distance(sight) >= nearest * stepMs - 2 * jitterMs &&
        (surely === undefined || sight.at > surely.at)),
  );
}

function deltaBetween(base: Sight, newest: Sight, counter: CounterAt): Interval | 'reset' {
  const deltas: Interval[] = [];
  let resets = 0;
  for (const before of base.states) {
    for (const after of newest.states) {
      const from = counter(before);
      const to = counter(after);
      if (from === undefined || to === undefined) {
        continue;
      }
      if (to.value < from.value || to.startedAt > from.startedAt) {
        resets += 1;
      } else {
        deltas.push(point(to.value - from.value));
      }
    }
  }
  return deltas.length === 0 || resets > deltas.length ? 'reset' : hull(deltas);
}

/** Sum over the nodes that owe an answer. */
export const sumOf = (parts: readonly NodeFigure[]): Combined =>
  combine(parts, (ranges) => sum(ranges));

export const maxOf = (parts: readonly NodeFigure[]): Combined => combine(parts, maximum);

/** A reading of several nodes: its range, and which of them it rests on. */
export type Combined =
  | {
      readonly ok: true;
      readonly range: Interval;
      readonly have: number;
      readonly of: number;
      readonly missing: readonly string[];
      readonly sights: readonly Sight[];
    }
  | { readonly ok: false; readonly why: readonly UnknownReason[] };

function combine(
  parts: readonly NodeFigure[],
  f: (ranges: readonly Interval[]) => Interval,
): Combined {
  const ranges: Interval[] = [];
  const sights: Sight[] = [];
  const missing: string[] = [];
  const why: UnknownReason[] = [];
  for (const { node, figure } of parts) {
    if (figure.ok) {
      ranges.push(figure.range);
      sights.push(figure.sight);
    } else {
      missing.push(node);
      why.push(figure.why);
    }
  }
  if (ranges.length === 0) {
    return { ok: false, why: why.length === 0 ? ['node-down', 'not-collected-yet'] : why };
  }
  return { ok: true, range: f(ranges), have: ranges.length, of: parts.length, missing, sights };
}

/** What a reading of several nodes must say about its rest. */
export function combinedMeta(
  situation: Situation,
  source: AskedSource | readonly AskedSource[],
  combined: Extract<Combined, { ok: true }>,
): ReadingMeta {
  const arrivals = combined.sights.map(({ at }) => arrival(situation, at));
  return {
    source: typeof source === 'string' ? [source] : source,
    ...(arrivals.length === 0 ? {} : { observedAt: hull(arrivals) }),
    ...(combined.have < combined.of
      ? {
          coverage: { have: combined.have, of: combined.of, missing: combined.missing },
          bound: 'lower' as const,
        }
      : {}),
  };
}

export function combinedReading(
  situation: Situation,
  source: AskedSource | readonly AskedSource[],
  combined: Combined,
): Expectation {
  return combined.ok
    ? known(within(combined.range), combinedMeta(situation, source, combined))
    : unknown(...combined.why);
}

export function figureReading(
  situation: Situation,
  source: AskedSource | readonly AskedSource[],
  figure: Figure,
): Expectation {
  return figure.ok
    ? known(within(figure.range), {
        source: typeof source === 'string' ? [source] : source,
        observedAt: arrival(situation, figure.sight.at),
      })
    : unknown(figure.why);
}
