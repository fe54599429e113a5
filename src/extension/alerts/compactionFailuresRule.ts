import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { average, knownWindow, samplesOf } from '../overview/windows';
import {
  clusterOutcome,
  highTiers,
  oneLine,
  sentences,
  showSection,
  unknownFinding,
} from './findings';
import type { Rule } from './rule';

export const compactionFailuresRule: Rule = {
  id: 'compaction.failures',
  scored: true,
  heldBy: ['fe.leader'],
  heldAfterStart: false,
  title: () => phrase('rule.compactionFailures.title'),
  nextStep: () => showSection('health.step.compaction', 'compaction'),
  judge(input) {
    const { now, series, lakeCompactions } = input;
    const current = series['compaction.failed'];
    const { warning, forMs, clear } = ruleConstants['compaction.failures'];
    const { failuresWindowMs: windowMs, compactionFailures: above } = ruleNumbers;
    const samples = samplesOf(input, 'compaction.failed', null, now - windowMs, now, current);
    const values = knownWindow(input, samples, windowMs);
    if (!current.known || values === undefined) {
      return clusterOutcome(
        unknownFinding(null, current.known ? 'insufficient-history' : current.why),
      );
    }
    const n = (average(values) * windowMs) / 1000;
    const error = lakeCompactions.known
      ? lakeCompactions.value.findLast((row) => row.error !== null)?.error
      : undefined;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: highTiers(
        n,
        [{ key: 'warning', level: 'warning', points: warning, forMs, above }],
        clear,
        false,
        () => now,
      ),
      evidence: sentences(
        phrase('rule.compactionFailures.evidence', { n: Math.round(n), d: { ms: windowMs } }),
        typeof error === 'string'
          ? phrase('rule.compactionFailures.error', { error: oneLine(error) })
          : undefined,
      ),
      source: current.source,
      observedAt: current.observedAt,
    });
  },
};
