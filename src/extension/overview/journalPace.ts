import { known, sameReason, unknown, type Reading } from '../../shared/reading';
import { ruleNumbers } from '../../shared/thresholds';
import type { OverviewInput } from './overviewInput';
import { average, knownWindow, samplesOf } from './windows';

/** Journal entries per second over five minutes; `no-traffic` while nearly none are written. */
export function journalPace(input: OverviewInput): Reading<number> {
  const { now, series } = input;
  const { replayPaceWindowMs: windowMs, replayMinPace } = ruleNumbers;
  const written = series['journal.write'];
  const samples = samplesOf(input, 'journal.write', null, now - windowMs, now, written);
  const values = knownWindow(input, samples, windowMs);
  if (values === undefined) {
    return written.known
      ? unknown('insufficient-history', input.startedAt, { source: written.source })
      : sameReason(written);
  }
  const from = written.known ? written : { observedAt: now, source: 'feMetrics' as const };
  const pace = average(values);
  return pace < replayMinPace
    ? unknown('no-traffic', from.observedAt, { source: from.source })
    : known(pace, from);
}
