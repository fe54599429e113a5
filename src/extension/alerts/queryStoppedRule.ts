import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { dayMs } from '../../shared/time';
import { comparedWindows } from '../overview/comparedWindows';
import { clusterOutcome, plainTier, showSection, unknownFinding } from './findings';
import type { Rule } from './rule';

/** Hardly any queries where at this time yesterday there were: clients may not get through. */
export const queryStoppedRule: Rule = {
  id: 'query.stopped',
  scored: false,
  heldBy: ['fe.leader', 'fe.down'],
  heldAfterStart: false,
  title: () => phrase('rule.stopped.title'),
  nextStep: () => showSection('rule.step.sessions', 'sessions'),
  judge(input) {
    const { now } = input;
    const qps = input.series['query.qps'];
    if (!qps.known) {
      return clusterOutcome(unknownFinding(null, qps.why));
    }
    const { stoppedWindowMs, stoppedShare, stoppedMinQps } = ruleNumbers;
    const pair = comparedWindows(input, 'query.qps', stoppedWindowMs, now - dayMs);
    if (pair === undefined) {
      return clusterOutcome(unknownFinding(null, 'insufficient-history'));
    }
    const { to, from } = pair;
    const { forMs, clear } = ruleConstants['query.stopped'];
    const tier = { key: 'info', level: 'info', points: 0, forMs } as const;
    const isBelow = (share: number) =>
      from.average >= stoppedMinQps && to.average < share * from.average;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        { ...plainTier(tier, isBelow(stoppedShare), now), stillMet: isBelow(stoppedShare / clear) },
      ],
      evidence: phrase('rule.stopped.evidence', {
        qps: to.average,
        before: from.average,
      }),
      source: qps.source,
      observedAt: qps.observedAt,
    });
  },
};
