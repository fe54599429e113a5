import type { NodeId } from '../../shared/ids';
import {
  combineReadings,
  mapReading,
  sameReason,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
} from '../../shared/reading';
import { cacheTraffic, whyNoCache } from '../overview/cacheTraffic';
import type { CacheTraffic } from '../starrocks/sources/dataCache';
import { cell, nobodyExpected, type DeriveContext } from './deriveContext';
import { aliveComputes, nodeLists } from './nodeLists';

/** Bytes of the data caches on disk, as the lists of nodes tell them. */
export function cacheSum(
  context: DeriveContext,
  key: 'cacheUsedBytes' | 'cacheQuotaBytes',
): Reading<number> {
  const { live, now } = context;
  const lists = nodeLists(context);
  if (!lists.known) {
    return sameReason(lists);
  }
  const parts = aliveComputes(context).map((row) => ({
    node: row.node,
    reading: cell(true, row[key], lists, whyNoCache(live.unknownColumns, row)),
  }));
  return parts.length === 0 ? nobodyExpected(context, 'computeNodes') : sumReadings(parts, now);
}

/** Share of the bytes read in the last minute that the caches held, percent. */
export function cacheHit(context: DeriveContext): Reading<number> {
  const { now } = context;
  const nodes = aliveComputes(context);
  if (nodes.length === 0) {
    return nobodyExpected(context, 'computeNodes');
  }
  const traffic = nodes.map(({ node }) => ({ node, reading: trafficOf(context, node) }));
  const sum = (f: (traffic: CacheTraffic) => number): Reading<number> =>
    sumReadings(
      traffic.map(({ node, reading }): NodeReading => ({ node, reading: mapReading(reading, f) })),
      now,
    );
  const hits = sum(({ hitBytes }) => hitBytes);
  const all = sum(({ hitBytes, missBytes }) => hitBytes + missBytes);
  if (all.known && all.value === 0) {
    return unknown('no-traffic', all.observedAt, { source: all.source });
  }
  const share = combineReadings(hits, all, (held, read) => (100 * held) / read);
  if (!share.known) {
    return share;
  }
  // A share over fewer nodes is partial, but no bound in either direction.
  const { bound: _bound, ...rest } = share;
  return rest;
}

/** What one node's cache was asked for in the last minute. */
export function trafficOf(
  { live, now }: Pick<DeriveContext, 'live' | 'now'>,
  node: NodeId,
): Reading<CacheTraffic> {
  return cacheTraffic(
    live.nodeReading('beMetrics', node, now),
    live.nodeReading('datacache', node, now),
  );
}
