import { hostOf } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { plainTier, showNode } from './findings';
import type { Finding, Rule } from './rule';

/** A BE that is to go and keeps its tablets: often there is no room for them, or no other BE. */
export const nodeDecommissionRule: Rule = {
  id: 'node.decommission',
  scored: false,
  heldBy: ['fe.leader', 'node.down'],
  heldAfterStart: false,
  title: (subject) =>
    phrase('rule.decommission.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: showNode,
  judge({ backends, drains, now }) {
    if (!backends.known) {
      return { kind: 'unknown', why: backends.why };
    }
    const { forMs } = ruleConstants['node.decommission'];
    return {
      kind: 'judged',
      findings: [...drains].map(([subject, { tablets, sameSince }]): Finding => {
        const isStill = tablets > 0 && now - sameSince >= ruleNumbers.drainStillMs;
        return {
          subject,
          known: true,
          tiers: [plainTier({ key: 'info', level: 'info', points: 0, forMs }, isStill, sameSince)],
          evidence: phrase('rule.decommission.evidence', {
            n: tablets,
            d: { ms: now - sameSince },
          }),
          source: backends.source,
          observedAt: backends.observedAt,
        };
      }),
    };
  },
};
