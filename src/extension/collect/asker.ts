import type { EpochMs } from '../../shared/time';
import type { NodeId } from '../../shared/ids';
import type { Cost } from '../../shared/model/collectorCost';
import type { SqlAnswer } from '../starrocks/lane';
import type { ClosedFrontend } from '../starrocks/frontendAddresses';
import type { LaneChoice } from '../starrocks/lanePool';
import type { AlterQuestion } from '../starrocks/sources/alterJobs';
import type { ClusterClock } from '../starrocks/sources/clock';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { SessionRow } from '../starrocks/sources/sessions';
import type { LoadErrorText } from '../starrocks/sources/loadErrors';
import type { AuditWindows } from './auditMemory';
import type { ClusterAnswers, ClusterSource, NodeAnswers, NodeSource } from './liveState';
import type { Observation } from './observation';

/** A node to scrape: the address it reports, before the address map. */
export type ScrapeTarget = { readonly node: NodeId; readonly host: string; readonly port: number };

export type OwnTraffic = {
  /** Open now. */
  readonly connections: number;
  /** SELECTs that ended there so far: they raise its query counters. */
  readonly selectsEnded: number;
  readonly selectsFailed: number;
  /** When it last answered a statement of ours; undefined = never. */
  readonly answeredAt?: EpochMs;
  /** Some of our connections are at an FE that is not known: they may be here too. */
  readonly unplaced: boolean;
};

/** What a source is asked with that the cluster itself told before. */
export type AskHints = {
  /** Slow-down threshold T: partitions above it are counted. */
  readonly scoreThreshold: number;
  /** Without a leader the node lists must come from an FE's own copy. */
  readonly withoutLeader: boolean;
  /** Whether somebody looks: more FEs are asked then, where each tells only of itself. */
  readonly visible: boolean;
  /** Newest time that `loads` and `streamLoads` told of: only what came later is asked. */
  readonly loadsSince?: number;
  readonly streamLoadsSince?: number;
  /** The database whose transactions are next; absent while none is known. */
  readonly txnDatabase?: string;
  /** The audit table of the profile; absent = the usual names. */
  readonly auditSetting?: string;
  /** What is next to be read of the audit table; absent while it is not known to be there. */
  readonly audit?: AuditWindows;
  /** What is next to be asked about jobs that change tables; absent = which databases there are. */
  readonly alterQuestion?: AlterQuestion;
};

/**
 * The monitor's view of a session with one cluster. `ask` and `scrape` never reject: whatever goes
 * wrong is an observation with a reason.
 */
export interface Asker {
  ask<S extends ClusterSource>(
    source: S,
    hints: AskHints,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<ClusterAnswers[S]>>;
  scrape<S extends NodeSource>(
    source: S,
    target: ScrapeTarget,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<NodeAnswers[S]>>;
  /** The profile of one query as the FE of this lane keeps it; null where it keeps none. */
  askProfile(
    queryId: string,
    lane: LaneChoice,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<string | null>>;
  /** What is logged of the rows that one load rejected; null where nothing is kept. */
  askLoadErrors(
    loadId: string,
    deadlineMs: number,
    signal: AbortSignal,
  ): Promise<Observation<LoadErrorText | null>>;
  /**
   * Gives `talk` a connection of its own within one deadline, for statements that change something;
   * rejects with what the cluster said. Only an `ActionGate` may ask for it.
   */
  converse<T>(
    lane: LaneChoice,
    deadlineMs: number,
    signal: AbortSignal,
    talk: (send: (sql: string) => Promise<SqlAnswer>) => Promise<T>,
  ): Promise<T>;
  /** Addresses to fail over to. */
  learnFrontends(rows: readonly FrontendRow[]): void;
  /** Which FE has our connections, where a list of sessions names it. */
  learnSessions(rows: readonly SessionRow[]): void;
  /** Forms that worked are remembered for this version text. */
  learnVersion(version: string): void;
  setClock(clock: ClusterClock): void;
  /** `host:port` of the FE in use, before the address map. */
  readonly via: string | undefined;
  /** FEs that did not let us in when they were tried last. */
  readonly closedFrontends: readonly ClosedFrontend[];
  /** What of an FE's connections and query counters is this monitor's own doing. */
  ownTrafficOn(frontend: FrontendRow): OwnTraffic;
  /** Own sessions as `<FE host>|<connection id>`; recently closed ones too, for lists that are older. */
  readonly ownConnections: ReadonlySet<string>;
  /** What asking has cost so far, by what was asked. */
  readonly cost: ReadonlyMap<string, Cost>;
  /** How many connections a round may open: each costs the cluster a login and a SET. */
  setLaneCap(lanes: number, inTurn?: number): void;
  /** Closes lanes beyond those that stay open. */
  trim(): void;
  /**
   * Drops every connection, e.g. after the machine slept; the next ask connects anew, but not with a
   * password that was refused.
   */
  reset(): void;
  /** Lets a refused password be tried once more: a person gave it again. */
  retryLogin(): void;
  dispose(): void;
}
