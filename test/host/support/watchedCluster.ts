/**
 * A demo cluster that the product watches in real (if sped-up) time, and what the oracle knows of
 * it: the cluster's log says when each question was answered, its truth what was true then.
 */
import type { ClusterState, EpochMs, LogEntry } from '../../../src/demo/truth';
import type { FaultRequest } from '../../../src/demo/faults';
import type { RoundReport, StarRocksOverviewApi } from '../../../src/shared/api';
import type { NewCluster } from '../../../src/shared/clusterProfile';
import { liveModuleIds } from '../../../src/shared/model/extendedOverview';
import type { ExtendedOverview } from '../../../src/shared/model/extendedOverview';
import type { UnknownReason } from '../../../src/shared/reading';
import { thresholdsOf } from '../../../src/shared/thresholds';
import { ControlPort } from '../../oracle/controlPort';
import { askingOf, isAnswered, isSelect, keysOf, sightOf } from '../../oracle/questions';
import type { Blocked, OwnStatement, Round, Sight, Situation } from '../../oracle/situation';

/** What the demo cluster tells about itself when it is ready. */
export type DemoInfo = {
  readonly frontends: readonly { readonly host: string; readonly queryPort: number }[];
  readonly users: readonly { readonly name: string; readonly password: string }[];
  readonly addressMap: Readonly<Record<string, string>>;
  readonly control: string;
};

export class WatchedCluster {
  readonly id: string;
  readonly control: ControlPort;
  readonly #api: StarRocksOverviewApi;
  readonly #user: string;
  readonly #scale: number;
  readonly #begunAt: EpochMs;
  readonly #subscription: { dispose(): void };
  readonly #rounds: { readonly at: EpochMs; readonly seenAt: number }[] = [];
  readonly #blocked = new Map<string, Blocked>();
  readonly #states = new Map<EpochMs, ClusterState>();
  #waiting: (() => void)[] = [];

  private constructor(
    id: string,
    api: StarRocksOverviewApi,
    info: DemoInfo,
    user: string,
    scale: number,
    begunAt: EpochMs,
    onRound: (report: RoundReport) => void,
  ) {
    this.id = id;
    this.#begunAt = begunAt;
    this.control = new ControlPort(info.control);
    this.#api = api;
    this.#user = user;
    this.#scale = scale;
    this.#subscription = api.onDidCollect((report) => {
      if (report.id === id) {
        this.#rounds.push({ at: report.at, seenAt: performance.now() });
        onRound(report);
        this.#waiting.splice(0).forEach((go) => {
          go();
        });
      }
    });
  }

  /** Configures the cluster in the product; `scale` is how fast both clocks run. */
  static async add(
    api: StarRocksOverviewApi,
    info: DemoInfo,
    scale: number,
    user = 'monitor',
    onRound: (report: RoundReport) => void = () => undefined,
  ): Promise<WatchedCluster> {
    const password = info.users.find(({ name }) => name === user)?.password ?? '';
    const cluster: NewCluster = {
      name: `watched as ${user}`,
      frontends: info.frontends.map(({ host, queryPort }) => ({ host, port: queryPort })),
      user,
      password: 'stored',
      tls: { mode: 'off' },
      http: { mode: 'auto', addressMap: info.addressMap },
      access: 'read-only',
      intervalS: 30,
    };
    const { clock } = await new ControlPort(info.control).truth();
    const id = await api.addCluster(cluster, password);
    const watched = new WatchedCluster(id, api, info, user, scale, clock.now, onRound);
    await api.setVisible(id, 'oracle', true);
    return watched;
  }

  get roundCount(): number {
    return this.#rounds.length;
  }

  /** Ends with the announcement of the n-th round from now. */
  async rounds(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async disturb(...requests: readonly FaultRequest[]): Promise<void> {
    await this.control.disturb(requests);
  }

  /** From now on the product gets no usable answer of these (`source` or `source node`). */
  async expectBlocked(keys: readonly string[], why: UnknownReason): Promise<void> {
    const { clock } = await this.control.truth();
    keys.forEach((key) => this.#blocked.set(key, { since: clock.now, why }));
  }

  expectUnblocked(): void {
    this.#blocked.clear();
  }

  /** The overview of this moment, and what was true at every moment at which it was asked for. */
  async overview(): Promise<{
    readonly overview: ExtendedOverview;
    readonly situation: Situation;
  }> {
    const truth = await this.control.truth();
    const measuredAt = performance.now();
    const overview = await this.#api.getExtendedOverview(this.id, { modules: liveModuleIds });
    // An answer is of the moment at which it was asked for, however long its modules take.
    const offsetMs = overview.at - truth.clock.now;
    const now = overview.at - offsetMs;
    const log = (await this.control.log()).filter(
      (entry) => entry.at >= this.#begunAt && (entry.user === '' || entry.user === this.#user),
    );
    const user = truth.users.find(({ name }) => name === this.#user);
    if (user === undefined) {
      throw new Error(`the demo cluster has no user ${this.#user}`);
    }
    const { audit, queries } = await this.control.queries();
    return {
      overview,
      situation: {
        queries,
        audit,
        now,
        offsetMs,
        jitterMs: 2_000,
        intervalMs: 30_000,
        sights: await this.#sights(log, now),
        blocked: this.#blocked,
        rounds: this.#rounds.map(({ at, seenAt }): Round => {
          const end = now - (measuredAt - seenAt) * this.#scale;
          return { at: at - offsetMs, end: end + 200 };
        }),
        user,
        own: log
          .filter(({ protocol }) => protocol === 'sql')
          .map((entry): OwnStatement => ({
            at: entry.at,
            node: entry.node,
            select: isSelect(entry),
          })),
        askings: log.map(askingOf),
        past: [],
        thresholds: thresholdsOf(undefined),
      },
    };
  }

  async remove(): Promise<void> {
    this.#subscription.dispose();
    await this.#api.removeCluster(this.id, { deleteHistory: true });
  }

  async #sights(
    log: readonly LogEntry[],
    now: EpochMs,
  ): Promise<ReadonlyMap<string, readonly Sight[]>> {
    const sights = new Map<string, Sight[]>();
    for (const entry of log) {
      if (!isAnswered(entry) || entry.at > now) {
        continue;
      }
      const states = await this.#statesAround(entry);
      const [state] = states.slice(-1);
      for (const key of state === undefined ? [] : keysOf(entry, state)) {
        sights.set(key, [...(sights.get(key) ?? []), sightOf(entry, entry.at, states)]);
      }
    }
    return sights;
  }

  /** Every state between the question's arrival and its answer, with a second to spare. */
  async #statesAround({ at, ms }: LogEntry): Promise<readonly ClusterState[]> {
    const first = Math.floor((at - ms * this.#scale) / 1000) - 1;
    const last = Math.floor(at / 1000) + 1;
    const states: ClusterState[] = [];
    for (let second = first; second <= last; second += 1) {
      states.push(await this.#stateAt(second * 1000));
    }
    return states;
  }

  async #stateAt(at: EpochMs): Promise<ClusterState> {
    const known = this.#states.get(at);
    if (known !== undefined) {
      return known;
    }
    const state = await this.control.truth(at);
    this.#states.set(at, state);
    return state;
  }
}
