import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import { errorRate, errorWindow, type ErrorWindow } from '../overview/errorRate';
import type { OverviewInput } from '../overview/overviewInput';
import { knownWindow, samplesOf } from '../overview/windows';
import { clusterOutcome, plainTier, sentences, showSection, unknownFinding } from './findings';
import type { Rule, Tier } from './rule';

export const queryErrorsRule: Rule = {
  id: 'query.errors',
  scored: true,
  heldBy: ['node.down'],
  heldAfterStart: false,
  title: () => phrase('health.errors.title'),
  nextStep: () => showSection('health.step.errors', 'trends'),
  judge(input) {
    const rate = errorRate(input);
    const window = errorWindow(input, input.now);
    if (window === undefined || (!rate.known && rate.why !== 'no-traffic')) {
      return clusterOutcome(unknownFinding(null, rate.known ? 'insufficient-history' : rate.why));
    }
    const { warning, critical } = ruleConstants['query.errors'];
    const { errorsWarningPct, errorsCriticalPct } = input.thresholds;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        errorTier(input, window, 'warning', warning, errorsWarningPct),
        errorTier(input, window, 'critical', critical, errorsCriticalPct),
      ],
      evidence: rate.known ? errorEvidence(input, window) : phrase('health.errors.noTraffic'),
      source: rate.source ?? 'feMetrics',
      observedAt: rate.known ? rate.observedAt : rate.since,
    });
  },
};

function errorTier(
  input: OverviewInput,
  window: ErrorWindow,
  key: 'warning' | 'critical',
  points: number,
  mark: number,
): Tier {
  const { forMs, clear } = ruleConstants['query.errors'];
  const met = isMet(window, mark);
  return {
    ...plainTier({ key, level: key, points, forMs }, met, met ? runSince(input, mark) : input.now),
    stillMet: isMet(window, mark * clear),
  };
}

/** A rate over few queries or few failures judges nothing. */
function isMet(window: ErrorWindow, mark: number): boolean {
  return (
    window.queries >= ruleNumbers.errorsMinQueries &&
    window.internal + window.timeouts >= ruleNumbers.errorsMinErrors &&
    window.percent >= mark
  );
}

/** Goes back step by step as long as the five minutes up to then were as bad. */
function runSince(input: OverviewInput, mark: number): EpochMs {
  const { stepMs } = input.history;
  let since = input.now;
  for (let at = input.now - stepMs; at > input.now - 60 * 60_000; at -= stepMs) {
    const window = errorWindow(input, at);
    if (window === undefined || !isMet(window, mark)) {
      break;
    }
    since = at;
  }
  return since;
}

function errorEvidence(input: OverviewInput, window: ErrorWindow) {
  const { now } = input;
  const { errorsWindowMs } = ruleNumbers;
  const mistakes = knownWindow(
    input,
    samplesOf(input, 'query.err_analysis', null, now - errorsWindowMs, now),
    errorsWindowMs,
  );
  const perWindow = (values: readonly number[]) =>
    ((values.reduce((a, b) => a + b, 0) / values.length) * errorsWindowMs) / 1000;
  return sentences(
    phrase('health.errors.evidence', {
      p: { percent: window.percent },
      n: Math.round(window.queries),
      d: { ms: errorsWindowMs },
      internal: Math.round(window.internal),
      timeouts: Math.round(window.timeouts),
    }),
    mistakes === undefined
      ? undefined
      : phrase('health.errors.mistakes', { n: Math.round(perWindow(mistakes)) }),
    window.coverage === undefined ? undefined : phrase('health.errors.coverage', window.coverage),
  );
}
