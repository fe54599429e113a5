/** Rules about disks and local compaction (semantics 4.2), as conditions over the truth. */
import type { ClusterState } from '../../src/demo/truth';
import type { ComputeNodeState } from '../../src/demo/truthNodes';
import { column, eachCompute, nodeCounter } from './computeFigures';
import type { Combined, Figure, NodeFigure } from './figures';
import { frontendGauge, perSecondBetween, rate, sumOf } from './figures';
import type { Interval } from './interval';
import { hull, point } from './interval';
import { series } from './series';
import type { Finding, Rule } from './ruleShape';
import {
  byLevel,
  fine,
  isSharedNothing,
  maySharedNothing,
  onCluster,
  perBackend,
  windowRounds,
} from './ruleShape';
import type { Situation } from './situation';
import { asOf, computeIn, frontendId, frontendsSeen, seen, sightsOf } from './situation';

type Findings = ReadonlyMap<string | null, Finding> | undefined;

const gib = 1024 ** 3;

/** The newest truth a BE's /metrics told. */
function toldBy(situation: Situation, node: string): ComputeNodeState | undefined {
  const answer = seen(situation, 'beMetrics', node);
  const state = answer.ok ? answer.sight.states.at(-1) : undefined;
  return state === undefined ? undefined : computeIn(state, node);
}

const versionsOf = (situation: Situation, node: string): number | undefined =>
  toldBy(situation, node)?.storage?.reported.maxRowsets;

/** M as configured; 1000 where it cannot be read. */
export function versionLimitOf(situation: Situation): {
  readonly max: number;
  readonly assumed: boolean;
} {
  const answer = seen(situation, 'beConfig');
  const text = answer.ok
    ? answer.sight.states.at(-1)?.backendConfig['tablet_max_versions']
    : undefined;
  return text === undefined ? { max: 1000, assumed: true } : { max: Number(text), assumed: false };
}

export function localPressure(situation: Situation): Findings {
  const { max } = versionLimitOf(situation);
  const found = perBackend(situation, (node) => {
    const share = (versionsOf(situation, node) ?? NaN) / max;
    return Number.isNaN(share)
      ? undefined
      : share > 0.9
        ? { level: 'critical', points: 60 }
        : share > 0.7
          ? { level: 'critical', points: 30 }
          : share > 0.4
            ? { level: 'warning', points: 10 }
            : fine;
  });
  const score = series.compactionScore.value(situation);
  if (found === undefined || !score.ok || [...found.values()].some((one) => one !== undefined)) {
    return found;
  }
  return new Map([
    ...found,
    [null, score.range.lo > 100 ? { level: 'warning', points: 10 } : fine],
  ]);
}

export function localStalled(situation: Situation): Findings {
  const { max } = versionLimitOf(situation);
  return perBackend(situation, (node) => {
    const told = windowRounds(situation, 900_000).flatMap(
      (round) => toldBy(asOf(situation, round.end), node)?.storage ?? [],
    );
    const now = toldBy(situation, node)?.storage;
    if (told.length < 15 || now === undefined || now === null) {
      return undefined;
    }
    const versions = told.map(({ reported }) => reported.maxRowsets);
    const first = versions[0] ?? NaN;
    const last = versions.at(-1) ?? NaN;
    const rises = last - first >= Math.max(1, 0.05 * first);
    const waits = now.tallies.base.waiting + now.tallies.cumulative.waiting > 0;
    if (!rises || !waits || told.some(({ running }) => running.length > 0)) {
      return fine;
    }
    return last > 0.4 * max ? { level: 'critical', points: 30 } : { level: 'warning', points: 10 };
  });
}

function listedPct(situation: Situation, node: string): number | undefined {
  const figure = column(situation, node, ({ storage }) =>
    point(
      Math.max(
        ...(storage?.reported.disks ?? []).map(
          ({ totalBytes, availBytes }) => (100 * (totalBytes - availBytes)) / totalBytes,
        ),
      ),
    ),
  );
  return figure.ok ? figure.range.lo : undefined;
}

function findFullDisk(situation: Situation): Findings {
  const config = seen(situation, 'feConfig');
  const values = config.ok ? config.sight.states.at(-1)?.frontendConfig : undefined;
  const limit = (kind: 'soft' | 'hard', pct: number, reserve: number) => ({
    pct: Number(values?.[`storage_usage_${kind}_limit_percent`] ?? pct),
    reserve: Number(values?.[`storage_usage_${kind}_limit_reserve_bytes`] ?? reserve),
  });
  const soft = limit('soft', 90, 200 * gib);
  const hard = limit('hard', 95, 100 * gib);
  return perBackend(situation, (node) => {
    const disks = toldBy(situation, node)?.storage?.reported.disks;
    if (disks === undefined) {
      // Without its metrics only the share of the fullest disk is listed, not what that has free.
      return byLevel(listedPct(situation, node), { at: 90, points: 5 }, { at: 95, points: 25 });
    }
    const reaches = (mark: { readonly pct: number; readonly reserve: number }) =>
      disks.some(
        ({ totalBytes, availBytes }) =>
          (100 * (totalBytes - availBytes)) / totalBytes > mark.pct && availBytes < mark.reserve,
      );
    // Nobody forecasts yet: the days are unknown, so 80 % is a warning.
    return reaches(hard)
      ? { level: 'critical', points: 60 }
      : reaches(soft)
        ? { level: 'critical', points: 25 }
        : disks.some((disk) => disk.availBytes <= 0.2 * disk.totalBytes)
          ? { level: 'warning', points: 5 }
          : fine;
  });
}

/** Figures of the BEs alone. */
export const eachBackend = (
  situation: Situation,
  figure: (node: string) => Figure,
): readonly NodeFigure[] =>
  eachCompute(situation, figure).filter(({ node }) => !node.startsWith('cn:'));

/** Compactions of one kind, or of all, that failed: per second, summed over the BEs. */
export const localFailures = (situation: Situation): Combined =>
  sumOf(
    eachBackend(situation, (node) =>
      rate(
        situation,
        'beMetrics',
        node,
        nodeCounter(node, ({ storage }) =>
          Object.values(storage?.tallies ?? {}).reduce((all, { failures }) => all + failures, 0),
        ),
        { stepMs: Math.max(30_000, situation.intervalMs) },
      ),
    ),
  );

/** Shared-data: failed transactions that the answer before did not have yet, per second. */
export function newlyFailed(situation: Situation): Interval | undefined {
  const [before, newest] = sightsOf(situation, 'lakeCompactions').slice(-2);
  if (before === undefined || newest === undefined || !seen(situation, 'lakeCompactions').ok) {
    return undefined;
  }
  const failed = ({ compactions }: ClusterState) =>
    compactions.history.flatMap(({ error, txnId }) => (error === null ? [] : [txnId]));
  const counts = before.states.flatMap((from) =>
    newest.states.map((to) =>
      point(failed(to).filter((txn) => !failed(from).includes(txn)).length),
    ),
  );
  return perSecondBetween(situation, before, newest, hull(counts));
}

function findFailures(situation: Situation): Findings {
  const perSecond = (then: Situation): number | undefined => {
    if (!isSharedNothing(then)) {
      return newlyFailed(then)?.lo;
    }
    const failures = localFailures(then);
    return failures.ok ? failures.range.lo : undefined;
  };
  const values = windowRounds(situation, 300_000).flatMap(
    (round) => perSecond(asOf(situation, round.end)) ?? [],
  );
  const judged = values.length >= 5 && perSecond(situation) !== undefined;
  const count = (300 * values.reduce((a, b) => a + b, 0)) / values.length;
  return onCluster(judged ? (count > 15 ? { level: 'warning', points: 5 } : fine) : undefined);
}

export const storageRules: readonly Rule[] = [
  {
    id: 'disk.full',
    forMs: 120_000,
    scored: true,
    applies: maySharedNothing,
    find: findFullDisk,
  },
  {
    id: 'capacity.soon',
    forMs: 0,
    scored: true,
    applies: maySharedNothing,
    // While no days are stored nobody knows.
    find: () => onCluster(undefined),
  },
  {
    id: 'disk.failed',
    forMs: 120_000,
    scored: true,
    applies: maySharedNothing,
    find: (situation) =>
      perBackend(situation, (node) => {
        const disks = toldBy(situation, node)?.storage?.reported.disks;
        return disks === undefined
          ? undefined
          : disks.some(({ usable }) => !usable)
            ? { level: 'critical', points: 15 }
            : fine;
      }),
  },
  {
    id: 'safe_mode',
    forMs: 0,
    scored: true,
    applies: maySharedNothing,
    find: (situation) => {
      const leader = frontendsSeen(situation)?.find((fe) => fe.role === 'LEADER' && fe.alive);
      const gauge =
        leader === undefined
          ? undefined
          : frontendGauge(situation, frontendId(leader), (fe) => fe.tick.safeMode);
      return onCluster(
        gauge?.ok !== true
          ? undefined
          : gauge.range.lo === 1
            ? { level: 'critical', points: 60 }
            : fine,
      );
    },
  },
  { id: 'compaction.failures', forMs: 0, scored: true, find: findFailures },
];
