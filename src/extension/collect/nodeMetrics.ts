import type { NodeId } from '../../shared/ids';
import type { Asker, ScrapeTarget } from './asker';
import { cadenceOf, type HttpKind } from './cadence';
import type { Clock } from './clock';
import type { HttpAccess } from './httpAccess';
import type { ClusterAnswers, LiveState } from './liveState';
import type { Observation } from './observation';
import type { OwnShare } from './sampleRing';
import type { ScheduleFacts, SourceScheduler } from './sourceScheduler';

type Report = (observation: Observation<unknown>) => void;

export type NodeMetricsDependencies = {
  readonly live: LiveState;
  readonly asker: Asker;
  readonly scheduler: SourceScheduler;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly access: HttpAccess;
  /** What the cadence goes by, now. */
  readonly facts: () => ScheduleFacts;
  /** Called after each answer that changed the live state. */
  readonly onAnswer: () => void;
};

/** The scrapes of one round. */
export type MetricsRound = {
  /** Asks the nodes that are known by now and were not asked yet in this round. */
  readonly scrape: () => void;
  /** Ends with the last answer; tells the kinds that turned out to be closed to us. */
  readonly ended: () => Promise<readonly HttpKind[]>;
};

/** Gets the metrics of every alive node: from each over HTTP, or of all at once by SQL. */
export class NodeMetrics {
  readonly #live: LiveState;
  readonly #asker: Asker;
  readonly #scheduler: SourceScheduler;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #access: HttpAccess;
  readonly #facts: () => ScheduleFacts;
  readonly #onAnswer: () => void;
  readonly #inFlight = new Set<string>();

  constructor(dependencies: NodeMetricsDependencies) {
    this.#live = dependencies.live;
    this.#asker = dependencies.asker;
    this.#scheduler = dependencies.scheduler;
    this.#clock = dependencies.clock;
    this.#signal = dependencies.signal;
    this.#access = dependencies.access;
    this.#facts = dependencies.facts;
    this.#onAnswer = dependencies.onAnswer;
  }

  isAsking(kind: string): boolean {
    return [...this.#inFlight].some((key) => key.startsWith(`${kind} `));
  }

  beginRound(kinds: readonly HttpKind[], report: Report): MetricsRound {
    const scrapes = new Map<
      NodeId,
      { readonly kind: HttpKind; readonly answer: Promise<Observation<unknown> | undefined> }
    >();
    return {
      scrape: () => {
        for (const kind of kinds) {
          for (const target of this.#targets(kind)) {
            if (!scrapes.has(target.node) && this.#isDue(kind, target)) {
              scrapes.set(target.node, { kind, answer: this.#scrape(kind, target, report) });
            }
          }
        }
      },
      ended: async () => {
        const closed: HttpKind[] = [];
        for (const kind of kinds) {
          const asked = [...scrapes.values()].filter((scrape) => scrape.kind === kind);
          const answers = [
            ...(await Promise.all(asked.map(({ answer }) => answer))),
            ...this.#waiting(kind, scrapes),
          ];
          const wasClosed = this.#access.isClosed(kind);
          this.#access.conclude(
            kind,
            answers.flatMap((answer) => (answer === undefined ? [] : [answer])),
          );
          if (!wasClosed && this.#access.isClosed(kind)) {
            closed.push(kind);
          }
        }
        return closed;
      },
    };
  }

  /** One statement told of all FEs: each gets its own sample, or its own failure. */
  spreadFrontends(answer: Observation<ClusterAnswers['feMetricsSql']>): void {
    for (const { node, name, alive } of this.#live.frontends()) {
      if (alive === true) {
        this.#live.putNode('feMetrics', node, ofNode(answer, node, name), this.#ownOn(node));
      }
    }
  }

  /** The same of all BEs and CNs. */
  spreadComputes(answer: Observation<ClusterAnswers['beMetricsSql']>): void {
    for (const { node, id, alive } of this.#live.computes()) {
      if (alive === true) {
        this.#live.putNode('beMetrics', node, ofNode(answer, node, id));
      }
    }
  }

  #targets(kind: HttpKind): readonly ScrapeTarget[] {
    const rows = kind === 'feMetrics' ? this.#live.frontends() : this.#live.computes();
    return rows.flatMap(({ node, host, httpPort, alive }) =>
      alive === true && httpPort !== null ? [{ node, host, port: httpPort }] : [],
    );
  }

  #isDue(kind: HttpKind, { node }: ScrapeTarget): boolean {
    return this.#scheduler.isNodeDue(kind, node, this.#clock.now(), this.#facts());
  }

  /** The last answers over HTTP of the nodes that a round leaves alone: they still speak for their port. */
  #waiting(
    kind: HttpKind,
    scrapes: ReadonlyMap<NodeId, unknown>,
  ): readonly (Observation<unknown> | undefined)[] {
    return this.#targets(kind)
      .filter(({ node }) => !scrapes.has(node))
      .map(({ node }) => this.#live.newest(kind, node))
      .filter((newest) => newest?.source === kind);
  }

  async #scrape(
    kind: HttpKind,
    target: ScrapeTarget,
    report: Report,
  ): Promise<Observation<unknown> | undefined> {
    const key = `${kind} ${target.node}`;
    if (this.#inFlight.has(key) || this.#signal.aborted) {
      return undefined;
    }
    this.#inFlight.add(key);
    this.#scheduler.asked(kind, this.#clock.now(), target.node);
    const { deadlineMs } = cadenceOf(kind);
    const observation = await this.#asker.scrape(kind, target, deadlineMs, this.#signal);
    this.#inFlight.delete(key);
    if (this.#isStopped()) {
      return undefined;
    }
    this.#scheduler.answered(kind, observation.tookMs, observation.ok, target.node);
    report(observation);
    // A closed port that is tried again takes nothing away from what SQL tells.
    if (observation.ok || !this.#access.isClosed(kind)) {
      this.#live.putNode(kind, target.node, observation, this.#ownOn(target.node));
      this.#onAnswer();
    }
    return observation;
  }

  /** A method, because the signal changes while we wait. */
  #isStopped(): boolean {
    return this.#signal.aborted;
  }

  #ownOn(node: NodeId): OwnShare | undefined {
    const row = this.#live.frontends().find((frontend) => frontend.node === node);
    if (row === undefined) {
      return undefined;
    }
    const { connections, selectsEnded, selectsFailed, unplaced } = this.#asker.ownTrafficOn(row);
    return { connections, ended: selectsEnded, failed: selectsFailed, unplaced };
  }
}

/** What an answer about all nodes says of one of them. */
function ofNode<T>(
  all: Observation<ReadonlyMap<string, T>>,
  node: NodeId,
  name: string,
): Observation<T> {
  if (!all.ok) {
    return { ...all, node };
  }
  const { value, ...about } = all;
  const own = value.get(name);
  return own === undefined
    ? { ...about, node, ok: false, why: 'failed', message: `no row of ${name}` }
    : { ...about, node, value: own };
}
