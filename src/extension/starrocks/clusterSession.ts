import type { ClusterProfile } from '../../shared/clusterProfile';
import type { Cost } from '../../shared/model/collectorCost';
import { roleOf, type NodeId } from '../../shared/ids';
import type { EpochMs } from '../../shared/time';
import type { Observation } from '../collect/observation';
import { addressText, applyAddressMap, type Address } from './addressMap';
import { classifyFailure, isConnectionLost } from './classifyFailure';
import { Deadline } from './deadline';
import { CancelledError, NotAskedError } from './failures';
import { FrontendAddresses, type ClosedFrontend } from './frontendAddresses';
import { HttpGate } from './httpGate';
import { getLines } from './httpText';
import { httpUrl, urlAddress } from './httpUrl';
import type { Lane, SqlAnswer } from './lane';
import { LaneOpener } from './laneOpener';
import { LanePool, type LaneChoice } from './lanePool';
import { OwnCost } from './ownCost';
import { isAt, OwnTraffic, type OwnTrafficOnFrontend } from './ownTraffic';
import type { ClusterClock } from './sources/clock';
import type { FrontendRow } from './sources/frontends';
import type { SessionRow } from './sources/sessions';
import type {
  HttpSource,
  ParseContext,
  Parsed,
  PartOutcome,
  SqlForm,
  SqlSource,
} from './sources/source';
import { httpTls, readTlsTrust } from './tlsTrust';

/** What the session tells about itself; VS Code's log channel has this shape. */
export type SessionLog = {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
};

export type SessionOptions = {
  readonly profile: ClusterProfile;
  /** The password; undefined when there is none at hand. Asked again for each connection. */
  readonly secret: () => Promise<string | undefined>;
  readonly log: SessionLog;
  readonly now: () => EpochMs;
  readonly mono: () => number;
};

export type SqlAskOptions = {
  readonly lane: LaneChoice;
  readonly signal?: AbortSignal;
  /** For waiting, connecting and answering together, ms. */
  readonly deadlineMs: number;
};

export type HttpAskOptions = {
  readonly node: NodeId;
  readonly host: string;
  readonly port: number;
  readonly signal?: AbortSignal;
  readonly deadlineMs: number;
};

/**
 * Everything one cluster is asked goes through its session: it knows the FEs and fails over between
 * them, shares connections, remembers which forms of a source the cluster understands, and keeps
 * count of its own cost. `ask` and `askHttp` never reject.
 */
export class ClusterSession {
  readonly #options: SessionOptions;
  readonly #addresses: FrontendAddresses;
  readonly #pool: LanePool;
  readonly #gate = new HttpGate();
  readonly #own: OwnTraffic;
  readonly #opener: LaneOpener;
  readonly #formOf = new Map<string, string>();
  readonly #disposed = new AbortController();
  readonly #cost = new OwnCost();
  #clock: ClusterClock | undefined;
  #version = '';

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#addresses = new FrontendAddresses(options.profile.frontends);
    this.#own = new OwnTraffic(options.profile.http.addressMap);
    this.#opener = new LaneOpener({
      ...options,
      addresses: this.#addresses,
      onOpened: (lane) => this.#own.opened(lane, options.mono()),
      onStatement: (source, { tookMs: ms, rows, bytes }) => {
        this.#cost.add(source, { statements: 1, ms, rows, bytes });
      },
    });
    this.#pool = new LanePool((choice, deadline) => this.#opener.open(choice, deadline));
  }

  /** `host:port` of the FE that let us in last, before the address map. */
  get via(): string | undefined {
    const { lastGood } = this.#addresses;
    return lastGood === undefined ? undefined : addressText(lastGood);
  }

  /** FEs that did not let us in when they were tried last. */
  get closedFrontends(): readonly ClosedFrontend[] {
    return this.#addresses.closed;
  }

  /** Cumulative, by what was asked; the statements that set up connections are `session`. */
  get cost(): ReadonlyMap<string, Cost> {
    return this.#cost.bySource;
  }

  /** `<FE host>|<connection id>` of our connections, those of the last ten minutes included. */
  get ownConnections(): ReadonlySet<string> {
    this.#own.seen(this.#pool.lanes, this.#options.mono());
    return this.#own.connections();
  }

  /** True after the cluster refused connections because of a limit: two lanes must do. */
  get limited(): boolean {
    return this.#pool.limited;
  }

  /** What of this FE's connections and query counters is our own doing. */
  ownTrafficOn(frontend: FrontendRow): OwnTrafficOnFrontend {
    this.#own.seen(this.#pool.lanes, this.#options.mono());
    return this.#own.on(frontend);
  }

  /** Tells the FEs of SHOW FRONTENDS, to fail over to and to find the leader. */
  learnFrontends(rows: readonly FrontendRow[]): void {
    this.#addresses.learn(rows);
    this.#own.learn(rows);
    const home = this.#addresses.home(this.#options.mono());
    if (home !== undefined) {
      const { addressMap } = this.#options.profile.http;
      this.#own.seen(this.#pool.lanes, this.#options.mono());
      this.#pool.retireLeaderLanes((lane) => !isAt(home, lane, addressMap));
    }
  }

  /** Tells a list of sessions, which may name the FE that has ours. */
  learnSessions(rows: readonly Pick<SessionRow, 'frontendName' | 'connectionId'>[]): void {
    this.#own.learnSessions(rows);
  }

  /** Tells the version text: working forms are remembered for it, and tried anew after an upgrade. */
  learnVersion(version: string): void {
    // The first one was in force before it was told: what was asked beside it holds for it.
    if (this.#version === '') {
      for (const [memory, form] of [...this.#formOf]) {
        this.#formOf.set(`${memory}${version}`, form);
      }
    }
    this.#version = version;
  }

  setClock(clock: ClusterClock | undefined): void {
    this.#clock = clock;
  }

  /** How many lanes may be open within a round (at most 12), and how many of single FEs besides. */
  setLaneCap(cap: number, inTurn?: number): void {
    this.#pool.setCap(cap, inTurn);
  }

  /** Closes lanes beyond two: to be called at the end of a round. */
  trim(): void {
    this.#own.seen(this.#pool.lanes, this.#options.mono());
    this.#pool.trim();
  }

  /** Drops all connections and forgets which FEs failed: after sleep they are worth nothing. */
  reset(): void {
    this.#own.seen(this.#pool.lanes, this.#options.mono());
    this.#addresses.forgive();
    this.#pool.closeAll();
  }

  /** Lets a refused password be tried once more; a new password is tried without asking. */
  retryLogin(): void {
    this.#opener.retryLogin();
  }

  dispose(): void {
    this.#disposed.abort(new CancelledError());
    this.#pool.closeAll();
  }

  async ask<T>(source: SqlSource<T>, options: SqlAskOptions): Promise<Observation<T>> {
    const attempt = this.#begin(options);
    const memory = () => `${source.id} ${source.forms.map((f) => f.form).join()} ${this.#version}`;
    let form = source.forms.find((f) => f.form === this.#formOf.get(memory())) ?? source.forms[0];
    let via: string | undefined;
    const askForm = async (lane: Lane): Promise<{ parsed: Parsed<T>; answer: SqlAnswer }> => {
      via = addressText(lane.asked);
      return await this.#askForm(source, form, lane, attempt.deadline);
    };
    try {
      for (;;) {
        try {
          const { parsed, answer } = await this.#run(options.lane, attempt.deadline, askForm);
          this.#formOf.set(memory(), form.form);
          const observed = this.#observed(
            source,
            form.form,
            form.sql,
            attempt,
            via,
            parsed,
            answer,
          );
          return form === source.forms[0] ? observed : { ...observed, older: true };
        } catch (error) {
          const older = source.forms[source.forms.indexOf(form) + 1];
          if (classifyFailure(error).why !== 'unsupported-version') {
            throw error;
          }
          if (older === undefined) {
            // Where none is known, one question the next time is enough to see whether that changed.
            this.#formOf.set(memory(), form.form);
            throw error;
          }
          this.#options.log.debug(
            `${source.id}: ${form.form} is not known here, asking ${older.form}`,
          );
          form = older;
        }
      }
    } catch (error) {
      return this.#failed(source, form.form, form.sql, attempt, via, error);
    } finally {
      attempt.deadline.dispose();
    }
  }

  async askHttp<T>(source: HttpSource<T>, options: HttpAskOptions): Promise<Observation<T>> {
    const attempt = this.#begin(options);
    const { profile } = this.#options;
    const { http } = profile;
    const asked: Address = { host: options.host, port: options.port };
    const via = addressText(asked);
    const about = { id: source.id, node: options.node };
    let shownUrl = `http://${via}${source.path}`;
    try {
      if (http.mode === 'off') {
        throw new NotAskedError('disabled', 'HTTP is switched off for this cluster');
      }
      const url = httpUrl(http, roleOf(options.node), asked, source.path);
      shownUrl = url.href;
      const connectTo = applyAddressMap(http.addressMap, urlAddress(url));
      const reader = source.open();
      await this.#gate.through(via, attempt.deadline, async () => {
        const trust = await readTlsTrust(httpTls(profile));
        this.#cost.add(source.id, { requests: 1 });
        const { endsWithoutLineFeed = false } = source;
        const question = { url, connectTo, trust, endsWithoutLineFeed };
        const bytes = await getLines(question, attempt.deadline, reader.line);
        this.#cost.add(source.id, { bytes });
      });
      const receivedAtMono = this.#options.mono();
      const answer = { receivedAtMono, tookMs: receivedAtMono - attempt.mono };
      return this.#observed(about, source.form, shownUrl, attempt, via, reader.finish(), answer);
    } catch (error) {
      return this.#failed(about, source.form, shownUrl, attempt, via, error);
    } finally {
      attempt.deadline.dispose();
    }
  }

  /**
   * Gives `talk` a connection of its own, which ends with it: for statements that change something.
   * Unlike `ask` it rejects, with the words of the cluster without secrets.
   */
  async converse<T>(
    { lane: choice, signal, deadlineMs }: SqlAskOptions,
    talk: (send: (sql: string) => Promise<SqlAnswer>) => Promise<T>,
  ): Promise<T> {
    const { deadline } = this.#begin({ ...(signal === undefined ? {} : { signal }), deadlineMs });
    try {
      const lane = await this.#opener.open(choice, deadline);
      try {
        return await talk((sql) => lane.query('action', sql, deadline));
      } finally {
        lane.close();
        this.#own.seen(this.#pool.lanes, this.#options.mono());
      }
    } catch (error) {
      throw new Error(classifyFailure(error, this.#opener.secrets).message, { cause: error });
    } finally {
      deadline.dispose();
    }
  }

  #begin({ signal, deadlineMs }: { signal?: AbortSignal; deadlineMs: number }): Attempt {
    const signals = signal === undefined ? [] : [signal];
    return {
      deadline: new Deadline(deadlineMs, AbortSignal.any([...signals, this.#disposed.signal])),
      at: this.#options.now(),
      mono: this.#options.mono(),
    };
  }

  async #askForm<T>(
    source: SqlSource<T>,
    form: SqlForm<T>,
    lane: Lane,
    deadline: Deadline,
  ): Promise<{ parsed: Parsed<T>; answer: SqlAnswer }> {
    let failed = false;
    let answer: SqlAnswer;
    try {
      answer = await lane.query(source.id, form.sql, deadline);
    } catch (error) {
      // What the FE refuses while it analyses is no internal error in its counters.
      failed = !['unsupported-version', 'denied'].includes(classifyFailure(error).why);
      throw error;
    } finally {
      if (source.select) {
        this.#own.selectEnded(lane, failed);
      }
    }
    const receivedAt = this.#options.now();
    this.#own.answered(lane, receivedAt);
    const parts = new Map<string, PartOutcome>();
    for (const part of form.parts ?? []) {
      if (part.ifFailed === undefined || parts.get(part.ifFailed)?.ok === false) {
        parts.set(part.name, await this.#askPart(source.id, part.sql, lane, deadline));
      }
    }
    const context: ParseContext = {
      sessionOffsetMs: this.#clock?.sessionOffsetMs ?? null,
      globalOffsetMs: this.#clock?.globalOffsetMs ?? null,
      skewMs: this.#clock?.skewMs ?? null,
      receivedAt,
      tookMs: answer.tookMs,
    };
    return { parsed: form.parse(answer, context, parts), answer };
  }

  async #askPart(id: string, sql: string, lane: Lane, deadline: Deadline): Promise<PartOutcome> {
    try {
      return { ok: true, answer: await lane.query(id, sql, deadline) };
    } catch (error) {
      return { ok: false, failure: classifyFailure(error, this.#opener.secrets) };
    }
  }

  /** Takes a lane; one that turns out to have died while idle is replaced. */
  async #run<T>(
    choice: LaneChoice,
    deadline: Deadline,
    work: (lane: Lane) => Promise<T>,
  ): Promise<T> {
    for (let triesLeft = 2; ; triesLeft -= 1) {
      const used = { fresh: true };
      try {
        return await this.#pool.use(choice, deadline, async (lane, fresh) => {
          used.fresh = fresh;
          return await work(lane);
        });
      } catch (error) {
        const stale = !used.fresh && isConnectionLost(error);
        if (!stale || triesLeft === 0 || deadline.signal.aborted) {
          throw error;
        }
        this.#options.log.debug(`a connection was lost, using another one`);
      }
    }
  }

  #observed<T>(
    source: Asked,
    form: string,
    asked: string,
    attempt: Attempt,
    via: string | undefined,
    parsed: Parsed<T>,
    answer: Pick<SqlAnswer, 'receivedAtMono' | 'tookMs'>,
  ): Observation<T> {
    const took = Math.round(answer.tookMs);
    this.#options.log.debug(
      `${source.id} (${form}) via ${via ?? '?'}: ${parsed.rows} rows, ${took} ms`,
    );
    return {
      ...this.#common(source, form, asked, attempt, via),
      tookMs: answer.tookMs,
      receivedAtMono: answer.receivedAtMono,
      ok: true,
      value: parsed.value,
      rows: parsed.rows,
      ...(parsed.unknownColumns === undefined ? {} : { unknownColumns: parsed.unknownColumns }),
    };
  }

  #failed(
    source: Asked,
    form: string,
    asked: string,
    attempt: Attempt,
    via: string | undefined,
    error: unknown,
  ): Observation<never> {
    const failure = classifyFailure(error, this.#opener.secrets);
    this.#options.log.debug(`${source.id} (${form}): ${failure.why}: ${failure.message}`);
    const receivedAtMono = this.#options.mono();
    return {
      ...this.#common(source, form, asked, attempt, via),
      tookMs: receivedAtMono - attempt.mono,
      receivedAtMono,
      ok: false,
      ...failure,
    };
  }

  #common(
    source: Asked,
    form: string,
    asked: string,
    attempt: Attempt,
    via: string | undefined,
  ): Omit<
    Observation<never> & { ok: false },
    'tookMs' | 'receivedAtMono' | 'ok' | 'why' | 'message'
  > {
    return {
      source: source.id,
      ...(source.node === undefined ? {} : { node: source.node }),
      ...(via === undefined ? {} : { via }),
      asked,
      form,
      askedAt: attempt.at,
      observedAt: this.#options.now(),
    };
  }
}

type Asked = { readonly id: Observation<unknown>['source']; readonly node?: NodeId };

type Attempt = { readonly deadline: Deadline; readonly at: EpochMs; readonly mono: number };
