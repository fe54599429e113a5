import type { Trend } from '../../shared/model/trends';
import type { SeriesId } from '../../shared/series';

/** Series behind the sparklines of the tiles. */
export const kpiSeries = [
  'query.qps',
  'query.p99',
  'query.err_internal',
  'query.err_timeout',
  'query.running',
  'conn.total',
  'load.rows',
  'txn.running',
  'compaction.score',
  'compaction.versions',
] as const satisfies readonly SeriesId[];

type Values = readonly (number | null)[];

/** The last bucket is still open: while it is empty it is left out rather than drawn as a gap. */
const closed = (values: Values): Values => (values.at(-1) === null ? values.slice(0, -1) : values);

function averages(trend: Trend | undefined, series: SeriesId): Values {
  return trend?.series.find((candidate) => candidate.series === series)?.avg ?? [];
}

export const sparkValues =
  (series: (typeof kpiSeries)[number]) =>
  (trend: Trend | undefined): Values =>
    closed(averages(trend, series));

/** Internal errors and time-outs in percent of queries; unknown without traffic or without one of the parts. */
export function errorRateValues(trend: Trend | undefined): Values {
  const internal = averages(trend, 'query.err_internal');
  const timeout = averages(trend, 'query.err_timeout');
  return closed(
    averages(trend, 'query.qps').map((queries, index) => {
      const failed = internal[index] ?? null;
      const late = timeout[index] ?? null;
      return queries === null || queries === 0 || failed === null || late === null
        ? null
        : (100 * (failed + late)) / queries;
    }),
  );
}
