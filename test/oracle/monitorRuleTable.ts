/**
 * Rules of the monitor itself (semantics 4.5) that follow from what it was kept from seeing. How often
 * it asked and how long that took is its own doing: of `monitor.blind` and `monitor.cost` the truth
 * says nothing (see `ownRules`).
 */
import type { RuleId } from '../../src/shared/thresholds';
import type { Rule } from './ruleShape';
import { fine, onCluster } from './ruleShape';
import { askedSources, seen } from './situation';

export const monitorRules: readonly Rule[] = [
  {
    id: 'monitor.rights',
    forMs: 0,
    scored: false,
    find: (situation) =>
      onCluster(
        askedSources.some((source) => {
          const answer = seen(situation, source);
          return !answer.ok && answer.why === 'denied';
        })
          ? { level: 'info', points: 0 }
          : fine,
      ),
  },
];

/** Infos that no truth tells; a test of their own says when they open. */
export const ownRules: readonly RuleId[] = [
  'monitor.blind',
  'monitor.cost',
  'monitor.clock',
  'monitor.history',
];
