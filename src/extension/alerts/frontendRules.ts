import { hostOf } from '../../shared/ids';
import { phrase } from '../../shared/phrase';
import { ruleConstants, ruleNumbers } from '../../shared/thresholds';
import { nodeReading } from '../overview/clusterFacts';
import type { OverviewInput } from '../overview/overviewInput';
import { knownWindow, samplesOf } from '../overview/windows';
import type { FrontendRow } from '../starrocks/sources/frontends';
import {
  clusterOutcome,
  highTiers,
  oneLine,
  plainTier,
  runSinceOf,
  sentences,
  showNode,
  showSection,
  unknownFinding,
} from './findings';
import type { Finding, Rule } from './rule';

/** The tier of more than one leader, which has a title of its own. */
const severalLeaders = 'several';

export const frontendLeaderRule: Rule = {
  id: 'fe.leader',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: (_subject, tier) =>
    phrase(tier === severalLeaders ? 'health.leader.several' : 'health.leader.title'),
  nextStep: () => showSection('health.step.frontends', 'nodes'),
  judge(input) {
    const { leader, leaderClaims: claims, frontends, now } = input;
    const several = claims.known && claims.value.length > 1;
    const unclaimed = claims.known && claims.value.length === 0;
    const proof = several || unclaimed ? claims : leader;
    if (!proof.known) {
      return clusterOutcome(unknownFinding(null, proof.why));
    }
    const { critical, forMs } = ruleConstants['fe.leader'];
    const alive = frontends.known
      ? frontends.value.filter((row) => row.alive === true).length
      : undefined;
    return clusterOutcome({
      subject: null,
      known: true,
      tiers: [
        plainTier(
          { key: 'critical', level: 'critical', points: critical, forMs },
          unclaimed || (!several && leader.known && leader.value === null),
          now,
        ),
        plainTier(
          { key: severalLeaders, level: 'critical', points: critical, forMs },
          several,
          now,
        ),
      ],
      evidence: sentences(
        several
          ? phrase('health.leader.claims', { nodes: claims.value.map(hostOf).join(', ') })
          : phrase('health.leader.evidence'),
        alive === undefined ? undefined : phrase('health.leader.alive', { n: alive }),
      ),
      source: proof.source,
      observedAt: proof.observedAt,
    });
  },
};

/**
 * The tier of an FE that the leader calls dead while it answers us: only its heartbeat, which asks
 * its HTTP port, fails.
 */
const heartbeatOnly = 'heartbeat';

export const frontendDownRule: Rule = {
  id: 'fe.down',
  scored: true,
  heldBy: [],
  heldAfterStart: false,
  title: (subject, tier) =>
    phrase(tier === heartbeatOnly ? 'health.heartbeat.title' : 'health.down.title', {
      node: subject === null ? '' : hostOf(subject),
    }),
  nextStep: showNode,
  judge(input) {
    const { frontends, answeringSql } = input;
    if (!frontends.known) {
      return { kind: 'unknown', why: frontends.why };
    }
    const rows = frontends.value;
    const dead = rows.filter((row) => row.alive === false).length;
    const points = Math.round((ruleNumbers.frontendLossPoints * dead) / rows.length);
    const voters = rows.filter((row) => row.role.toUpperCase() !== 'OBSERVER');
    const isDown = (row: FrontendRow) => row.alive === false && !answeringSql.has(row.node);
    const deadVoters = voters.filter(isDown).length;
    const majority = Math.floor(voters.length / 2) + 1;
    const spare = voters.length - deadVoters - majority;
    const { critical, forMs } = ruleConstants['fe.down'];
    return {
      kind: 'judged',
      findings: rows.map((row): Finding => {
        if (row.alive === null) {
          return unknownFinding(row.node, 'malformed');
        }
        const answers = answeringSql.has(row.node);
        const down = isDown(row);
        const since = !row.alive
          ? runSinceOf(input, 'fe.up', row.node, (up) => up === 0)
          : input.now;
        return {
          subject: row.node,
          known: true,
          tiers: [
            plainTier({ key: 'warning', level: 'warning', points, forMs }, down, since),
            plainTier(
              { key: 'critical', level: 'critical', points: critical, forMs },
              down && deadVoters > 0 && spare < 0,
              since,
            ),
            plainTier(
              { key: heartbeatOnly, level: 'warning', points, forMs },
              !row.alive && answers,
              since,
            ),
          ],
          evidence:
            !row.alive && answers ? heartbeatEvidence(row) : downEvidence(input, row, spare),
          source: frontends.source,
          observedAt: frontends.observedAt,
        };
      }),
    };
  },
};

function heartbeatEvidence({ errMsg }: FrontendRow) {
  const error = errMsg === null ? '' : oneLine(errMsg);
  return sentences(
    phrase('health.heartbeat.evidence'),
    error === '' ? undefined : phrase('health.down.error', { error }),
  );
}

function downEvidence(input: OverviewInput, row: FrontendRow, spare: number) {
  const { now } = input;
  const silence =
    row.lastHeartbeatAt === null
      ? phrase('health.down.silent')
      : phrase('health.down.silentFor', { d: { ms: now - row.lastHeartbeatAt } });
  const error = row.errMsg === null ? '' : oneLine(row.errMsg);
  return sentences(
    silence,
    error === '' ? undefined : phrase('health.down.error', { error }),
    spare > 0 ? undefined : phrase(spare === 0 ? 'health.down.lastSpare' : 'health.down.majority'),
  );
}

export const frontendHeapRule: Rule = {
  id: 'fe.heap',
  scored: true,
  heldBy: ['fe.down'],
  heldAfterStart: false,
  title: (subject) =>
    phrase('health.heap.title', { node: subject === null ? '' : hostOf(subject) }),
  nextStep: showNode,
  judge(input) {
    const { frontends, now, thresholds } = input;
    if (!frontends.known) {
      return { kind: 'unknown', why: frontends.why };
    }
    const { warning, critical, forMs, clear } = ruleConstants['fe.heap'];
    return {
      kind: 'judged',
      findings: frontends.value.map(({ node, alive }): Finding => {
        if (alive !== true) {
          return unknownFinding(node, 'node-down');
        }
        const current = nodeReading(input, node, 'fe.heap');
        const samples = samplesOf(input, 'fe.heap', node, now - forMs, now, current);
        const values = knownWindow(input, samples, forMs);
        if (!current.known || values === undefined) {
          return unknownFinding(node, current.known ? 'insufficient-history' : current.why);
        }
        // A saw-tooth: only what stays after garbage collection is judged.
        const least = Math.min(...values);
        const marks = [
          {
            key: 'warning',
            level: 'warning',
            points: warning,
            forMs,
            above: thresholds.heapWarningPct,
          },
          {
            key: 'critical',
            level: 'critical',
            points: critical,
            forMs,
            above: thresholds.heapCriticalPct,
          },
        ] as const;
        return {
          subject: node,
          known: true,
          tiers: highTiers(least, marks, clear, true, (holds) =>
            runSinceOf(input, 'fe.heap', node, holds),
          ),
          evidence: phrase('health.heap.evidence', {
            p: { percent: least },
            mark: { percent: thresholds.heapWarningPct },
            d: { ms: forMs },
          }),
          source: current.source,
          observedAt: current.observedAt,
        };
      }),
    };
  },
};
