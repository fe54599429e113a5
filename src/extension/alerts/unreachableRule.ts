import { phrase, type Phrase } from '../../shared/phrase';
import { whyOf, clusterOutcome, oneLine, plainTier, sentences, unknownFinding } from './findings';
import type { Reach } from '../overview/overviewInput';
import type { Rule } from './rule';

/** More FEs than these are counted, not named. */
const mostNamed = 3;

/**
 * No FE accepts SQL although the network is there. It takes no points: nothing of the cluster is
 * measured then, so that its score is unknown. While our own network may be gone, nothing is said.
 */
export const clusterUnreachableRule: Rule = {
  id: 'cluster.unreachable',
  scored: false,
  heldBy: [],
  heldAfterStart: true,
  title: () => phrase('rule.unreachable.title'),
  nextStep: () => ({ kind: 'testConnection', label: phrase('rule.step.testConnection') }),
  judge({ reach, intervalMs, now }) {
    if (!reach.known) {
      return clusterOutcome(unknownFinding(null, whyOf(reach)));
    }
    const { silentSince, network } = reach.value;
    if (silentSince !== undefined && network === undefined) {
      return clusterOutcome(unknownFinding(null, 'unreachable'));
    }
    // Two rounds: the first, and one interval more.
    const tier = { key: 'critical', level: 'critical', points: 0, forMs: intervalMs } as const;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [plainTier(tier, silentSince !== undefined, silentSince ?? now)],
      evidence: evidenceOf(reach.value),
      source: reach.source,
      observedAt: reach.observedAt,
    });
  },
};

function evidenceOf({ closed, network }: Reach): Phrase {
  const named = closed
    .slice(0, mostNamed)
    .map(({ frontend, message }) =>
      phrase('rule.unreachable.frontend', { frontend, message: oneLine(message) }),
    );
  return sentences(
    phrase('rule.unreachable.evidence'),
    ...named,
    closed.length > mostNamed
      ? phrase('rule.monitor.more', { n: closed.length - mostNamed })
      : undefined,
    network === undefined ? undefined : phrase(`rule.unreachable.${network}`),
  );
}
