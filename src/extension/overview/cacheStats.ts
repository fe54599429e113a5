import type { CacheStats, NodeCache } from '../../shared/model/cacheStats';
import {
  sameReason,
  unknown,
  type NodeReading,
  type Reading,
  type Rows,
  type UnknownReason,
} from '../../shared/reading';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { hitPctOf, whyNoCache } from './cacheTraffic';
import { byHost, computeNodesOf, cutRows, tableOf } from './clusterFacts';
import { columnSum } from './columnSum';
import type { OverviewInput } from './overviewInput';

/** What the lists of nodes tell of a cache. */
const listedColumns = ['status', 'diskUsed', 'diskQuota', 'memoryUsed', 'memoryQuota'] as const;

export function computeCacheStats(input: OverviewInput): CacheStats {
  const { series } = input;
  return {
    diskUsed: series['cache.used'],
    diskQuota: series['cache.quota'],
    memoryUsed: memorySum(input, 'cacheMemUsedBytes'),
    memoryQuota: memorySum(input, 'cacheMemQuotaBytes'),
    hitPct: series['cache.hit'],
    nodes: cutRows(nodeCacheRows(input)),
  };
}

function memorySum(
  input: OverviewInput,
  column: 'cacheMemUsedBytes' | 'cacheMemQuotaBytes',
): Reading<number> {
  return columnSum(input, column, (row) => whyNoCache(input.unknownColumns, row));
}

/** One row for every BE and CN; what a dead one said of its cache last is not shown. */
export function nodeCacheRows(input: OverviewInput): Rows<NodeCache> {
  const nodes = computeNodesOf(input);
  if (!nodes.known) {
    return sameReason(nodes);
  }
  const list = [...nodes.value.rows].sort(byHost);
  const hits = list.map((row): NodeReading => ({ node: row.node, reading: hitPct(input, row) }));
  const rows = list.map((row, i): NodeCache => {
    const hit = hits[i]?.reading;
    const cell = <T>(value: T): T | null => (row.alive === true ? value : null);
    return {
      node: row.node,
      host: row.host,
      status: cell(row.cacheStatus),
      diskUsed: cell(row.cacheUsedBytes),
      diskQuota: cell(row.cacheQuotaBytes),
      memoryUsed: cell(row.cacheMemUsedBytes),
      memoryQuota: cell(row.cacheMemQuotaBytes),
      hitPct: hit?.known === true ? hit.value : null,
    };
  });
  const [alive] = list.filter((row) => row.alive === true);
  const unknownColumns: Partial<Record<keyof NodeCache, UnknownReason>> = {};
  for (const column of listedColumns) {
    if (rows.length > 0 && rows.every((row) => row[column] === null)) {
      unknownColumns[column] =
        alive === undefined ? 'node-down' : whyNoCache(input.unknownColumns, alive);
    }
  }
  const [why] = hits.flatMap(({ reading }) => (reading.known ? [] : [reading.why]));
  if (why !== undefined && rows.every((row) => row.hitPct === null)) {
    unknownColumns.hitPct = why;
  }
  return {
    ...nodes,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

function hitPct(input: OverviewInput, row: ComputeRow): Reading<number> {
  if (row.alive !== true) {
    return unknown('node-down', input.now, { source: 'datacache' });
  }
  const traffic = input.cacheTraffic.get(row.node);
  return traffic === undefined
    ? unknown('not-collected-yet', input.now, { source: 'datacache' })
    : hitPctOf(traffic);
}
