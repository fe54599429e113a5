/** The made-up past of health: the problems a monitor that ran then would have seen, and their points. */
import type { ClusterState, EpochMs } from '../truth';
import type { PastProblem } from '../truthPast';
import { roll } from './dice';
import type { Values } from './pastNodes';
import { DAY, HOUR, MINUTE } from './waves';

/** A problem and what it takes from a score of 100. */
export type Found = Omit<PastProblem, 'since'> & { readonly points: number };

/** Who did not answer at a time, as the monitor names them, and of how many. */
export type Down = {
  readonly frontends: readonly string[];
  readonly frontendsOf: number;
  readonly nodes: readonly string[];
  readonly nodesOf: number;
};

const warning = (rule: Found['rule'], subject: string | null, points: number): Found => ({
  rule,
  subject,
  level: 'warning',
  points,
});

/** Jobs that were in trouble at a time: as they are now, and mishaps that somebody mended. */
export function jobProblems(state: ClusterState, ts: EpochMs): readonly Found[] {
  const [routine] = state.routineLoads;
  const [, view] = state.materializedViews;
  return [
    ...state.routineLoads
      .filter(({ pausedAt }) => pausedAt !== null && pausedAt <= ts)
      .map(({ database, name }) => warning('routine.paused', `routine:${database}.${name}`, 5)),
    ...state.materializedViews
      .filter(({ failsWith }) => failsWith !== null && ts >= state.begun - HOUR)
      .map(({ database, name }) => warning('mv.failed', `mv:${database}.${name}`, 5)),
    ...state.materializedViews
      .filter(({ active }) => !active)
      .map(({ database, name }) => warning('mv.inactive', `mv:${database}.${name}`, 3)),
    ...(routine !== undefined && isMishap(state, 'routine mishap', 0.7, ts)
      ? [warning('routine.paused', `routine:${routine.database}.${routine.name}`, 5)]
      : []),
    ...(view?.failsWith === null && isMishap(state, 'view mishap', 0.5, ts)
      ? [warning('mv.failed', `mv:${view.database}.${view.name}`, 5)]
      : []),
  ];
}

/** On some days, for a while of the day; over long before the simulation begins. */
function isMishap(state: ClusterState, what: string, chance: number, ts: EpochMs): boolean {
  const { seed, begun } = state;
  const day = Math.floor(ts / DAY);
  const from = day * DAY + roll(seed, `${what} from`, day) * (DAY - 2 * HOUR);
  const to = from + (25 + 70 * roll(seed, `${what} for`, day)) * MINUTE;
  return roll(seed, what, day) < chance && ts >= from && ts < to && to < begun - HOUR;
}

/** Nodes that were down, and compaction that fell behind. */
export function clusterProblems(values: Values, down: Down): readonly Found[] {
  const lostFrontends = Math.round((40 * down.frontends.length) / down.frontendsOf);
  const lostNodes = Math.round(20 + (60 * down.nodes.length) / down.nodesOf);
  return [
    ...down.frontends.map((node) => warning('fe.down', node, lostFrontends)),
    ...down.nodes.map((node): Found => ({
      rule: 'node.down',
      subject: node,
      level: 'critical',
      points: lostNodes,
    })),
    ...compactionProblems(
      values['compaction.versions'] ?? null,
      values['compaction.score'] ?? null,
    ),
  ];
}

function compactionProblems(versions: number | null, score: number | null): readonly Found[] {
  const [value, slow, critical] = versions === null ? [score, 100, 500] : [versions, 400, 700];
  if (value === null || value <= slow) {
    return [];
  }
  const pressure = warning('compaction.pressure', null, 10);
  return [value > critical ? { ...pressure, level: 'critical', points: 30 } : pressure];
}

/** Each rule takes its points once, however many it finds, as the monitor does. */
export function scoreOf(found: readonly Found[]): number {
  const byRule = new Map(found.map(({ rule, points }) => [rule, points]));
  return Math.max(
    0,
    [...byRule.values()].reduce((left, points) => left - points, 100),
  );
}

/** What is open with the time since when: of what was open in the slot before, that of then. */
export function openProblems(
  found: readonly Found[],
  before: readonly PastProblem[],
  ts: EpochMs,
): readonly PastProblem[] {
  return found.map(({ rule, subject, level }) => {
    const known = before.find((each) => each.rule === rule && each.subject === subject);
    return { rule, subject, level, since: known === undefined ? ts : known.since };
  });
}
