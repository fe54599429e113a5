import type { NodeId, SourceId } from '../../shared/ids';
import type { Reading } from '../../shared/reading';
import { defaultThresholds } from '../../shared/thresholds';
import { compactionSettings } from '../overview/compactionMarks';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { Asker, AskHints } from './asker';
import { AuditMemory, type AuditHistory, type AuditWindows } from './auditMemory';
import {
  cadenceOf,
  isHttpKind,
  isHttpProbe,
  type Cadence,
  type HttpKind,
  type HttpProbe,
} from './cadence';
import type { Clock } from './clock';
import { JobMemory, type JobHistory } from './jobMemory';
import type { ClusterAnswers, ClusterSource, LiveState } from './liveState';
import type { HttpAccess } from './httpAccess';
import { NewFailures } from './newFailures';
import { NodeProbes } from './nodeProbes';
import { NodeMetrics, type NodeMetricsDependencies } from './nodeMetrics';
import type { Observation } from './observation';
import { statementsOf, type ScheduleFacts, type SourceScheduler } from './sourceScheduler';
import { sweepStep } from './sweep';

type Report = (observation: Observation<unknown>) => void;

export type RoundQuestionsDependencies = NodeMetricsDependencies & {
  readonly hasLeader: () => Reading<NodeId | null>;
  /** The audit table of the profile. */
  readonly auditSetting: string | undefined;
};

/** Puts the questions of a round to the cluster; a source that is still in flight is not asked again. */
export class RoundQuestions {
  readonly #live: LiveState;
  readonly #asker: Asker;
  readonly #scheduler: SourceScheduler;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #facts: () => ScheduleFacts;
  readonly #hasLeader: () => Reading<NodeId | null>;
  readonly #onAnswer: () => void;
  readonly #failures = new NewFailures();
  readonly #jobs = new JobMemory();
  readonly #audit = new AuditMemory();
  readonly #auditSetting: string | undefined;
  readonly #access: HttpAccess;
  readonly #metrics: NodeMetrics;
  readonly #probes: Readonly<Record<HttpProbe, NodeProbes>>;
  readonly #inFlight = new Set<SourceId>();

  constructor(dependencies: RoundQuestionsDependencies) {
    this.#live = dependencies.live;
    this.#asker = dependencies.asker;
    this.#scheduler = dependencies.scheduler;
    this.#clock = dependencies.clock;
    this.#signal = dependencies.signal;
    this.#facts = dependencies.facts;
    this.#access = dependencies.access;
    this.#metrics = new NodeMetrics(dependencies);
    this.#probes = {
      datacache: new NodeProbes('datacache', dependencies),
      imageAge: new NodeProbes('imageAge', dependencies),
    };
    this.#hasLeader = dependencies.hasLeader;
    this.#onAnswer = dependencies.onAnswer;
    this.#auditSetting = dependencies.auditSetting;
  }

  /** After a gap no count may span it. */
  forgetSamples(): void {
    this.#failures.forget();
    this.#jobs.forgetRates();
  }

  get compactionFailuresPerSecond(): number | undefined {
    return this.#failures.perSecond;
  }

  get auditHistory(): AuditHistory {
    return this.#audit.history;
  }

  get jobHistory(): JobHistory {
    return this.#jobs.history;
  }

  isAsking(source: SourceId): boolean {
    return (
      this.#inFlight.has(source) ||
      this.#metrics.isAsking(source) ||
      (isHttpProbe(source) && this.#probes[source].isAsking)
    );
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
    // What takes several statements, one after the other, does not wait for a lane beside the short ones.
    const facts = this.#facts();
    const others = due
      .toSorted((a, b) => statementsOf(b, facts) - statementsOf(a, facts))
      .map((cadence) => cadence.source)
      .filter(isClusterSource)
      .filter((source) => !['clock', 'frontends', 'backends', 'computeNodes'].includes(source))
      .map((source) => this.#ask(source, onObservation));
    const metrics = this.#metrics.beginRound(
      due.map((cadence) => cadence.source).filter(isHttpKind),
      onObservation,
    );
    const probes = due
      .map((cadence) => cadence.source)
      .filter(isHttpProbe)
      .map((probe) => this.#probes[probe].beginRound(onObservation));
    const askProbes = () => {
      probes.forEach((probe) => {
        probe.ask();
      });
    };
    metrics.scrape();
    askProbes();
    await Promise.all(lists);
    // Nodes that only these lists told of.
    metrics.scrape();
    await Promise.all([
      clock,
      ...others,
      metrics.ended().then(async (closed) => {
        // Nodes whose metrics answered just now for the first time.
        askProbes();
        await Promise.all([
          this.#askInstead(closed, due, onObservation),
          ...probes.map((probe) => probe.ended()),
        ]);
      }),
    ]);
  }

  /** What has just turned out to be closed over HTTP is asked by SQL at once. */
  async #askInstead(
    closed: readonly HttpKind[],
    due: readonly Cadence[],
    report: Report,
  ): Promise<void> {
    const instead = this.#scheduler
      .on(this.#facts())
      .filter(({ insteadOf }) => closed.some((kind) => kind === insteadOf))
      .filter(({ source }) => !due.some((cadence) => cadence.source === source))
      .map(({ source }) => source);
    await Promise.all(instead.filter(isClusterSource).map((source) => this.#ask(source, report)));
  }

  /** A SELECT may hang while everything else answers: the round waits for it only a little. */
  async #atMost(ms: number, asked: Promise<void> | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#clock.after(ms, resolve);
      void Promise.resolve(asked).then(resolve, reject).finally(cancel);
    });
  }

  /** @param swept questions of a sweep that this slot has had before */
  async #ask(source: ClusterSource, report: Report, swept = 0): Promise<void> {
    if (this.#inFlight.has(source) || this.#isStopped()) {
      return;
    }
    if (source === 'runningQueries' && this.#noneRunning()) {
      return;
    }
    if (source === 'queue' && this.#queueIsOff()) {
      return;
    }
    const hints = { ...this.#hints(), ...this.#nextOf(source) };
    if (source === 'txnDetail' && hints.txnDatabase === undefined) {
      return;
    }
    if (cadenceOf(source).audit === 'found' && hints.audit === undefined) {
      return;
    }
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
    this.#learn(source, observation, hints.audit);
    if (!observation.ok && hints.txnDatabase !== undefined) {
      this.#jobs.missedTransactions(hints.txnDatabase, observation.observedAt);
    }
    if (!observation.ok && hints.alterQuestion !== undefined) {
      this.#jobs.alters.failed(hints.alterQuestion, observation.observedAt);
    }
    this.#onAnswer();
    if (source === 'alterSweep' && observation.ok && this.#mayHurry(swept + 1)) {
      await this.#ask(source, report, swept + 1);
    }
  }

  /** When jobs were begun, the sweep goes on at once: by its step, as far as the budget has room. */
  #mayHurry(swept: number): boolean {
    const facts = this.#facts();
    return (
      swept < (facts.visible ? sweepStep.visible : sweepStep.hidden) &&
      this.#jobs.alters.hurries &&
      this.#scheduler.hasRoom(this.#clock.mono(), facts)
    );
  }

  /** What a source that goes from database to database asks next. */
  #nextOf(source: ClusterSource): Pick<AskHints, 'txnDatabase' | 'alterQuestion'> {
    switch (source) {
      case 'txnDetail':
        return this.#nextTransactions();
      case 'alterSweep':
        return this.#nextAlterQuestion();
      default:
        return {};
    }
  }

  /** Nothing is listed while no variable switches the queue on. */
  #queueIsOff(): boolean {
    return this.#live.lastAnswer('capabilities')?.queryQueue === false;
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
    // It keeps the source of the list: that is what was asked.
    const { unknownColumns: _columns, older: _older, ...asked } = newest;
    this.#live.put('runningQueries', {
      ...asked,
      value: [],
      rows: 0,
      ...(this.#live.isOlder('runningQueries') ? { older: true } : {}),
    });
    return true;
  }

  #learn(
    source: ClusterSource,
    observation: Observation<unknown>,
    audit: AuditWindows | undefined,
  ): void {
    if (source === 'feMetricsSql') {
      this.#metrics.spreadFrontends(observation as Observation<ClusterAnswers['feMetricsSql']>);
    } else if (source === 'beMetricsSql') {
      this.#metrics.spreadComputes(observation as Observation<ClusterAnswers['beMetricsSql']>);
    }
    if (!observation.ok) {
      const { insteadOf } = cadenceOf(source);
      if (insteadOf !== undefined && observation.why === 'unreachable') {
        this.#access.doubt(insteadOf);
      }
      return;
    }
    this.#jobs.observe(observation);
    this.#audit.observe(observation, audit);
    if (source === 'clock') {
      this.#asker.setClock(observation.value as ClusterAnswers['clock']);
    } else if (source === 'capabilities') {
      this.#asker.learnVersion((observation.value as ClusterAnswers['capabilities']).version);
    } else if (source === 'frontends') {
      this.#asker.learnFrontends(observation.value as ClusterAnswers['frontends']);
    } else if (source === 'sessions' && observation.older !== true) {
      // Asked FE by FE, it is we who name the FE, and ids of different FEs begin alike.
      this.#asker.learnSessions(observation.value as ClusterAnswers['sessions']);
    } else if (source === 'lakeCompactions') {
      this.#failures.observe(
        observation.value as ClusterAnswers['lakeCompactions'],
        observation.receivedAtMono,
      );
    }
  }

  /** The database that is next; none while the leader's counts are not known. */
  #nextTransactions(): Pick<AskHints, 'txnDatabase'> {
    const running = this.#leaderMetrics()?.txnRunningByDatabase;
    const next =
      running === undefined || running === null
        ? undefined
        : this.#jobs.nextTransactions(running, this.#clock.now());
    return next === undefined ? {} : { txnDatabase: next };
  }

  #nextAlterQuestion(): Pick<AskHints, 'alterQuestion'> {
    const now = this.#clock.now();
    this.#jobs.alters.observeRunning(this.#leaderMetrics()?.alterRunning ?? undefined, now);
    return { alterQuestion: this.#jobs.alters.next(this.#facts().visible, now) };
  }

  #leaderMetrics(): FrontendMetrics | undefined {
    const leader = this.#hasLeader();
    const node = leader.known ? leader.value : null;
    const metrics =
      node === null ? undefined : this.#live.nodeReading('feMetrics', node, this.#clock.now());
    return metrics?.known === true ? metrics.value : undefined;
  }

  #hints(): AskHints {
    const feConfig = this.#live.reading('feConfig', this.#clock.now());
    const leader = this.#hasLeader();
    return {
      visible: this.#facts().visible,
      scoreThreshold: compactionSettings(feConfig, defaultThresholds).slowdown,
      withoutLeader:
        (leader.known && leader.value === null) || this.#live.newest('frontends')?.ok === false,
      ...this.#jobs.watermarks,
      ...(this.#auditSetting === undefined ? {} : { auditSetting: this.#auditSetting }),
      ...this.#auditWindows(),
    };
  }

  /** The audit log tells the wall clock of the FEs' hosts: taken for the global zone. */
  #auditWindows(): Pick<AskHints, 'audit'> {
    const lookup = this.#live.lastAnswer('auditTable');
    const offset = this.#live.lastAnswer('clock')?.globalOffsetMs ?? null;
    const now = this.#clock.now();
    const audit =
      lookup === undefined || offset === null
        ? undefined
        : this.#audit.windows(lookup, now + offset, now);
    return audit === undefined ? {} : { audit };
  }

  /** A method, because the signal changes while we wait. */
  #isStopped(): boolean {
    return this.#signal.aborted;
  }
}

function isClusterSource(source: SourceId): source is ClusterSource {
  return !isHttpKind(source) && !isHttpProbe(source) && source !== 'collector';
}
