/**
 * The rules of semantics 4 as conditions over the truth of a moment. A
 * second opinion: written from the table, for the tests alone.
 */
import type { FrontendState } from '../../src/demo/truthFrontends';
import type { UnknownReason } from '../../src/shared/reading';
import { computeGaugeColumn, lastColumn } from './ruleInputs';
import { marksOf } from './expectCompaction';
import { errorRateRange } from './expectKpis';
import { eachFrontend, heapPct } from './frontendFigures';
import { foreignRunning } from './runningQueryRows';
import { queueIsOff, samplesOf, series, vsYesterday } from './series';
import { tabletRules } from './tabletRules';
import { taskRules } from './taskRules';
import type { Finding, Rule } from './ruleShape';
import { byLevel, fine, isSharedNothing, onCluster, perNode, windowRounds } from './ruleShape';
import { frontendRules } from './frontendRuleTable';
import { monitorRules } from './monitorRuleTable';
import { localPressure, localStalled, storageRules } from './storageRuleTable';
import type { Situation } from './situation';
import {
  aliveFrontends,
  answersSql,
  asOf,
  computeId,
  computesSeen,
  frontendId,
  frontendsSeen,
  seen,
} from './situation';

const half = (x: number): number => Math.floor(x + 0.5);

export const rules: readonly Rule[] = [
  { id: 'fe.leader', forMs: 30_000, scored: true, find: findLeader },
  { id: 'fe.down', forMs: 30_000, scored: true, find: findDeadFrontends },
  { id: 'node.down', forMs: 30_000, scored: true, find: findDeadNodes },
  {
    id: 'mem.node',
    forMs: 120_000,
    scored: true,
    find: (situation) =>
      perNode(situation, (node) =>
        byLevel(
          lastColumn(situation, node, 'memUsedPct'),
          { at: situation.thresholds.memWarningPct, points: 5 },
          { at: situation.thresholds.memCriticalPct, points: 15 },
        ),
      ),
  },
  {
    id: 'cpu.node',
    forMs: 300_000,
    windowMs: 300_000,
    scored: true,
    find: (situation) =>
      perNode(situation, (node) =>
        byLevel(computeGaugeColumn(situation, node, 'cpuPct', 300_000), {
          at: situation.thresholds.cpuWarningPct,
          points: 5,
        }),
      ),
  },
  {
    id: 'fe.heap',
    forMs: 300_000,
    windowMs: 300_000,
    scored: true,
    isFresh: (situation) =>
      eachFrontend(situation, (node) => heapPct(situation, node)).some(({ figure }) => figure.ok),
    find: findHeap,
  },
  { id: 'compaction.pressure', forMs: 300_000, scored: true, find: findPressure },
  {
    id: 'compaction.stalled',
    forMs: 900_000,
    windowMs: 900_000,
    scored: true,
    isFresh: (situation) =>
      isSharedNothing(situation) ||
      (series.compactionScore.value(situation).ok && seen(situation, 'lakeCompactions').ok),
    find: findStalled,
  },
  {
    id: 'query.errors',
    forMs: 120_000,
    windowMs: 300_000,
    scored: true,
    isFresh: (situation) => series.qps.value(situation).ok,
    find: findErrors,
  },
  {
    id: 'query.latency',
    forMs: 300_000,
    scored: true,
    applies: (situation) => latencyWhy(situation) !== 'not-applicable',
    isFresh: (situation) => series.p95.value(situation).ok,
    find: findLatency,
  },
  {
    id: 'query.queue',
    forMs: 0,
    windowMs: 300_000,
    scored: true,
    applies: (situation) => !queueIsOff(situation),
    find: findQueue,
  },
  { id: 'query.runaway', forMs: 0, scored: false, find: findRunaway },
  { id: 'query.stopped', forMs: 600_000, scored: false, find: findStopped },
  ...tabletRules,
  ...taskRules,
  ...frontendRules,
  ...storageRules,
  { id: 'monitor.partial', forMs: 0, windowMs: 90_000, scored: false, find: findPartial },
  ...monitorRules,
];

/** Of the audit log alone no FE tells why there is none. */
function latencyWhy(situation: Situation): UnknownReason | undefined {
  const p95 = series.p95.value(situation);
  if (p95.ok) {
    return undefined;
  }
  // As with every figure of all FEs the reason is the one that most of them give.
  const [most] = p95.why.toSorted((a, b) => countOf(p95.why, b) - countOf(p95.why, a));
  return most;
}

const countOf = (reasons: readonly UnknownReason[], why: UnknownReason): number =>
  reasons.filter((each) => each === why).length;

/** Five seconds; few queries are fine. */
function findLatency(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const p95 = series.p95.value(situation);
  if (!p95.ok) {
    return onCluster(latencyWhy(situation) === 'no-traffic' ? fine : undefined);
  }
  const queries = errorRateRange(situation);
  return onCluster(
    p95.range.lo > 5000 && queries !== 'no-traffic' ? { level: 'warning', points: 5 } : fine,
  );
}

/** One gave up waiting within five minutes, or some waited all of the time. */
function findQueue(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const { now } = situation;
  if (!series.queued.value(situation).ok) {
    return onCluster(undefined);
  }
  const of = (one: typeof series.queued | typeof series.queueTimeouts) =>
    samplesOf(situation, one, now - 300_000, now).flatMap((sample) => sample?.range.lo ?? []);
  const waiting = of(series.queued);
  const waited = waiting.length >= 5 && Math.min(...waiting) > 0;
  const gaveUp = of(series.queueTimeouts).some((rate) => rate > 0);
  return onCluster(waited || gaveUp ? { level: 'warning', points: 5 } : fine);
}

function findLeader(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const list = seen(situation, 'frontends');
  if (!list.ok) {
    return undefined;
  }
  const leads = list.sight.states.at(-1)?.frontends.some((fe) => fe.role === 'LEADER' && fe.alive);
  return onCluster(leads === true ? fine : { level: 'critical', points: 100 });
}

function findDeadFrontends(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const list = frontendsSeen(situation);
  if (!seen(situation, 'frontends').ok || list === undefined) {
    return undefined;
  }
  const voters = list.filter((fe) => fe.role !== 'OBSERVER');
  const isDown = (fe: FrontendState) => !fe.alive && !answersSql(situation, frontendId(fe));
  const lost = voters.filter(isDown).length > voters.length / 2;
  const dead = list.filter((fe) => !fe.alive).length;
  return new Map(
    list.map((fe) => [
      frontendId(fe),
      fe.alive
        ? fine
        : lost && isDown(fe)
          ? { level: 'critical', points: 100 }
          : { level: 'warning', points: half((40 * dead) / list.length) },
    ]),
  );
}

/** Shared-data: the nodes of one warehouse are a pool; a decommissioning one is not in it. */
function findDeadNodes(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const list = computesSeen(situation);
  if (list === undefined) {
    return undefined;
  }
  const pool = list.map(({ node }) => node).filter((node) => !node.decommissioned);
  return new Map(
    pool.map((node) => {
      // Shared-nothing: all BEs are one pool, and the loss of any of them is critical.
      const holdsData = isSharedNothing(situation) && node.kind === 'BE';
      const mates = pool.filter((mate) =>
        isSharedNothing(situation) ? mate.kind === node.kind : mate.warehouse === node.warehouse,
      );
      const share = mates.filter((mate) => !mate.alive).length / mates.length;
      const finding: Finding = node.alive
        ? fine
        : share === 1
          ? { level: 'critical', points: 100 }
          : holdsData || share >= 0.1
            ? { level: 'critical', points: half(20 + 60 * share) }
            : { level: 'warning', points: half(5 + 60 * share) };
      return [computeId(node), finding];
    }),
  );
}

function findHeap(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  if (frontendsSeen(situation) === undefined) {
    return undefined;
  }
  const { heapWarningPct, heapCriticalPct } = situation.thresholds;
  return new Map(
    aliveFrontends(situation).map((fe) => {
      const node = frontendId(fe);
      const values = windowRounds(situation, 300_000).flatMap((round) => {
        const figure = heapPct(asOf(situation, round.end), node);
        return figure.ok ? [figure.range.lo] : [];
      });
      const lowest = values.length < 5 ? undefined : Math.min(...values);
      return [
        node,
        byLevel(lowest, { at: heapWarningPct, points: 5 }, { at: heapCriticalPct, points: 15 }),
      ];
    }),
  );
}

function findPressure(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  if (isSharedNothing(situation)) {
    return localPressure(situation);
  }
  const score = series.compactionScore.value(situation);
  if (!score.ok) {
    return undefined;
  }
  const marks = marksOf(situation);
  const s = score.range.lo;
  const bound = marks.upperBound;
  if (bound !== null && s > bound) {
    return onCluster({ level: 'critical', points: 60 });
  }
  if (s > marks.critical || (bound !== null && s > 0.9 * bound)) {
    return onCluster({ level: 'critical', points: 30 });
  }
  return onCluster(s > marks.slowdown ? { level: 'warning', points: 10 } : fine);
}

/** The score rises for a quarter of an hour while nothing runs. */
function findStalled(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  if (isSharedNothing(situation)) {
    return localStalled(situation);
  }
  const rounds = windowRounds(situation, 900_000);
  const scores: number[] = [];
  const running: number[] = [];
  for (const round of rounds) {
    const then = asOf(situation, round.end);
    const score = series.compactionScore.value(then);
    const tasks = seen(then, 'lakeCompactions');
    if (score.ok) {
      scores.push(score.range.lo);
    }
    if (tasks.ok) {
      const list = tasks.sight.states.at(-1)?.compactions.running ?? [];
      running.push(list.filter((t) => t.finishedAt === null && t.error === null).length);
    }
  }
  if (scores.length < 15 || running.length < 15) {
    return undefined;
  }
  const average = scores.reduce((a, b) => a + b, 0) / scores.length;
  const first = scores[0] ?? NaN;
  const last = scores.at(-1) ?? NaN;
  const rises = last - first >= Math.max(1, 0.05 * first);
  const marks = marksOf(situation);
  if (Math.max(...running) > 0 || average <= marks.selectorMin || !rises) {
    return onCluster(fine);
  }
  return onCluster(
    last > marks.slowdown ? { level: 'critical', points: 30 } : { level: 'warning', points: 10 },
  );
}

function findErrors(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const range = errorRateRange(situation);
  if (range === undefined) {
    return undefined;
  }
  if (range === 'no-traffic') {
    return onCluster(fine);
  }
  const errors = [series.errorsInternal, series.errorsTimeout]
    .flatMap((of) => samplesOf(situation, of, situation.now - 300_000, situation.now))
    .reduce((total, sample) => total + (sample === null ? 0 : sample.range.lo * 30), 0);
  const { errorsWarningPct, errorsCriticalPct } = situation.thresholds;
  return onCluster(
    errors < 5
      ? fine
      : byLevel(
          range.lo,
          { at: errorsWarningPct, points: 10 },
          { at: errorsCriticalPct, points: 25 },
        ),
  );
}

/** Half an hour, or a fifth of what the smallest node may use. */
function findRunaway(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const answer = seen(situation, 'runningQueries');
  const state = answer.ok ? answer.sight.states.at(-1) : undefined;
  if (!answer.ok || state === undefined) {
    return undefined;
  }
  const alive = (computesSeen(situation) ?? []).filter(({ node }) => node.alive);
  const limit = Math.min(...alive.map(({ node }) => node.memLimitBytes));
  const runs = foreignRunning(situation, answer.sight, state).some(
    ({ startedAt, memoryBytes }) =>
      answer.sight.at - startedAt > 1_800_000 || memoryBytes > 0.2 * limit,
  );
  return onCluster(runs ? { level: 'info', points: 0 } : fine);
}

/** A tenth of yesterday's queries, where there was one a second. */
function findStopped(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const yesterday = vsYesterday(situation, series.qps);
  if (yesterday === undefined) {
    return undefined;
  }
  const { delta, base } = yesterday;
  const stopped = base.lo >= 1 && delta.lo + base.lo < 0.1 * base.lo;
  return onCluster(stopped ? { level: 'info', points: 0 } : fine);
}

/** Some expected node has not been measured for three rounds. */
function findPartial(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  if (frontendsSeen(situation) === undefined && computesSeen(situation) === undefined) {
    return undefined;
  }
  const last = windowRounds(situation, 3 * Math.max(30_000, situation.intervalMs));
  const partial = last.map((round) => {
    const then = asOf(situation, round.end);
    const unmeasured =
      eachFrontend(then, (node) => heapPct(then, node)).some(({ figure }) => !figure.ok) ||
      (computesSeen(then) ?? []).some(
        ({ node }) => node.alive && !seen(then, 'beMetrics', computeId(node)).ok,
      );
    return unmeasured;
  });
  return onCluster(
    partial.length >= 3 && partial.every(Boolean) ? { level: 'info', points: 0 } : fine,
  );
}
