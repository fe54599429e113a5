import type { LoadOutcome } from '../../shared/model/loadJobStats';
import type { LoadRow } from '../starrocks/sources/loads';

/** Words of unfinished loads, and of unfinished stream loads (one of them misspelt by the cluster). */
const unfinished: ReadonlySet<string> = new Set([
  'PENDING',
  'QUEUEING',
  'ETL',
  'LOADING',
  'PREPARED',
  'COMMITTED',
  'BEGIN',
  'BEFORE_LOAD',
  'PREPARING',
  'COMMITED',
]);

/** What became of a load. A word that we do not know is no outcome. */
export function loadOutcome({ state, error }: Pick<LoadRow, 'state' | 'error'>): LoadOutcome {
  switch (state) {
    case 'FINISHED':
      return 'finished';
    case 'CANCELLED':
      return /^type:\s*USER_CANCEL\b/i.test(error ?? '') ? 'cancelled' : 'failed';
    default:
      return unfinished.has(state) ? 'running' : 'unknown';
  }
}
