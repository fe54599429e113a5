import type { ApiEvent, RoundReport } from '../../shared/api';
import type { ClusterProfile } from '../../shared/clusterProfile';
import type { SourceId } from '../../shared/ids';
import type { ClusterEvent } from '../../shared/model/trends';
import type { LoadErrors, LoadErrorsQuery } from '../../shared/model/loadErrors';
import type { QueryProfile, QueryProfileQuery } from '../../shared/model/queryProfile';
import type { SlowQuery, SlowQueryRequest } from '../../shared/model/slowQueries';
import { known, type Rows } from '../../shared/reading';
import { secondMs, type EpochMs } from '../../shared/time';
import { Emitter } from '../emitter';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import type { OverviewInput } from '../overview/overviewInput';
import type { SqlAnswer } from '../starrocks/lane';
import { totalCost } from '../starrocks/ownCost';
import type { LaneChoice } from '../starrocks/lanePool';
import { cutRows } from '../overview/clusterFacts';
import { runningQueryRows } from '../overview/runningQueries';
import { slowQueryRows } from '../overview/slowQueries';
import { foreignSessions } from '../overview/foreignSessions';
import type { HistoryStore } from '../store/historyStore';
import type { Asker } from './asker';
import { isHttpKind, type Cadence, type HttpKind } from './cadence';
import type { Clock } from './clock';
import { CostMeter } from './costMeter';
import type { DocumentParts } from './documentQuestion';
import { HistorySize } from './historySize';
import { HttpAccess } from './httpAccess';
import { leaderOf } from './leader';
import { LiveState } from './liveState';
import type { Moment } from './moment';
import { MomentInputs } from './momentInputs';
import type { Observation } from './observation';
import type { Judge } from './judge';
import { askLoadErrors } from './loadErrorsQuestion';
import { askProfile } from './profileQuestion';
import { QuerySampler } from './querySampler';
import type { NetworkSight } from './networkSight';
import { ReachMemory } from './reachMemory';
import { RoundGrid } from './roundGrid';
import { connectionIn, failuresIn } from './roundOutcome';
import { RoundQuestions } from './roundQuestions';
import { RoundRecorder } from './roundRecorder';
import { ScheduleKnowledge } from './scheduleKnowledge';
import { sourceCourses } from './sourceCourses';
import { SlowQueryQuestion, slowQuerySpan } from './slowQueryQuestion';
import { SourceScheduler, type NotAsked, type ScheduleFacts } from './sourceScheduler';

/**
 * Connections a round may use; hidden ones take their time, because each set-up is a statement too.
 * Where FEs are asked in turn, one more is for the FE whose turn it is.
 */
const laneCap = { hidden: 2, inTurn: 1, most: 12 } as const;

/** For connecting, looking, changing and looking again. */
const actionWithinMs = 20 * secondMs;

export type MonitorDependencies = {
  readonly profile: ClusterProfile;
  readonly asker: Asker;
  readonly store: HistoryStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Which clusters answer this machine. */
  readonly network: NetworkSight;
};

/** What the monitor is doing, for headers and trees. */
export type MonitorStatus = {
  readonly paused: boolean;
  readonly refreshing: boolean;
  /** Whether any round ended yet. */
  readonly begun: boolean;
  /** Whether an FE answered SQL in the last round. */
  readonly connected: boolean;
  readonly credentialsMissing: boolean;
  readonly message?: string;
  readonly lastRoundAt?: EpochMs;
  /** When an FE last answered SQL; absent before the first answer. */
  readonly lastAnswerAt?: EpochMs;
  readonly historyProblem?: string;
};

/**
 * Watches one cluster: asks the sources that are due on a wall-clock grid, publishes what arrives,
 * and stores one snapshot per grid time. Rounds never overlap, and no source waits for another.
 */
export class ClusterMonitor {
  readonly profile: ClusterProfile;
  readonly live: LiveState;
  readonly historySize: HistorySize;
  readonly onDidChange: ApiEvent<void>;
  readonly onDidCollect: ApiEvent<RoundReport>;

  readonly #asker: Asker;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #intervalMs: number;
  readonly #changed: Emitter<void>;
  readonly #collected: Emitter<RoundReport>;
  readonly #grid: RoundGrid;
  readonly #scheduler: SourceScheduler;
  readonly #knowledge: ScheduleKnowledge;
  readonly #inputs: MomentInputs;
  readonly #recorder: RoundRecorder;
  readonly #questions: RoundQuestions;
  readonly #slowQuestion: SlowQueryQuestion;
  readonly #access = new HttpAccess();
  readonly #cost = new CostMeter();
  readonly #sampler = new QuerySampler();
  readonly #viewers = new Set<string>();
  readonly #reach: ReachMemory;
  readonly #stop = new AbortController();

  #startedAt: EpochMs;
  /** A grid time whose round waits for the one under way. */
  #owedSlotAt: EpochMs | undefined;
  #status: MonitorStatus = {
    paused: false,
    refreshing: false,
    begun: false,
    connected: false,
    credentialsMissing: false,
  };
  #round: Promise<RoundReport> | undefined;
  constructor({ profile, asker, store, clock, log, network }: MonitorDependencies) {
    this.profile = profile;
    this.#asker = asker;
    this.#clock = clock;
    this.#log = log;
    this.#intervalMs = (profile.intervalS ?? 30) * secondMs;
    this.#changed = new Emitter(log);
    this.#collected = new Emitter(log);
    this.onDidChange = this.#changed.event;
    this.onDidCollect = this.#collected.event;
    this.#grid = new RoundGrid({
      clock,
      intervalMs: this.#intervalMs,
      onSlot: (slotAt) => {
        this.#onSlot(slotAt);
      },
      onGap: () => {
        this.#onGap();
      },
    });
    this.#scheduler = new SourceScheduler(this.#intervalMs / secondMs, clock.mono());
    this.live = new LiveState(
      (source, node) =>
        this.#scheduler.periodMs(source, this.#inputs.facts, isHttpKind(source) ? node : undefined),
      this.#intervalMs,
      (source) =>
        this.#scheduler.whyOff(source, this.#inputs.facts) ??
        (this.#status.paused ? { why: 'paused' } : undefined),
    );
    this.#inputs = new MomentInputs({
      live: this.live,
      clock,
      factsNow: () => this.#facts(),
      momentNow: () => this.#moment(),
    });
    this.#knowledge = new ScheduleKnowledge(profile, this.live);
    this.historySize = new HistorySize(profile.id, store, log);
    this.#recorder = new RoundRecorder({
      cluster: profile.id,
      store,
      clock,
      intervalMs: this.#intervalMs,
    });
    this.#questions = new RoundQuestions({
      live: this.live,
      asker,
      scheduler: this.#scheduler,
      clock,
      signal: this.#stop.signal,
      access: this.#access,
      facts: () => this.#facts(),
      hasLeader: () => leaderOf({ live: this.live, now: clock.now() }),
      auditSetting: profile.auditTable,
      onAnswer: () => {
        this.#announce();
      },
    });
    this.#slowQuestion = new SlowQueryQuestion({
      live: this.live,
      asker,
      clock,
      signal: this.#stop.signal,
      mayAsk: () => !this.#status.paused && profile.quiet !== true,
    });
    this.#startedAt = clock.now();
    this.#reach = new ReachMemory(profile, network, this.#startedAt);
  }

  get judge(): Judge {
    return this.#recorder.judge;
  }

  get status(): MonitorStatus {
    return this.#status;
  }

  get nextRoundAt(): EpochMs | undefined {
    return this.#grid.nextSlotAt;
  }

  get via(): string | undefined {
    return this.#asker.via;
  }

  get intervalMs(): number {
    return this.#intervalMs;
  }

  get cost(): CostMeter {
    return this.#cost;
  }

  /** Reads what is needed of the history, then begins: the first round at once, then on the grid. */
  async start(): Promise<void> {
    try {
      await this.#recorder.seed();
    } catch (error) {
      this.#log.warn(`${this.profile.name}: the history could not be read: ${messageOf(error)}`);
    }
    if (!this.#isStopped() && !this.#status.paused) {
      this.#grid.start();
    }
  }

  /** Who looks at it; an edited cluster's new monitor takes them over. */
  get viewers(): ReadonlySet<string> {
    return this.#viewers;
  }

  setPaused(paused: boolean): void {
    if (paused === this.#status.paused) {
      return;
    }
    this.#grid.stop();
    this.#setStatus({ paused });
    if (!paused) {
      this.#resume();
    }
  }

  setVisible(viewer: string, visible: boolean): void {
    const before = this.#viewers.size > 0;
    if (visible) {
      this.#viewers.add(viewer);
    } else {
      this.#viewers.delete(viewer);
    }
    if (before && this.#viewers.size === 0) {
      this.#asker.trim();
    } else if (!before && this.#viewers.size > 0) {
      this.#askForViewers();
    }
  }

  /** Who opens a view need not wait for the next slot: what is due at the visible cadence is asked now. */
  #askForViewers(): void {
    if (this.#status.begun && !this.#status.paused && this.#round === undefined) {
      const now = this.#clock.now();
      const due = this.#scheduler.due(now, this.#clock.mono(), this.#facts());
      if (due.length > 0) {
        void this.#startRound(undefined, due);
      }
    }
  }

  /** A new password was stored or typed: logs in again at once. */
  credentialsChanged(): void {
    this.#asker.retryLogin();
    this.#asker.reset();
    if (!this.#status.paused) {
      this.#resume();
    }
  }

  /** Asks every light source now. Joins a round that is running; stores nothing. */
  async collectNow(signal?: AbortSignal): Promise<RoundReport> {
    signal?.throwIfAborted();
    this.#grid.look();
    const running = this.#round ?? this.#refresh();
    if (signal === undefined) {
      return running;
    }
    return Promise.race([
      running,
      new Promise<never>((_, reject) => {
        signal.addEventListener(
          'abort',
          () => {
            reject(new Error('Cancelled.'));
          },
          { once: true },
        );
      }),
    ]);
  }

  async #refresh(): Promise<RoundReport> {
    this.#scheduler.forgetNodeWaits();
    return this.#startRound(undefined, this.#scheduler.light(this.#facts()));
  }

  /** A connection of its own, which ends with `talk`: for the `ActionGate` alone. */
  async converse<T>(
    lane: LaneChoice,
    talk: (send: (sql: string) => Promise<SqlAnswer>) => Promise<T>,
  ): Promise<T> {
    return this.#asker.converse(lane, actionWithinMs, this.#stop.signal, talk);
  }

  /** Something that was done to the cluster from here. */
  note(event: Pick<ClusterEvent, 'kind' | 'detail'>): void {
    this.#recorder.note({ at: this.#clock.now(), ...event });
  }

  dispose(): void {
    this.#grid.stop();
    this.#stop.abort();
    this.#asker.dispose();
    this.#changed.dispose();
    this.#collected.dispose();
  }

  /** Everything modules and rules are computed from, at this moment. */
  input(): OverviewInput {
    return this.#inputs.shared();
  }

  /** What took longest: the audit log is asked for it; without one, what was seen. */
  async slowQueries(request: SlowQueryRequest): Promise<Rows<SlowQuery>> {
    const span = slowQuerySpan(request);
    const answer = await this.#slowQuestion.ask(span);
    const { input } = this.#inputs.make();
    const asked = answer?.ok === true ? known({ queries: answer.value }, answer) : input.auditSlow;
    return cutRows(slowQueryRows({ ...input, auditSlow: asked }, span), span.limit);
  }

  async loadErrors(query: LoadErrorsQuery): Promise<LoadErrors> {
    return askLoadErrors(this.#documentParts, query);
  }

  async queryProfile(query: QueryProfileQuery): Promise<QueryProfile> {
    return askProfile(this.#documentParts, query);
  }

  get #documentParts(): DocumentParts {
    const { live, profile } = this;
    const quiet = profile.quiet === true;
    return { live, asker: this.#asker, signal: this.#stop.signal, quiet };
  }

  /** The kinds of node whose metrics come by SQL, because HTTP is closed to us or switched off. */
  get httpClosed(): ReadonlySet<HttpKind> {
    return this.profile.http.mode === 'off'
      ? new Set(['feMetrics', 'beMetrics'])
      : this.#access.closed;
  }

  #facts(): ScheduleFacts {
    return this.#knowledge.facts({ visible: this.#viewers.size > 0, httpClosed: this.httpClosed });
  }

  /** A method, because it changes while we wait. */
  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #setStatus(change: Partial<MonitorStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#announce();
  }

  #announce(): void {
    this.#inputs.forget();
    this.#changed.fire();
  }

  #resume(): void {
    this.#forgetBefore();
    // The slot may have had its round; a double is not stored, but it asks at once.
    this.#grid.start();
  }

  /** After a gap everything is due, and no rate may span it. */
  #forgetBefore(): void {
    this.#inputs.forget();
    this.#scheduler.forget();
    this.live.forgetSamples();
    this.#questions.forgetSamples();
    this.#startedAt = this.#clock.now();
    this.#reach.forget(this.#startedAt);
  }

  #onSlot(slotAt: EpochMs): void {
    this.#owedSlotAt = slotAt;
    this.#startOwedSlot();
  }

  #onGap(): void {
    this.#log.info(`${this.profile.name}: resumed after a gap; reconnecting.`);
    this.#asker.reset();
    this.#access.forget();
    this.#forgetBefore();
  }

  /** A round under way (a refresh, a slow one) ends first; its slot is not lost. */
  #startOwedSlot(): void {
    const slotAt = this.#owedSlotAt;
    if (slotAt === undefined || this.#round !== undefined || this.#isStopped()) {
      return;
    }
    this.#owedSlotAt = undefined;
    if (!this.#status.paused) {
      const due = this.#scheduler.due(slotAt, this.#clock.mono(), this.#facts());
      this.#startRound(slotAt, due).catch((error: unknown) => {
        this.#log.error(`${this.profile.name}: a round failed: ${messageOf(error)}`);
        this.#setStatus({ refreshing: false });
      });
    }
  }

  async #startRound(slotAt: EpochMs | undefined, due: readonly Cadence[]): Promise<RoundReport> {
    const round = this.#runRound(slotAt, due).finally(() => {
      this.#round = undefined;
      this.#startOwedSlot();
    });
    this.#round = round;
    this.#setStatus({ refreshing: true });
    return round;
  }

  /** Since the start. */
  #statementsSent(): number {
    return totalCost(this.#asker.cost).statements;
  }

  async #runRound(slotAt: EpochMs | undefined, due: readonly Cadence[]): Promise<RoundReport> {
    const begun = this.#clock.mono();
    const inHaste = slotAt === undefined || !this.#status.begun || this.#viewers.size > 0;
    this.#asker.setLaneCap(inHaste ? laneCap.most : laneCap.hidden, inHaste ? 0 : laneCap.inTurn);
    const before = this.#statementsSent();
    const asked: Observation<unknown>[] = [];
    await this.#withinBudget(
      this.#questions.askAll(due, (observation) => {
        asked.push(observation);
      }),
    );
    if (slotAt !== undefined) {
      this.#scheduler.settle(this.#statementsSent() - before);
    }
    const at = slotAt ?? this.#clock.now();
    this.#concludeConnection(asked, begun);
    // Removed in the middle of a round: nothing of it may be written any more.
    const saved = !this.#isStopped() && (await this.#conclude(slotAt));
    const report: RoundReport = {
      id: this.profile.id,
      at,
      tookMs: this.#clock.mono() - begun,
      failed: failuresIn(asked),
      saved,
    };
    this.#setStatus({ refreshing: false, begun: true, lastRoundAt: this.#clock.now() });
    if (slotAt !== undefined && !this.#isStopped()) {
      void this.historySize.measure(this.#clock.now());
      this.#collected.fire(report);
    }
    return report;
  }

  /** A source that hangs does not hold up the round: it stays in flight, its old answer ages. */
  async #withinBudget(all: Promise<void>): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#clock.after(Math.min(12 * secondMs, 0.8 * this.#intervalMs), resolve);
      all
        .then(resolve, reject)
        .finally(cancel)
        .catch(() => undefined);
    });
  }

  #concludeConnection(asked: readonly Observation<unknown>[], begunMono: number): void {
    const { via, closedFrontends } = this.#asker;
    this.#reach.note(
      { asked, via, closed: closedFrontends },
      { now: this.#clock.now(), begunMono, mono: this.#clock.mono() },
    );
    const connection = connectionIn(asked);
    if (connection === undefined) {
      return;
    }
    const { message: _old, ...status } = this.#status;
    this.#status = {
      ...status,
      ...connection,
      ...(connection.connected ? { lastAnswerAt: this.#clock.now() } : {}),
    };
  }

  /** Judges, stores the snapshot of the slot, and says whether it is safe. */
  async #conclude(slotAt: EpochMs | undefined): Promise<boolean> {
    this.#recorder.noteNodes(this.live);
    if (slotAt !== undefined) {
      // A refresh is not measured by itself: its cost is part of the round that follows.
      this.#cost.add(this.#asker.cost, this.#clock.mono(), this.#clock.now());
    }
    const { input, derived } = this.#inputs.make();
    this.#sampler.noteQueries(runningQueryRows(input));
    this.#sampler.noteSessions(foreignSessions(input));
    const ended = this.#recorder.conclude(slotAt, input, derived);
    if (this.#viewers.size === 0) {
      this.#asker.trim();
    }
    const outcome = await ended;
    const { historyProblem: _solved, ...status } = this.#status;
    this.#status = outcome.saved ? status : { ...status, historyProblem: outcome.message };
    return outcome.saved;
  }

  #moment(): Moment {
    return {
      now: this.#clock.now(),
      profile: this.profile,
      live: this.live,
      intervalMs: this.#intervalMs,
      startedAt: this.#startedAt,
      lastAnswerAt: this.#status.lastAnswerAt,
      reach: this.#reach.reading,
      saving: this.#recorder.saving,
      history: this.#recorder.window,
      ownConnections: this.#asker.ownConnections,
      answeredAt: (frontend) => this.#asker.ownTrafficOn(frontend).answeredAt,
      compactionFailuresPerSecond: this.#questions.compactionFailuresPerSecond,
      jobs: this.#questions.jobHistory,
      growthBase: this.#recorder.growth.base,
      growth: this.#recorder.growth.growth,
      audit: this.#questions.auditHistory,
      samples: this.#sampler.samples,
      ownCost: this.#cost.perSecond,
      measuredCost: this.#cost.measured,
      historyBytes: this.historySize.reading(this.#clock.now()),
      sources: sourceCourses(this.#scheduler, this.live, this.#facts()),
    };
  }

  /** Where each source stands, for the header. */
  sourceState(source: SourceId): {
    readonly off: NotAsked | undefined;
    readonly asking: boolean;
    readonly delayed: boolean;
    readonly periodMs: number;
    /** How the last try ended of what is closed to us and asked by SQL instead. */
    readonly closed: Observation<unknown> | undefined;
  } {
    return {
      off: this.#scheduler.whyOff(source, this.#facts()),
      closed: isHttpKind(source) ? this.#access.failureOf(source) : undefined,
      asking: this.#questions.isAsking(source),
      delayed: this.#scheduler.isDelayed(source),
      periodMs: this.#scheduler.periodMs(source, this.#facts()),
    };
  }
}
