import { hostOf } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { firstFull } from '../overview/firstFull';
import {
  clusterOutcome,
  oneLine,
  plainTier,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import { sharedNothingOnly } from './eachNode';
import type { Rule } from './rule';

/** Even at the least likely growth the soft limit is reached within days. */
export const capacitySoonRule: Rule = {
  id: 'capacity.soon',
  scored: true,
  heldBy: ['fe.leader', 'disk.full'],
  heldAfterStart: false,
  title: () => phrase('capacity.soon.title'),
  nextStep: () => showSection('capacity.soon.step', 'storage'),
  judge(input) {
    const otherwise = sharedNothingOnly(input);
    if (otherwise !== undefined) {
      return otherwise;
    }
    const first = firstFull(input);
    if (!first.known) {
      return clusterOutcome(unknownFinding(null, first.why));
    }
    const { disk, limitPct, days } = first.value;
    const { warning, forMs } = ruleConstants['capacity.soon'];
    const soon = days.latest !== null && days.latest <= ruleNumbers.capacitySoonDays;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        plainTier({ key: 'warning', level: 'warning', points: warning, forMs }, soon, input.now),
      ],
      evidence: sentences(
        disk === null
          ? phrase('capacity.soon.all', { p: { percent: limitPct } })
          : phrase('capacity.soon.disk', {
              node: hostOf(disk.node),
              path: oneLine(disk.path),
              p: { percent: limitPct },
            }),
        phrase('capacity.soon.days', {
          likely: wholeDays(days.likely),
          from: wholeDays(days.soonest),
          to: wholeDays(days.latest),
        }),
      ),
      source: first.source,
      observedAt: first.observedAt,
    });
  },
};

/** Rounded up: what is full in an hour is full within a day. */
function wholeDays(days: number | null): number | string {
  return days === null ? '—' : Math.ceil(days);
}
