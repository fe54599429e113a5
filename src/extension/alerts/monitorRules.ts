import { hostOf } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import type { Reading, UnknownReason } from '../../shared/reading';
import { ruleConstants } from '../../shared/thresholds';
import { aliveNodes, computeNodesOf } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { clusterOutcome, oneLine, plainTier, sentences, unknownFinding } from './findings';
import type { Rule } from './rule';

/** Not owed at all, or simply not yet asked. */
const notMissing: ReadonlySet<UnknownReason> = new Set([
  'not-applicable',
  'disabled',
  'not-collected-yet',
]);

type Measured = { readonly node: string; readonly why?: UnknownReason };

export const monitorPartialRule: Rule = {
  id: 'monitor.partial',
  scored: false,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('health.partial.title'),
  nextStep: () => ({ kind: 'testConnection', label: phrase('health.step.access') }),
  judge(input) {
    const frontends = input.frontends.known
      ? input.frontends.value.filter((row) => row.alive === true)
      : [];
    const fes = frontends.flatMap(({ node }) => measured(node, input.feMetrics.get(node)));
    const nodes = aliveNodes(computeNodesOf(input)).flatMap(({ node }) =>
      measured(node, input.beMetrics.get(node)),
    );
    const all = [...fes, ...nodes];
    if (all.length === 0) {
      return input.profile.http.mode === 'off'
        ? { kind: 'not-applicable' }
        : { kind: 'unknown', why: 'not-collected-yet' };
    }
    const missing = all.filter(({ why }) => why !== undefined);
    const first = missing[0];
    // Three rounds: the first, and two intervals more.
    const tier = { key: 'info', level: 'info', points: 0, forMs: 2 * input.intervalMs } as const;
    const share = (list: readonly Measured[]) => ({
      n: list.filter(({ why }) => why === undefined).length,
      m: list.length,
    });
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [plainTier(tier, first !== undefined, input.now)],
      evidence: sentences(
        phrase('health.partial.frontends', share(fes)),
        phrase('health.partial.compute', share(nodes)),
        first?.why === undefined
          ? undefined
          : phrase('health.partial.first', {
              node: hostOf(first.node),
              why: phrase(`reason.${first.why}`),
            }),
      ),
      source: fes.some(({ why }) => why !== undefined) ? 'feMetrics' : 'beMetrics',
      observedAt: newest(input),
    });
  },
};

function measured(node: string, reading: Reading<unknown> | undefined): readonly Measured[] {
  if (reading === undefined) {
    return [];
  }
  if (reading.known) {
    return [{ node }];
  }
  return notMissing.has(reading.why) ? [] : [{ node, why: reading.why }];
}

function newest(input: OverviewInput): number {
  const times = [...input.feMetrics.values(), ...input.beMetrics.values()].flatMap((reading) =>
    reading.known ? [reading.observedAt] : [],
  );
  return times.length === 0 ? input.now : Math.max(...times);
}

export const monitorHistoryRule: Rule = {
  id: 'monitor.history',
  scored: false,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('rule.history.title'),
  nextStep: () => ({ kind: 'openLog', label: phrase('rule.step.log') }),
  judge({ saving, now }) {
    if (!saving.known) {
      return clusterOutcome(unknownFinding(null, saving.why));
    }
    const { value } = saving;
    const { forMs, warning } = ruleConstants['monitor.history'];
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        plainTier(
          { key: 'warning', level: 'warning', points: warning, forMs },
          !value.saved,
          value.saved ? now : value.at,
        ),
      ],
      evidence: value.saved
        ? phrase('rule.monitor.fine')
        : phrase('rule.history.evidence', { message: oneLine(value.message) }),
      source: saving.source,
      observedAt: saving.observedAt,
    });
  },
};
