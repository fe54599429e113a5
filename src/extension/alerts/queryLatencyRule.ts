import { hostOf } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { errorWindow } from '../overview/errorRate';
import type { OverviewInput } from '../overview/overviewInput';
import {
  clusterOutcome,
  highTiers,
  plainTier,
  runSinceOf,
  showSection,
  unknownFinding,
} from './findings';
import type { Rule } from './rule';

/** The cluster's 95th percentile by the audit log, else that of the slowest FE. */
export const queryLatencyRule: Rule = {
  id: 'query.latency',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('rule.latency.title'),
  nextStep: () => showSection('rule.step.slow', 'slow'),
  judge(input) {
    const p95 = input.series['query.p95'];
    if (!p95.known && p95.why === 'not-applicable') {
      return { kind: 'not-applicable' };
    }
    if (!p95.known && p95.why !== 'no-traffic') {
      return clusterOutcome(unknownFinding(null, p95.why));
    }
    const { warning, forMs, clear } = ruleConstants['query.latency'];
    const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
    const measured = p95.known && !isRare(input) ? p95 : undefined;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers:
        measured === undefined
          ? [plainTier(tier, false, input.now)]
          : highTiers(
              measured.value,
              [{ ...tier, above: ruleNumbers.latencyP95Ms }],
              clear,
              false,
              (holds) => runSinceOf(input, 'query.p95', null, holds),
            ),
      evidence:
        measured === undefined
          ? phrase('rule.latency.noTraffic')
          : evidence(input, { ms: measured.value }),
      source: p95.source ?? 'feMetrics',
      observedAt: p95.known ? p95.observedAt : p95.since,
    });
  },
};

/** A minute of the audit log may hold a single query; behind an FE's quantile stand enough. */
function isRare(input: OverviewInput): boolean {
  const window = errorWindow(input, input.now);
  return (
    input.series['query.p95'].source === 'auditMinutes' &&
    window !== undefined &&
    window.queries < ruleNumbers.errorsMinQueries
  );
}

function evidence({ latencyNode }: OverviewInput, d: { readonly ms: number }) {
  return latencyNode.known
    ? phrase('rule.latency.node', { node: hostOf(latencyNode.value), d })
    : phrase('rule.latency.evidence', { d });
}
