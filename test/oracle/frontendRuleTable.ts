/** Rules about FEs, metadata and single nodes (semantics 4.1), as conditions over the truth. */
import { drainSeen } from './drainSeen';
import { computeGauge, frontendGauge, onlyByHttp } from './figures';
import type { Figure } from './figures';
import type { Interval } from './interval';
import { average } from './interval';
import { deviceUtil, wholeDisks } from './computeFigures';
import { connectionPct, counterRate, replayLag, userConnectionPct } from './frontendFigures';
import type { Finding, Rule } from './ruleShape';
import { byLevel, fine, onCluster, perNode, windowRounds } from './ruleShape';
import type { Situation } from './situation';
import {
  aliveFrontends,
  asOf,
  computeId,
  computesSeen,
  frontendId,
  frontendsSeen,
  seen,
} from './situation';

type Findings = ReadonlyMap<string | null, Finding> | undefined;

const low = (figure: Figure): number | undefined => (figure.ok ? figure.range.lo : undefined);

const leaderOf = (situation: Situation): string | undefined => {
  const leader = frontendsSeen(situation)?.find((fe) => fe.role === 'LEADER' && fe.alive);
  return leader === undefined ? undefined : frontendId(leader);
};

/** Entries per second at the rounds of five minutes. */
export const journalRates = (situation: Situation, leader: string): readonly Interval[] =>
  windowRounds(situation, 300_000).flatMap((round) => {
    const figure = counterRate(asOf(situation, round.end), leader, 'editLogWrite');
    return figure.ok ? [figure.range] : [];
  });

/** Entries per second over five minutes; undefined = not known. */
function journalPace(situation: Situation, leader: string): number | undefined {
  const rates = journalRates(situation, leader);
  return rates.length < 5 ? undefined : average(rates).lo;
}

function findReplay(situation: Situation): Findings {
  const list = frontendsSeen(situation);
  const leader = leaderOf(situation);
  if (!seen(situation, 'frontends').ok || list === undefined || leader === undefined) {
    return undefined;
  }
  const pace = journalPace(situation, leader);
  const measurable = pace !== undefined && pace >= 0.1;
  return new Map(
    list
      .filter((fe) => frontendId(fe) !== leader)
      .map((fe) => {
        const lag = fe.alive ? low(replayLag(situation, frontendId(fe))) : undefined;
        const behind = lag === undefined || !measurable ? undefined : lag / pace;
        const finding: Finding =
          lag === undefined
            ? undefined
            : behind === undefined
              ? lag > 10_000
                ? { level: 'warning', points: 5 }
                : fine
              : behind > 270
                ? { level: 'critical', points: 20 }
                : behind > 60
                  ? { level: 'warning', points: 5 }
                  : fine;
        return [frontendId(fe), finding];
      }),
  );
}

function ofLeader(situation: Situation, find: (leader: string) => Finding): Findings {
  const leader = leaderOf(situation);
  return leader === undefined ? undefined : onCluster(find(leader));
}

function perFrontend(situation: Situation, find: (node: string) => Finding): Findings {
  return seen(situation, 'frontends').ok
    ? new Map(
        (frontendsSeen(situation) ?? []).map((fe) => [
          frontendId(fe),
          fe.alive ? find(frontendId(fe)) : undefined,
        ]),
      )
    : undefined;
}

/** Start times of each node within an hour, as the lists tell them. */
export function startsSeen(situation: Situation): ReadonlyMap<string, readonly number[]> {
  const starts = new Map<string, number[]>();
  for (const round of windowRounds(situation, 3_600_000)) {
    for (const [node, startedAt] of startsAt(asOf(situation, round.end))) {
      const known = starts.get(node) ?? [];
      if (known.at(-1) !== startedAt) {
        starts.set(node, [...known, startedAt]);
      }
    }
  }
  return starts;
}

/** Three newer start times within an hour. */
function findFlapping(situation: Situation): Findings {
  const starts = startsSeen(situation);
  const nodes = [...startsAt(situation).keys()];
  return nodes.length === 0
    ? undefined
    : new Map(
        nodes.map((node) => [
          node,
          (starts.get(node) ?? []).length > 3 ? { level: 'warning', points: 5 } : fine,
        ]),
      );
}

function startsAt(situation: Situation): ReadonlyMap<string, number> {
  const frontends = seen(situation, 'frontends').ok ? (frontendsSeen(situation) ?? []) : [];
  return new Map([
    // The list tells when an FE started only while it is alive.
    ...frontends.filter(({ alive }) => alive).map((fe) => [frontendId(fe), fe.startedAt] as const),
    ...(computesSeen(situation) ?? []).map(
      ({ node }) => [computeId(node), node.startedAt] as const,
    ),
  ]);
}

/** Busiest whole disk of a node, or why there is none. */
export function busiest(situation: Situation, node: string): number | undefined {
  const answer = seen(situation, 'beMetrics', node);
  const state = answer.ok ? answer.sight.states.at(-1) : undefined;
  const compute = [...(state?.backends ?? []), ...(state?.computeNodes ?? [])].find(
    (candidate) => computeId(candidate) === node,
  );
  const utils = (compute === undefined ? [] : wholeDisks(compute.published)).flatMap((device) => {
    const figure = deviceUtil(situation, node, device);
    return figure.ok ? [figure.range.lo] : [];
  });
  return utils.length === 0 ? undefined : Math.max(...utils);
}

function leastBusy(situation: Situation, node: string): number | undefined {
  const values = windowRounds(situation, 600_000).flatMap((round) => {
    const value = busiest(asOf(situation, round.end), node);
    return value === undefined ? [] : [value];
  });
  return values.length < 10 || busiest(situation, node) === undefined
    ? undefined
    : Math.min(...values);
}

/** No tablet has left it for half an hour. */
function findStill(situation: Situation): ReadonlyMap<string | null, Finding> | undefined {
  const list = seen(situation, 'backends');
  if (!list.ok) {
    return undefined;
  }
  return new Map(
    (list.sight.states.at(-1)?.backends ?? []).flatMap((node) => {
      const rows = drainSeen(situation, computeId(node));
      const last = rows.at(-1);
      if (last === undefined) {
        return [];
      }
      const same = rows.slice(
        rows.findLastIndex(({ row }) => row.tabletNum !== last.row.tabletNum) + 1,
      );
      const since = same[0]?.at ?? last.at;
      const finding: Finding =
        situation.now - since >= 1_800_000 ? { level: 'info', points: 0, since } : fine;
      return [[computeId(node), finding] as const];
    }),
  );
}

export const frontendRules: readonly Rule[] = [
  { id: 'node.flapping', forMs: 0, scored: true, find: findFlapping },
  { id: 'node.decommission', forMs: 0, scored: false, find: findStill },
  { id: 'fe.replay', forMs: 120_000, scored: true, find: findReplay },
  {
    id: 'fe.checkpoint',
    forMs: 600_000,
    scored: true,
    find: (situation) =>
      ofLeader(situation, (leader) =>
        byLevel(
          low(frontendGauge(situation, leader, (fe) => fe.maxJournalId - fe.imageJournalId)),
          { at: 100_001, points: 5 },
          { at: 500_001, points: 15 },
        ),
      ),
  },
  {
    id: 'fe.editlog',
    forMs: 300_000,
    scored: true,
    // No table tells the latency of the journal.
    applies: (situation) => {
      const leader = leaderOf(situation);
      const answer = leader === undefined ? undefined : seen(situation, 'feMetrics', leader);
      return answer?.ok !== true || answer.sight.bySql !== true;
    },
    find: (situation) =>
      ofLeader(situation, (leader) => {
        const written = low(counterRate(situation, leader, 'editLogWrite'));
        const p99 = low(
          onlyByHttp(frontendGauge(situation, leader, (fe) => fe.editLogLatency.p99)),
        );
        return written === undefined || p99 === undefined
          ? undefined
          : written > 0 && p99 > 1000
            ? { level: 'warning', points: 5 }
            : fine;
      }),
  },
  {
    // The pools of the demo cluster never come near 3000.
    id: 'fe.threads',
    forMs: 120_000,
    scored: true,
    find: (situation) =>
      perFrontend(situation, (node) => (seen(situation, 'feMetrics', node).ok ? fine : undefined)),
  },
  {
    id: 'fe.connections',
    forMs: 120_000,
    scored: true,
    find: (situation) =>
      perFrontend(situation, (node) =>
        seen(situation, 'feConfig').ok
          ? byLevel(
              low(connectionPct(situation, node)),
              { at: 80, points: 5 },
              { at: 95, points: 15 },
            )
          : undefined,
      ),
  },
  {
    id: 'conn.user',
    forMs: 120_000,
    scored: true,
    find: (situation) =>
      perFrontend(situation, (node) =>
        byLevel(low(userConnectionPct(situation, node)), { at: 90, points: 0 }),
      ),
  },
  {
    id: 'disk.busy',
    forMs: 600_000,
    windowMs: 600_000,
    scored: true,
    find: (situation) =>
      perNode(situation, (node) => byLevel(leastBusy(situation, node), { at: 90, points: 3 })),
  },
  {
    id: 'fd.node',
    forMs: 300_000,
    scored: true,
    find: (situation) =>
      perNode(situation, (node) =>
        byLevel(
          low(
            computeGauge(
              situation,
              node,
              ({ published }) => (100 * published.processFdUsed) / published.processFdSoftLimit,
            ),
          ),
          { at: 80, points: 3 },
        ),
      ),
  },
  {
    id: 'node.version',
    forMs: 1_800_000,
    scored: false,
    find: (situation) => {
      const frontends = aliveFrontends(situation).map(({ version }) => version);
      const computes = (computesSeen(situation) ?? []).filter(({ node }) => node.alive);
      const of = (kind: 'BE' | 'CN') =>
        computes.filter(({ node }) => node.kind === kind).map(({ node }) => node.version);
      const differ = [frontends, of('BE'), of('CN')].some((all) => new Set(all).size > 1);
      return onCluster(differ ? { level: 'info', points: 0 } : fine);
    },
  },
];
