import { groupBy } from '../../shared/groupBy';
import { mutedEntry } from '../../shared/muting';
import type { HealthHistory, ProblemInterval } from '../../shared/model/healthHistory';
import type { Problem } from '../../shared/model/problem';
import { compareWorstFirst } from '../../shared/model/verdict';
import { rolling, withRollingRestarts } from '../../shared/rollingRestarts';
import type { RollingRestart } from '../../shared/model/trends';
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
  /** Set of a rolling restart: the losses of its nodes, which are one line. */
  readonly members?: readonly AlertRow[];
};

/**
 * The problems of a stretch by rule and subject: open ones first, then worst and latest first.
 *
 * @param open the problems that are open at the moment shown
 */
export function alertRows(
  history: Pick<HealthHistory, 'problems' | 'events' | 'from' | 'to'>,
  open: readonly Problem[],
): readonly AlertRow[] {
  const rows = rowsOf(history, open);
  const groups = withRollingRestarts(history.events)
    .flatMap((event) => (event.kind === 'rolling-restart' ? [event] : []))
    .map((restart) => rows.filter((row) => isExplainedBy(restart, row)))
    .filter((members) => members.length > 1);
  const inside = new Set(groups.flat());
  return [...rows.filter((row) => !inside.has(row)), ...groups.map(asOne)].sort(compareRows);
}

/** Whether a loss that is over is of one of the nodes that were restarted, and of then alone. */
function isExplainedBy({ nodes, at, to }: RollingRestart, row: AlertRow): boolean {
  return (
    (row.rule === 'node.down' || row.rule === 'fe.down') &&
    row.state === 'ended' &&
    nodes.some((node) => node === row.subject) &&
    row.intervals.every((each) => each.from >= at && each.to <= to + rolling.withinMs)
  );
}

function asOne(members: readonly AlertRow[]): AlertRow {
  const worst = members.reduce((a, b) => (compareWorstFirst(a.level, b.level) <= 0 ? a : b));
  return {
    rule: worst.rule,
    subject: null,
    level: worst.level,
    intervals: members.flatMap(({ intervals }) => intervals).sort((a, b) => a.from - b.from),
    lastedMs: members.reduce((sum, { lastedMs }) => sum + lastedMs, 0),
    to: Math.max(...members.map((each) => each.to)),
    state: 'ended',
    members,
  };
}

/** Names a row. */
export function alertKey(row: AlertRow): string {
  return row.members === undefined ? mutedEntry(row) : `${mutedEntry(row)} until ${row.to}`;
}

function compareRows(a: AlertRow, b: AlertRow): number {
  return (
    Number(a.state === 'ended') - Number(b.state === 'ended') ||
    compareWorstFirst(a.level, b.level) ||
    b.to - a.to
  );
}

function rowsOf(
  { problems, from, to }: Pick<HealthHistory, 'problems' | 'from' | 'to'>,
  open: readonly Problem[],
): readonly AlertRow[] {
  const states = new Map(open.map((problem) => [mutedEntry(problem), problem.state]));
  return [...groupBy(problems, mutedEntry)].map(([key, intervals]): AlertRow => {
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
  });
}
