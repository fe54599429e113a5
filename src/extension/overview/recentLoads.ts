import { sameReason, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { LoadRow } from '../starrocks/sources/loads';
import type { LoadHistory } from './loadHistory';
import { loadOutcome } from './loadOutcome';
import type { OverviewInput } from './overviewInput';

/** The cluster keeps this many stream loads, and unless it is configured otherwise other loads. */
const mostKept = 1000;

/**
 * Unfinished loads and those that ended in the window before the answer. A lower bound where the
 * cluster may have forgotten some, or where stream loads are a list of their own that fails.
 */
export function recentLoads(input: OverviewInput, windowMs: number): Reading<readonly LoadRow[]> {
  const { loads, streamLoads } = input;
  if (!loads.known) {
    return sameReason(loads);
  }
  const from = loads.observedAt - windowMs;
  const apart = streamLoads.known || streamLoads.why !== 'not-applicable';
  const streams = streamLoads.known ? streamLoads.value : undefined;
  const complete =
    isComplete(input, loads.value, from) &&
    (!apart || (streams !== undefined && isComplete(input, streams, from)));
  const rows = [...loads.value.loads, ...(streams?.loads ?? [])].filter(
    (load) => !hasEnded(load) || (load.finishedAt !== null && load.finishedAt > from),
  );
  return { ...loads, value: rows, ...(complete ? {} : { bound: 'lower' as const }) };
}

function hasEnded(load: LoadRow): boolean {
  return load.finishedAt !== null || !['running', 'unknown'].includes(loadOutcome(load));
}

/** Whether no load that ended after `from` may have been forgotten before we looked. */
function isComplete(input: OverviewInput, history: LoadHistory, from: EpochMs): boolean {
  const { feConfig } = input;
  const configured = Number(feConfig.known ? feConfig.value['label_keep_max_num'] : undefined);
  // Who may not read how many are kept cannot tell whether any is missing.
  const kept = configured > 0 ? Math.min(configured, mostKept) : 1;
  const { completeSince, rows } = history;
  return rows < kept || (completeSince !== null && completeSince <= from);
}
