import type { NodeId } from '../../shared/ids';
import { isMuted } from '../../shared/muting';
import { phrase } from '../../shared/phrase';
import { ruleNumbers, type RuleId } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { OverviewInput } from '../overview/overviewInput';
import {
  worstTier,
  type EvaluatorState,
  type ProblemState,
  type RuleState,
  type SubjectState,
  type TierState,
} from './evaluatorState';
import { lookBackMs } from './findings';
import type { Finding, Rule, RuleOutcome } from './rule';
import { computeScore } from './score';
import { afterKnown, afterUnknown, type Moment } from './tierTimer';

/**
 * Judges all rules at one moment. Pure: what must be remembered between two moments is in the
 * state. Call it at the end of each round.
 */
export function evaluate(
  rules: readonly Rule[],
  input: OverviewInput,
  previous: EvaluatorState,
): EvaluatorState {
  const moment = momentOf(input, previous);
  const before = moment.lostSight ? [] : previous.subjects;
  const ruleStates: Partial<Record<RuleId, RuleState>> = {};
  const subjects: SubjectState[] = [];
  for (const rule of rules) {
    const outcome = judge(rule, input);
    ruleStates[rule.id] = ruleStateOf(rule, outcome);
    const known = before.filter((subject) => subject.rule === rule.id);
    subjects.push(...subjectsOf(rule, outcome, known, input, moment));
  }
  const { lastKnown } = previous;
  const state: EvaluatorState = {
    at: input.now,
    rules: ruleStates,
    subjects: mute(input, hold(rules, subjects)),
    ...(lastKnown === undefined ? {} : { lastKnown }),
  };
  const { verdict, score } = computeScore(state, input);
  return verdict === 'unknown' || !score.known
    ? state
    : { ...state, lastKnown: { verdict, score: score.value, at: input.now } };
}

function momentOf(input: OverviewInput, previous: EvaluatorState): Moment {
  const { now, intervalMs } = input;
  const distance = previous.at === null ? 0 : now - previous.at;
  const afterGap = distance > 3 * intervalMs;
  return {
    now,
    intervalMs,
    afterGap,
    lostSight: afterGap && distance >= ruleNumbers.lostSightMs,
  };
}

/** A rule that breaks is not judged; it costs no other rule anything. */
function judge(rule: Rule, input: OverviewInput): RuleOutcome {
  try {
    return rule.judge(input);
  } catch {
    return { kind: 'unknown', why: 'failed' };
  }
}

/** Reasons for which a rule does not apply, rather than cannot be judged. */
const notApplicable = new Set(['not-applicable', 'not-installed', 'disabled']);

function ruleStateOf({ scored }: Rule, outcome: RuleOutcome): RuleState {
  if (outcome.kind === 'not-applicable') {
    return { scored, applicable: false, judged: false };
  }
  if (outcome.kind === 'unknown') {
    return notApplicable.has(outcome.why)
      ? { scored, applicable: false, judged: false, why: outcome.why }
      : { scored, applicable: true, judged: false, why: outcome.why };
  }
  const { findings, incomplete } = outcome;
  if (incomplete !== undefined) {
    return { scored, applicable: true, judged: false, why: incomplete };
  }
  const reasons = findings.flatMap((finding) => (finding.known ? [] : [finding.why]));
  const [why] = reasons;
  if (why === undefined || reasons.length < findings.length) {
    return { scored, applicable: true, judged: true };
  }
  const applicable = !reasons.every((reason) => notApplicable.has(reason));
  return { scored, applicable, judged: false, why };
}

function subjectsOf(
  rule: Rule,
  outcome: RuleOutcome,
  before: readonly SubjectState[],
  input: OverviewInput,
  moment: Moment,
): readonly SubjectState[] {
  if (outcome.kind === 'not-applicable') {
    return [];
  }
  const findings = outcome.kind === 'judged' ? outcome.findings : [];
  const judged = findings.map((finding) =>
    step(
      rule,
      before.find((subject) => subject.subject === finding.subject),
      finding,
      input,
      moment,
    ),
  );
  const why = outcome.kind === 'unknown' ? outcome.why : outcome.incomplete;
  // Whoever is missing from a complete list is gone: an event, not a problem.
  const lost =
    why === undefined
      ? []
      : before
          .filter(({ subject }) => findings.every((finding) => finding.subject !== subject))
          .map((subject) =>
            step(rule, subject, { subject: subject.subject, known: false, why }, input, moment),
          );
  return [...judged, ...lost].filter(isWorthKeeping);
}

function isWorthKeeping({ tiers, problem, ended }: SubjectState): boolean {
  return tiers.length > 0 || problem !== undefined || ended !== undefined;
}

/** One subject from one evaluation to the next. */
function step(
  rule: Rule,
  before: SubjectState | undefined,
  finding: Finding,
  input: OverviewInput,
  moment: Moment,
): SubjectState {
  const { now } = moment;
  const old = before?.tiers ?? [];
  const measured = finding.known ? finding.tiers : [];
  const tiers = [
    ...measured.flatMap((tier) =>
      afterKnown(
        tier,
        old.find(({ key }) => key === tier.key),
        moment,
      ),
    ),
    ...old
      .filter(({ key }) => measured.every((tier) => tier.key !== key))
      .flatMap((tier) => afterUnknown(tier, moment)),
  ];
  const state = { rule: rule.id, subject: finding.subject, tiers };
  const worst = worstTier(state);
  if (worst !== undefined) {
    return { ...state, problem: problemOf(rule, finding, tiers, worst, before, input) };
  }
  const ended = endedOf(before, now);
  return ended === undefined ? state : { ...state, ended };
}

/** Remembered as long as reopening would continue the same problem. */
function endedOf(before: SubjectState | undefined, now: EpochMs): SubjectState['ended'] {
  if (before?.problem !== undefined) {
    const { since, times } = before.problem;
    return { at: now, since, times };
  }
  const ended = before?.ended;
  return ended !== undefined && now - ended.at <= ruleNumbers.sameProblemMs ? ended : undefined;
}

function problemOf(
  rule: Rule,
  finding: Finding,
  tiers: readonly TierState[],
  worst: TierState,
  before: SubjectState | undefined,
  input: OverviewInput,
): ProblemState {
  const { now } = input;
  const old = before?.problem;
  const again = endedOf(before, now);
  const since = old?.since ?? again?.since ?? firstSince(tiers);
  const orEarlier = old === undefined ? reachesEdge(since, input) : old.sinceOrEarlier === true;
  const kept = {
    since,
    ...(orEarlier ? { sinceOrEarlier: true as const } : {}),
    times: old?.times ?? (again === undefined ? 1 : again.times + 1),
    title: rule.title(finding.subject, worst.key),
    nextStep: rule.nextStep(finding.subject),
  };
  const heldUntil = old === undefined ? holdAfterStart(rule, input) : old.heldUntil;
  const held = heldUntil === undefined || heldUntil <= now ? {} : { heldUntil };
  if (!finding.known) {
    return {
      ...kept,
      ...held,
      evidence: old?.evidence ?? phrase('health.evidence.remembered'),
      source: old?.source ?? 'collector',
      observedAt: old?.observedAt ?? now,
      unverifiedSince: old?.unverifiedSince ?? now,
    };
  }
  const { source, observedAt } = finding;
  const clearing = tiers.find((tier) => tier.open && tier.clearing !== undefined)?.clearing;
  const text =
    clearing === undefined || tiers.some((tier) => tier.open && tier.clearing === undefined)
      ? finding.evidence
      : phrase('health.evidence.clearing', {
          text: finding.evidence,
          since: { at: clearing.since },
        });
  return {
    ...kept,
    ...held,
    evidence: phrase('health.evidence', {
      text,
      source: phrase(`source.${source}`),
      at: { at: observedAt },
    }),
    source,
    observedAt,
  };
}

function firstSince(tiers: readonly TierState[]): EpochMs {
  return Math.min(...tiers.filter((tier) => tier.open).map((tier) => tier.since));
}

/** Whether the run begins with the oldest sample that was looked at. */
function reachesEdge(since: EpochMs, { now, history }: OverviewInput): boolean {
  const edge = now - lookBackMs;
  return since >= edge && since - edge <= history.stepMs;
}

/** After a start or a gap a new loss is not counted for two rounds. */
function holdAfterStart(rule: Rule, input: OverviewInput): EpochMs | undefined {
  const until = input.startedAt + 2 * input.intervalMs;
  return rule.heldAfterStart && input.now < until ? until : undefined;
}

/** Cause before effect: while a cause is open on an overlapping subject, the effect is held. */
function hold(rules: readonly Rule[], subjects: readonly SubjectState[]): SubjectState[] {
  return subjects.map((state) => {
    if (state.problem === undefined) {
      return state;
    }
    const { heldBy: _old, ...problem } = state.problem;
    const causes = rules.find((rule) => rule.id === state.rule)?.heldBy ?? [];
    const cause = causes.find((id) =>
      subjects.some(
        (other) =>
          other.rule === id && other.problem !== undefined && overlap(other.subject, state.subject),
      ),
    );
    return { ...state, problem: cause === undefined ? problem : { ...problem, heldBy: cause } };
  });
}

function mute({ profile }: OverviewInput, subjects: readonly SubjectState[]): SubjectState[] {
  return subjects.map((state) => {
    if (state.problem === undefined) {
      return state;
    }
    const { muted: _old, ...problem } = state.problem;
    const muted = isMuted(profile.muted, state);
    return { ...state, problem: muted ? { ...problem, muted: true } : problem };
  });
}

function overlap(a: NodeId | null, b: NodeId | null): boolean {
  return a === null || b === null || a === b;
}
