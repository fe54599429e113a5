import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { knownWindow, samplesOf } from '../overview/windows';
import {
  clusterOutcome,
  plainTier,
  runSinceOf,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import type { Rule } from './rule';

/** Queries gave up waiting, or some waited all of the time. */
export const queryQueueRule: Rule = {
  id: 'query.queue',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('queue.title'),
  nextStep: () => showSection('queue.step', 'queries'),
  judge(input) {
    const { now, series } = input;
    const { queueWindowMs } = ruleNumbers;
    const queued = series['query.queued'];
    if (!queued.known) {
      return queued.why === 'not-installed'
        ? { kind: 'not-applicable' }
        : clusterOutcome(unknownFinding(null, queued.why));
    }
    const windowOf = (id: 'query.queued' | 'query.queue_timeout') =>
      samplesOf(input, id, null, now - queueWindowMs, now, series[id]);
    const waiting = knownWindow(input, windowOf('query.queued'), queueWindowMs);
    const least = waiting === undefined ? 0 : Math.min(...waiting);
    const rates = windowOf('query.queue_timeout').flatMap(({ value }) => value ?? []);
    const gaveUp = Math.round(
      (rates.reduce((sum, rate) => sum + rate, 0) * input.history.stepMs) / 1000,
    );
    const gives = rates.some((rate) => rate > 0);
    const { warning, forMs } = ruleConstants['query.queue'];
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        {
          ...plainTier(
            { key: 'warning', level: 'warning', points: warning, forMs },
            gives || least > 0,
            least > 0 ? runSinceOf(input, 'query.queued', null, (value) => value > 0) : now,
          ),
          // Also after a while that nobody measured: while some wait it is not over.
          stillMet: gives || queued.value > 0,
        },
      ],
      evidence: sentences(
        phrase('queue.waiting', { n: queued.value }),
        gives
          ? phrase('queue.gaveUp', { n: Math.max(1, gaveUp), d: { ms: queueWindowMs } })
          : undefined,
      ),
      source: queued.source,
      observedAt: queued.observedAt,
    });
  },
};
