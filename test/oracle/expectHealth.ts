/** `ClusterHealth` from the truth (semantics 5). */
import type { Expectation } from './expectation';
import {
  absent,
  anyOf,
  exact,
  fields,
  known,
  list,
  oneOf,
  sentence,
  unknown,
  within,
} from './expectation';
import { expectRunMode } from './expectCompaction';
import type { ExpectedProblem, Judgement } from './rules';
import type { Situation } from './situation';
import { computesSeen, frontendId, frontendsSeen, metaOf, seen, whyUnlisted } from './situation';
import { add, point, widen } from './interval';

export function expectHealth(situation: Situation, judgement: Judgement): Expectation {
  return fields({
    verdict: exact(judgement.verdict),
    sentence: sentence(),
    lastKnown:
      judgement.verdict === 'unknown'
        ? anyOf([absent, fields({ verdict: oneOf(levels), at: anyTime(situation) })])
        : absent,
    score:
      judgement.score === undefined
        ? { kind: 'unknown', why: anyReason }
        : known(exact(judgement.score), { bound: null }),
    deductions: expectDeductions(judgement),
    // No situation of the oracle mutes a rule.
    muted: absent,
    problems: list(
      judgement.problems.map((problem) => expectProblem(situation, judgement, problem)),
      {
        of: problemKey,
        ids: judgement.problems.map(problemKey),
      },
    ),
    // A rule may go on by its window while its source fails, or stop to judge at once.
    judged: within({ lo: judgement.judged - judgement.judgedByHistory, hi: judgement.judged }),
    applicable: exact(judgement.applicable),
    frontends: expectFrontendCounts(situation),
    compute: expectComputeCounts(situation),
    decommissioning: countOf(situation, ({ decommissioned }) => decommissioned),
    leader: expectLeader(situation),
    versions: expectVersions(situation),
    runMode: expectRunMode(situation),
  });
}

const levels = ['ok', 'info', 'warning', 'critical'];
const anyReason = [
  'not-collected-yet',
  'unreachable',
  'denied',
  'timeout',
  'failed',
  'insufficient-history',
  'no-credentials',
  'paused',
  'unsupported-version',
] as const;

const problemKey = (problem: unknown): string => {
  const { rule, subject } = problem as { readonly rule: string; readonly subject: string | null };
  return `${rule} ${String(subject)}`;
};

const anyTime = (situation: Situation): Expectation =>
  within({ lo: 0, hi: situation.now + situation.offsetMs + 1000 });

/** Largest first; of a rule with several subjects any may stand for it. */
function expectDeductions(judgement: Judgement): Expectation {
  const entries = [...judgement.deductions].toSorted(([, a], [, b]) => b - a);
  const subjects = (rule: string) =>
    judgement.problems.filter((problem) => problem.rule === rule).map(({ subject }) => subject);
  const item = ([rule, points]: (typeof entries)[number]): Expectation =>
    fields({
      rule: exact(rule),
      subject: oneOf([...subjects(rule), null]),
      points: exact(points),
      title: sentence(),
    });
  const ids = entries.map(([rule]) => rule);
  return list(entries.map(item), {
    of: (element) => (element as { readonly rule: string }).rule,
    ids,
  });
}

function expectProblem(
  situation: Situation,
  judgement: Judgement,
  problem: ExpectedProblem,
): Expectation {
  const { rule, subject, level, since, state } = problem;
  const isNode = subject !== null && /^(fe|be|cn):/.test(subject);
  const named =
    subject === null
      ? []
      : [isNode ? subject.slice(3, subject.lastIndexOf(':')) : subject.replace(/^\w+:/, '')];
  const step = Math.max(30_000, situation.intervalMs);
  return fields({
    rule: exact(rule),
    subject: exact(subject),
    level: exact(level),
    points: state === 'held' ? exact(0) : oneOf([0, judgement.deductions.get(rule) ?? 0]),
    title: sentence(named),
    evidence: sentence(),
    // A grid time or the moment of the answer within the round.
    since: within(widen(add(since, point(situation.offsetMs)), step / 2 + situation.jitterMs)),
    // No run here is as old as what is remembered.
    sinceOrEarlier: absent,
    state: exact(state),
    unverifiedSince: absent,
    times: anyOf([absent, exact(1)]),
    nextStep: anyOf([
      fields({
        kind: exact('showNode'),
        label: sentence(),
        target: exact(subject),
      }),
      fields({
        kind: oneOf(['showSection', 'testConnection', 'openLog']),
        label: sentence(),
        target: anyOf([absent, sentence()]),
      }),
    ]),
    source: sentence(),
    observedAt: anyTime(situation),
  });
}

function expectFrontendCounts(situation: Situation): Expectation {
  const answer = seen(situation, 'frontends');
  if (!answer.ok) {
    const why = unknown(answer.why);
    return fields({ alive: why, total: why });
  }
  const meta = { ...metaOf(situation, 'frontends', answer.sight), bound: null };
  const count = (alive: boolean) =>
    known(
      oneOf(
        answer.sight.states.map(
          (state) => state.frontends.filter((fe) => !alive || fe.alive).length,
        ),
      ),
      meta,
    );
  return fields({ alive: count(true), total: count(false) });
}

function expectComputeCounts(situation: Situation): Expectation {
  return fields({
    alive: countOf(situation, (node) => node.alive && !node.decommissioned),
    total: countOf(situation, (node) => !node.decommissioned),
  });
}

function countOf(
  situation: Situation,
  of: (node: { readonly alive: boolean; readonly decommissioned: boolean }) => boolean,
): Expectation {
  const nodes = computesSeen(situation);
  return nodes === undefined
    ? unknown(...whyUnlisted(situation))
    : known(exact(nodes.filter(({ node }) => of(node)).length), {
        source: ['backends', 'computeNodes'],
        bound: null,
      });
}

function expectLeader(situation: Situation): Expectation {
  const answer = seen(situation, 'frontends');
  if (!answer.ok) {
    return unknown(answer.why);
  }
  const leaders = answer.sight.states.map((state) =>
    state.frontends.find((fe) => fe.role === 'LEADER'),
  );
  const leader = leaders.at(-1);
  return leader === undefined
    ? unknown('not-applicable', 'unreachable', 'failed', 'node-down')
    : known(exact(frontendId(leader)), { bound: null });
}

/** Version texts of all alive nodes, most first. */
function expectVersions(situation: Situation): Expectation {
  const frontends = seen(situation, 'frontends').ok ? frontendsSeen(situation) : undefined;
  const computes = computesSeen(situation);
  const alive = [...(frontends ?? []), ...(computes ?? []).map(({ node }) => node)].filter(
    (node) => node.alive,
  );
  if (alive.length === 0) {
    return { kind: 'unknown', why: anyReason };
  }
  const counts = new Map<string, number>();
  alive.forEach(({ version }) => counts.set(version, (counts.get(version) ?? 0) + 1));
  const entries = [...counts].toSorted(([, a], [, b]) => b - a);
  return known(
    list(
      entries.map(([version, nodes]) => fields({ version: exact(version), nodes: exact(nodes) })),
    ),
    { bound: null },
  );
}
