import type {
  CollectorCost,
  Cost,
  CostReadings,
  SourceCost,
} from '../../shared/model/collectorCost';
import { known, sameReason, unknown, type Reading, type Rows } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { cutRows, tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';

/** What asking has cost up to the end of the newest round. */
export type MeasuredCost = {
  readonly at: EpochMs;
  /** Since the end of the round before. */
  readonly lastRound: Cost;
  /** Over some five minutes; absent before the second round. */
  readonly recent?: { readonly elapsedMs: number; readonly bySource: ReadonlyMap<string, Cost> };
};

export function computeCollectorCost(input: OverviewInput): CollectorCost {
  const { measuredCost, now, historyBytes } = input;
  const sources = sourceCostRows(input);
  const lastRound = (key: keyof Cost): Reading<number> =>
    measuredCost === undefined
      ? unknown('not-collected-yet', now, { source: 'collector' })
      : known(measuredCost.lastRound[key], { observedAt: measuredCost.at, source: 'collector' });
  const perMinute = (key: keyof Cost): Reading<number> => {
    const elapsedMs = measuredCost?.recent?.elapsedMs;
    if (!sources.known || elapsedMs === undefined) {
      return sources.known
        ? unknown('insufficient-history', now, { source: 'collector' })
        : sameReason(sources);
    }
    const sum = sources.value.rows.reduce((total, cost) => total + cost[key], 0);
    return known((60_000 * sum) / elapsedMs, sources);
  };
  return {
    perMinute: eachPart(perMinute),
    lastRound: eachPart(lastRound),
    sources: cutRows(sources),
    historyBytes,
  };
}

function eachPart(f: (key: keyof Cost) => Reading<number>): CostReadings {
  return {
    statements: f('statements'),
    requests: f('requests'),
    ms: f('ms'),
    rows: f('rows'),
    bytes: f('bytes'),
  };
}

export function sourceCostRows({ measuredCost, now }: OverviewInput): Rows<SourceCost> {
  if (measuredCost?.recent === undefined) {
    const why = measuredCost === undefined ? 'not-collected-yet' : 'insufficient-history';
    return unknown(why, now, { source: 'collector' });
  }
  const rows = [...measuredCost.recent.bySource]
    .map(([source, cost]): SourceCost => ({ source, ...cost }))
    .sort((a, b) => b.bytes - a.bytes || a.source.localeCompare(b.source, 'en'));
  return known(tableOf(rows), { observedAt: measuredCost.at, source: 'collector' });
}
