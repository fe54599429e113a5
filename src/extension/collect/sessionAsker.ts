import type { ClusterProfile } from '../../shared/clusterProfile';
import type { Cost } from '../../shared/model/collectorCost';
import type { Log } from '../log';
import { usualAuditColumns } from '../starrocks/auditColumns';
import { auditTableOf } from '../starrocks/auditTable';
import { ClusterSession } from '../starrocks/clusterSession';
import type { SqlAnswer } from '../starrocks/lane';
import type { LaneChoice } from '../starrocks/lanePool';
import { auditMinutes } from '../starrocks/sources/auditMinutes';
import { auditSlow } from '../starrocks/sources/auditSlow';
import { auditTable } from '../starrocks/sources/auditTable';
import { auditTop } from '../starrocks/sources/auditTop';
import { alterJobs } from '../starrocks/sources/alterJobs';
import { backends, backendsByProc } from '../starrocks/sources/backends';
import { beConfig } from '../starrocks/sources/beConfig';
import { beMetrics } from '../starrocks/sources/beMetrics';
import { capabilities } from '../starrocks/sources/capabilities';
import { clock, type ClusterClock } from '../starrocks/sources/clock';
import { computeNodes, computeNodesByProc } from '../starrocks/sources/computeNodes';
import { dataCache } from '../starrocks/sources/dataCache';
import { feConfig } from '../starrocks/sources/feConfig';
import { beMetricsSql } from '../starrocks/sources/beMetricsSql';
import { feMetrics } from '../starrocks/sources/feMetrics';
import { feMetricsSql } from '../starrocks/sources/feMetricsSql';
import type { ClosedFrontend } from '../starrocks/frontendAddresses';
import { frontends, frontendsByProc, type FrontendRow } from '../starrocks/sources/frontends';
import { imageAge } from '../starrocks/sources/imageAge';
import { lakeCompactions } from '../starrocks/sources/lakeCompactions';
import { localCompactions } from '../starrocks/sources/localCompactions';
import { loads, streamLoads } from '../starrocks/sources/loads';
import { materializedViews, taskRuns, taskSchedules } from '../starrocks/sources/materializedViews';
import { metadata } from '../starrocks/sources/metadata';
import { partitions } from '../starrocks/sources/partitions';
import { queryQueue } from '../starrocks/sources/queryQueue';
import { resourceGroups } from '../starrocks/sources/resourceGroups';
import { profileList } from '../starrocks/sources/profileList';
import { loadErrors, type LoadErrorText } from '../starrocks/sources/loadErrors';
import { queryProfile } from '../starrocks/sources/queryProfile';
import { routineLoads } from '../starrocks/sources/routineLoads';
import type { SessionRow } from '../starrocks/sources/sessions';
import type { HttpSource, SqlSource } from '../starrocks/sources/source';
import { tabletHealth } from '../starrocks/sources/tabletHealth';
import { tabletScheduler } from '../starrocks/sources/tabletScheduler';
import { transactions } from '../starrocks/sources/transactions';
import { warehouses } from '../starrocks/sources/warehouses';
import type { Asker, AskHints, OwnTraffic, ScrapeTarget } from './asker';
import type { AuditWindows } from './auditMemory';
import type { Clock } from './clock';
import { FrontendLists, type FrontendList } from './frontendLists';
import type { ClusterAnswers, ClusterSource, NodeAnswers, NodeSource } from './liveState';
import type { Observation } from './observation';

type Question<T> = {
  readonly source: SqlSource<T>;
  /**
   * `leader`: what can be forwarded is; the rest is answered by the connected FE either way, so one
   * kind of connection serves nearly everything. `connected`: by that FE itself.
   */
  readonly lane: 'leader' | 'connected';
};

/** How each source is asked; a second way is tried when the first fails. */
type Questions = {
  readonly [S in Exclude<ClusterSource, FrontendList>]: (
    hints: AskHints,
  ) => readonly [Question<ClusterAnswers[S]>, ...Question<ClusterAnswers[S]>[]];
};

/** The usual table, of which nothing is read: for who asks how a question is put, not for its answer. */
const anyAudit = ((): AuditWindows => {
  const { name, quoted } = auditTableOf(undefined);
  const table = { ok: true, name, quoted, columns: usualAuditColumns } as const;
  const minutes = { table, fromWall: 0, toWall: 0 };
  return { minutes, slow: { ...minutes, minMs: 0, limit: 1 } };
})();

/** Without a leader SHOW cannot be forwarded: then the connected FE's own copy of the list comes first. */
function nodeList<T>(
  show: SqlSource<T>,
  byProc: SqlSource<T>,
): (hints: AskHints) => readonly [Question<T>, ...Question<T>[]] {
  const fromLeader = { source: show, lane: 'leader' } as const;
  const own = { source: byProc, lane: 'connected' } as const;
  return ({ withoutLeader }) => (withoutLeader ? [own, fromLeader] : [fromLeader]);
}

export const questions: Questions = {
  capabilities: () => [{ source: capabilities, lane: 'leader' }],
  clock: () => [{ source: clock, lane: 'leader' }],
  frontends: nodeList(frontends, frontendsByProc),
  backends: nodeList(backends, backendsByProc),
  computeNodes: nodeList(computeNodes, computeNodesByProc),
  lakeCompactions: () => [{ source: lakeCompactions, lane: 'leader' }],
  partitions: ({ scoreThreshold }) => [{ source: partitions(scoreThreshold), lane: 'leader' }],
  localCompactions: () => [{ source: localCompactions, lane: 'leader' }],
  feConfig: () => [{ source: feConfig, lane: 'leader' }],
  beConfig: () => [{ source: beConfig, lane: 'leader' }],
  loads: ({ loadsSince }) => [{ source: loads(loadsSince), lane: 'leader' }],
  streamLoads: ({ streamLoadsSince }) => [
    { source: streamLoads(streamLoadsSince), lane: 'leader' },
  ],
  routineLoads: () => [{ source: routineLoads, lane: 'leader' }],
  feMetricsSql: () => [{ source: feMetricsSql, lane: 'leader' }],
  beMetricsSql: () => [{ source: beMetricsSql, lane: 'leader' }],
  txnDetail: ({ txnDatabase }) => [{ source: transactions(txnDatabase ?? ''), lane: 'leader' }],
  alterSweep: ({ alterQuestion }) => [
    { source: alterJobs(alterQuestion ?? { about: 'databases' }), lane: 'leader' },
  ],
  mvs: () => [{ source: materializedViews, lane: 'leader' }],
  taskRuns: () => [{ source: taskRuns, lane: 'leader' }],
  taskSchedules: () => [{ source: taskSchedules, lane: 'leader' }],
  metadata: () => [{ source: metadata, lane: 'leader' }],
  queue: () => [{ source: queryQueue, lane: 'leader' }],
  resourceGroups: () => [{ source: resourceGroups, lane: 'leader' }],
  tabletHealth: () => [{ source: tabletHealth, lane: 'leader' }],
  tabletScheduler: () => [{ source: tabletScheduler, lane: 'leader' }],
  auditTable: ({ auditSetting }) => [{ source: auditTable(auditSetting), lane: 'leader' }],
  auditMinutes: ({ audit = anyAudit }) => [{ source: auditMinutes(audit.minutes), lane: 'leader' }],
  auditSlow: ({ audit = anyAudit }) => [
    { source: auditSlow(audit.slow, audit.again), lane: 'leader' },
  ],
  auditTop: ({ audit = anyAudit }) => [{ source: auditTop(audit.minutes), lane: 'leader' }],
  profileList: () => [{ source: profileList, lane: 'leader' }],
  warehouses: () => [{ source: warehouses, lane: 'leader' }],
};

export const scrapes: { readonly [S in NodeSource]: HttpSource<NodeAnswers[S]> } = {
  feMetrics,
  beMetrics,
  datacache: dataCache,
  imageAge,
};

/** Asks a real cluster through its session. */
export class SessionAsker implements Asker {
  readonly #session: ClusterSession;
  readonly #lists: FrontendLists;

  constructor(options: {
    readonly profile: ClusterProfile;
    readonly secret: () => Promise<string | undefined>;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#session = new ClusterSession({
      profile: options.profile,
      secret: options.secret,
      log: options.log,
      now: () => options.clock.now(),
      mono: () => options.clock.mono(),
    });
    this.#lists = new FrontendLists(this.#session);
  }

  async ask<S extends ClusterSource>(
    source: S,
    hints: AskHints,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<ClusterAnswers[S]>> {
    const asked: ClusterSource = source;
    const observation = isFrontendList(asked)
      ? this.#lists.ask(asked, { visible: hints.visible, deadlineMs, signal })
      : this.#askWays(questions[asked](hints), deadlineMs, signal);
    return observation as Promise<Observation<ClusterAnswers[S]>>;
  }

  /** A further way is tried only when the one before failed. */
  async #askWays(
    [first, ...others]: readonly [Question<unknown>, ...Question<unknown>[]],
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<unknown>> {
    let observation = await this.#put(first, deadlineMs, signal);
    for (const other of others) {
      if (observation.ok || signal.aborted) {
        break;
      }
      observation = await this.#put(other, deadlineMs, signal);
    }
    return observation;
  }

  async scrape<S extends NodeSource>(
    source: S,
    { node, host, port }: ScrapeTarget,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<NodeAnswers[S]>> {
    return this.#session.askHttp(scrapes[source], { node, host, port, deadlineMs, signal });
  }

  async askProfile(
    queryId: string,
    lane: LaneChoice,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<string | null>> {
    return this.#session.ask(queryProfile(queryId), { lane, deadlineMs, signal });
  }

  async askLoadErrors(
    loadId: string,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<LoadErrorText | null>> {
    return this.#session.ask(loadErrors(loadId), { lane: 'connected', deadlineMs, signal });
  }

  async converse<T>(
    lane: LaneChoice,
    deadlineMs: number,
    signal: AbortSignal,
    talk: (send: (sql: string) => Promise<SqlAnswer>) => Promise<T>,
  ): Promise<T> {
    return this.#session.converse({ lane, deadlineMs, signal }, talk);
  }

  learnFrontends(rows: readonly FrontendRow[]): void {
    this.#session.learnFrontends(rows);
    this.#lists.learnFrontends(rows);
  }

  learnSessions(rows: readonly SessionRow[]): void {
    this.#session.learnSessions(rows);
  }

  learnVersion(version: string): void {
    this.#session.learnVersion(version);
    this.#lists.learnVersion(version);
  }

  setClock(measured: ClusterClock): void {
    this.#session.setClock(measured);
  }

  get via(): string | undefined {
    return this.#session.via;
  }

  get closedFrontends(): readonly ClosedFrontend[] {
    return this.#session.closedFrontends;
  }

  get ownConnections(): ReadonlySet<string> {
    return this.#session.ownConnections;
  }

  ownTrafficOn(frontend: FrontendRow): OwnTraffic {
    return this.#session.ownTrafficOn(frontend);
  }

  get cost(): ReadonlyMap<string, Cost> {
    return this.#session.cost;
  }

  setLaneCap(lanes: number, inTurn?: number): void {
    this.#session.setLaneCap(lanes, inTurn);
  }

  trim(): void {
    this.#session.trim();
  }

  reset(): void {
    this.#session.reset();
  }

  retryLogin(): void {
    this.#session.retryLogin();
  }

  dispose(): void {
    this.#session.dispose();
  }

  #put<T>(
    { source, lane }: Question<T>,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<T>> {
    return this.#session.ask(source, { lane, deadlineMs, signal });
  }
}

function isFrontendList(source: ClusterSource): source is FrontendList {
  return source === 'runningQueries' || source === 'sessions';
}
