import type { HealthHistoryQuery, TrendQuery } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import type { ModuleId, Modules } from '../../shared/model/extendedOverview';
import type { HealthHistory } from '../../shared/model/healthHistory';
import {
  performanceTrendSeries,
  resourceTrendSeries,
  windowSeries,
  type TimeRange,
  type Trend,
} from '../../shared/model/trends';
import { known, mapReading, unknown, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { rangeAt } from '../../shared/timeRange';
import { windowAggregates } from '../overview/windowAggregates';
import { mostBuckets, type HistoryStore } from '../store/historyStore';
import { healthHistory } from './healthHistory';
import { withMedians } from './nodeMedians';

/** A trend as the history answers it; ranges that end now end at `now`. */
export async function storedTrend(
  store: HistoryStore,
  id: ClusterId,
  query: TrendQuery,
  now: EpochMs,
): Promise<Trend> {
  const { from, to } = rangeAt(query.timeRange, now);
  const { series, nodes, median = false } = query;
  const trend = await store.trend(id, {
    series,
    ...(nodes === undefined || median ? {} : { nodes }),
    from,
    to,
    buckets: Math.max(1, Math.min(mostBuckets, Math.floor(query.buckets ?? mostBuckets))),
  });
  return median ? withMedians(trend, nodes) : trend;
}

/** Verdicts, problems and events of a stretch; ranges that end now end at `now`. */
export async function storedHealthHistory(
  store: HistoryStore,
  id: ClusterId,
  query: HealthHistoryQuery,
  now: EpochMs,
): Promise<HealthHistory> {
  const { from, to } = rangeAt(query.timeRange, now);
  const [trend, problems] = await Promise.all([
    storedTrend(store, id, { ...query, series: ['health.score'] }, now),
    store.problemsBetween(id, from, to),
  ]);
  return healthHistory(trend, problems);
}

/** The modules of a stretch of time, of those that are wanted. */
export async function trendModules(
  store: HistoryStore,
  id: ClusterId,
  timeRange: TimeRange,
  at: EpochMs,
  wanted: readonly ModuleId[],
): Promise<Modules> {
  const read = async (series: TrendQuery['series']): Promise<Reading<Trend>> => {
    try {
      const trend = await storedTrend(store, id, { series, timeRange }, at);
      return known(trend, { observedAt: at, source: 'collector' });
    } catch (error) {
      return unknown('failed', at, {
        source: 'collector',
        detail: { id: 'text.verbatim', args: { text: String(error) } },
      });
    }
  };
  const [performance, resources, window] = await Promise.all([
    wanted.includes('performanceTrends') ? read(performanceTrendSeries) : undefined,
    wanted.includes('resourceTrends') ? read(resourceTrendSeries) : undefined,
    wanted.includes('window') ? read(windowSeries) : undefined,
  ]);
  return {
    ...(performance === undefined ? {} : { performanceTrends: performance }),
    ...(resources === undefined ? {} : { resourceTrends: resources }),
    ...(window === undefined
      ? {}
      : { window: mapReading(window, (trend) => windowAggregates(trend, at)) }),
  };
}
