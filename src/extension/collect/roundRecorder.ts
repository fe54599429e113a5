import type { ClusterId, NodeId } from '../../shared/ids';
import type { ClusterEvent } from '../../shared/model/trends';
import { hourMs, minuteMs, secondMs, type EpochMs } from '../../shared/time';
import { messageOf } from '../../shared/messageOf';
import { known, unknown, type Reading } from '../../shared/reading';
import type { OverviewInput, Saving } from '../overview/overviewInput';
import {
  defaultGridMs,
  type AppendOutcome,
  type HistoryStore,
  type Snapshot,
} from '../store/historyStore';
import type { Clock } from './clock';
import type { DerivedSeries } from './deriveSeries';
import { areStalled, heartbeatsOf, type HeartbeatList, type Heartbeats } from './heartbeats';
import { GrowthMemory } from './growthMemory';
import { Judge } from './judge';
import type { LiveState } from './liveState';
import { nodeEvents, nodeListOf, type NodeList } from './nodeEvents';
import { RanMemory } from './ranMemory';
import { SnapshotWindow, yesterdayWindow } from './recentHistory';
import { snapshotOf } from './snapshot';

/** Longest wait for the history in a round; of real time, whatever the clock's scale: a disk is no faster. */
const historyWithinMs = 10 * secondMs;
/**
 * Yesterday is read for so many rounds at once: the store drops what nobody reads for some minutes
 * from memory, and a question each round would keep every cluster's database there.
 */
const yesterdayForMs = hourMs;
/** What is read back at the start: the window of `SnapshotWindow`. */
const seedMs = hourMs + 10 * minuteMs;

export type RoundRecorderOptions = {
  readonly cluster: ClusterId;
  readonly store: HistoryStore;
  readonly clock: Clock;
  readonly intervalMs: number;
};

/** Ends rounds: judges, notes what happened, and stores one snapshot per grid time. */
export class RoundRecorder {
  readonly judge = new Judge();
  /** Recent snapshots in memory. */
  readonly window: SnapshotWindow;
  readonly growth: GrowthMemory;
  readonly #ran = new RanMemory();
  readonly #options: RoundRecorderOptions;
  #nodeList: NodeList | undefined;
  #heartbeats: Heartbeats | undefined;
  /** Rounds before this time find their yesterday in memory. */
  #yesterdayUntil: EpochMs | undefined;
  #events: ClusterEvent[] = [];
  #saving: Reading<Saving>;

  constructor(options: RoundRecorderOptions) {
    this.#options = options;
    this.#saving = unknown('not-collected-yet', options.clock.now());
    this.growth = new GrowthMemory(options.cluster, options.store);
    this.window = new SnapshotWindow(Math.max(defaultGridMs, options.intervalMs));
  }

  /** How storing the newest round went. */
  get saving(): Reading<Saving> {
    return this.#saving;
  }

  /** Something else that happened; stored with the next snapshot. */
  note(event: ClusterEvent): void {
    this.#events.push(event);
  }

  /** Takes over from the history: recent samples, and the problems that were open. */
  async seed(): Promise<void> {
    const { cluster, store, clock, intervalMs } = this.#options;
    const now = clock.now();
    const [recent, problems, lastAt] = await Promise.all([
      store.samples(cluster, now - seedMs, now + intervalMs),
      store.openProblems(cluster),
      store.lastAt(cluster),
    ]);
    this.window.seed(recent);
    if (lastAt !== null) {
      this.judge.seed(problems, lastAt);
    }
    await this.growth.read(now);
  }

  /** Notes what happened to the nodes since the lists before. */
  noteNodes(live: LiveState): void {
    const now = this.#options.clock.now();
    // A list that never answered yet would make its nodes "join" when it does.
    const lists = (['frontends', 'backends', 'computeNodes'] as const).map((source) =>
      live.reading(source, now),
    );
    if (lists.some((list) => !list.known && list.why !== 'unsupported-version')) {
      return;
    }
    this.#noteHeartbeats(
      lists.flatMap((each) =>
        each.known ? [{ observedAt: each.observedAt, rows: each.value }] : [],
      ),
      now,
    );
    const list = nodeListOf(live.frontends(), live.computes(), this.#nodeList);
    if (this.#nodeList !== undefined) {
      this.#events.push(...nodeEvents(this.#nodeList, list, now));
    }
    if (list.nodes.size > 0) {
      this.#nodeList = list;
    }
  }

  #noteHeartbeats(lists: readonly HeartbeatList[], at: EpochMs): void {
    const before = this.#heartbeats;
    const beats = heartbeatsOf(lists, before);
    const told = before !== undefined && areStalled(before);
    if (beats !== undefined && areStalled(beats) && !told) {
      this.#events.push({ at, kind: 'heartbeats-stalled' });
    }
    this.#heartbeats = beats ?? before;
  }

  /**
   * Judges the round and stores its snapshot.
   *
   * @param slotAt grid time; undefined for a refresh, which changes live state only
   */
  async conclude(
    slotAt: EpochMs | undefined,
    input: OverviewInput,
    derived: DerivedSeries,
  ): Promise<AppendOutcome> {
    const { begun, ended, score } = this.judge.evaluate(input);
    const at = slotAt ?? input.now;
    this.#events.push(
      ...begun.map((problem) => problemEvent(at, 'problem-begun', problem)),
      ...ended.map((problem) => problemEvent(at, 'problem-ended', problem)),
    );
    const gridMs = this.window.stepMs;
    if (slotAt === undefined || slotAt % gridMs !== 0) {
      return this.#saving.known ? this.#saving.value : { saved: true };
    }
    const subjects = this.growth.pointsFor(slotAt, input);
    const snapshot = snapshotOf(
      slotAt,
      gridMs,
      { cluster: { ...derived.cluster, 'health.score': score }, nodes: derived.nodes },
      this.judge.openProblems(),
      this.#events.splice(0),
      subjects,
      this.#ran.take(input),
    );
    this.window.push(snapshot);
    const outcome = await this.#append(snapshot);
    const now = this.#options.clock.now();
    this.#saving = known({ ...outcome, at: slotAt }, { observedAt: now, source: 'collector' });
    await this.#readYesterday(slotAt);
    return outcome;
  }

  async #append(snapshot: Snapshot): Promise<AppendOutcome> {
    const { cluster, store } = this.#options;
    try {
      return await this.#inTime(store.append(cluster, snapshot));
    } catch (error) {
      return { saved: false, message: messageOf(error) };
    }
  }

  /** What cannot be read is asked for again in the next round; until then there is no comparison. */
  async #readYesterday(slotAt: EpochMs): Promise<void> {
    if (this.#yesterdayUntil !== undefined && slotAt < this.#yesterdayUntil) {
      return;
    }
    const { cluster, store } = this.#options;
    const until = slotAt + yesterdayForMs;
    // Forecasts of an hour ago are as good; those that cannot be read stay as they are.
    await this.#inTime(this.growth.read(slotAt)).catch(() => undefined);
    const { from, to } = yesterdayWindow(slotAt, until, this.window.stepMs);
    try {
      this.window.setYesterday(await this.#inTime(store.samples(cluster, from, to)));
      this.#yesterdayUntil = until;
    } catch {
      this.window.setYesterday([]);
    }
  }

  /** A history that does not answer must not stop the measuring. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    const { clock } = this.#options;
    return new Promise<T>((resolve, reject) => {
      const cancel = clock.after(historyWithinMs * clock.scale, () => {
        reject(new Error('The history does not answer.'));
      });
      void work.then(resolve, reject).finally(cancel);
    });
  }
}

function problemEvent(
  at: EpochMs,
  kind: 'problem-begun' | 'problem-ended',
  problem: { readonly rule: string; readonly subject: NodeId | null },
): ClusterEvent {
  return {
    at,
    kind,
    detail: problem.rule,
    ...(problem.subject === null ? {} : { node: problem.subject }),
  };
}
