import type { windowSeries } from '../../shared/model/trends';
import { type Trend, type TrendSeries } from '../../shared/model/trends';
import type { WindowAggregates } from '../../shared/model/windowAggregates';
import { known, unknown, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';

type Series = (typeof windowSeries)[number];

/** @param trend of `windowSeries`; buckets later than `now` are no part of it */
export function windowAggregates(trend: Trend, now: EpochMs): WindowAggregates {
  const buckets = (id: Series): Buckets => bucketsOf(trend, id, now);
  const average = (id: Series) => figureOf(buckets(id), now, ({ avg }) => avg, mean);
  // Of a part of the nodes a sum or a maximum is a lower bound; an average of averages is none.
  const atLeast = (id: Series, reading: Reading<number>): Reading<number> =>
    reading.known && buckets(id).series?.partial !== undefined
      ? { ...reading, bound: 'lower' as const }
      : reading;
  const highest = (id: Series) =>
    atLeast(
      id,
      figureOf(
        buckets(id),
        now,
        ({ avg, max }) => max ?? avg,
        (values) => Math.max(...values),
      ),
    );
  return {
    from: trend.from,
    to: Math.min(trend.to, now),
    measuredPct: measuredPct(buckets('query.qps'), now),
    queriesPerSecond: {
      average: atLeast('query.qps', average('query.qps')),
      maximum: highest('query.qps'),
    },
    p99Max: highest('query.p99'),
    cpuPct: { average: average('cpu.avg'), maximum: highest('cpu.max') },
    memoryPct: { average: average('mem.avg'), maximum: highest('mem.max') },
    diskMaxPct: highest('disk.max_pct'),
  };
}

/** The buckets of a series that have begun. */
type Buckets = { readonly series: TrendSeries | undefined; readonly count: number };

function bucketsOf({ series, from, stepMs }: Trend, id: Series, now: EpochMs): Buckets {
  const own = series.find((each) => each.series === id);
  const begun = Math.max(0, Math.ceil((now - from) / stepMs));
  return { series: own, count: own === undefined ? 0 : Math.min(begun, own.avg.length) };
}

function figureOf(
  { series, count }: Buckets,
  now: EpochMs,
  pick: (series: TrendSeries) => readonly (number | null)[],
  f: (values: readonly number[]) => number,
): Reading<number> {
  const values = series === undefined ? [] : measured(pick(series), count);
  if (values.length === 0) {
    return unknown(whyNone(series), now, { source: 'collector' });
  }
  return known(f(values), { observedAt: now, source: 'collector' });
}

const measured = (values: readonly (number | null)[], count: number): readonly number[] =>
  values.slice(0, count).filter((value) => value !== null);

function measuredPct({ series, count }: Buckets, now: EpochMs): Reading<number> {
  return series === undefined || count === 0
    ? unknown('insufficient-history', now, { source: 'collector' })
    : known((100 * measured(series.avg, count).length) / count, {
        observedAt: now,
        source: 'collector',
      });
}

/** The reason of its longest gap. */
function whyNone(series: TrendSeries | undefined) {
  const [longest] = (series?.gaps ?? []).toSorted((a, b) => b[1] - b[0] - (a[1] - a[0]));
  return longest?.[2] ?? 'insufficient-history';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
