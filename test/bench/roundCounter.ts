import { LocalApi } from '../../src/extension/api/localApi';
import type { ClusterProfile } from '../../src/shared/clusterProfile';
import type { EpochMs } from '../../src/shared/time';
import { ManualClock } from '../unit/collect/support/manualClock';
import { MemoryStore } from '../unit/collect/support/memoryStore';
import { MemoryRegistry } from '../unit/oracle/support/memoryRegistry';
import { profileFor, quietLog, type DemoProcess } from './demoProcess';
import { roundMs } from './rig';
import { sum } from './yardstick';

/** How a cluster is watched. */
export type Watch = {
  readonly visible: boolean;
  readonly http: ClusterProfile['http']['mode'];
  /** No SELECT is sent. */
  readonly quiet: boolean;
  /** So many rounds are counted after the first. */
  readonly rounds: number;
};

export type Count = {
  readonly watch: Watch;
  /** SQL statements of the first round, which asks everything, and of each one after it. */
  readonly first: number;
  readonly rounds: readonly number[];
};

/**
 * One product that watches a demo cluster beside others. Only one of them takes its round at a time,
 * and both clocks are driven by hand: what the cluster's log gains meanwhile is exactly its doing,
 * however slow the machine is.
 */
class RoundCounter {
  readonly rounds: number[] = [];
  first = 0;
  readonly watch: Watch;
  readonly #demo: DemoProcess;
  readonly #clock: ManualClock;
  readonly #api: LocalApi;
  readonly #id: string;
  /** A product begins by itself. */
  readonly #first: Promise<void>;

  constructor(demo: DemoProcess, watch: Watch, begin: EpochMs) {
    this.watch = watch;
    this.#demo = demo;
    this.#clock = new ManualClock(begin);
    const registry = new MemoryRegistry();
    const { profile, secret } = profileFor(
      demo,
      '00000000-0000-4000-8000-000000000000',
      watch.http,
    );
    this.#id = profile.id;
    registry.put({ ...profile, quiet: watch.quiet }, secret);
    const store = new MemoryStore();
    this.#api = new LocalApi({
      registry,
      store,
      log: quietLog,
      version: 'bench',
      clock: this.#clock,
    });
    this.#first = this.#collected();
  }

  /** @param at cluster time, which stands still while the round goes on */
  async round(at: EpochMs): Promise<void> {
    const before = await this.#statements(at);
    const collected = this.#collected();
    await this.#clock.advance(roundMs);
    await collected;
    this.rounds.push((await this.#statements(at)) - before);
  }

  /** The first one, for which nothing else may have been asked at that cluster time. */
  async begin(at: EpochMs, before: number): Promise<number> {
    await this.#api.setVisible(this.#id, 'bench', this.watch.visible);
    await this.#first;
    const after = await this.#statements(at);
    this.first = after - before;
    return after;
  }

  #collected(): Promise<void> {
    return new Promise<void>((resolve) => {
      const subscription = this.#api.onDidCollect(() => {
        subscription.dispose();
        resolve();
      });
    });
  }

  dispose(): void {
    this.#api.dispose();
  }

  async #statements(at: EpochMs): Promise<number> {
    const log = await this.#demo.control.log(at);
    return log.filter(({ protocol }) => protocol === 'sql').length;
  }
}

/** What each way of watching a cluster sends. */
export async function countRounds(
  demo: DemoProcess,
  watches: readonly Watch[],
  begin: EpochMs,
): Promise<readonly Count[]> {
  const counters: RoundCounter[] = [];
  try {
    let logged = 0;
    for (const watch of watches) {
      const counter = new RoundCounter(demo, watch, begin);
      counters.push(counter);
      logged = await counter.begin(begin, logged);
    }
    const most = Math.max(...watches.map(({ rounds }) => rounds));
    for (let round = 1; round <= most; round += 1) {
      await demo.control.advance(roundMs);
      for (const counter of counters.filter(({ watch }) => round <= watch.rounds)) {
        await counter.round(begin + round * roundMs);
      }
    }
    return counters;
  } finally {
    counters.forEach((counter) => {
      counter.dispose();
    });
  }
}

export const averageOf = ({ rounds }: Count): number => sum(rounds) / rounds.length;
