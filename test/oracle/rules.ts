/** Which problems are open, what they cost and what the verdict is (semantics 3 and 5). */
import type { RuleId } from '../../src/shared/thresholds';
import type { Interval } from './interval';
import type { Finding, JudgedLevel, Rule } from './ruleShape';
import { rules } from './ruleTable';
import type { Situation } from './situation';
import { asOf } from './situation';

export type ExpectedProblem = {
  readonly rule: RuleId;
  readonly subject: string | null;
  readonly level: Exclude<JudgedLevel, 'ok'>;
  readonly points: number;
  /** First and last cluster time at which the run may be said to have begun. */
  readonly since: Interval;
  readonly state: 'open' | 'held';
};

export type Judgement = {
  readonly problems: readonly ExpectedProblem[];
  readonly deductions: ReadonlyMap<RuleId, number>;
  /** Subjects (nodes) that some rule could not judge. */
  readonly unjudged: ReadonlySet<string | null>;
  readonly judged: number;
  /** Of these, so many rest on history alone: their source fails now. */
  readonly judgedByHistory: number;
  readonly applicable: number;
  /** Undefined = unknown. */
  readonly score: number | undefined;
  readonly verdict: JudgedLevel | 'unknown';
};

const rank: Readonly<Record<JudgedLevel, number>> = { ok: 0, info: 1, warning: 2, critical: 3 };

/** Judges at the newest round. Situations in which a problem clears again are not modelled. */
export function judge(situation: Situation): Judgement {
  const { rounds } = situation;
  const newest = rounds.at(-1);
  const problems: ExpectedProblem[] = [];
  const unjudged = new Set<RuleId>();
  const subjects = new Set<string | null>();
  for (const rule of applicableTo(situation)) {
    const history = rounds.map((round) => ({
      at: round.at,
      findings: rule.find(asOf(situation, round.end)),
    }));
    const present = history.at(-1)?.findings;
    const cannot =
      present === undefined ||
      (present.size > 0 && [...present.values()].every((finding) => finding === undefined));
    if (newest === undefined || cannot) {
      unjudged.add(rule.id);
      [...(present?.keys() ?? [])].forEach((subject) => subjects.add(subject));
      continue;
    }
    for (const [subject, finding] of present) {
      if (finding === undefined) {
        subjects.add(subject);
      }
      const problem = openProblem(rule, subject, history, newest.at);
      if (problem !== undefined) {
        problems.push(problem);
      }
    }
  }
  const isOpen = (id: RuleId) => problems.some(({ rule }) => rule === id);
  const isHeld = ({ rule, subject }: ExpectedProblem): boolean =>
    (isOpen('node.down') && heldByLoss.includes(rule)) ||
    (rule === 'safe_mode' && isOpen('disk.full')) ||
    problems.some(
      (other) => other.subject === subject && explainedBy[rule]?.includes(other.rule) === true,
    );
  return score(
    problems.map((problem) => (isHeld(problem) ? { ...problem, state: 'held' } : problem)),
    unjudged,
    subjects,
    situation,
  );
}

const applicableTo = (situation: Situation): readonly Rule[] =>
  rules.filter((rule) => rule.applies?.(situation) ?? true);

/** What the loss of a node explains. */
const heldByLoss: readonly RuleId[] = ['query.errors', 'txn.failures', 'tablet.unhealthy'];

/** Of one job or view: what explains the right of it. */
const explainedBy: Partial<Record<RuleId, readonly RuleId[]>> = {
  'routine.lag': ['routine.paused'],
  'mv.inactive': ['mv.failed'],
  'mv.stale': ['mv.failed', 'mv.inactive'],
};

function openProblem(
  rule: Rule,
  subject: string | null,
  history: readonly {
    readonly at: number;
    readonly findings: ReadonlyMap<string | null, Finding> | undefined;
  }[],
  now: number,
): ExpectedProblem | undefined {
  for (const level of ['critical', 'warning', 'info'] as const) {
    let since: number | undefined;
    for (const { at, findings } of history.toReversed()) {
      const finding = findings?.get(subject);
      if (finding === undefined || rank[finding.level] < rank[level]) {
        break;
      }
      since = at;
    }
    const finding = history.at(-1)?.findings?.get(subject);
    const nearBound =
      rule.id === 'compaction.pressure' && subject === null && finding?.points === 60;
    if (since !== undefined && finding !== undefined && (nearBound || now - since >= rule.forMs)) {
      const points = level === finding.level ? finding.points : pointsBelow(rule.id);
      return {
        rule: rule.id,
        subject,
        level,
        points,
        since:
          finding.since === undefined
            ? runBegan(rule, history, subject)
            : { lo: finding.since, hi: finding.since },
        state: 'open',
      };
    }
  }
  return undefined;
}

/** A critical finding that has lasted long enough only as a warning. */
const pointsBelow = (rule: RuleId): number =>
  ['compaction.pressure', 'compaction.stalled', 'query.errors', 'tablet.unhealthy'].includes(rule)
    ? 10
    : 5;

/** First round of the unbroken run in which the subject was not fine, or may not have been. */
function runBegan(
  rule: Rule,
  history: readonly {
    readonly at: number;
    readonly findings: ReadonlyMap<string | null, Finding> | undefined;
  }[],
  subject: string | null,
): Interval {
  let [lo, hi] = [NaN, NaN];
  for (const { at, findings } of history.toReversed()) {
    const finding = findings?.get(subject);
    if (finding === undefined || (finding.level === 'ok' && finding.maybe !== true)) {
      break;
    }
    lo = at;
    hi = finding.level === 'ok' ? hi : at;
  }
  return { lo: lo - (rule.windowMs ?? 0), hi };
}

function score(
  problems: readonly ExpectedProblem[],
  unjudged: ReadonlySet<RuleId>,
  subjects: ReadonlySet<string | null>,
  situation: Situation,
): Judgement {
  const scored = applicableTo(situation).filter((rule) => rule.scored);
  const judged = scored.filter((rule) => !unjudged.has(rule.id)).length;
  const deductions = new Map<RuleId, number>();
  for (const { rule, points, state } of problems) {
    if (state === 'open' && points > 0) {
      deductions.set(rule, Math.max(deductions.get(rule) ?? points, points));
    }
  }
  const unknown =
    situation.rounds.length === 0 ||
    unjudged.has('fe.leader') ||
    unjudged.has('node.down') ||
    judged < scored.length / 2;
  const levels = problems.filter(({ state }) => state === 'open').map(({ level }) => level);
  const worst = levels.reduce<JudgedLevel>(
    (worse, level) => (rank[level] > rank[worse] ? level : worse),
    'ok',
  );
  const total = [...deductions.values()].reduce((sum, points) => sum + points, 0);
  const newest = asOf(situation, situation.rounds.at(-1)?.end ?? situation.now);
  return {
    problems,
    deductions,
    unjudged: subjects,
    judged,
    judgedByHistory: scored.filter(
      (rule) => !unjudged.has(rule.id) && rule.isFresh?.(newest) === false,
    ).length,
    applicable: scored.length,
    score: unknown ? undefined : Math.max(0, 100 - total),
    verdict: unknown ? 'unknown' : worst,
  };
}
