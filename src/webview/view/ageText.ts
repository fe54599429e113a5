import type { CollectionState, OverviewHeader } from '../../shared/model/extendedOverview';
import type { EpochMs } from '../../shared/time';
import { secondMs } from '../../shared/time';

/** Age of the last answer in ms, or undefined before the first; a clock ahead of ours counts as now. */
export function ageMs(
  header: Pick<OverviewHeader, 'lastAnswerAt'>,
  now: EpochMs,
): number | undefined {
  return header.lastAnswerAt === undefined ? undefined : Math.max(0, now - header.lastAnswerAt);
}

/**
 * The state to show. The host says `stale` with its next message; while no message comes, the page
 * sees by itself that the answers grew older than two intervals.
 */
export function shownState(
  header: Pick<OverviewHeader, 'state' | 'lastAnswerAt' | 'intervalS'>,
  now: EpochMs,
): CollectionState {
  const age = ageMs(header, now);
  const late = age !== undefined && age > 2 * header.intervalS * secondMs + 5 * secondMs;
  return header.state === 'live' && late ? 'stale' : header.state;
}
