import type { NodeId } from '../../shared/ids';
import type { Asker } from './asker';
import { cadenceOf, metricsBeside, type HttpProbe } from './cadence';
import type { Clock } from './clock';
import type { LiveState } from './liveState';
import type { Observation } from './observation';
import type { SourceScheduler } from './sourceScheduler';

export type NodeProbesDependencies = {
  readonly live: LiveState;
  readonly asker: Asker;
  readonly scheduler: SourceScheduler;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onAnswer: () => void;
};

/** The questions of one round. */
export type NodeProbesRound = {
  /** Asks the nodes that let us in by now and were not asked yet in this round. */
  readonly ask: () => void;
  /** Ends with the last answer. */
  readonly ended: () => Promise<void>;
};

/** Asks nodes what only HTTP tells: those whose metrics answer over HTTP. */
export class NodeProbes {
  readonly #probe: HttpProbe;
  readonly #dependencies: NodeProbesDependencies;
  readonly #inFlight = new Set<NodeId>();

  constructor(probe: HttpProbe, dependencies: NodeProbesDependencies) {
    this.#probe = probe;
    this.#dependencies = dependencies;
  }

  get isAsking(): boolean {
    return this.#inFlight.size > 0;
  }

  beginRound(report: (observation: Observation<unknown>) => void): NodeProbesRound {
    const asked = new Map<NodeId, Promise<void>>();
    return {
      ask: () => {
        const { live } = this.#dependencies;
        const kind = metricsBeside[this.#probe];
        const nodes = kind === 'feMetrics' ? live.frontends() : live.computes();
        for (const { node, host, httpPort, alive } of nodes) {
          const metrics = live.newest(kind, node);
          const letsUsIn = metrics?.ok === true && metrics.source === kind;
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
    scheduler.asked(this.#probe, clock.now(), node);
    const { deadlineMs } = cadenceOf(this.#probe);
    const observation = await asker.scrape(this.#probe, target, deadlineMs, signal);
    this.#inFlight.delete(node);
    if (!this.#isStopped()) {
      scheduler.answered(this.#probe, observation.tookMs, observation.ok, node);
      report(observation);
      live.putNode(this.#probe, node, observation);
      onAnswer();
    }
  }

  /** A method, because the signal changes while we wait. */
  #isStopped(): boolean {
    return this.#dependencies.signal.aborted;
  }
}
