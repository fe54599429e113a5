import { phrase } from '../../shared/phrase';
import type { AuditLookup } from '../starrocks/sources/auditTable';
import type { ClusterClock } from '../starrocks/sources/clock';
import type { Observation } from './observation';
import type { NotAsked, ScheduleFacts } from './sourceScheduler';

type Known<T> = {
  /** The last answer, however old. */
  readonly last: T | undefined;
  readonly newest: Observation<unknown> | undefined;
};

/**
 * Whether the audit table can be asked; a lookup that fails takes nothing back. It keeps the wall
 * clock of the cluster: before that clock was told there is no question to put.
 */
export function auditOf(
  lookup: Known<AuditLookup>,
  clock: Known<Pick<ClusterClock, 'globalOffsetMs'>>,
): ScheduleFacts['audit'] {
  if (lookup.last === undefined) {
    return lookup.newest?.ok === false ? { why: lookup.newest.why } : { why: 'not-collected-yet' };
  }
  const { found } = lookup.last;
  if (!found.ok) {
    return { why: found.why, detail: phrase('text.verbatim', { text: found.message }) };
  }
  return withoutClock(clock) ?? 'found';
}

function withoutClock({
  last,
  newest,
}: Known<Pick<ClusterClock, 'globalOffsetMs'>>): NotAsked | undefined {
  if (last !== undefined) {
    return last.globalOffsetMs === null
      ? { why: 'malformed', detail: phrase('text.zone-unknown') }
      : undefined;
  }
  return newest?.ok === false
    ? { why: newest.why, detail: phrase('text.verbatim', { text: newest.message }) }
    : { why: 'not-collected-yet' };
}
