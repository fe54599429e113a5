import type { NodeId, SourceId } from '../../shared/ids';
import type { Reading } from '../../shared/reading';
import { defaultThresholds } from '../../shared/thresholds';
import { compactionSettings } from '../overview/compactionMarks';
import type { Asker, AskHints, ScrapeTarget } from './asker';
import { cadenceOf, type Cadence } from './cadence';
import type { Clock } from './clock';
import type { ClusterAnswers, ClusterSource, LiveState, NodeSource } from './liveState';
import { JobMemory, type JobHistory } from './jobMemory';
import { NewFailures } from './newFailures';
import type { Observation } from './observation';
import type { OwnShare } from './sampleRing';
import type { SourceScheduler } from './sourceScheduler';

type Report = (observation: Observation<unknown>) => void;

export type RoundQuestionsDependencies = {
  readonly live: LiveState;
  readonly asker: Asker;
  readonly scheduler: SourceScheduler;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly hasLeader: () => Reading<NodeId | null>;
  /** Called after each answer that changed the live state. */
  readonly onAnswer: () => void;
};

/** Puts the questions of a round to the cluster; a source that is still in flight is not asked again. */
export class RoundQuestions {
  readonly #live: LiveState;
  readonly #asker: Asker;
  readonly #scheduler: SourceScheduler;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #hasLeader: () => Reading<NodeId | null>;
  readonly #onAnswer: () => void;
  readonly #failures = new NewFailures();
  readonly #jobs = new JobMemory();
  readonly #inFlight = new Set<string>();

  constructor(dependencies: RoundQuestionsDependencies) {
    this.#live = dependencies.live;
    this.#asker = dependencies.asker;
    this.#scheduler = dependencies.scheduler;
    this.#clock = dependencies.clock;
    this.#signal = dependencies.signal;
    this.#hasLeader = dependencies.hasLeader;
    this.#onAnswer = dependencies.onAnswer;
  }

  /** After a gap no count may span it. */
  forgetSamples(): void {
    this.#failures.forget();
    this.#jobs.forgetRates();
  }

  get compactionFailuresPerSecond(): number | undefined {
    return this.#failures.perSecond;
  }

  get jobHistory(): JobHistory {
    return this.#jobs.history;
  }

  isAsking(source: SourceId): boolean {
    return [...this.#inFlight].some((key) => key === source || key.startsWith(`${source} `));
  }

  /** Asks what is due, all at once; each answer is published as it arrives. */
  async askAll(due: readonly Cadence[], onObservation: Report): Promise<void> {
    const wants = (source: SourceId) => due.some((cadence) => cadence.source === source);
    // Ages need the cluster's clock: while it is not known, it comes before everything else.
    const clock = wants('clock') ? this.#ask('clock', onObservation) : undefined;
    if (this.#live.lastAnswer('clock') === undefined) {
      await this.#atMost(2_000, clock);
    }
    const lists = (['frontends', 'backends', 'computeNodes'] as const)
      .filter(wants)
      .map((source) => this.#ask(source, onObservation));
    const others = due
      .map((cadence) => cadence.source)
      .filter(isClusterSource)
      .filter((source) => !['clock', 'frontends', 'backends', 'computeNodes'].includes(source))
      .map((source) => this.#ask(source, onObservation));
    const scraped = new Set<NodeId>();
    const scrapes = [this.#scrapeAll(wants, scraped, onObservation)];
    await Promise.all(lists);
    // Nodes that only these lists told of.
    scrapes.push(this.#scrapeAll(wants, scraped, onObservation));
    await Promise.all([clock, ...others, ...scrapes]);
  }

  /** A SELECT may hang while everything else answers: the round waits for it only a little. */
  async #atMost(ms: number, asked: Promise<void> | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#clock.after(ms, resolve);
      void Promise.resolve(asked).then(resolve, reject).finally(cancel);
    });
  }

  async #ask(source: ClusterSource, report: Report): Promise<void> {
    if (this.#inFlight.has(source) || this.#isStopped()) {
      return;
    }
    if (source === 'runningQueries' && this.#noneRunning()) {
      return;
    }
    const hints = this.#hints();
    this.#inFlight.add(source);
    this.#scheduler.asked(source, this.#clock.now());
    const observation = await this.#asker
      .ask(source, hints, cadenceOf(source).deadlineMs, this.#signal)
      .finally(() => {
        this.#inFlight.delete(source);
      });
    if (this.#isStopped()) {
      return;
    }
    this.#scheduler.answered(source, observation.tookMs, observation.ok);
    report(observation);
    this.#live.put(source, observation);
    this.#learn(source, observation);
    this.#onAnswer();
  }

  /** Running queries cost the cluster a call per node; while no node runs any, the answer is known. */
  #noneRunning(): boolean {
    const nodes = this.#live.computes().filter((row) => row.alive === true);
    // As old as the oldest list that has rows; the empty one is asked seldom.
    const [newest, ...others] = (['backends', 'computeNodes'] as const)
      .filter((source) => this.#live.lastAnswer(source)?.length !== 0)
      .map((source) => this.#live.newest(source))
      .sort((a, b) => Number(a?.observedAt) - Number(b?.observedAt));
    if (
      nodes.length === 0 ||
      newest?.ok !== true ||
      others.some((list) => list?.ok !== true) ||
      nodes.some((row) => row.runningQueries !== 0)
    ) {
      return false;
    }
    this.#live.put('runningQueries', { ...newest, source: 'runningQueries', value: [], rows: 0 });
    return true;
  }

  #learn(source: ClusterSource, observation: Observation<unknown>): void {
    if (!observation.ok) {
      return;
    }
    this.#jobs.observe(observation);
    if (source === 'clock') {
      this.#asker.setClock(observation.value as ClusterAnswers['clock']);
    } else if (source === 'capabilities') {
      this.#asker.learnVersion((observation.value as ClusterAnswers['capabilities']).version);
    } else if (source === 'frontends') {
      this.#asker.learnFrontends(observation.value as ClusterAnswers['frontends']);
    } else if (source === 'lakeCompactions') {
      this.#failures.observe(
        observation.value as ClusterAnswers['lakeCompactions'],
        observation.receivedAtMono,
      );
    }
  }

  #hints(): AskHints {
    const feConfig = this.#live.reading('feConfig', this.#clock.now());
    const leader = this.#hasLeader();
    return {
      scoreThreshold: compactionSettings(feConfig, defaultThresholds).slowdown,
      withoutLeader:
        (leader.known && leader.value === null) || this.#live.newest('frontends')?.ok === false,
      ...this.#jobs.watermarks,
    };
  }

  async #scrapeAll(
    wants: (source: SourceId) => boolean,
    scraped: Set<NodeId>,
    report: Report,
  ): Promise<void> {
    const targets: [NodeSource, ScrapeTarget][] = [];
    if (wants('feMetrics')) {
      for (const row of this.#live.frontends()) {
        if (row.alive === true && row.httpPort !== null) {
          targets.push(['feMetrics', { node: row.node, host: row.host, port: row.httpPort }]);
        }
      }
    }
    if (wants('beMetrics')) {
      for (const row of this.#live.computes()) {
        if (row.alive === true && row.httpPort !== null) {
          targets.push(['beMetrics', { node: row.node, host: row.host, port: row.httpPort }]);
        }
      }
    }
    await Promise.all(
      targets
        .filter(([, { node }]) => !scraped.has(node) && scraped.add(node))
        .map(([source, target]) => this.#scrape(source, target, report)),
    );
  }

  async #scrape(source: NodeSource, target: ScrapeTarget, report: Report): Promise<void> {
    const key = `${source} ${target.node}`;
    if (this.#inFlight.has(key) || this.#isStopped()) {
      return;
    }
    this.#inFlight.add(key);
    this.#scheduler.asked(source, this.#clock.now());
    const observation = await this.#asker.scrape(
      source,
      target,
      cadenceOf(source).deadlineMs,
      this.#signal,
    );
    this.#inFlight.delete(key);
    if (this.#isStopped()) {
      return;
    }
    report(observation);
    this.#live.putNode(source, target.node, observation, this.#ownOn(target.node));
    this.#onAnswer();
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
    const { connections, selectsEnded, selectsFailed } = this.#asker.ownTrafficOn(row);
    return { connections, ended: selectsEnded, failed: selectsFailed };
  }
}

function isClusterSource(source: SourceId): source is ClusterSource {
  return source !== 'feMetrics' && source !== 'beMetrics' && source !== 'collector';
}
