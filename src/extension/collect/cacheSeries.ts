import { sameReason, sumReadings, type Reading, type UnknownReason } from '../../shared/reading';
import { whyEmpty } from '../overview/emptyCell';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { cell, nobodyExpected, type DeriveContext } from './deriveContext';
import { aliveComputes, nodeLists } from './nodeLists';

export function cacheSum(
  context: DeriveContext,
  key: 'cacheUsedBytes' | 'cacheQuotaBytes',
): Reading<number> {
  const lists = nodeLists(context);
  if (!lists.known) {
    return sameReason(lists);
  }
  const parts = aliveComputes(context).map((row) => ({
    node: row.node,
    reading: cell(true, row[key], lists, whyNoCache(context, row)),
  }));
  return parts.length === 0
    ? nobodyExpected(context, 'computeNodes')
    : sumReadings(parts, context.now);
}

/** A version that has no column for caches does not say that there are none. */
export function whyNoCache(
  { live }: DeriveContext,
  { role }: Pick<ComputeRow, 'role'>,
): UnknownReason {
  const source = role === 'be' ? 'backends' : 'computeNodes';
  const why = whyEmpty(live.unknownColumns, source, 'cacheQuotaBytes');
  return why === 'unsupported-version' ? why : 'not-installed';
}
