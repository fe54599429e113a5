import { groupBy } from '../../shared/groupBy';
import { hostOf, roleOf } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { computeNodesOf } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { eachNode } from './eachNode';
import {
  clusterOutcome,
  oneLine,
  plainTier,
  showNode,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule } from './rule';

export const nodeFlappingRule: Rule = {
  id: 'node.flapping',
  scored: true,
  heldBy: ['fe.leader'],
  heldAfterStart: false,
  title: (subject) =>
    phrase('rule.flapping.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: showNode,
  judge(input) {
    const nodes = listedNodes(input);
    if (nodes.length === 0) {
      const { frontends } = input;
      return { kind: 'unknown', why: frontends.known ? 'not-collected-yet' : frontends.why };
    }
    const { warning, forMs } = ruleConstants['node.flapping'];
    const { flappingRestarts, flappingWindowMs } = ruleNumbers;
    const { now, history } = input;
    return {
      kind: 'judged',
      findings: nodes.map(({ node, observedAt, source }): Finding => {
        const restarts = history.restarts(node, now - flappingWindowMs, now + 1);
        const last = restarts.at(-1);
        const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
        return {
          subject: node,
          known: true,
          tiers: [plainTier(tier, restarts.length >= flappingRestarts, restarts[0] ?? now)],
          evidence: phrase('rule.flapping.evidence', {
            n: restarts.length,
            d: { ms: flappingWindowMs },
            at: { at: last ?? now },
          }),
          source,
          observedAt,
        };
      }),
    };
  },
};

/** Nodes of the lists that answer now. */
function listedNodes(input: OverviewInput) {
  const { frontends } = input;
  const nodes = computeNodesOf(input);
  return [
    ...(frontends.known
      ? frontends.value.map((row) => ({
          ...row,
          observedAt: frontends.observedAt,
          source: frontends.source,
        }))
      : []),
    ...(nodes.known
      ? nodes.value.rows.map((row) => ({
          ...row,
          observedAt: nodes.observedAt,
          source: nodes.source,
        }))
      : []),
  ];
}

/** Versions differ while nodes are upgraded one by one; it is told when it lasts. */
export const nodeVersionRule: Rule = {
  id: 'node.version',
  scored: false,
  heldBy: [],
  heldAfterStart: false,
  title: () => phrase('rule.version.title'),
  nextStep: () => showSection('rule.step.nodes', 'nodes'),
  judge(input) {
    const nodes = listedNodes(input);
    const [first] = nodes;
    if (first === undefined) {
      return clusterOutcome(unknownFinding(null, 'not-collected-yet'));
    }
    const mixed = (['fe', 'be', 'cn'] as const)
      .map((role) => nodes.filter(({ node }) => roleOf(node) === role))
      .find((group) => versionsOf(group).size > 1);
    const [{ source, observedAt } = first] = mixed ?? [];
    const { forMs } = ruleConstants['node.version'];
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        plainTier({ key: 'info', level: 'info', points: 0, forMs }, mixed !== undefined, input.now),
      ],
      evidence: phrase('rule.version.evidence', {
        versions: oneLine(versionText(versionsOf(mixed ?? []))),
      }),
      source,
      observedAt,
    });
  },
};

/** Hosts of the nodes that live, by their version. */
function versionsOf(
  nodes: readonly {
    readonly host: string;
    readonly alive: boolean | null;
    readonly version: string | null;
  }[],
): ReadonlyMap<string, readonly string[]> {
  const living = nodes.flatMap(({ host, alive, version }) =>
    alive === true && version !== null ? [{ host, version }] : [],
  );
  const byVersion = groupBy(living, ({ version }) => version);
  return new Map([...byVersion].map(([version, own]) => [version, own.map(({ host }) => host)]));
}

/** What most run, by number; of the others some nodes by name. */
function versionText(versions: ReadonlyMap<string, readonly string[]>): string {
  const [most, ...others] = [...versions].sort(([, a], [, b]) => b.length - a.length);
  const named = others.map(([version, hosts]) => {
    const more = hosts.length > namedHosts ? ', …' : '';
    return `${version} × ${hosts.length} (${hosts.slice(0, namedHosts).join(', ')}${more})`;
  });
  return most === undefined ? '' : [`${most[0]} × ${most[1].length}`, ...named].join(', ');
}

const namedHosts = 3;

export const fileDescriptorRule: Rule = {
  id: 'fd.node',
  scored: true,
  heldBy: ['fe.leader', 'node.down'],
  heldAfterStart: false,
  title: (subject) => phrase('rule.fd.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: showNode,
  judge: (input) =>
    eachNode(input, ({ node }) => {
      const sample = input.beMetrics.get(node);
      if (sample?.known !== true) {
        return unknownFinding(node, sample === undefined ? 'not-collected-yet' : sample.why);
      }
      const { fdUsed, fdLimit } = sample.value;
      if (fdUsed === null || fdLimit === null || fdLimit <= 0) {
        return unknownFinding(node, 'unsupported-version');
      }
      const { warning, forMs, clear } = ruleConstants['fd.node'];
      const pct = (100 * fdUsed) / fdLimit;
      const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
      return {
        subject: node,
        known: true,
        tiers: [
          {
            ...plainTier(tier, pct >= ruleNumbers.fdWarningPct, input.now),
            stillMet: pct >= clear * ruleNumbers.fdWarningPct,
          },
        ],
        evidence: phrase('rule.fd.evidence', { n: fdUsed, limit: fdLimit, p: { percent: pct } }),
        source: sample.source,
        observedAt: sample.observedAt,
      };
    }),
};
