import { ruleConstants, ruleNumbers, type RuleConstants } from '../../shared/thresholds';
import { phrase, type Phrase } from '../../shared/phrase';
import type { EpochMs } from '../../shared/time';
import type { StoredProblem } from '../store/historyStore';
import {
  emptyEvaluatorState,
  isCounted,
  worstTier,
  type EvaluatorState,
  type SubjectState,
} from './evaluatorState';
import type { Rule } from './rule';

/** What is stored of the open problems: not the held ones, so that a past score can be read from it. */
export function storedProblems(state: EvaluatorState): readonly StoredProblem[] {
  const { at } = state;
  return state.subjects.flatMap((subject): StoredProblem[] => {
    const level = worstTier(subject)?.level;
    return at === null ||
      level === undefined ||
      subject.problem === undefined ||
      !isCounted(subject, at)
      ? []
      : [{ rule: subject.rule, subject: subject.subject, level, since: subject.problem.since }];
  });
}

/**
 * The state as it was when `problems` were stored: open ones go on after a restart if it was short,
 * and end as lost sight of if it took longer than an hour.
 */
export function stateFromStored(
  rules: readonly Rule[],
  problems: readonly StoredProblem[],
  storedAt: EpochMs,
  evidence: Phrase = phrase('health.evidence.remembered'),
): EvaluatorState {
  const subjects = problems.flatMap((problem): SubjectState[] => {
    const rule = rules.find(({ id }) => id === problem.rule);
    if (rule === undefined) {
      return [];
    }
    const { level, since, subject } = problem;
    const points = usualPoints(ruleConstants[problem.rule], level);
    return [
      {
        rule: problem.rule,
        subject,
        tiers: [{ key: level, level, points, since, pausedMs: 0, open: true }],
        problem: {
          since,
          times: 1,
          title: rule.title(subject, level),
          evidence,
          nextStep: rule.nextStep(subject),
          source: 'collector',
          observedAt: storedAt,
        },
      },
    ];
  });
  return { ...emptyEvaluatorState, at: storedAt, subjects };
}

/** Points are not stored; those of a share are known again with the first evaluation. */
function usualPoints(
  { warning = 0, critical = 0 }: RuleConstants,
  level: StoredProblem['level'],
): number {
  return level === 'critical' ? critical : level === 'warning' ? warning : 0;
}

export type ProblemChanges = {
  /** `times` > 1: it came back within 10 min, so nobody needs to be told again. */
  readonly begun: readonly (StoredProblem & { readonly times: number })[];
  /** `held`: another problem explains it now; `gone`: its node left the cluster. */
  readonly ended: readonly (StoredProblem & {
    readonly how: 'resolved' | 'lost-sight' | 'held' | 'gone';
  })[];
};

/** What began and what ended between two evaluations. */
export function problemChanges(before: EvaluatorState, after: EvaluatorState): ProblemChanges {
  const old = storedProblems(before);
  const fresh = storedProblems(after);
  return {
    begun: fresh
      .filter((problem) => !old.some(same(problem)))
      .map((problem) => {
        const state = after.subjects.find(same(problem));
        return { ...problem, times: state?.problem?.times ?? 1 };
      }),
    ended: old
      .filter((problem) => !fresh.some(same(problem)))
      .map((problem) => ({ ...problem, how: howEnded(before, after, problem) })),
  };
}

type Key = Pick<StoredProblem, 'rule' | 'subject'>;

const same = (a: Key) => (b: Key) => a.rule === b.rule && a.subject === b.subject;

function howEnded(
  before: EvaluatorState,
  after: EvaluatorState,
  problem: StoredProblem,
): ProblemChanges['ended'][number]['how'] {
  const old = before.subjects.find(same(problem));
  const now = after.subjects.find(same(problem));
  if (now?.problem !== undefined) {
    return 'held';
  }
  const gap = before.at !== null && after.at !== null ? after.at - before.at : 0;
  if (old?.problem?.unverifiedSince !== undefined || gap >= ruleNumbers.lostSightMs) {
    return 'lost-sight';
  }
  return now === undefined ? 'gone' : 'resolved';
}
