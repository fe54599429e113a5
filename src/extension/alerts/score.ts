import type { Deduction, MutedProblems } from '../../shared/model/clusterHealth';
import type { Problem } from '../../shared/model/problem';
import type { Verdict } from '../../shared/model/verdict';
import { phrase, type Phrase } from '../../shared/phrase';
import { known, unknown, type Reading, type UnknownReason } from '../../shared/reading';
import type { RuleId } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { OverviewInput } from '../overview/overviewInput';
import {
  compareTiers,
  isCounted,
  isHeld,
  worstTier,
  type EvaluatorState,
  type ProblemState,
  type RuleState,
  type SubjectState,
} from './evaluatorState';

export type Score = {
  readonly verdict: Verdict;
  readonly score: Reading<number>;
  /** Every D > 0, largest first. */
  readonly deductions: readonly Deduction[];
  readonly judged: number;
  readonly applicable: number;
  readonly muted?: MutedProblems;
  /** Why the verdict is unknown. */
  readonly unjudged?: Unjudged;
};

export type Unjudged = { readonly why: UnknownReason; readonly sentence: Phrase };

/**
 * Score = 100 − Σ of each rule's worst counted problem; verdict = the worst counted level. Both are
 * unknown when too little could be judged.
 */
export function computeScore(state: EvaluatorState, input: OverviewInput): Score {
  const scored = Object.values(state.rules).filter((rule) => rule.scored);
  const applicable = scored.filter((rule) => rule.applicable);
  const judged = applicable.filter((rule) => rule.judged);
  const deductions = deductionsOf(state);
  const muted = mutedOf(state);
  const counts = {
    deductions,
    judged: judged.length,
    applicable: applicable.length,
    ...(muted === undefined ? {} : { muted }),
  };
  const unjudged = whyUnjudged(state, input, applicable, judged.length);
  if (unjudged !== undefined) {
    const { lastKnown } = state;
    return {
      ...counts,
      verdict: 'unknown',
      score: unknown(unjudged.why, state.at ?? input.now, {
        source: 'collector',
        detail: unjudged.sentence,
        ...(lastKnown === undefined
          ? {}
          : { last: { value: lastKnown.score, observedAt: lastKnown.at } }),
      }),
      unjudged,
    };
  }
  const lost = deductions.reduce((total, { points }) => total + points, 0);
  return {
    ...counts,
    verdict: verdictOf(state),
    score: known(Math.max(0, 100 - lost), {
      observedAt: state.at ?? input.now,
      source: 'collector',
    }),
  };
}

function counted(state: EvaluatorState): readonly SubjectState[] {
  const { at } = state;
  return at === null ? [] : state.subjects.filter((subject) => isCounted(subject, at));
}

function verdictOf(state: EvaluatorState): Verdict {
  const [worst] = counted(state)
    .flatMap((subject) => worstTier(subject) ?? [])
    .sort(compareTiers);
  return worst?.level ?? 'ok';
}

/** The worst subject of each rule. */
function worstOfRules(subjects: readonly SubjectState[]): ReadonlyMap<RuleId, SubjectState> {
  const worst = new Map<RuleId, SubjectState>();
  for (const subject of [...subjects].sort(compareSubjects)) {
    if (!worst.has(subject.rule)) {
      worst.set(subject.rule, subject);
    }
  }
  return worst;
}

function deductionsOf(state: EvaluatorState): readonly Deduction[] {
  return [...worstOfRules(counted(state)).values()]
    .flatMap((subject): Deduction[] => {
      const points = worstTier(subject)?.points;
      return points === undefined || points === 0 || subject.problem === undefined
        ? []
        : [{ rule: subject.rule, subject: subject.subject, points, title: subject.problem.title }];
    })
    .sort((a, b) => b.points - a.points);
}

/** Worst first, then oldest, then by name. */
function compareSubjects(a: SubjectState, b: SubjectState): number {
  const [x, y] = [worstTier(a), worstTier(b)];
  if (x === undefined || y === undefined) {
    return Number(x === undefined) - Number(y === undefined);
  }
  const since = (state: SubjectState) => state.problem?.since ?? Number.POSITIVE_INFINITY;
  return (
    compareTiers(x, y) || since(a) - since(b) || (a.subject ?? '').localeCompare(b.subject ?? '')
  );
}

/** Every open problem, held and unverified ones included: worst first, then oldest. */
export function openProblems(state: EvaluatorState): readonly Problem[] {
  const { at } = state;
  if (at === null) {
    return [];
  }
  const worst = worstOfRules(counted(state));
  return [...state.subjects].sort(compareProblems).flatMap((subject): Problem[] => {
    const { rule, problem } = subject;
    const tier = worstTier(subject);
    if (problem === undefined || tier === undefined) {
      return [];
    }
    const { since, sinceOrEarlier, times, title, evidence, nextStep, source, observedAt } = problem;
    const { unverifiedSince } = problem;
    const counts = worst.get(rule) === subject;
    return [
      {
        rule,
        subject: subject.subject,
        level: tier.level,
        points: counts ? tier.points : 0,
        title,
        evidence,
        since,
        ...(sinceOrEarlier === undefined ? {} : { sinceOrEarlier }),
        state: stateOf(problem, at),
        ...(unverifiedSince === undefined ? {} : { unverifiedSince }),
        ...(times > 1 ? { times } : {}),
        nextStep,
        source,
        observedAt,
      },
    ];
  });
}

function stateOf(problem: ProblemState, at: EpochMs): Problem['state'] {
  if (problem.muted === true) {
    return 'muted';
  }
  if (isHeld(problem, at)) {
    return 'held';
  }
  return problem.unverifiedSince === undefined ? 'open' : 'unverified';
}

/** What is muted, and what it would cost: nothing where its rule costs points already. */
function mutedOf(state: EvaluatorState): MutedProblems | undefined {
  const muted = state.subjects.filter(({ problem }) => problem?.muted === true);
  const counts = worstOfRules(counted(state));
  const points = [...worstOfRules(muted)]
    .flatMap(([rule, subject]) => (counts.has(rule) ? [] : (worstTier(subject)?.points ?? [])))
    .reduce((sum, each) => sum + each, 0);
  return muted.length === 0 ? undefined : { count: muted.length, points };
}

/** By level, then oldest first; points do not reorder problems of one level. */
function compareProblems(a: SubjectState, b: SubjectState): number {
  const [x, y] = [worstTier(a), worstTier(b)];
  if (x === undefined || y === undefined) {
    return Number(x === undefined) - Number(y === undefined);
  }
  const level = compareTiers({ ...x, points: 0 }, { ...y, points: 0 });
  const since = (state: SubjectState) => state.problem?.since ?? Number.POSITIVE_INFINITY;
  return level || since(a) - since(b) || compareSubjects(a, b);
}

/** (a) no FE answers, (b) leader or nodes not judged, (c) fewer than half of the rules judged. */
function whyUnjudged(
  state: EvaluatorState,
  input: OverviewInput,
  applicable: readonly RuleState[],
  judged: number,
): Unjudged | undefined {
  const { lastAnswerAt, now, intervalMs } = input;
  if (lastAnswerAt === undefined) {
    return { why: 'not-collected-yet', sentence: phrase('health.sentence.never') };
  }
  if (now - lastAnswerAt > 2 * intervalMs) {
    const at = { at: lastAnswerAt };
    return { why: 'unreachable', sentence: phrase('health.sentence.silent', { at }) };
  }
  const leader = state.rules['fe.leader'];
  if (leader?.judged !== true) {
    return missing(leader, 'health.sentence.noLeaderCheck');
  }
  const nodes = state.rules['node.down'];
  if (nodes?.judged !== true && !isLeaderless(state)) {
    return missing(nodes, 'health.sentence.noNodeCheck');
  }
  if (judged < applicable.length / 2 && !isLeaderless(state)) {
    return {
      why: applicable.find((rule) => !rule.judged)?.why ?? 'insufficient-history',
      sentence: phrase('health.sentence.tooFew', { judged, applicable: applicable.length }),
    };
  }
  return undefined;
}

/** Without a leader all 100 points are gone: what the nodes do cannot change the verdict. */
function isLeaderless(state: EvaluatorState): boolean {
  return counted(state).some(
    ({ rule, problem }) => rule === 'fe.leader' && problem?.unverifiedSince === undefined,
  );
}

function missing(
  rule: RuleState | undefined,
  id: 'health.sentence.noLeaderCheck' | 'health.sentence.noNodeCheck',
): Unjudged {
  const why = rule?.why ?? 'not-collected-yet';
  return { why, sentence: phrase(id, { why: phrase(`reason.${why}`) }) };
}
