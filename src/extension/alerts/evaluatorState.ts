import type { NodeId, SourceId } from '../../shared/ids';
import type { Phrase } from '../../shared/phrase';
import type { UnknownReason } from '../../shared/reading';
import type { RuleId } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { NextStep } from '../../shared/model/problem';
import type { Verdict } from '../../shared/model/verdict';
import type { ProblemLevel } from './rule';

/** A threshold whose condition holds, or held until just now. */
export type TierState = {
  readonly key: string;
  readonly level: ProblemLevel;
  readonly points: number;
  /** First sample of the unbroken run. */
  readonly since: EpochMs;
  /** Time within the run that was not measured and does not count. */
  readonly pausedMs: number;
  /** Set while the condition cannot be measured. */
  readonly unknownSince?: EpochMs;
  /** Whether the condition has held for its time. */
  readonly open: boolean;
  /** Set while the relaxed condition of an open one is false. */
  readonly clearing?: { readonly since: EpochMs; readonly evaluations: number };
};

/** The problem of one (rule, subject) and what must be remembered to end it. */
export type ProblemState = {
  /** First sample of the unbroken run; identifies the problem in history. */
  readonly since: EpochMs;
  /** It may have begun earlier than is remembered. */
  readonly sinceOrEarlier?: true;
  /** How often it opened, reopening within 10 min included. */
  readonly times: number;
  readonly title: Phrase;
  readonly evidence: Phrase;
  readonly nextStep: NextStep;
  readonly source: SourceId;
  readonly observedAt: EpochMs;
  readonly unverifiedSince?: EpochMs;
  /** New after a start: not counted before this time. */
  readonly heldUntil?: EpochMs;
  /** Explained by an open problem of this rule. */
  readonly heldBy?: RuleId;
  /** By the profile of the cluster. */
  readonly muted?: true;
};

export type SubjectState = {
  readonly rule: RuleId;
  readonly subject: NodeId | null;
  readonly tiers: readonly TierState[];
  /** Set while at least one tier is open. */
  readonly problem?: ProblemState;
  /** The last problem, while reopening would continue it. */
  readonly ended?: { readonly at: EpochMs; readonly since: EpochMs; readonly times: number };
};

export type RuleState = {
  readonly scored: boolean;
  readonly applicable: boolean;
  /** Condition known for at least one subject and for the list of subjects, or no traffic. */
  readonly judged: boolean;
  /** Why it is not judged. */
  readonly why?: UnknownReason;
};

/** Everything the evaluator remembers; plain JSON. */
export type EvaluatorState = {
  /** Time of the last evaluation; null before the first. */
  readonly at: EpochMs | null;
  readonly rules: Readonly<Partial<Record<RuleId, RuleState>>>;
  readonly subjects: readonly SubjectState[];
  readonly lastKnown?: { readonly verdict: Verdict; readonly score: number; readonly at: EpochMs };
};

export const emptyEvaluatorState: EvaluatorState = { at: null, rules: {}, subjects: [] };

/** A problem that counts: open (perhaps unverified), neither held nor muted. */
export function isCounted({ problem }: SubjectState, now: EpochMs): boolean {
  return problem !== undefined && problem.muted !== true && !isHeld(problem, now);
}

export function isHeld(problem: ProblemState, now: EpochMs): boolean {
  return problem.heldBy !== undefined || (problem.heldUntil ?? now) > now;
}

const order: Readonly<Record<ProblemLevel, number>> = { info: 1, warning: 2, critical: 3 };

/** The worst open threshold of a subject: by level, then by points, then the rule's later one. */
export function worstTier(state: Pick<SubjectState, 'tiers'>): TierState | undefined {
  return state.tiers
    .filter((tier) => tier.open)
    .reverse()
    .sort(compareTiers)[0];
}

export function compareTiers(
  a: Pick<TierState, 'level' | 'points'>,
  b: Pick<TierState, 'level' | 'points'>,
): number {
  return order[b.level] - order[a.level] || b.points - a.points;
}

/** The level of the problem a rule has about a subject now; undefined = none that counts. */
export function openLevel(
  state: EvaluatorState,
  rule: RuleId,
  subject: NodeId | null,
): ProblemLevel | undefined {
  const found = state.subjects.find((s) => s.rule === rule && s.subject === subject);
  return found !== undefined && state.at !== null && isCounted(found, state.at)
    ? worstTier(found)?.level
    : undefined;
}

/** The worst level of all problems that a rule has, whatever the subject; undefined = none that counts. */
export function worstOpenLevel(state: EvaluatorState, rule: RuleId): ProblemLevel | undefined {
  const { at } = state;
  return at === null
    ? undefined
    : state.subjects
        .filter((subject) => subject.rule === rule && isCounted(subject, at))
        .flatMap((subject) => worstTier(subject) ?? [])
        .sort(compareTiers)[0]?.level;
}

/** The worst level of all problems about one node; undefined = none that counts. */
export function worstLevelOf(state: EvaluatorState, node: NodeId): ProblemLevel | undefined {
  const { at } = state;
  return at === null
    ? undefined
    : state.subjects
        .filter((subject) => subject.subject === node && isCounted(subject, at))
        .flatMap((subject) => worstTier(subject) ?? [])
        .sort(compareTiers)[0]?.level;
}
