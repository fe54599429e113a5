import { phrase } from '../../shared/phrase';
import {
  mapReading,
  sameReason,
  unknown,
  type Reading,
  type UnknownReason,
} from '../../shared/reading';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { CacheTraffic } from '../starrocks/sources/dataCache';
import { whyEmpty, type UnknownColumns } from './emptyCell';

/** What a node's cache was asked for: told over HTTP alone, by nodes that let us in there. */
export function cacheTraffic(
  metrics: Reading<ComputeMetrics>,
  answer: Reading<CacheTraffic>,
): Reading<CacheTraffic> {
  if (!metrics.known) {
    return sameReason(metrics);
  }
  return metrics.source === 'beMetricsSql'
    ? unknown('not-applicable', metrics.observedAt, {
        source: 'datacache',
        detail: phrase('text.needs-be-http'),
      })
    : answer;
}

/** Share of the bytes that the cache held, percent; of nothing there is none. */
export function hitPctOf(traffic: Reading<CacheTraffic>): Reading<number> {
  return traffic.known && traffic.value.hitBytes + traffic.value.missBytes === 0
    ? unknown('no-traffic', traffic.observedAt, { source: traffic.source })
    : mapReading(traffic, ({ hitBytes, missBytes }) => (100 * hitBytes) / (hitBytes + missBytes));
}

/** Why the sizes of a node's cache are not told; one that says its state has none. */
export function whyNoCache(
  unknownColumns: UnknownColumns,
  { role, cacheStatus }: Pick<ComputeRow, 'role' | 'cacheStatus'>,
): UnknownReason {
  return cacheStatus === null
    ? whyEmpty(unknownColumns, role === 'be' ? 'backends' : 'computeNodes', 'cacheQuotaBytes')
    : 'not-installed';
}
