/**
 * What the oracle knows about a moment of the product: the truth at every moment at which it asked,
 * what it was kept from seeing, and who it is. Nothing here comes from an answer on the wire.
 */
import type { ClusterState, EpochMs, RunMode, UserState } from '../../src/demo/truth';
import type { FrontendState } from '../../src/demo/truthFrontends';
import type { ComputeNodeState } from '../../src/demo/truthNodes';
import type { PastSlot } from '../../src/demo/truthPast';
import type { AuditKind, EndedQuery } from '../../src/demo/truthQueries';
import type { UnknownReason } from '../../src/shared/reading';
import type { Thresholds } from '../../src/shared/thresholds';
import type { ReadingMeta } from './expectation';
import type { Interval } from './interval';
import { hull, point, widen } from './interval';

/** What is asked; the two /metrics per node, the others once per cluster. */
export const askedSources = [
  'frontends',
  'backends',
  'computeNodes',
  'feMetrics',
  'beMetrics',
  'runningQueries',
  'sessions',
  'lakeCompactions',
  'partitions',
  'localCompactions',
  'feConfig',
  'loads',
  'streamLoads',
  'routineLoads',
  'beConfig',
  'txnDetail',
  'alterSweep',
  'mvs',
  'taskRuns',
  'taskSchedules',
  'metadata',
  'tabletHealth',
  'tabletScheduler',
  'queue',
  'resourceGroups',
  'warehouses',
  'datacache',
  'imageAge',
  'clock',
  'capabilities',
  'auditTable',
  'auditMinutes',
  'auditSlow',
  'auditTop',
  'profileList',
] as const;
export type AskedSource = (typeof askedSources)[number];

/** An answer the product got: every state the cluster may have been in while it was made. */
export type Sight = {
  /** Cluster time at which it was asked. */
  readonly at: EpochMs;
  readonly states: readonly ClusterState[];
  /** Metrics that a table told instead of the node's HTTP port: no latency, no load average. */
  readonly bySql?: true;
  /** The FEs that took the statement; empty for HTTP. */
  readonly frontends: readonly string[];
};

export type Blocked = { readonly since: EpochMs; readonly why: UnknownReason };

/** Cluster times: the grid time under which the round is kept, and when its last answer was there. */
export type Round = {
  readonly at: EpochMs;
  readonly end: EpochMs;
  /** No FE answered anything: nothing is known of the cluster in it. */
  readonly silent?: true;
};

/** A statement of the product. The cluster counts a SELECT as a query of the FE that ran it. */
export type OwnStatement = {
  readonly at: EpochMs;
  readonly node: string;
  readonly select: boolean;
};

/** A statement or request of the product, by what it asks. */
export type OwnAsking = {
  readonly at: EpochMs;
  readonly protocol: 'sql' | 'http';
  /** As its comment or path says; `session` for what sets up a connection. */
  readonly source: string;
};

export type Situation = {
  /** Cluster time of the overview. */
  readonly now: EpochMs;
  /** The product's clock minus the cluster's. */
  readonly offsetMs: number;
  /** How far a moment of asking may be off; 0 when both clocks are driven by hand. */
  readonly jitterMs: number;
  readonly intervalMs: number;
  /** Answered askings, oldest first, by `source` or `source node`. */
  readonly sights: ReadonlyMap<string, readonly Sight[]>;
  /** Since when, and why, a source (`source` or `source node`) gets no usable answer. */
  readonly blocked: ReadonlyMap<string, Blocked>;
  /** Completed rounds, oldest first. */
  readonly rounds: readonly Round[];
  readonly user: UserState;
  readonly own: readonly OwnStatement[];
  /** Queries that ended, those of this monitor too. */
  readonly queries: readonly EndedQuery[];
  /** How the cluster keeps its audit log; undefined = not in a table. */
  readonly audit: AuditKind | undefined;
  readonly askings: readonly OwnAsking[];
  /** Imported history, empty when none was imported. */
  readonly past: readonly PastSlot[];
  readonly thresholds: Thresholds;
};

export const frontendId = (fe: FrontendState): string => `fe:${fe.host}:${fe.editLogPort}`;

export const computeId = (node: ComputeNodeState): string =>
  `${node.kind === 'BE' ? 'be' : 'cn'}:${node.host}:${node.heartbeatPort}`;

export const sourceKey = (source: AskedSource, node?: string): string =>
  node === undefined ? source : `${source} ${node}`;

export function sightsOf(
  situation: Situation,
  source: AskedSource,
  node?: string,
): readonly Sight[] {
  return (situation.sights.get(sourceKey(source, node)) ?? []).filter(
    ({ at }) => at <= situation.now,
  );
}

export type Seen =
  | { readonly ok: true; readonly sight: Sight }
  | { readonly ok: false; readonly why: UnknownReason };

/** The newest answer of a source, or why there is none. */
export function seen(situation: Situation, source: AskedSource, node?: string): Seen {
  const blocked = situation.blocked.get(sourceKey(source, node));
  if (blocked !== undefined && blocked.since <= situation.now) {
    return { ok: false, why: blocked.why };
  }
  const sight = sightsOf(situation, source, node).at(-1);
  return sight === undefined ? { ok: false, why: 'not-collected-yet' } : { ok: true, sight };
}

/** The same cluster as it stood at an earlier moment. */
export const asOf = (situation: Situation, now: EpochMs): Situation => ({
  ...situation,
  now,
  rounds: situation.rounds.filter(({ end }) => end <= now),
});

/**
 * A time the cluster tells, on the product's clock: in whole seconds, and moved by as much as the
 * two clocks seem apart (`NOW()` has whole seconds as well).
 */
export function toldTime(situation: Situation, at: EpochMs): Interval {
  const { offsetMs, jitterMs } = situation;
  const told = point(Math.floor(at / 1000) * 1000 + offsetMs);
  return jitterMs === 0 ? told : widen(told, 2_000 + jitterMs);
}

/** How late a busy editor may take note of an answer, at the speed at which the clocks run there. */
export const lateMs = 15_000;

/** When an answer arrived, on the product's clock. */
export function arrival({ offsetMs, jitterMs }: Situation, at: EpochMs): Interval {
  return { lo: at + offsetMs - jitterMs, hi: at + offsetMs + (jitterMs === 0 ? 1000 : lateMs) };
}

export function metaOf(
  situation: Situation,
  source: AskedSource | readonly AskedSource[],
  sight: Sight,
): ReadingMeta {
  return {
    source: typeof source === 'string' ? [source] : source,
    observedAt: arrival(situation, sight.at),
  };
}

/** The newest list of FEs as the leader tells it, in its newest state. */
export function frontendsSeen(situation: Situation): readonly FrontendState[] | undefined {
  const list = seen(situation, 'frontends');
  return list.ok ? list.sight.states.at(-1)?.frontends : undefined;
}

export type ListedNode = { readonly node: ComputeNodeState; readonly sight: Sight };

/** BEs and CNs of the newest lists; an empty one beside one that failed tells of no nodes at all. */
export function computesSeen(situation: Situation): readonly ListedNode[] | undefined {
  const backends = seen(situation, 'backends');
  const computes = seen(situation, 'computeNodes');
  if (!computes.ok && !backends.ok) {
    return undefined;
  }
  const rows = (list: Seen, pick: (state: ClusterState) => readonly ComputeNodeState[]) =>
    list.ok
      ? (list.sight.states.at(-1) === undefined ? [] : pick(list.sight.states.at(-1)!)).map(
          (node) => ({ node, sight: list.sight }),
        )
      : [];
  const listed = [
    ...rows(backends, (state) => state.backends),
    ...rows(computes, (state) => state.computeNodes),
  ];
  return listed.length === 0 && !(computes.ok && backends.ok) ? undefined : listed;
}

/** Why there is neither a list of BEs nor one of CNs. */
export function whyUnlisted(situation: Situation): readonly UnknownReason[] {
  const why = (['computeNodes', 'backends'] as const).flatMap((list) => {
    const answer = seen(situation, list);
    return answer.ok ? [] : [answer.why];
  });
  return why.length === 0 ? ['not-collected-yet'] : why;
}

const newest = (situation: Situation, source: AskedSource): ClusterState | undefined =>
  sightsOf(situation, source).at(-1)?.states.at(-1);

/** Any state that was met: for what never changes. */
export function anyState({ sights }: Situation): ClusterState | undefined {
  for (const [sight] of sights.values()) {
    if (sight?.states[0] !== undefined) {
      return sight.states[0];
    }
  }
  return undefined;
}

export const runModeSeen = (situation: Situation): RunMode | undefined =>
  anyState(situation)?.runMode;

/** The same as far as it was told: by the configuration, or by columns that only one kind has. */
export function runModeTold(situation: Situation): RunMode | undefined {
  const mayOperate = situation.user.system.includes('OPERATE');
  const isTold = (['feConfig', 'capabilities', 'computeNodes', 'backends'] as const).some(
    (source) => seen(situation, source).ok && (source !== 'capabilities' || mayOperate),
  );
  return isTold ? runModeSeen(situation) : undefined;
}

/** Why nobody has told what kind of cluster it is. */
export const whyNoRunMode: readonly UnknownReason[] = [
  'denied',
  'not-collected-yet',
  'unreachable',
];

/** FEs that owe an answer: alive in the newest list there was, though it may fail now. */
export const aliveFrontends = (situation: Situation): readonly FrontendState[] =>
  (newest(situation, 'frontends')?.frontends ?? []).filter((fe) => fe.alive);

/** FEs that took a statement of ours while such an answer still says that they live. */
export const answersSql = ({ own, now, intervalMs }: Situation, node: string): boolean =>
  own.some((statement) => statement.node === node && now - statement.at <= 1.5 * intervalMs);

/** Nodes that owe an answer: a decommissioning one does, a dead one does not. */
export const aliveComputes = (situation: Situation): readonly ComputeNodeState[] =>
  [
    ...(newest(situation, 'backends')?.backends ?? []),
    ...(newest(situation, 'computeNodes')?.computeNodes ?? []),
  ].filter((node) => node.alive);

/** A figure in every state a sight may have met. */
export function figureIn(
  sight: Sight,
  figure: (state: ClusterState) => number | undefined,
): Interval | undefined {
  const values = sight.states.flatMap((state) => {
    const value = figure(state);
    return value === undefined ? [] : [point(value)];
  });
  return values.length === 0 ? undefined : hull(values);
}

export const frontendIn = (state: ClusterState, id: string): FrontendState | undefined =>
  state.frontends.find((fe) => frontendId(fe) === id);

export const computeIn = (state: ClusterState, id: string): ComputeNodeState | undefined =>
  [...state.backends, ...state.computeNodes].find((node) => computeId(node) === id);
