import { withRollingRestarts } from '../../shared/rollingRestarts';
import type { ClusterId } from '../../shared/ids';
import {
  fewestCauseRounds,
  type CauseQuery,
  type CauseReport,
  type Suspect,
} from '../../shared/model/causes';
import type { RanInterval } from '../../shared/model/ran';
import type { ToldEvent } from '../../shared/model/trends';
import type { EpochMs } from '../../shared/time';
import { dayMs, minuteMs } from '../../shared/time';
import { rangeAt } from '../../shared/timeRange';
import type { HistoryStore, Snapshot } from '../store/historyStore';
import { changesBetween, type Stretch } from './changes';

/** An event this long before a stretch can still be its cause: what fails is noticed late. */
const leadMs = 2 * minuteMs;
const mostSuspects = 6;
/** Raw rounds are read of twice as much. */
const longestMs = dayMs;

/** Of what ran, those that ran longest in the stretch. */
const mostRan = 3;

/** How much an event speaks for itself; changes of quantities reach 40 (`changes.ts`). */
const eventWeights: Readonly<Partial<Record<ToldEvent['kind'], number>>> = {
  'node-down': 100,
  'node-left': 95,
  'rolling-restart': 90,
  'leader-changed': 80,
  'node-restarted': 70,
  'heartbeats-stalled': 60,
  'node-joined': 50,
};

/**
 * What stands out in a stretch of time against the one of the same length before it: what happened to
 * nodes and the leader first, then the quantities that rose most beyond how they vary, then what began
 * to run; something always runs, so that by itself it does not stand out. Nothing is proved by that: a
 * share is given only where the values of nodes add up.
 *
 * @param snapshots of both stretches, from 2 minutes before the first
 * @param ran in the stretch
 */
export function findCauses(
  snapshots: readonly Snapshot[],
  ran: readonly RanInterval[],
  from: EpochMs,
  to: EpochMs,
): CauseReport {
  const beforeFrom = from - (to - from);
  const between = (begin: EpochMs, end: EpochMs): Stretch =>
    snapshots.filter(({ at }) => at >= begin && at < end);
  const during = between(from, to);
  const before = between(beforeFrom, from);
  const counts = { from, to, beforeFrom, rounds: during.length, roundsBefore: before.length };
  if (during.length < fewestCauseRounds || before.length < fewestCauseRounds) {
    return { ...counts, suspects: [] };
  }
  const events = eventsOf(snapshots, from - leadMs, to);
  const changes = changesBetween(before, during);
  const ranked = [
    ...events.flatMap(weighted),
    ...changes.map(({ weight, change }): Ranked => ({ weight, suspect: change })),
  ];
  ranked.sort((a, b) => b.weight - a.weight);
  const suspects = ranked.map(({ suspect }) => suspect);
  const running = suspects.length === 0 ? [] : begunIn(ran, from, to);
  return { ...counts, suspects: [...suspects, ...running].slice(0, mostSuspects) };
}

/** The same, of the rounds that are stored; at most a day, which rounds are kept of for long enough. */
export async function storedCauses(
  store: HistoryStore,
  cluster: ClusterId,
  query: CauseQuery,
): Promise<CauseReport> {
  const { from, to } = rangeAt(query, query.to);
  if (to - from > longestMs) {
    throw new Error('A stretch of at most a day can be compared.');
  }
  const [snapshots, ran] = await Promise.all([
    store.samples(cluster, from - (to - from) - leadMs, to),
    store.ranBetween(cluster, from, to),
  ]);
  return findCauses(snapshots, ran, from, to);
}

type Ranked = { readonly weight: number; readonly suspect: Suspect };

function weighted(event: ToldEvent): readonly Ranked[] {
  const weight = eventWeights[event.kind];
  return weight === undefined ? [] : [{ weight, suspect: { kind: 'event', event } }];
}

/** What ran in the stretch and not long before it, the longest first. */
function begunIn(ran: readonly RanInterval[], from: EpochMs, to: EpochMs): readonly Suspect[] {
  const lasted = (each: RanInterval) => Math.min(each.to, to) - Math.max(each.from, from);
  return ran
    .filter((each) => each.from >= from - leadMs)
    .sort((a, b) => lasted(b) - lasted(a))
    .slice(0, mostRan)
    .map((each): Suspect => ({ kind: 'ran', ran: each }));
}

/** Events of a stretch; of each kind and node the first alone, of a rolling restart the whole. */
function eventsOf(
  snapshots: readonly Snapshot[],
  from: EpochMs,
  to: EpochMs,
): readonly ToldEvent[] {
  const first = new Map<string, ToldEvent>();
  const happened = snapshots
    .flatMap(({ events }) => events)
    .filter(({ at }) => at >= from && at < to);
  for (const event of withRollingRestarts(happened)) {
    const of = event.kind === 'rolling-restart' ? event.at : (event.node ?? '');
    const key = `${event.kind}|${of}`;
    if (!first.has(key)) {
      first.set(key, event);
    }
  }
  return [...first.values()];
}
