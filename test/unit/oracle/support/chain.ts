/**
 * The whole chain in plain Node: a demo cluster with real sockets, the product's API on top of it, a
 * real history on disk. Both clocks are driven by hand and in step, so that every question is asked
 * at a moment the oracle knows exactly.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type {
  DemoCluster,
  DemoClusterInfo,
  DemoClusterOptions,
} from '../../../../src/demo/demoCluster';
import { startDemoCluster } from '../../../../src/demo/demoCluster';
import type { FaultRequest } from '../../../../src/demo/faults';
import type { ClusterState, EpochMs } from '../../../../src/demo/truth';
import type { PastSlot } from '../../../../src/demo/truthPast';
import { LocalApi } from '../../../../src/extension/api/localApi';
import type { LocalApiDependencies } from '../../../../src/extension/api/localApi';
import type { Log } from '../../../../src/extension/log';
import { nodeFileSystem } from '../../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../../src/extension/store/historyEngine';
import type { RoundReport, StarRocksOverviewApi } from '../../../../src/shared/api';
import type { ClusterProfile } from '../../../../src/shared/clusterProfile';
import type { ExtendedOverview } from '../../../../src/shared/model/extendedOverview';
import { liveModuleIds } from '../../../../src/shared/model/extendedOverview';
import type { UnknownReason } from '../../../../src/shared/reading';
import { thresholdsOf } from '../../../../src/shared/thresholds';
import { ControlPort } from '../../../oracle/controlPort';
import { askingOf, isAnswered, isSelect, keysOf, sightOf } from '../../../oracle/questions';
import type {
  Blocked,
  OwnAsking,
  OwnStatement,
  Round,
  Sight,
  Situation,
} from '../../../oracle/situation';
import { ManualClock } from '../../collect/support/manualClock';
import { migrations, sqlForTests } from '../../store/support/historyFixture';
import { MemoryRegistry } from './memoryRegistry';
import { setGlobals } from './setGlobals';

export type Product = {
  readonly LocalApi: new (dependencies: LocalApiDependencies) => StarRocksOverviewApi & {
    dispose(): void;
  };
};

export type ChainOptions = {
  readonly cluster?: DemoClusterOptions;
  /** This one, as it stands, which outlives the chain; its clock must be driven by hand. */
  readonly demo?: DemoCluster;
  /** Name of a user of the demo cluster. */
  readonly user?: string;
  readonly profile?: Partial<Omit<ClusterProfile, 'http'>>;
  /** SQL only. */
  readonly httpOff?: boolean;
  /**
   * Nothing is reachable but the MySQL port of the FE with this host: named as the cluster names it,
   * by the address map, or as the forwarded port of a tunnel.
   */
  readonly onlyPort?: { readonly host: string; readonly by: 'address map' | 'tunnel' };
  /** Import the demo's past of the hour around this time yesterday. */
  readonly yesterday?: boolean;
  /** Import this past, of which the oracle knows, instead of the demo's. */
  readonly past?: (begin: EpochMs, cluster: ClusterState) => readonly PastSlot[];
  /** Import so many hours of the demo's past, for what is looked at; the oracle knows nothing of it. */
  readonly pastHours?: number;
  /** As a panel that is open. */
  readonly visible?: boolean;
  /** Global variables that differ from the demo's. */
  readonly variables?: Readonly<Record<string, string>>;
  /** A changed build of the product. */
  readonly product?: Product;
};

const clusterId = '7d5b3c1e-9f42-4a6b-8c0d-2e4f6a8b0c1d';
const stepMs = 30_000;
/** Both begin here: on the grid, on a weekday morning in the cluster's zone. */
const firstBegin = Date.UTC(2026, 2, 3, 2, 0, 0);

export class Chain {
  readonly api: StarRocksOverviewApi;
  readonly control: ControlPort;
  readonly log: string[];
  readonly #demo: DemoCluster;
  readonly #stopDemo: () => Promise<void>;
  readonly #begin: EpochMs;
  readonly #clock: ManualClock;
  readonly #folder: string;
  readonly #engine: HistoryEngine;
  readonly #dispose: () => void;
  readonly #past: readonly PastSlot[];
  readonly #profile: ClusterProfile;

  readonly #rounds: Round[] = [];
  readonly #sights = new Map<string, Sight[]>();
  readonly #own: OwnStatement[] = [];
  readonly #askings: OwnAsking[] = [];
  readonly #blocked = new Map<string, Blocked>();
  readonly #reports: RoundReport[] = [];
  /** What of the log was read: before `at` everything, and so many entries from there on. */
  #logRead: { readonly at: EpochMs; readonly entries: number };
  #now: EpochMs;
  #collected: (report: RoundReport) => void = () => undefined;

  private constructor(parts: {
    /** Entries of the log from the begin on that are of others. */
    readonly logged: number;
    readonly demo: DemoCluster;
    readonly stopDemo: () => Promise<void>;
    readonly begin: EpochMs;
    readonly control: ControlPort;
    readonly clock: ManualClock;
    readonly folder: string;
    readonly engine: HistoryEngine;
    readonly product: Product;
    readonly registry: MemoryRegistry;
    readonly profile: ClusterProfile;
    readonly past: readonly PastSlot[];
  }) {
    this.#logRead = { at: parts.begin, entries: parts.logged };
    this.#demo = parts.demo;
    this.#stopDemo = parts.stopDemo;
    this.#begin = parts.begin;
    this.#now = parts.begin;
    this.control = parts.control;
    this.#clock = parts.clock;
    this.#folder = parts.folder;
    this.#engine = parts.engine;
    this.#past = parts.past;
    this.#profile = parts.profile;
    this.log = [];
    const api = new parts.product.LocalApi({
      registry: parts.registry,
      store: parts.engine,
      log: logInto(this.log),
      version: '0.0.0-test',
      clock: parts.clock,
    });
    this.api = api;
    this.#dispose = () => {
      api.dispose();
    };
    api.onDidCollect((report) => {
      this.#reports.push(report);
      this.#collected(report);
    });
  }

  /** Starts everything and ends when the first round is stored. */
  static async start(options: ChainOptions = {}): Promise<Chain> {
    const demo =
      options.demo ??
      (await startDemoCluster({ manualClock: true, now: firstBegin, ...options.cluster }));
    const control = new ControlPort(demo.info.control);
    const begin = await onTheGrid(control);
    await setGlobals(demo, options.variables ?? {});
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'oracle-'));
    const clock = new ManualClock(begin);
    const engine = new HistoryEngine(folder, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: () => clock.now(),
      notice: () => undefined,
    });
    const past =
      options.past?.(begin, demo.truth()) ??
      (options.yesterday === true ? yesterdayOf(await control.past(25), begin) : []);
    if (past.length > 0) {
      await engine.importLines(clusterId, past);
    }
    if (options.pastHours !== undefined) {
      await engine.importLines(clusterId, await control.past(options.pastHours));
    }
    const user = options.user ?? 'monitor';
    const password = demo.info.users.find(({ name }) => name === user)?.password;
    const ways = waysTo(demo.info, options.onlyPort);
    const profile: ClusterProfile = {
      id: clusterId,
      name: 'oracle',
      frontends: ways.frontends,
      user,
      password: 'stored',
      tls: { mode: 'off' },
      http: {
        mode: options.httpOff === true ? 'off' : 'auto',
        ...ways.http,
      },
      access: 'read-only',
      intervalS: 30,
      ...options.profile,
    };
    const registry = new MemoryRegistry();
    registry.put(profile, password ?? '');
    const chain = new Chain({
      logged: (await control.log(begin)).length,
      demo,
      stopDemo: options.demo === undefined ? () => demo.stop() : () => Promise.resolve(),
      begin,
      control,
      clock,
      folder,
      engine,
      product: options.product ?? { LocalApi },
      registry,
      profile,
      past,
    });
    if (options.visible === true) {
      await chain.api.setVisible(clusterId, 'test', true);
    }
    await chain.#round(begin, async () => undefined);
    return chain;
  }

  get now(): EpochMs {
    return this.#now;
  }

  get id(): string {
    return clusterId;
  }

  get reports(): readonly RoundReport[] {
    return this.#reports;
  }

  /** Faults and happenings, now. */
  async disturb(...requests: readonly FaultRequest[]): Promise<void> {
    await this.control.disturb(requests);
  }

  /** The product gets no usable answer of these (`source` or `source node`). */
  expectBlocked(
    keys: readonly string[],
    why: UnknownReason,
    when: 'from the beginning' | 'from now on',
  ): void {
    // What was answered before is still so while nobody has asked again.
    const since = when === 'from now on' ? this.#now + 1 : this.#begin;
    keys.forEach((key) => this.#blocked.set(key, { since, why }));
  }

  /** So many rounds, one after the other. */
  async rounds(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const at = (Math.floor(this.#now / stepMs) + 1) * stepMs;
      const elapsed = at - this.#now;
      await this.control.advance(elapsed);
      this.#now = at;
      await this.#round(at, () => this.#clock.advance(elapsed));
    }
  }

  /** The machine sleeps until a grid time, the cluster does not; one round follows. */
  async sleep(ms: number): Promise<void> {
    const at = Math.ceil((this.#now + ms) / stepMs) * stepMs;
    const elapsed = at - this.#now;
    await this.control.advance(elapsed);
    this.#now = at;
    await this.#round(at, () => this.#clock.sleep(elapsed));
  }

  /** The overview a few seconds after the last round, and what the oracle knows of that moment. */
  async overview(): Promise<{
    readonly overview: ExtendedOverview;
    readonly situation: Situation;
  }> {
    await this.control.advance(5_000);
    await this.#clock.advance(5_000);
    this.#now += 5_000;
    const overview = await this.api.getExtendedOverview(clusterId, { modules: liveModuleIds });
    return { overview, situation: await this.situation() };
  }

  async situation(): Promise<Situation> {
    const truth = this.#demo.truth();
    const user = truth.users.find(({ name }) => name === this.#profile.user);
    if (user === undefined) {
      throw new Error(`the demo cluster has no user ${this.#profile.user}`);
    }
    const { audit, queries } = await this.control.queries();
    return {
      queries,
      audit,
      now: this.#now,
      offsetMs: 0,
      jitterMs: 0,
      intervalMs: stepMs,
      sights: this.#sights,
      blocked: this.#blocked,
      rounds: this.#rounds,
      user,
      own: this.#own,
      askings: this.#askings,
      past: this.#past,
      thresholds: thresholdsOf(this.#profile.thresholds),
    };
  }

  async stop(): Promise<void> {
    this.#dispose();
    await this.#engine.close();
    await this.#stopDemo();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  /** One round: the clock moves on, the product asks, and its announcement ends it. */
  async #round(at: EpochMs, move: () => Promise<unknown>): Promise<void> {
    const before: ClusterState = this.#demo.truth();
    const collected = new Promise<RoundReport>((resolve) => {
      this.#collected = resolve;
    });
    await move();
    await collected;
    const after: ClusterState = this.#demo.truth();
    const heard = await this.#note(at, [before, after]);
    this.#rounds.push({ at, end: at, ...(heard ? {} : { silent: true }) });
  }

  /**
   * Reads from the cluster's log what the product has asked since.
   *
   * @returns whether any FE answered
   */
  async #note(at: EpochMs, states: readonly ClusterState[]): Promise<boolean> {
    const read = this.#logRead;
    const entries = await this.control.log(read.at);
    const news = entries.slice(read.entries);
    this.#logRead = { at, entries: entries.filter((entry) => entry.at >= at).length };
    const [state] = states.slice(-1);
    for (const entry of news) {
      const keys = state === undefined ? [] : keysOf(entry, state);
      this.#askings.push(askingOf(entry));
      if (entry.protocol === 'sql') {
        this.#own.push({ at, node: entry.node, select: isSelect(entry) });
      }
      for (const key of isAnswered(entry) ? keys : []) {
        const list = this.#sights.get(key) ?? [];
        const before = list.at(-1)?.at === at ? list.pop() : undefined;
        const sight = sightOf(entry, at, states);
        const frontends = [...new Set([...(before?.frontends ?? []), ...sight.frontends])];
        list.push({ ...(before ?? sight), frontends });
        this.#sights.set(key, list);
      }
    }
    return news.some((entry) => isAnswered(entry) && entry.node.startsWith('fe:'));
  }
}

/** The addresses of a profile that reaches this demo cluster. */
function waysTo(
  { frontends, addressMap }: DemoClusterInfo,
  onlyPort: ChainOptions['onlyPort'],
): { frontends: ClusterProfile['frontends']; http: Pick<ClusterProfile['http'], 'addressMap'> } {
  const named = frontends.map(({ host, queryPort }) => ({ host, port: queryPort }));
  if (onlyPort === undefined) {
    return { frontends: named, http: { addressMap } };
  }
  const [asked] = named.filter(({ host }) => host === onlyPort.host);
  const key = `${onlyPort.host}:${String(asked?.port)}`;
  const target = addressMap[key];
  if (asked === undefined || target === undefined) {
    throw new Error(`the demo cluster has no FE ${onlyPort.host}`);
  }
  const [host = '', port = ''] = target.split(':');
  return onlyPort.by === 'address map'
    ? { frontends: [asked], http: { addressMap: { [key]: target } } }
    : { frontends: [{ host, port: Number(port) }], http: {} };
}

/** The next moment at which a round may begin, and the cluster's clock there. */
async function onTheGrid(control: ControlPort): Promise<EpochMs> {
  const { at } = await control.truth();
  const begin = Math.ceil(at / stepMs) * stepMs;
  await control.advance(begin - at);
  return begin;
}

/** The past comes in slots of five minutes; a monitor that ran yesterday has one each 30 s. */
function yesterdayOf(past: readonly PastSlot[], begin: EpochMs): readonly PastSlot[] {
  const from = begin - 24.5 * 3_600_000;
  const slots: PastSlot[] = [];
  for (let ts = from; ts < from + 3_600_000; ts += stepMs) {
    const slot = past.findLast((candidate) => candidate.ts <= ts);
    if (slot !== undefined) {
      slots.push({ ...slot, ts });
    }
  }
  return slots;
}

function logInto(lines: string[]): Log {
  const write = (level: string) => (message: string) => {
    lines.push(`${level}: ${message}`);
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
