import type { KeyPerformanceIndicators, Kpi } from '../../shared/model/keyPerformanceIndicators';
import { known, mapReading, unknown, type Reading, sameReason } from '../../shared/reading';
import { seriesDefinition, type ClusterSeriesId, type SeriesUnit } from '../../shared/series';
import { dayMs, minuteMs, type EpochMs } from '../../shared/time';
import { coverageKey, errorRate, shareOfQueries } from './errorRate';
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
    successRate: mapReading(
      shareOfQueries(input, ['query.err_internal', 'query.err_timeout', 'query.err_analysis']),
      (failed) => Math.max(0, 100 - failed),
    ),
    slowRate: shareOfQueries(input, ['query.slow']),
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
  const sides = (from: EpochMs, to: EpochMs, current?: Reading<number>) =>
    sidesOf(input, id, from, to, current);
  const recently = comparable(
    sides(now - minuteMs, now, value),
    sides(now - 6 * minuteMs, now - 5 * minuteMs),
  );
  const daily = comparable(
    sides(now - 5 * minuteMs, now, value),
    sides(now - dayMs - 5 * minuteMs, now - dayMs),
  );
  return {
    value,
    vsFiveMinutes: delta(input, value, recently),
    vsYesterday: delta(input, value, daily),
    vsYesterdayPct: percent(id, delta(input, value, daily), daily?.from),
  };
}

/** The average of a window over the samples that rest on the same nodes. */
type Side = { readonly average: number; readonly nodes: string };

/** Only what at least half of the window's samples agree on. */
function sidesOf(
  input: OverviewInput,
  id: ClusterSeriesId,
  from: EpochMs,
  to: EpochMs,
  current?: Reading<number>,
): readonly Side[] {
  const groups = new Map<string, number[]>();
  for (const sample of samplesOf(input, id, null, from, to, current)) {
    if (sample.value !== null) {
      const key = nodesKey(sample);
      groups.set(key, [...(groups.get(key) ?? []), sample.value]);
    }
  }
  const needed = expectedSamples(input, to - from) / 2;
  return [...groups]
    .filter(([, values]) => values.length >= needed)
    .map(([nodes, values]) => ({ nodes, average: average(values) }));
}

/** Complete over two FEs is not complete over three; where nothing was said it is simply complete. */
function nodesKey(sample: Sample): string {
  const key = coverageKey(sample);
  return key === 'complete' && sample.coverage !== undefined ? `all ${sample.coverage.of}` : key;
}

type Pair = { readonly to: Side; readonly from: Side };

/** Both windows over the same nodes; undefined when there is no such pair. */
function comparable(to: readonly Side[], from: readonly Side[]): Pair | undefined {
  return to
    .flatMap((a) => from.map((b): Pair => ({ to: a, from: b })))
    .find(({ to: a, from: b }) => a.nodes === b.nodes || areComplete(a.nodes, b.nodes));
}

/** Imported history does not say how many nodes it rests on: it counts as complete. */
function areComplete(a: string, b: string): boolean {
  const isComplete = (key: string) => key === 'complete' || key.startsWith('all ');
  return isComplete(a) && isComplete(b) && (a === 'complete' || b === 'complete');
}

/** One window minus the other; a delta of an unknown value is unknown as the value is. */
function delta(
  input: OverviewInput,
  value: Reading<number>,
  pair: Pair | undefined,
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
