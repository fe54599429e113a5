import { hostOf } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { nodeReading } from '../overview/clusterFacts';
import { journalPace } from '../overview/journalPace';
import { whyNull } from '../overview/missingFigure';
import type { OverviewInput } from '../overview/overviewInput';
import {
  clusterOutcome,
  highTiers,
  plainTier,
  runSinceOf,
  sentences,
  showNode,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule } from './rule';

/** A setting of the FE as a number, or its documented default. */
function settingOf({ feConfig }: OverviewInput, key: string, otherwise: number): number {
  const value = feConfig.known ? Number(feConfig.value[key]) : Number.NaN;
  return value > 0 ? value : otherwise;
}

/** A follower that lags behind the leader's journal: old answers first, then none. */
export const replayRule: Rule = {
  id: 'fe.replay',
  scored: true,
  heldBy: ['fe.leader', 'fe.down'],
  heldAfterStart: false,
  title: (subject) =>
    phrase('rule.replay.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: showNode,
  judge(input) {
    const { frontends, now, leader } = input;
    if (!frontends.known) {
      return { kind: 'unknown', why: frontends.why };
    }
    if (!leader.known || leader.value === null) {
      return { kind: 'unknown', why: leader.known ? 'node-down' : leader.why };
    }
    const { warning, critical, forMs, clear } = ruleConstants['fe.replay'];
    const { replayWarningS, replayWarningEntries, replayCriticalShare } = ruleNumbers;
    const measured = journalPace(input);
    const pace = measured.known ? measured.value : undefined;
    const toleranceS = settingOf(input, 'meta_delay_toleration_second', 300);
    // In entries: a rate that is not known makes only the count of entries a measure.
    const marks =
      pace === undefined
        ? [
            {
              key: 'warning',
              level: 'warning' as const,
              points: warning,
              forMs,
              above: replayWarningEntries,
            },
          ]
        : [
            {
              key: 'warning',
              level: 'warning' as const,
              points: warning,
              forMs,
              above: replayWarningS * pace,
            },
            {
              key: 'critical',
              level: 'critical' as const,
              points: critical,
              forMs,
              above: replayCriticalShare * toleranceS * pace,
            },
          ];
    return {
      kind: 'judged',
      findings: frontends.value
        .filter(({ node }) => node !== leader.value)
        .map(({ node, alive }): Finding => {
          const lag = nodeReading(input, node, 'fe.replay_lag');
          if (alive !== true || !lag.known) {
            return unknownFinding(node, alive !== true || lag.known ? 'node-down' : lag.why);
          }
          return {
            subject: node,
            known: true,
            tiers: highTiers(lag.value, marks, clear, false, (holds) =>
              runSinceOf(input, 'fe.replay_lag', node, holds),
            ),
            evidence: sentences(
              pace === undefined
                ? phrase('rule.replay.entries', { n: lag.value })
                : phrase('rule.replay.evidence', {
                    n: lag.value,
                    d: { ms: (1000 * lag.value) / pace },
                  }),
              phrase('rule.replay.refuses', { d: { ms: 1000 * toleranceS } }),
            ),
            source: lag.source,
            observedAt: Math.min(lag.observedAt, now),
          };
        }),
    };
  },
};

export const checkpointRule: Rule = {
  id: 'fe.checkpoint',
  scored: true,
  heldBy: ['fe.leader'],
  heldAfterStart: false,
  title: () => phrase('rule.checkpoint.title'),
  nextStep: () => showSection('health.step.frontends', 'nodes'),
  judge(input) {
    const gap = input.series['journal.image_gap'];
    if (!gap.known) {
      return clusterOutcome(unknownFinding(null, gap.why));
    }
    const { warning, critical, forMs, clear } = ruleConstants['fe.checkpoint'];
    const roll = settingOf(input, 'edit_log_roll_num', 50_000);
    const { checkpointWarningRolls, checkpointCriticalRolls } = ruleNumbers;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: highTiers(
        gap.value,
        [
          {
            key: 'warning',
            level: 'warning',
            points: warning,
            forMs,
            above: checkpointWarningRolls * roll,
          },
          {
            key: 'critical',
            level: 'critical',
            points: critical,
            forMs,
            above: checkpointCriticalRolls * roll,
          },
        ],
        clear,
        false,
        (holds) => runSinceOf(input, 'journal.image_gap', null, holds),
      ),
      evidence: phrase('rule.checkpoint.evidence', { n: gap.value, roll }),
      source: gap.source,
      observedAt: gap.observedAt,
    });
  },
};

/** Slow journal writes of the leader; without writes its quantile is of the past. */
export const editLogRule: Rule = {
  id: 'fe.editlog',
  scored: true,
  heldBy: ['fe.leader'],
  heldAfterStart: false,
  title: () => phrase('rule.editLog.title'),
  nextStep: () => showSection('health.step.frontends', 'nodes'),
  judge(input) {
    const { leader, feMetrics, series, now } = input;
    if (!leader.known || leader.value === null) {
      return clusterOutcome(unknownFinding(null, leader.known ? 'node-down' : leader.why));
    }
    const sample = feMetrics.get(leader.value);
    const written = series['journal.write'];
    if (sample?.known !== true || !written.known) {
      const missing = sample?.known === true ? written : sample;
      const why = missing === undefined || missing.known ? 'not-collected-yet' : missing.why;
      return clusterOutcome(unknownFinding(null, why));
    }
    const { editLogP99 } = sample.value;
    if (editLogP99 === null) {
      return clusterOutcome(unknownFinding(null, whyNull(sample.value, 'editLogP99')));
    }
    const { warning, forMs, clear } = ruleConstants['fe.editlog'];
    const slow = (mark: number) => written.value > 0 && editLogP99 > mark;
    const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        {
          ...plainTier(tier, slow(ruleNumbers.editLogSlowMs), now),
          stillMet: slow(clear * ruleNumbers.editLogSlowMs),
        },
      ],
      evidence: phrase('rule.editLog.evidence', { d: { ms: editLogP99 } }),
      source: sample.source,
      observedAt: sample.observedAt,
    });
  },
};
