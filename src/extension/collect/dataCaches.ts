import type { NodeId } from '../../shared/ids';
import type { Asker } from './asker';
import { cadenceOf } from './cadence';
import type { Clock } from './clock';
import type { LiveState } from './liveState';
import type { Observation } from './observation';
import type { SourceScheduler } from './sourceScheduler';

export type DataCachesDependencies = {
  readonly live: LiveState;
  readonly asker: Asker;
  readonly scheduler: SourceScheduler;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onAnswer: () => void;
};

/** The questions of one round. */
export type DataCachesRound = {
  /** Asks the nodes that let us in by now and were not asked yet in this round. */
  readonly ask: () => void;
  /** Ends with the last answer. */
  readonly ended: () => Promise<void>;
};

/** Asks nodes how much their data cache is hit: only those whose metrics answer over HTTP. */
export class DataCaches {
  readonly #dependencies: DataCachesDependencies;
  readonly #inFlight = new Set<NodeId>();

  constructor(dependencies: DataCachesDependencies) {
    this.#dependencies = dependencies;
  }

  get isAsking(): boolean {
    return this.#inFlight.size > 0;
  }

  beginRound(report: (observation: Observation<unknown>) => void): DataCachesRound {
    const asked = new Map<NodeId, Promise<void>>();
    return {
      ask: () => {
        const { live } = this.#dependencies;
        for (const { node, host, httpPort, alive } of live.computes()) {
          const metrics = live.newest('beMetrics', node);
          const letsUsIn = metrics?.ok === true && metrics.source === 'beMetrics';
          if (alive === true && httpPort !== null && letsUsIn && !asked.has(node)) {
            asked.set(node, this.#ask({ node, host, port: httpPort }, report));
          }
        }
      },
      ended: async () => {
        await Promise.all(asked.values());
      },
    };
  }

  async #ask(
    target: { readonly node: NodeId; readonly host: string; readonly port: number },
    report: (observation: Observation<unknown>) => void,
  ): Promise<void> {
    const { live, asker, scheduler, clock, signal, onAnswer } = this.#dependencies;
    const { node } = target;
    if (this.#inFlight.has(node) || signal.aborted) {
      return;
    }
    this.#inFlight.add(node);
    scheduler.asked('datacache', clock.now(), node);
    const { deadlineMs } = cadenceOf('datacache');
    const observation = await asker.scrape('datacache', target, deadlineMs, signal);
    this.#inFlight.delete(node);
    if (!this.#isStopped()) {
      scheduler.answered('datacache', observation.tookMs, observation.ok, node);
      report(observation);
      live.putNode('datacache', node, observation);
      onAnswer();
    }
  }

  /** A method, because the signal changes while we wait. */
  #isStopped(): boolean {
    return this.#dependencies.signal.aborted;
  }
}
