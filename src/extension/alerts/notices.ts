import type { ClusterSummary } from '../../shared/api';
import type { ClusterId } from '../../shared/ids';
import { isCountedProblem, type Problem } from '../../shared/model/problem';
import { compareWorstFirst } from '../../shared/model/verdict';
import type { RuleId } from '../../shared/thresholds';
import { rolling } from '../../shared/rollingRestarts';
import { hourMs, type EpochMs } from '../../shared/time';
import { isSilenced, markOf, type AlertMarks } from './alertMarks';

/** From which level on one wants to be told. */
export const noticeWishes = ['critical', 'warning', 'off'] as const;
export type NoticeWish = (typeof noticeWishes)[number];

/** What is new at one cluster: said once, all together, worst first. */
export type Notice = {
  readonly id: ClusterId;
  /** Untrusted text. */
  readonly name: string;
  readonly problems: readonly Problem[];
};

export type NoticeMoment = {
  readonly now: EpochMs;
  readonly wish: NoticeWish;
  readonly marks: AlertMarks;
};

/** A problem that comes back within ten minutes is the same one; a while longer costs nothing. */
const rememberMs = hourMs;

/**
 * Nodes that are restarted one after the other are told once: the next one that is down, alone, so soon
 * after the one before was is one of them, unless it does not come back in a few minutes.
 */
const rulesOfLoss: ReadonlySet<RuleId> = new Set<RuleId>(['fe.down', 'node.down']);

type Down = Pick<Problem, 'rule' | 'subject'> & { readonly at: EpochMs };

type Seen = { readonly level: Problem['level']; readonly at: EpochMs };

/**
 * Decides what a person is told without having asked: only what newly reached the wished level. What
 * was there at the first look at a cluster is known, and so is what began while it was silenced.
 */
export class Notices {
  readonly #seen = new Map<ClusterId, Map<string, Seen>>();
  /** Nodes that were down a short while ago: by these a rolling restart is known. */
  readonly #down = new Map<ClusterId, Map<string, Down>>();

  /** What is new since the last look; to be called after every change. */
  next(summaries: readonly ClusterSummary[], moment: NoticeMoment): readonly Notice[] {
    const ids = new Set(summaries.map(({ id }) => id));
    for (const id of this.#seen.keys()) {
      if (!ids.has(id)) {
        this.#seen.delete(id);
        this.#down.delete(id);
      }
    }
    return summaries.flatMap((summary) => this.#ofCluster(summary, moment));
  }

  #ofCluster(
    { id, profile, problems, lastRoundAt }: ClusterSummary,
    { now, wish, marks }: NoticeMoment,
  ): readonly Notice[] {
    if (lastRoundAt === undefined) {
      return [];
    }
    const before = this.#seen.get(id);
    const seen = before ?? new Map<string, Seen>();
    this.#seen.set(id, seen);
    const counted = problems.filter(isCountedProblem);
    const restarting = this.#restarting(id, problems, now);
    const fresh = problems.filter(
      (problem) =>
        isFresh(problem, seen, wish) &&
        markOf(marks, id, problem, now) === undefined &&
        !restarting.includes(problem),
    );
    for (const problem of counted.filter((each) => !restarting.includes(each))) {
      const key = keyOf(problem);
      if (markOf(marks, id, problem, now) === 'snoozed') {
        // Whoever snoozes wants to hear of it again.
        seen.delete(key);
      } else {
        seen.set(key, { level: worse(problem.level, seen.get(key)), at: now });
      }
    }
    for (const [key, { at }] of seen) {
      if (now - at > rememberMs) {
        seen.delete(key);
      }
    }
    return before === undefined || isSilenced(marks, id, now) || fresh.length === 0
      ? []
      : [{ id, name: profile.name, problems: fresh }];
  }

  /** What a rolling restart explains. A node that is looked at again and again is remembered once. */
  #restarting(id: ClusterId, problems: readonly Problem[], now: EpochMs): readonly Problem[] {
    const down = this.#down.get(id) ?? new Map<string, Down>();
    this.#down.set(id, down);
    for (const [key, { at }] of down) {
      if (now - at > rolling.withinMs) {
        down.delete(key);
      }
    }
    const before = [...down.values()];
    for (const problem of problems) {
      const { rule, subject } = problem;
      if (rulesOfLoss.has(rule) && isCountedProblem(problem)) {
        down.set(`${rule} ${subject ?? ''}`, { rule, subject, at: now });
      }
    }
    return problems.filter((each) => isNextOfRolling(each, problems, before, now));
  }
}

function isNextOfRolling(
  problem: Problem,
  problems: readonly Problem[],
  down: readonly Down[],
  now: EpochMs,
): boolean {
  const { rule, subject, since } = problem;
  return (
    down.some((other) => other.rule === rule && other.subject !== subject) &&
    now - since < rolling.backWithinMs &&
    problems.filter((each) => each.rule === rule && isCountedProblem(each)).length === 1
  );
}

/** A held problem has a cause that is told; an unverified one was told while it was measured. */
function isFresh(problem: Problem, seen: ReadonlyMap<string, Seen>, wish: NoticeWish): boolean {
  if (wish === 'off' || problem.state !== 'open' || compareWorstFirst(problem.level, wish) > 0) {
    return false;
  }
  const told = seen.get(keyOf(problem));
  return told === undefined || compareWorstFirst(problem.level, told.level) < 0;
}

function worse(level: Problem['level'], before: Seen | undefined): Problem['level'] {
  return before === undefined || compareWorstFirst(level, before.level) < 0 ? level : before.level;
}

/** The beginning is part of it: coming back within ten minutes a problem keeps it. */
function keyOf({ rule, subject, since }: Problem): string {
  return `${rule} ${subject ?? ''} ${since}`;
}
