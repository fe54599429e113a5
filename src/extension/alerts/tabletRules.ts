import { phrase, type Phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers, type RuleId } from '../../shared/thresholds';
import type { OverviewInput } from '../overview/overviewInput';
import { localTablets, tabletSources } from '../overview/tabletHealth';
import { sharedNothingOnly } from './eachNode';
import {
  clusterOutcome,
  highTiers,
  plainTier,
  runSinceOf,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule, RuleOutcome } from './rule';

type TabletRule = Extract<RuleId, `tablet.${string}`>;

/** A rule about all tablets together, of clusters whose BEs keep replicas. */
function ofTablets(
  id: TabletRule,
  title: Phrase,
  heldBy: readonly RuleId[],
  find: (input: OverviewInput) => Finding,
): Rule {
  return {
    id,
    scored: true,
    heldBy,
    heldAfterStart: false,
    title: () => title,
    nextStep: () => showSection('tablets.step', 'storage'),
    judge: (input): RuleOutcome => sharedNothingOnly(input) ?? clusterOutcome(find(input)),
  };
}

/** A dead BE makes its tablets unhealthy at once: that is told by the BE's own problem. */
export const tabletUnhealthyRule = ofTablets(
  'tablet.unhealthy',
  phrase('tablets.unhealthy.title'),
  ['fe.leader', 'node.down'],
  (input) => {
    const unhealthy = localTablets(tabletSources(input), 'unhealthy');
    const { tabletHealth: statistic } = input;
    if (!unhealthy.known || !statistic.known) {
      return unknownFinding(null, unhealthy.known ? 'not-collected-yet' : unhealthy.why);
    }
    const { tablets } = statistic.value.total;
    const { warning, critical, forMs, clear } = ruleConstants['tablet.unhealthy'];
    const many = tablets * ruleNumbers.unhealthyCriticalShare;
    const worst = statistic.value.databases.reduce<{ name: string; n: number } | undefined>(
      (most, { database, unhealthy: n }) =>
        n !== null && n > 0 && (most === undefined || n > most.n) ? { name: database, n } : most,
      undefined,
    );
    return {
      subject: null,
      known: true,
      tiers: highTiers(
        unhealthy.value,
        [
          { key: 'warning', level: 'warning', points: warning, forMs, above: 0 },
          { key: 'critical', level: 'critical', points: critical, forMs, above: many },
        ],
        clear,
        false,
        (holds) => runSinceOf(input, 'tablet.unhealthy', null, holds),
      ),
      evidence: sentences(
        phrase('tablets.unhealthy.evidence', { n: unhealthy.value, of: tablets }),
        worst === undefined
          ? undefined
          : phrase('tablets.unhealthy.worst', { database: worst.name, n: worst.n }),
      ),
      source: unhealthy.source,
      observedAt: unhealthy.observedAt,
    };
  },
);

export const tabletErrorRule = ofTablets(
  'tablet.error',
  phrase('tablets.error.title'),
  ['fe.leader'],
  (input) => {
    const sources = tabletSources(input);
    const inconsistent = localTablets(sources, 'inconsistent');
    const broken = localTablets(sources, 'errorState');
    if (!inconsistent.known) {
      return unknownFinding(null, inconsistent.why);
    }
    const { warning, critical, forMs } = ruleConstants['tablet.error'];
    const { now } = input;
    return {
      subject: null,
      known: true,
      tiers: [
        plainTier(
          { key: 'warning', level: 'warning', points: warning, forMs },
          inconsistent.value > 0,
          now,
        ),
        // Before 2.5.5 nobody tells of the error state.
        ...(broken.known
          ? [
              plainTier(
                { key: 'critical', level: 'critical', points: critical, forMs },
                broken.value > 0,
                now,
              ),
            ]
          : []),
      ],
      evidence: broken.known
        ? phrase('tablets.error.evidence', { inconsistent: inconsistent.value, n: broken.value })
        : phrase('tablets.error.inconsistent', { inconsistent: inconsistent.value }),
      source: inconsistent.source,
      observedAt: inconsistent.observedAt,
    };
  },
);
