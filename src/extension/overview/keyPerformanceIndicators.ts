import type { KeyPerformanceIndicators, Kpi } from '../../shared/model/keyPerformanceIndicators';
import { known, unknown, type Reading } from '../../shared/reading';
import { seriesDefinition, type ClusterSeriesId, type SeriesUnit } from '../../shared/series';
import { dayMs, minuteMs, type EpochMs } from '../../shared/time';
import { sameReason } from './clusterFacts';
import { coverageKey, errorRate } from './errorRate';
import type { OverviewInput, Sample } from './overviewInput';
import { average, expectedSamples, samplesOf } from './windows';

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
  };
}

function kpiOf(input: OverviewInput, id: ClusterSeriesId): Kpi {
  const { now } = input;
  const value = input.series[id];
  const lately = side(input, id, now - minuteMs, now, value);
  const before = side(input, id, now - 6 * minuteMs, now - 5 * minuteMs);
  const today = side(input, id, now - 5 * minuteMs, now, value);
  const yesterday = side(input, id, now - dayMs - 5 * minuteMs, now - dayMs);
  const vsYesterday = delta(input, value, today, yesterday);
  return {
    value,
    vsFiveMinutes: delta(input, value, lately, before),
    vsYesterday,
    vsYesterdayPct: percent(id, vsYesterday, yesterday),
  };
}

/** The average of a window and what it rests on. */
type Side = { readonly average: number; readonly coverage: string };

/** Undefined when fewer than half of the window's samples are known over the same nodes. */
function side(
  input: OverviewInput,
  id: ClusterSeriesId,
  from: EpochMs,
  to: EpochMs,
  current?: Reading<number>,
): Side | undefined {
  const needed = expectedSamples(input, to - from) / 2;
  const groups = new Map<string, number[]>();
  for (const sample of samplesOf(input, id, null, from, to, current)) {
    if (sample.value !== null) {
      const key = nodesKey(sample);
      groups.set(key, [...(groups.get(key) ?? []), sample.value]);
    }
  }
  const [largest] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  return largest === undefined || largest[1].length < needed
    ? undefined
    : { average: average(largest[1]), coverage: largest[0] };
}

/** Complete over two FEs is not complete over three; where nothing was said it is simply complete. */
function nodesKey(sample: Sample): string {
  const key = coverageKey(sample);
  return key === 'complete' && sample.coverage !== undefined ? `all ${sample.coverage.of}` : key;
}

function comparable(a: Side, b: Side): boolean {
  const complete = (key: string) => !key.includes('/');
  return (
    a.coverage === b.coverage ||
    (complete(a.coverage) &&
      complete(b.coverage) &&
      (a.coverage === 'complete' || b.coverage === 'complete'))
  );
}

/** Value of one window minus the other; a delta of an unknown value is unknown as the value is. */
function delta(
  input: OverviewInput,
  value: Reading<number>,
  to: Side | undefined,
  from: Side | undefined,
): Reading<number> {
  if (!value.known) {
    return sameReason(value);
  }
  if (to === undefined || from === undefined || !comparable(to, from)) {
    return unknown('insufficient-history', input.startedAt, { source: value.source });
  }
  return known(to.average - from.average, value);
}

function percent(
  id: ClusterSeriesId,
  change: Reading<number>,
  base: Side | undefined,
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
