import { phrase } from '../../shared/phrase';
import type { AuditLookup } from '../starrocks/sources/auditTable';
import type { Observation } from './observation';
import type { ScheduleFacts } from './sourceScheduler';

/** Whether the audit table can be asked; a lookup that fails takes nothing back. */
export function auditOf(
  lookup: AuditLookup | undefined,
  newest: Observation<unknown> | undefined,
): ScheduleFacts['audit'] {
  if (lookup === undefined) {
    return newest?.ok === false ? { why: newest.why } : { why: 'not-collected-yet' };
  }
  const { found } = lookup;
  return found.ok
    ? 'found'
    : { why: found.why, detail: phrase('text.verbatim', { text: found.message }) };
}
