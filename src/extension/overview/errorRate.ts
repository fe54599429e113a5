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
  const of = (series: ClusterSeriesId) => {
    const current = at >= input.now ? input.series[series] : undefined;
    const samples = samplesOf(input, series, null, at - windowMs, at, current);
    return new Map(samples.map((sample) => [sample.at, sample]));
  };
  const internal = of('query.err_internal');
  const timeouts = of('query.err_timeout');
  const seconds = windowMs / 1000;
  let n = 0;
  const sums = { queries: 0, internal: 0, timeouts: 0 };
  let coverage: Sample['coverage'];
  for (const [time, queries] of of('query.qps')) {
    const a = internal.get(time);
    const b = timeouts.get(time);
    if (
      queries.value === null ||
      typeof a?.value !== 'number' ||
      typeof b?.value !== 'number' ||
      coverageKey(a) !== coverageKey(queries) ||
      coverageKey(b) !== coverageKey(queries)
    ) {
      continue;
    }
    n += 1;
    sums.queries += queries.value;
    sums.internal += a.value;
    sums.timeouts += b.value;
    if (queries.coverage !== undefined && share(queries.coverage) < share(coverage)) {
      coverage = queries.coverage;
    }
  }
  if (n < expectedSamples(input, windowMs) / 2) {
    return undefined;
  }
  return {
    queries: (sums.queries / n) * seconds,
    internal: (sums.internal / n) * seconds,
    timeouts: (sums.timeouts / n) * seconds,
    percent: (100 * (sums.internal + sums.timeouts)) / sums.queries,
    ...(coverage === undefined ? {} : { coverage }),
  };
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
  const missing = qps.known ? qps.coverage?.missing : undefined;
  return known(
    window.percent,
    from,
    window.coverage === undefined
      ? {}
      : { coverage: { ...window.coverage, missing: missing ?? [] } },
  );
}

/** Why one of the three rates cannot be had at all; a rate that only starts up has no say. */
function unknownRate(input: OverviewInput): UnknownReading<never> | undefined {
  for (const id of ['query.qps', 'query.err_internal', 'query.err_timeout'] as const) {
    const reading = input.series[id];
    if (
      !reading.known &&
      reading.why !== 'counter-reset' &&
      reading.why !== 'insufficient-history'
    ) {
      return sameReason(reading);
    }
  }
  return undefined;
}
