import type { KeyPerformanceIndicators, Kpi } from '../../shared/model/keyPerformanceIndicators';
import { known, mapReading, unknown, type Reading, sameReason } from '../../shared/reading';
import { seriesDefinition, type ClusterSeriesId, type SeriesUnit } from '../../shared/series';
import { dayMs, minuteMs } from '../../shared/time';
import { comparedWindows, type WindowPair, type WindowSide } from './comparedWindows';
import { errorRate, shareOfQueries } from './errorRate';
import type { OverviewInput } from './overviewInput';

/** No percent below this base: a quarter of nothing says nothing. Natural units. */
const percentFloor: Readonly<Partial<Record<SeriesUnit, number>>> = {
  perSecond: 0.1,
  bytesPerSecond: 1024,
  ms: 10,
};

export function computeKeyPerformanceIndicators(input: OverviewInput): KeyPerformanceIndicators {
  const kpi = (id: ClusterSeriesId) => kpiOf(input, id);
  return {
    qps: kpi('query.qps'),
    requests: kpi('query.rps'),
    errorsInternal: kpi('query.err_internal'),
    errorsTimeout: kpi('query.err_timeout'),
    errorsAnalysis: kpi('query.err_analysis'),
    errorRate: errorRate(input),
    successRate: mapReading(
      shareOfQueries(input, ['query.err_internal', 'query.err_timeout', 'query.err_analysis']),
      (failed) => Math.max(0, 100 - failed),
    ),
    slowRate: shareOfQueries(input, ['query.slow']),
    p50: kpi('query.p50'),
    p75: kpi('query.p75'),
    p95: kpi('query.p95'),
    p99: kpi('query.p99'),
    latencyNode: input.latencyNode,
    slowPerSecond: kpi('query.slow'),
    running: kpi('query.running'),
    queued: kpi('query.queued'),
    connections: kpi('conn.total'),
    connectionsMaxPct: input.series['conn.fe_max_pct'],
    loadRows: kpi('load.rows'),
    loadBytes: kpi('load.bytes'),
    transactionsRunning: kpi('txn.running'),
    compactionScore: kpi('compaction.score'),
    compactionVersions: kpi('compaction.versions'),
  };
}

function kpiOf(input: OverviewInput, id: ClusterSeriesId): Kpi {
  const { now } = input;
  const value = input.series[id];
  const recently = comparedWindows(input, id, minuteMs, now - 5 * minuteMs);
  const daily = comparedWindows(input, id, 5 * minuteMs, now - dayMs);
  return {
    value,
    vsFiveMinutes: delta(input, value, recently),
    vsYesterday: delta(input, value, daily),
    vsYesterdayPct: percent(id, delta(input, value, daily), daily?.from),
  };
}

/** One window minus the other; a delta of an unknown value is unknown as the value is. */
function delta(
  input: OverviewInput,
  value: Reading<number>,
  pair: WindowPair | undefined,
): Reading<number> {
  if (!value.known) {
    return sameReason(value);
  }
  return pair === undefined
    ? unknown('insufficient-history', input.startedAt, { source: value.source })
    : known(pair.to.average - pair.from.average, value);
}

function percent(
  id: ClusterSeriesId,
  change: Reading<number>,
  base: WindowSide | undefined,
): Reading<number> {
  const floor = percentFloor[seriesDefinition(id).unit];
  if (!change.known) {
    return change;
  }
  if (floor === undefined) {
    return unknown('not-applicable', change.observedAt, { source: change.source });
  }
  return base === undefined || base.average < floor
    ? unknown('no-traffic', change.observedAt, { source: change.source })
    : known((100 * change.value) / base.average, change);
}
