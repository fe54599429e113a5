import type { ClusterProfile } from '../../shared/clusterProfile';
import type { NodeId, SourceId } from '../../shared/ids';
import { sameReason, unknown, type Reading } from '../../shared/reading';
import { thresholdsOf } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import { runModeOf } from '../overview/clusterFacts';
import type { MeasuredCost } from '../overview/collectorCost';
import type {
  OverviewInput,
  Reach,
  RecentHistory,
  Saving,
  SourceCourse,
} from '../overview/overviewInput';
import type { StoredGrowth } from '../overview/storedGrowth';
import type { GrowthBase } from '../overview/storedSizes';
import { ownSessionTest } from '../overview/ownSessions';
import type { QuerySamples } from '../overview/slowHistory';
import type { AuditHistory } from './auditMemory';
import type { DeriveContext } from './deriveContext';
import type { DerivedSeries } from './deriveSeries';
import { imageOf } from './frontendImage';
import { trafficOf } from './cacheSeries';
import { isFrozen } from './compactionScore';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { JobHistory } from './jobMemory';
import { answeredBy } from './dataSeries';
import { leaderClaims, leaderOf } from './leader';
import type { LiveState, NodeSource } from './liveState';

/** What a monitor knows at one moment. */
export type Moment = {
  readonly now: EpochMs;
  readonly profile: ClusterProfile;
  readonly live: LiveState;
  readonly intervalMs: number;
  readonly startedAt: EpochMs;
  readonly lastAnswerAt: EpochMs | undefined;
  readonly reach: Reading<Reach>;
  readonly saving: Reading<Saving>;
  readonly history: RecentHistory;
  readonly ownConnections: ReadonlySet<string>;
  /** When the FE last answered a statement of ours; undefined = never. */
  readonly answeredAt: (frontend: FrontendRow) => EpochMs | undefined;
  readonly compactionFailuresPerSecond: number | undefined;
  readonly sources: ReadonlyMap<SourceId, SourceCourse>;
  readonly jobs: JobHistory;
  readonly growthBase: GrowthBase;
  readonly growth: StoredGrowth;
  readonly audit: AuditHistory;
  readonly samples: QuerySamples;
  readonly ownCost: { readonly statements: number; readonly ms: number } | undefined;
  readonly measuredCost: MeasuredCost | undefined;
  readonly historyBytes: Reading<number>;
};

export function deriveContextOf(moment: Moment): DeriveContext {
  const { live, now, ownConnections } = moment;
  return {
    live,
    now,
    scrapeMs: moment.intervalMs,
    runMode: runModeOf({
      capabilities: live.reading('capabilities', now),
      feConfig: live.reading('feConfig', now),
    }),
    isOwnSession: ownSessionTest({
      frontends: live.reading('frontends', now),
      ownConnections,
      profile: moment.profile,
    }),
    compactionFailuresPerSecond: moment.compactionFailuresPerSecond,
    jobs: moment.jobs,
    audit: moment.audit,
    ownCost: moment.ownCost,
  };
}

export function overviewInputOf(moment: Moment, derived: DerivedSeries): OverviewInput {
  const { live, now } = moment;
  const perNode = <S extends NodeSource>(source: S, nodes: readonly { readonly node: NodeId }[]) =>
    new Map(nodes.map(({ node }) => [node, live.nodeReading(source, node, now)] as const));
  return {
    now,
    profile: moment.profile,
    thresholds: thresholdsOf(moment.profile.thresholds),
    intervalMs: moment.intervalMs,
    startedAt: moment.startedAt,
    ...(moment.lastAnswerAt === undefined ? {} : { lastAnswerAt: moment.lastAnswerAt }),
    reach: moment.reach,
    saving: moment.saving,
    leader: leaderOf(moment),
    leaderClaims: leaderClaims(moment),
    capabilities: live.reading('capabilities', now),
    clock: live.reading('clock', now),
    frontends: live.reading('frontends', now),
    backends: live.reading('backends', now),
    computeNodes: live.reading('computeNodes', now),
    runningQueries: live.reading('runningQueries', now),
    sessions: live.reading('sessions', now),
    lakeCompactions: live.reading('lakeCompactions', now),
    partitions: live.reading('partitions', now),
    localCompactions: live.reading('localCompactions', now),
    feConfig: live.reading('feConfig', now),
    beConfig: live.reading('beConfig', now),
    loads: together(live.reading('loads', now), moment.jobs.loads),
    streamLoads: together(live.reading('streamLoads', now), moment.jobs.streamLoads),
    routineLoads: live.reading('routineLoads', now),
    routineLoadTrends: moment.jobs.routineLoads,
    txnDetail: live.reading('txnDetail', now),
    transactions: moment.jobs.transactions,
    alterSweep: live.reading('alterSweep', now),
    alters: moment.jobs.alters,
    drains: moment.jobs.drains,
    mvs: live.reading('mvs', now),
    taskRuns: live.reading('taskRuns', now),
    taskSchedules: live.reading('taskSchedules', now),
    metadata: live.reading('metadata', now),
    tabletHealth: live.reading('tabletHealth', now),
    tabletScheduler: live.reading('tabletScheduler', now),
    queue: live.reading('queue', now),
    resourceGroups: live.reading('resourceGroups', now),
    warehouses: live.reading('warehouses', now),
    cacheTraffic: new Map(
      live.computes().map(({ node }) => [node, trafficOf({ live, now }, node)] as const),
    ),
    images: new Map(
      live.frontends().map(({ node }) => [node, imageOf({ live, now }, node)] as const),
    ),
    measuredCost: moment.measuredCost,
    historyBytes: moment.historyBytes,
    metadataFrontend: answeredBy(live, 'metadata'),
    growthBase: moment.growthBase,
    growth: moment.growth,
    auditTable: live.reading('auditTable', now),
    auditSlow: together(live.reading('auditSlow', now), moment.audit.slow),
    auditTop: live.reading('auditTop', now),
    profileList: live.reading('profileList', now),
    samples: moment.samples,
    feMetrics: perNode('feMetrics', live.frontends()),
    beMetrics: perNode('beMetrics', live.computes()),
    answeringSql: answeringSql(moment),
    unknownColumns: live.unknownColumns,
    frozenGauges: new Set(
      live.frontends().flatMap(({ node }) => (isFrozen(live.frontendRing(node)) ? [node] : [])),
    ),
    sources: moment.sources,
    series: derived.cluster,
    nodeSeries: derived.nodes,
    worst: derived.worst,
    latencyNode: derived.latencyNode,
    localCompaction: derived.localCompaction,
    ownConnections: moment.ownConnections,
    history: moment.history,
  };
}

/** An answer says that an FE lives for as long as the node list would. */
function answeringSql({ live, now, answeredAt }: Moment): ReadonlySet<NodeId> {
  return new Set(
    live.frontends().flatMap((row) => {
      const at = answeredAt(row);
      return at !== undefined && now - at <= live.holdsMs('frontends') ? [row.node] : [];
    }),
  );
}

/** As long as a source answers, what all its answers tell together. */
function together<T, H>(newest: Reading<T>, history: H | undefined): Reading<H> {
  return newest.known && history !== undefined
    ? { ...newest, value: history }
    : newest.known
      ? unknown('not-collected-yet', newest.observedAt, { source: newest.source })
      : sameReason(newest);
}
