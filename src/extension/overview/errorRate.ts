import {
  known,
  unknown,
  type Coverage,
  type Reading,
  type UnknownReading,
  sameReason,
} from '../../shared/reading';
import type { ClusterSeriesId } from '../../shared/series';
import { ruleNumbers } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { OverviewInput, Sample } from './overviewInput';
import { expectedSamples, samplesOf } from './windows';

/** What failed in the five minutes up to a moment; counts, percent of the queries. */
export type ErrorWindow = {
  readonly queries: number;
  readonly internal: number;
  readonly timeouts: number;
  readonly percent: number;
  readonly coverage?: Pick<Coverage, 'have' | 'of'>;
};

const windowMs = ruleNumbers.errorsWindowMs;

/**
 * Queries and failures over the five minutes up to `at`. Only samples whose three rates are known
 * over the same FEs count: a ratio of different nodes is none. `undefined` = fewer than half known.
 */
export function errorWindow(input: OverviewInput, at: EpochMs): ErrorWindow | undefined {
  const window = sumsOver(input, at, ['query.qps', 'query.err_internal', 'query.err_timeout']);
  const [queries, internal, timeouts] = window?.sums ?? [];
  if (
    window === undefined ||
    queries === undefined ||
    internal === undefined ||
    timeouts === undefined
  ) {
    return undefined;
  }
  return {
    queries,
    internal,
    timeouts,
    percent: (100 * (internal + timeouts)) / queries,
    ...(window.coverage === undefined ? {} : { coverage: window.coverage }),
  };
}

/** Counts of five minutes from rates per second, over the samples that know them all. */
function sumsOver(
  input: OverviewInput,
  at: EpochMs,
  ids: readonly ClusterSeriesId[],
): { readonly sums: readonly number[]; readonly coverage?: Sample['coverage'] } | undefined {
  const [first, ...others] = ids.map((series) => {
    const current = at >= input.now ? input.series[series] : undefined;
    const samples = samplesOf(input, series, null, at - windowMs, at, current);
    return new Map(samples.map((sample) => [sample.at, sample]));
  });
  const rows: number[][] = [];
  let coverage: Sample['coverage'];
  for (const [time, sample] of first ?? []) {
    const all = [sample, ...others.map((series) => series.get(time))];
    const values = all.flatMap((one) =>
      typeof one?.value === 'number' && coverageKey(one) === coverageKey(sample) ? [one.value] : [],
    );
    if (values.length < all.length) {
      continue;
    }
    rows.push(values);
    if (sample.coverage !== undefined && share(sample.coverage) < share(coverage)) {
      coverage = sample.coverage;
    }
  }
  if (rows.length < expectedSamples(input, windowMs) / 2) {
    return undefined;
  }
  const seconds = windowMs / 1000;
  const sums = ids.map(
    (_, i) => (rows.reduce((a, row) => a + Number(row[i]), 0) / rows.length) * seconds,
  );
  return { sums, ...(coverage === undefined ? {} : { coverage }) };
}

/** Which nodes a sample rests on: complete, or how many of how many. */
export function coverageKey({ coverage }: Pick<Sample, 'coverage'>): string {
  return coverage === undefined || coverage.have >= coverage.of
    ? 'complete'
    : `${coverage.have}/${coverage.of}`;
}

function share(coverage: Sample['coverage']): number {
  return coverage === undefined ? 1 : coverage.have / coverage.of;
}

/**
 * 100 × one rate or several ÷ queries over five minutes; `no-traffic` below 20 queries. Only samples
 * that rest on the same FEs count.
 */
export function shareOfQueries(
  input: OverviewInput,
  parts: readonly ClusterSeriesId[],
): Reading<number> {
  const window = sumsOver(input, input.now, ['query.qps', ...parts]);
  const qps = input.series['query.qps'];
  if (window === undefined) {
    const lost = [...parts.map((id) => input.series[id]), qps].find(isLost);
    return lost?.known === false
      ? sameReason(lost)
      : unknown('insufficient-history', input.now, { source: 'feMetrics' });
  }
  const [queries, ...others] = window.sums;
  const from = qps.known ? qps : { observedAt: input.now, source: 'feMetrics' as const };
  if (queries === undefined || queries < ruleNumbers.errorsMinQueries) {
    return unknown('no-traffic', from.observedAt, { source: from.source });
  }
  const percent = (100 * others.reduce((a, b) => a + b, 0)) / queries;
  return known(percent, from, coverageOf(window.coverage, qps));
}

/** 100 × (internal + time-outs) ÷ queries over five minutes; `no-traffic` below 20 queries. */
export function errorRate(input: OverviewInput): Reading<number> {
  const unmeasured = unknownRate(input);
  const window = errorWindow(input, input.now);
  if (window === undefined) {
    return unmeasured ?? unknown('insufficient-history', input.now, { source: 'feMetrics' });
  }
  const qps = input.series['query.qps'];
  const from = qps.known ? qps : { observedAt: input.now, source: 'feMetrics' as const };
  if (window.queries < ruleNumbers.errorsMinQueries) {
    return unknown('no-traffic', from.observedAt, { source: from.source });
  }
  return known(window.percent, from, coverageOf(window.coverage, qps));
}

function coverageOf(
  coverage: Sample['coverage'],
  qps: Reading<number>,
): { readonly coverage?: Coverage } {
  const missing = qps.known ? qps.coverage?.missing : undefined;
  return coverage === undefined ? {} : { coverage: { ...coverage, missing: missing ?? [] } };
}

/** A rate that only starts up, or starts anew, has no say: the window goes on. */
function isLost(reading: Reading<number>): boolean {
  return (
    !reading.known && reading.why !== 'counter-reset' && reading.why !== 'insufficient-history'
  );
}

/** Why one of the three rates cannot be had at all; a rate that only starts up has no say. */
function unknownRate(input: OverviewInput): UnknownReading<never> | undefined {
  for (const id of ['query.qps', 'query.err_internal', 'query.err_timeout'] as const) {
    const reading = input.series[id];
    if (!reading.known && isLost(reading)) {
      return sameReason(reading);
    }
  }
  return undefined;
}
