import { parseCondition, type Condition } from '../../shared/condition';
import { hostOf, jobSubject, subjectName, type NodeId } from '../../shared/ids';
import { usualMinutes, type OwnRule } from '../../shared/ownRules';
import { phrase } from '../../shared/phrase';
import type { UnknownReason } from '../../shared/reading';
import { ruleConstants } from '../../shared/thresholds';
import { minuteMs } from '../../shared/time';
import { computeNodesOf } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { conditionNow, type ConditionNow } from './conditionValue';
import { plainTier, showSection, unknownFinding } from './findings';
import type { Finding, Rule, Tier } from './rule';

/** What a condition says now: of the cluster, or of the node at which it holds most clearly. */
export type OwnFinding =
  | (Extract<ConditionNow, { known: true }> & { readonly node: NodeId | null })
  | { readonly known: false; readonly why: UnknownReason };

/** The rules of the settings, one subject each; they take points once, those of the worst. */
export const ownRule: Rule = {
  id: 'own',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: (subject) =>
    phrase('text.verbatim', { text: subject === null ? '' : subjectName(subject) }),
  nextStep: () => showSection('own.step.trends', 'trends'),
  judge(input) {
    const { ownRules = [] } = input.profile;
    return ownRules.length === 0
      ? { kind: 'not-applicable' }
      : { kind: 'judged', findings: ownRules.map((rule) => findingOf(rule, input)) };
  },
};

function findingOf(rule: OwnRule, input: OverviewInput): Finding {
  const subject = jobSubject('own', rule.title);
  const forMs = (rule.forMinutes ?? usualMinutes) * minuteMs;
  const found = (['warning', 'critical'] as const).flatMap((level) => {
    const text = rule[level];
    const parsed = text === undefined ? undefined : parseCondition(text);
    return text === undefined || parsed?.ok !== true
      ? []
      : [{ level, text, now: judgeCondition(parsed.condition, input) }];
  });
  const tiers: Tier[] = [];
  for (const { level, now } of found) {
    if (!now.known) {
      return unknownFinding(subject, now.why);
    }
    const points = ruleConstants.own[level];
    const tier = plainTier({ key: level, level, points, forMs }, now.met, input.now);
    tiers.push({ ...tier, stillMet: now.stillMet });
  }
  // The worst that holds is told, else the first one.
  const told = found.findLast(({ now }) => now.known && now.met) ?? found[0];
  if (told?.now.known !== true) {
    return unknownFinding(subject, 'not-applicable');
  }
  const { left, right, node, source, observedAt } = told.now;
  const args = { condition: told.text, left, right };
  return {
    subject,
    known: true,
    tiers,
    evidence:
      node === null
        ? phrase('own.evidence', args)
        : phrase('own.evidence.node', { ...args, node: hostOf(node) }),
    source,
    observedAt,
  };
}

/**
 * Judges a condition. Of nodes one is enough; it is fine only when it is known of each node that is
 * alive to be so.
 */
export function judgeCondition(condition: Condition, input: OverviewInput): OwnFinding {
  if (condition.scope === 'cluster') {
    const now = conditionNow(condition, input, null);
    return now.known ? { ...now, node: null } : now;
  }
  const nodes = condition.scope === 'fe' ? input.frontends : rowsOf(input);
  if (!nodes.known) {
    return { known: false, why: nodes.why };
  }
  const all = nodes.value
    .filter(({ alive }) => alive === true)
    .map(({ node }) => ({ ...conditionNow(condition, input, node), node }));
  const known = all.flatMap((each) => (each.known ? [each] : []));
  const [worst] = known.sort((a, b) => excess(condition, b) - excess(condition, a));
  // A CN has no tablets: what does not exist there is not missing.
  const unknown = all.find((each) => !each.known && each.why !== 'not-applicable');
  if (worst?.met !== true && unknown?.known === false) {
    return { known: false, why: unknown.why };
  }
  return worst ?? { known: false, why: all.length === 0 ? 'node-down' : 'not-applicable' };
}

function excess(
  { comparison }: Condition,
  { left, right }: { readonly left: number; readonly right: number },
): number {
  return comparison.startsWith('>') ? left - right : right - left;
}

function rowsOf(input: OverviewInput) {
  const nodes = computeNodesOf(input);
  return nodes.known ? { ...nodes, value: nodes.value.rows } : nodes;
}
