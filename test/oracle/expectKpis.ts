/** `KeyPerformanceIndicators` from the truth (semantics 2.1, 2.5, 2.6). */
import { auditQuantile } from './auditSeen';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, unknown, within } from './expectation';
import { combinedReading } from './figures';
import type { Combined } from './figures';
import { worstLatencyNodes } from './frontendFigures';
import type { Interval } from './interval';
import { divide, notBelowZero, point, scale, subtract, sum } from './interval';
import type { Series } from './series';
import { connectionShare, samplesOf, series, vsFiveMinutes, vsYesterday } from './series';
import type { Situation } from './situation';

/** Bases below which a change in percent means nothing; rates and latencies only. */
const percentFloors: Readonly<Record<string, number>> = {
  qps: 0.1,
  requests: 0.1,
  errorsInternal: 0.1,
  errorsTimeout: 0.1,
  errorsAnalysis: 0.1,
  slowPerSecond: 0.1,
  p50: 10,
  p75: 10,
  p95: 10,
  p99: 10,
  loadRows: 0.1,
  loadBytes: 1024,
};

export function expectKpis(situation: Situation): Expectation {
  const kpi = (name: keyof typeof series): Expectation => expectKpi(situation, name, series[name]);
  return fields({
    qps: kpi('qps'),
    requests: kpi('requests'),
    errorsInternal: kpi('errorsInternal'),
    errorsTimeout: kpi('errorsTimeout'),
    errorsAnalysis: kpi('errorsAnalysis'),
    errorRate: expectErrorRate(situation),
    successRate: expectSuccessRate(situation),
    slowRate: expectShare(situation, [series.slowPerSecond], (slow) => slow),
    p50: kpi('p50'),
    p75: kpi('p75'),
    p95: kpi('p95'),
    p99: kpi('p99'),
    latencyNode: expectLatencyNode(situation),
    slowPerSecond: kpi('slowPerSecond'),
    running: kpi('running'),
    queued: expectKpi(situation, 'queued', series.queued),
    connections: kpi('connections'),
    connectionsMaxPct: combinedReading(
      situation,
      ['feMetrics', 'sessions'],
      connectionShare(situation),
    ),
    loadRows: kpi('loadRows'),
    loadBytes: kpi('loadBytes'),
    transactionsRunning: kpi('transactionsRunning'),
    compactionScore: kpi('compactionScore'),
    compactionVersions: kpi('compactionVersions'),
  });
}

function expectKpi(situation: Situation, name: string, of: Series): Expectation {
  const value: Combined = of.value(situation);
  // A delta of something that is unknown may say why, or that there is nothing to compare.
  const noDelta = unknown('insufficient-history', ...(value.ok ? [] : value.why));
  const fiveMinutes = vsFiveMinutes(situation, of);
  const yesterday = vsYesterday(situation, of);
  const floor = percentFloors[name];
  return fields({
    value: isAudited(situation, name)
      ? asLowerBound(combinedReading(situation, 'auditMinutes', value))
      : combinedReading(situation, of.source, value),
    vsFiveMinutes:
      fiveMinutes === undefined
        ? noDelta
        : fiveMinutes.certain && value.ok
          ? known(within(fiveMinutes.range), anyMeta)
          : anyOf([known(within(fiveMinutes.range), anyMeta), noDelta]),
    vsYesterday: yesterday === undefined ? noDelta : known(within(yesterday.delta), anyMeta),
    vsYesterdayPct:
      floor === undefined
        ? anyOf([noDelta, unknown('not-applicable')])
        : yesterday === undefined
          ? noDelta
          : yesterday.base.lo < floor
            ? anyOf([noDelta, unknown('no-traffic', 'not-applicable')])
            : known(within(scale(divideSigned(yesterday), 100)), anyMeta),
  });
}

/** Whether the audit log tells it: then what was lost on its way is missing. */
const isAudited = (situation: Situation, name: string): boolean =>
  /^p\d\d$/.test(name) && auditQuantile(situation, 0.5) !== undefined;

const asLowerBound = (reading: Expectation): Expectation =>
  reading.kind === 'known' ? { ...reading, meta: { ...reading.meta, bound: 'lower' } } : reading;

/** A delta rests on two windows: which of their ages and sources it shows is its own affair. */
const anyMeta = { bound: null, coverage: null } as const;

function divideSigned(yesterday: {
  readonly delta: { readonly lo: number; readonly hi: number };
  readonly base: { readonly lo: number; readonly hi: number };
}): { readonly lo: number; readonly hi: number } {
  const { delta, base } = yesterday;
  const corners = [delta.lo, delta.hi].flatMap((d) => [d / base.lo, d / base.hi]);
  return { lo: Math.min(...corners), hi: Math.max(...corners) };
}

/** 100 × (internal + time-outs) ÷ queries of five minutes; from 20 queries on. */
function expectErrorRate(situation: Situation): Expectation {
  return expectShare(situation, [series.errorsInternal, series.errorsTimeout], (range) => range);
}

/** Not known where user mistakes are not counted apart. */
function expectSuccessRate(situation: Situation): Expectation {
  const analysis = series.errorsAnalysis.value(situation);
  return !analysis.ok && analysis.why.includes('unsupported-version')
    ? unknown('unsupported-version')
    : expectShare(
        situation,
        [series.errorsInternal, series.errorsTimeout, series.errorsAnalysis],
        (failed) => notBelowZero(subtract(point(100), failed)),
      );
}

/** A share of the queries of five minutes, percent. */
function expectShare(
  situation: Situation,
  parts: readonly Series[],
  of: (percent: Interval) => Interval,
): Expectation {
  const range = shareRange(situation, parts);
  return range === 'no-traffic'
    ? unknown('no-traffic')
    : range === undefined
      ? unknown('insufficient-history', ...whyUnmeasured(situation))
      : range.nearMark
        ? anyOf([known(within(of(range)), anyMeta), unknown('no-traffic')])
        : known(within(of(range)), anyMeta);
}

const whyUnmeasured = (situation: Situation) => reasons(series.qps.value(situation));

const reasons = (combined: Combined) => (combined.ok ? [] : combined.why);

export const errorRateRange = (situation: Situation): Interval | 'no-traffic' | undefined =>
  shareRange(situation, [series.errorsInternal, series.errorsTimeout]);

function shareRange(
  situation: Situation,
  parts: readonly Series[],
): (Interval & { readonly nearMark: boolean }) | 'no-traffic' | undefined {
  const windowMs = 300_000;
  const stepMs = Math.max(30_000, situation.intervalMs);
  const from = situation.now - windowMs;
  const rates = (of: Series) =>
    samplesOf(situation, of, from, situation.now).filter((sample) => sample !== null);
  const queries = rates(series.qps);
  const rest = parts.map(rates);
  const half = windowMs / stepMs / 2;
  if ([queries, ...rest].some((samples) => samples.length < half)) {
    return undefined;
  }
  const total = sum(queries.map(({ range }) => range));
  // Fewer than 20 queries judge nothing; a cluster near the mark may be judged either way.
  const count = scale(total, stepMs / 1000);
  if (count.hi < 20) {
    return 'no-traffic';
  }
  const errors = sum(rest.flat().map(({ range }) => range));
  return { ...notBelowZero(scale(divide(errors, total), 100)), nearMark: count.lo < 20 };
}

function expectLatencyNode(situation: Situation): Expectation {
  if (auditQuantile(situation, 0.5) !== undefined) {
    return unknown('not-applicable');
  }
  const worst = worstLatencyNodes(situation);
  if (worst.length > 0) {
    return known(anyOf(worst.map(exact)), { ...anyMeta, source: ['feMetrics'] });
  }
  const p99 = series.p99.value(situation);
  return unknown(...reasons(p99));
}
