import { groupBy } from '../../shared/groupBy';
import { hostOf, type NodeId } from '../../shared/ids';
import { perObject } from '../../shared/perObject';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { whyNull } from '../overview/missingFigure';
import type { OverviewInput } from '../overview/overviewInput';
import { frontendHost } from '../overview/ownSessions';
import { foreignSessions } from '../overview/foreignSessions';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import { oneLine, plainTier, sentences, showNode, showSection, unknownFinding } from './findings';
import type { Finding, Rule, RuleOutcome } from './rule';

type Sample = FrontendMetrics & { readonly observedAt: number };

/** Every alive FE by its own /metrics. */
function eachFrontend(
  { frontends, feMetrics }: OverviewInput,
  judge: (node: NodeId, sample: Sample) => Finding,
): RuleOutcome {
  if (!frontends.known) {
    return { kind: 'unknown', why: frontends.why };
  }
  return {
    kind: 'judged',
    findings: frontends.value.map(({ node, alive }) => {
      const sample = feMetrics.get(node);
      if (alive !== true || sample === undefined) {
        return unknownFinding(node, alive === true ? 'not-collected-yet' : 'node-down');
      }
      return sample.known
        ? judge(node, { ...sample.value, observedAt: sample.observedAt })
        : unknownFinding(node, sample.why);
    }),
  };
}

/** Own connections are counted here: the limit counts them too. */
export const connectionsRule: Rule = {
  id: 'fe.connections',
  scored: true,
  heldBy: ['fe.down'],
  heldAfterStart: false,
  title: (subject) =>
    phrase('rule.connections.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: () => showSection('rule.step.sessions', 'sessions'),
  judge: (input) =>
    eachFrontend(input, (node, { connections, observedAt }) => {
      const { feConfig, now } = input;
      if (!feConfig.known || connections === null) {
        return unknownFinding(node, feConfig.known ? 'malformed' : feConfig.why);
      }
      const limit = Number(feConfig.value['qe_max_connection']);
      if (!(limit > 0)) {
        return unknownFinding(node, 'unsupported-version');
      }
      const { warning, critical, forMs, clear } = ruleConstants['fe.connections'];
      const { connectionsWarningPct, connectionsCriticalPct } = ruleNumbers;
      const pct = (100 * connections) / limit;
      const tier = (key: 'warning' | 'critical', points: number, mark: number) => ({
        ...plainTier({ key, level: key, points, forMs }, pct >= mark, now),
        stillMet: pct >= clear * mark,
      });
      return {
        subject: node,
        known: true,
        tiers: [
          tier('warning', warning, connectionsWarningPct),
          tier('critical', critical, connectionsCriticalPct),
        ],
        evidence: sentences(
          phrase('rule.connections.evidence', { n: connections, limit }),
          greatestHolder(input, node),
        ),
        source: 'feMetrics',
        observedAt,
      };
    }),
};

/** The user with the most sessions on one FE, where the sessions of others can be seen. */
function greatestHolder(input: OverviewInput, node: NodeId) {
  const sessions = foreignSessions(input);
  if (!sessions.known) {
    return undefined;
  }
  const onNode = sessionsByHost(input).get(hostOf(node)) ?? [];
  const [first] = [...groupBy(onNode, ({ user }) => user)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  return first === undefined
    ? undefined
    : phrase('rule.connections.holder', { user: oneLine(first[0]), n: first[1].length });
}

const sessionsByHost = perObject((input: OverviewInput) => {
  const sessions = foreignSessions(input);
  return groupBy(sessions.known ? sessions.value : [], ({ frontendName }) =>
    frontendHost(input, frontendName),
  );
});

/** The limit of each user counts per FE; it is judged by the user who is nearest to it. */
export const userConnectionsRule: Rule = {
  id: 'conn.user',
  scored: true,
  heldBy: ['fe.down', 'fe.connections'],
  heldAfterStart: false,
  title: (subject) => phrase('rule.user.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: () => showSection('rule.step.sessions', 'sessions'),
  judge: (input) =>
    eachFrontend(input, (node, sample) => {
      const { connectionsByUser, observedAt } = sample;
      if (connectionsByUser === null) {
        return unknownFinding(node, whyNull(sample, 'connectionsByUser'));
      }
      const { warning, forMs, clear } = ruleConstants['conn.user'];
      const { userConnections: limit, userConnectionsPct } = ruleNumbers;
      const [fullest] = Object.entries(connectionsByUser).sort((a, b) => b[1] - a[1]);
      const [user, n] = fullest ?? ['', 0];
      const pct = (100 * n) / limit;
      const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
      return {
        subject: node,
        known: true,
        tiers: [
          {
            ...plainTier(tier, pct >= userConnectionsPct, input.now),
            stillMet: pct >= clear * userConnectionsPct,
          },
        ],
        evidence: phrase('rule.user.evidence', { user: oneLine(user), n, limit }),
        source: 'feMetrics',
        observedAt,
      };
    }),
};

export const threadsRule: Rule = {
  id: 'fe.threads',
  scored: true,
  heldBy: ['fe.down'],
  heldAfterStart: false,
  title: (subject) =>
    phrase('rule.threads.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: showNode,
  judge: (input) =>
    eachFrontend(input, (node, sample) => {
      const { threadPools, observedAt } = sample;
      if (threadPools === null) {
        return unknownFinding(node, whyNull(sample, 'threadPools'));
      }
      const { warning, forMs, clear } = ruleConstants['fe.threads'];
      const [fullest] = Object.entries(threadPools).sort((a, b) => b[1] - a[1]);
      const [pool, n] = fullest ?? ['', 0];
      const tier = { key: 'warning', level: 'warning', points: warning, forMs } as const;
      return {
        subject: node,
        known: true,
        tiers: [
          {
            ...plainTier(tier, n > ruleNumbers.threadsInPool, input.now),
            stillMet: n > clear * ruleNumbers.threadsInPool,
          },
        ],
        evidence: phrase('rule.threads.evidence', { pool: oneLine(pool), n }),
        source: 'feMetrics',
        observedAt,
      };
    }),
};
