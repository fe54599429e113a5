import type { NodeId } from '../../shared/ids';
import type { ClusterHealth } from '../../shared/model/clusterHealth';
import { isCountedProblem, type Problem } from '../../shared/model/problem';
import { phrase, type Phrase } from '../../shared/phrase';
import { known, unknown, type Reading, sameReason } from '../../shared/reading';
import type { EvaluatorState } from '../alerts/evaluatorState';
import { computeScore, openProblems, type Score } from '../alerts/score';
import { computeNodesOf, runModeOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';

export function computeClusterHealth(input: OverviewInput, state: EvaluatorState): ClusterHealth {
  const score = computeScore(state, input);
  const problems = openProblems(state);
  const { series } = input;
  const { lastKnown } = state;
  return {
    verdict: score.verdict,
    sentence: sentenceOf(input, score, problems),
    ...(score.verdict === 'unknown' && lastKnown !== undefined
      ? { lastKnown: { verdict: lastKnown.verdict, at: lastKnown.at } }
      : {}),
    score: score.score,
    deductions: score.deductions,
    ...(score.muted === undefined ? {} : { muted: score.muted }),
    problems,
    judged: score.judged,
    applicable: score.applicable,
    frontends: { alive: series['fe.alive'], total: series['fe.total'] },
    compute: { alive: series['compute.alive'], total: series['compute.total'] },
    decommissioning: decommissioning(input),
    leader: leaderOf(input),
    versions: versionsOf(input),
    runMode: runModeOf(input),
  };
}

/** What is, in one or two sentences; the state word (Healthy, Degraded, …) stands before it. */
function sentenceOf(input: OverviewInput, score: Score, problems: readonly Problem[]): Phrase {
  if (score.unjudged !== undefined) {
    return score.unjudged.sentence;
  }
  const counted = problems.filter(isCountedProblem);
  const [first, second] = counted;
  if (first === undefined) {
    const held = problems.find(({ state }) => state === 'held');
    return held === undefined
      ? fineSentence(input)
      : phrase('health.sentence.notJudgedYet', { title: held.title });
  }
  const { title } = first;
  if (second !== undefined) {
    return counted.length === 2
      ? phrase('health.sentence.two', { title, second: second.title })
      : phrase('health.sentence.more', { title, second: second.title, n: counted.length - 2 });
  }
  return first.unverifiedSince === undefined
    ? phrase('health.sentence.one', { title })
    : phrase('health.sentence.unverified', { title, at: { at: first.unverifiedSince } });
}

function fineSentence({ series }: OverviewInput): Phrase {
  const {
    'fe.total': fe,
    'compute.total': compute,
    'fe.alive': feUp,
    'compute.alive': up,
  } = series;
  const allAnswer =
    fe.known &&
    compute.known &&
    feUp.known &&
    up.known &&
    feUp.value === fe.value &&
    up.value === compute.value;
  return allAnswer
    ? phrase('health.sentence.ok', { n: fe.value + compute.value })
    : phrase('health.sentence.okUncounted');
}

function decommissioning(input: OverviewInput): Reading<number> {
  const nodes = computeNodesOf(input);
  return nodes.known
    ? { ...nodes, value: nodes.value.rows.filter((row) => row.decommissioned === true).length }
    : sameReason(nodes);
}

function leaderOf({ leader }: OverviewInput): Reading<NodeId> {
  if (!leader.known) {
    return sameReason(leader);
  }
  return leader.value === null
    ? unknown('unreachable', leader.observedAt, {
        source: leader.source,
        detail: phrase('health.noLeader'),
      })
    : known(leader.value, leader);
}

/** Version texts of alive nodes, the most frequent first; a node that does not say is left out. */
function versionsOf(input: OverviewInput): ClusterHealth['versions'] {
  const { frontends } = input;
  const nodes = computeNodesOf(input);
  const lists = [
    ...(frontends.known ? [frontends.value] : []),
    ...(nodes.known ? [nodes.value.rows] : []),
  ];
  const source = frontends.known ? frontends : nodes;
  if (!source.known) {
    return sameReason(source);
  }
  const counts = new Map<string, number>();
  for (const { alive, version } of lists.flat()) {
    if (alive === true && version !== null) {
      const n = counts.get(version);
      counts.set(version, n === undefined ? 1 : n + 1);
    }
  }
  const versions = [...counts]
    .map(([version, n]) => ({ version, nodes: n }))
    .sort((a, b) => b.nodes - a.nodes || a.version.localeCompare(b.version));
  const complete = frontends.known && nodes.known && nodes.value.missing === undefined;
  return known(
    versions,
    { observedAt: source.observedAt, source: frontends.known ? frontends.source : 'backends' },
    complete ? {} : { bound: 'lower' },
  );
}
