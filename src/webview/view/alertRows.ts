import { groupBy } from '../../shared/groupBy';
import { mutedEntry } from '../../shared/muting';
import type { HealthHistory, ProblemInterval } from '../../shared/model/healthHistory';
import type { Problem } from '../../shared/model/problem';
import { compareWorstFirst } from '../../shared/model/verdict';
import type { EpochMs } from '../../shared/time';

/** What one rule found of one subject in a stretch of time. */
export type AlertRow = Pick<ProblemInterval, 'rule' | 'subject' | 'level'> & {
  /** Stretches in which it was seen open, oldest first, each at its level. */
  readonly intervals: readonly ProblemInterval[];
  /** Sum of them within the stretch, ms; 0 when it was seen in one round alone. */
  readonly lastedMs: number;
  /** When it was seen last. */
  readonly to: EpochMs;
  /** Of the open problem, `ended` when there is none. */
  readonly state: Problem['state'] | 'ended';
};

/**
 * The problems of a stretch by rule and subject: open ones first, then worst and latest first.
 *
 * @param open the problems that are open at the moment shown
 */
export function alertRows(
  { problems, from, to }: Pick<HealthHistory, 'problems' | 'from' | 'to'>,
  open: readonly Problem[],
): readonly AlertRow[] {
  const states = new Map(open.map((problem) => [mutedEntry(problem), problem.state]));
  return [...groupBy(problems, mutedEntry)]
    .map(([key, intervals]): AlertRow => {
      const worst = intervals.reduce((a, b) => (compareWorstFirst(a.level, b.level) <= 0 ? a : b));
      return {
        rule: worst.rule,
        subject: worst.subject,
        level: worst.level,
        intervals,
        lastedMs: intervals.reduce(
          (sum, each) => sum + Math.min(each.to, to) - Math.max(each.from, from),
          0,
        ),
        to: Math.max(...intervals.map((each) => each.to)),
        state: states.get(key) ?? 'ended',
      };
    })
    .sort(
      (a, b) =>
        Number(a.state === 'ended') - Number(b.state === 'ended') ||
        compareWorstFirst(a.level, b.level) ||
        b.to - a.to,
    );
}
