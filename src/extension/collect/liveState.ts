import type { NodeId, SourceId } from '../../shared/ids';
import { perObject } from '../../shared/perObject';
import { known, unknown, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { AlterAnswer } from '../starrocks/sources/alterJobs';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { AuditMinutes } from '../starrocks/sources/auditMinutes';
import type { AuditedQuery } from '../starrocks/sources/auditSlow';
import type { AuditLookup } from '../starrocks/sources/auditTable';
import type { AuditTop } from '../starrocks/sources/auditTop';
import type { BackendSetting } from '../starrocks/sources/beConfig';
import type { Capabilities } from '../starrocks/sources/capabilities';
import type { ClusterClock } from '../starrocks/sources/clock';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { FrontendConfig } from '../starrocks/sources/feConfig';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { LakeCompactionRow } from '../starrocks/sources/lakeCompactions';
import type { LocalCompactionRow } from '../starrocks/sources/localCompactions';
import type { LoadAnswer } from '../starrocks/sources/loads';
import type {
  MaterializedViewRow,
  TaskRunRow,
  TaskSchedule,
} from '../starrocks/sources/materializedViews';
import type { Metadata } from '../starrocks/sources/metadata';
import type { PartitionScores } from '../starrocks/sources/partitions';
import type { ResourceGroupRow } from '../starrocks/sources/resourceGroups';
import type { ProfileRow } from '../starrocks/sources/profileList';
import type { RoutineLoadRow } from '../starrocks/sources/routineLoads';
import type { RunningQueryRow } from '../starrocks/sources/runningQueries';
import type { TabletStatistic } from '../starrocks/sources/tabletHealth';
import type { TabletSchedule } from '../starrocks/sources/tabletScheduler';
import type { QueueRow } from '../starrocks/sources/queryQueue';
import type { SessionRow } from '../starrocks/sources/sessions';
import type { UnknownColumns } from '../overview/emptyCell';
import type { DatabaseTransactions } from '../starrocks/sources/transactions';
import type { MetadataImage } from '../starrocks/sources/imageAge';
import type { CacheTraffic } from '../starrocks/sources/dataCache';
import type { WarehouseRow } from '../starrocks/sources/warehouses';
import type { Observation } from './observation';
import { ReadingsOfMoment } from './readingsOfMoment';
import { SampleRing, type OwnShare, type RingSample } from './sampleRing';
import { isHttpKind } from './cadence';
import type { NotAsked } from './sourceScheduler';

/** What each source that is asked once per cluster answers. */
export type ClusterAnswers = {
  capabilities: Capabilities;
  clock: ClusterClock;
  frontends: readonly FrontendRow[];
  backends: readonly ComputeRow[];
  computeNodes: readonly ComputeRow[];
  runningQueries: readonly RunningQueryRow[];
  sessions: readonly SessionRow[];
  lakeCompactions: readonly LakeCompactionRow[];
  partitions: PartitionScores;
  localCompactions: readonly LocalCompactionRow[];
  feConfig: FrontendConfig;
  beConfig: readonly BackendSetting[];
  loads: LoadAnswer;
  streamLoads: LoadAnswer;
  routineLoads: readonly RoutineLoadRow[];
  /** By FE name. */
  feMetricsSql: ReadonlyMap<string, FrontendMetrics>;
  /** By node id of the cluster (`BackendId`, `ComputeNodeId`). */
  beMetricsSql: ReadonlyMap<string, ComputeMetrics>;
  /** One database at a time. */
  txnDetail: DatabaseTransactions;
  /** One database, and one question about it, at a time. */
  alterSweep: AlterAnswer;
  mvs: readonly MaterializedViewRow[];
  taskRuns: readonly TaskRunRow[];
  taskSchedules: readonly TaskSchedule[];
  metadata: Metadata;
  tabletHealth: TabletStatistic;
  tabletScheduler: TabletSchedule;
  queue: readonly QueueRow[];
  resourceGroups: readonly ResourceGroupRow[];
  auditTable: AuditLookup;
  auditMinutes: AuditMinutes;
  auditSlow: readonly AuditedQuery[];
  auditTop: AuditTop;
  profileList: readonly ProfileRow[];
  warehouses: readonly WarehouseRow[];
};
export type ClusterSource = keyof ClusterAnswers;

/**
 * What is known per node, however it was asked: over HTTP, or of all nodes at once by SQL. The
 * observation says which.
 */
export type NodeAnswers = {
  feMetrics: FrontendMetrics;
  beMetrics: ComputeMetrics;
  /** Over HTTP alone. */
  datacache: CacheTraffic;
  /** As `datacache`. */
  imageAge: MetadataImage;
};
export type NodeSource = keyof NodeAnswers;

type Slot<T> = {
  newest: Observation<T>;
  /** How long an answer holds: 1.5 of the periods that were in force when it was given. */
  readonly holdsMs: number;
  /** Since when it fails for this reason. */
  readonly failedSince?: EpochMs;
  /** The last answer, kept beneath a later failure. */
  answer?: Extract<Observation<T>, { ok: true }>;
};

/** Windows of five minutes are the longest that rates and quantile checks look back. */
const ringKeepMs = 6.5 * 60_000;

/** The newest observation of every source: memory of the collecting window. */
export class LiveState {
  readonly #cluster = new Map<ClusterSource, Slot<unknown>>();
  readonly #nodes = new Map<string, Slot<unknown>>();
  readonly #feRings = new Map<NodeId, SampleRing<FrontendMetrics>>();
  readonly #beRings = new Map<NodeId, SampleRing<ComputeMetrics>>();
  readonly #periodMs: (source: SourceId, node?: NodeId) => number;
  readonly #ringKeepMs: number;
  readonly #whyNotAsked: (source: SourceId) => NotAsked | undefined;
  #answers = 0;
  #changes = 0;
  /** While one moment is assembled. */
  #moment: ReadingsOfMoment | undefined;
  /** Since the lists of nodes answered last. */
  #computes: readonly ComputeRow[] | undefined;
  /** Since a source answered last. */
  #unknownColumns: UnknownColumns | undefined;

  /** @param periodMs effective period of a source (of one node) now: an answer holds for 1.5 of them */
  constructor(
    periodMs: (source: SourceId, node?: NodeId) => number,
    intervalMs: number,
    whyNotAsked: (source: SourceId) => NotAsked | undefined = () => undefined,
  ) {
    this.#periodMs = periodMs;
    this.#whyNotAsked = whyNotAsked;
    this.#ringKeepMs = Math.max(ringKeepMs, 3.5 * intervalMs);
  }

  put<S extends ClusterSource>(source: S, observation: Observation<ClusterAnswers[S]>): void {
    const before = this.#cluster.get(source) as Slot<ClusterAnswers[S]> | undefined;
    this.#cluster.set(source, nextSlot(before, observation, this.holdsMs(source)));
    this.#answers += 1;
    this.#changes += 1;
    this.#computes = undefined;
    this.#unknownColumns = undefined;
  }

  /** Runs what assembles the moment `now`: meanwhile nothing is learned, and each reading is made once. */
  atOnce<T>(now: EpochMs, assemble: () => T): T {
    this.#moment = new ReadingsOfMoment(now);
    try {
      return assemble();
    } finally {
      this.#moment = undefined;
    }
  }

  /** How often a source that is asked once per cluster answered or failed. */
  get answers(): number {
    return this.#answers;
  }

  /** Rises with every answer or failure, of nodes too. */
  get changes(): number {
    return this.#changes;
  }

  putNode<S extends NodeSource>(
    source: S,
    node: NodeId,
    observation: Observation<NodeAnswers[S]>,
    own?: OwnShare,
  ): void {
    this.#changes += 1;
    const key = `${source} ${node}`;
    const before = this.#nodes.get(key) as Slot<NodeAnswers[S]> | undefined;
    this.#nodes.set(key, nextSlot(before, observation, this.holdsMs(observation.source, node)));
    // Only counters need samples to be set against.
    if (observation.ok && isHttpKind(source)) {
      const rings = (source === 'feMetrics' ? this.#feRings : this.#beRings) as Map<
        NodeId,
        SampleRing<NodeAnswers[S]>
      >;
      let ring = rings.get(node);
      if (ring === undefined) {
        ring = new SampleRing(this.#ringKeepMs);
        rings.set(node, ring);
      }
      ring.push({
        observedAt: observation.observedAt,
        mono: observation.receivedAtMono,
        ...this.#processOf(node),
        source: observation.source,
        value: observation.value,
        ...(own === undefined ? {} : { own }),
      });
    }
  }

  /** The source's value now: known until 1.5 periods after its answer, unless a later asking failed. */
  reading<S extends ClusterSource>(source: S, now: EpochMs): Reading<ClusterAnswers[S]> {
    return this.#once(source, now, undefined, () =>
      this.#read(this.#cluster.get(source) as Slot<ClusterAnswers[S]> | undefined, source, now),
    );
  }

  nodeReading<S extends NodeSource>(
    source: S,
    node: NodeId,
    now: EpochMs,
  ): Reading<NodeAnswers[S]> {
    return this.#once(source, now, node, () => {
      const slot = this.#nodes.get(`${source} ${node}`) as Slot<NodeAnswers[S]> | undefined;
      return this.#read(slot, source, now, node);
    });
  }

  #once<T>(
    source: SourceId,
    now: EpochMs,
    node: NodeId | undefined,
    make: () => Reading<T>,
  ): Reading<T> {
    return this.#moment?.now === now ? this.#moment.once(source, node, make) : make();
  }

  /** The last answer however old: what is expected to exist, not what is shown. */
  lastAnswer<S extends ClusterSource>(source: S): ClusterAnswers[S] | undefined {
    return (this.#cluster.get(source) as Slot<ClusterAnswers[S]> | undefined)?.answer?.value;
  }

  /** Whether its last answer, however old, was a list without a row. */
  isEmpty(source: SourceId): boolean {
    const answer = this.#cluster.get(source as ClusterSource)?.answer?.value;
    return Array.isArray(answer) && answer.length === 0;
  }

  /** Whether its last answer came in an older form than the newest there is. */
  isOlder(source: SourceId): boolean {
    return this.#cluster.get(source as ClusterSource)?.answer?.older === true;
  }

  /** Fields that the last answers, however old, had no column for. */
  get unknownColumns(): UnknownColumns {
    this.#unknownColumns ??= new Map(
      [...this.#cluster].flatMap(([source, { answer }]) =>
        answer?.unknownColumns === undefined ? [] : [[source, answer.unknownColumns] as const],
      ),
    );
    return this.#unknownColumns;
  }

  newest(source: SourceId, node?: NodeId): Observation<unknown> | undefined {
    return node === undefined
      ? this.#cluster.get(source as ClusterSource)?.newest
      : this.#nodes.get(`${source} ${node}`)?.newest;
  }

  frontendRing(node: NodeId): SampleRing<FrontendMetrics> {
    return this.#feRings.get(node) ?? new SampleRing(this.#ringKeepMs);
  }

  computeRing(node: NodeId): SampleRing<ComputeMetrics> {
    return this.#beRings.get(node) ?? new SampleRing(this.#ringKeepMs);
  }

  /** Every node that is known now or was in the last answer of its list. */
  frontends(): readonly FrontendRow[] {
    return this.lastAnswer('frontends') ?? [];
  }

  computes(): readonly ComputeRow[] {
    this.#computes ??= [
      ...(this.lastAnswer('backends') ?? []),
      ...(this.lastAnswer('computeNodes') ?? []),
    ];
    return this.#computes;
  }

  /** After a gap (sleep) no rate may span it. */
  forgetSamples(): void {
    this.#feRings.clear();
    this.#beRings.clear();
  }

  /** How long an answer of a source holds now. */
  holdsMs(source: SourceId, node?: NodeId): number {
    return 1.5 * this.#periodMs(source, node);
  }

  #processOf(node: NodeId): Pick<RingSample<unknown>, 'startText' | 'startedAt'> {
    const row = byNode(this.frontends()).get(node) ?? byNode(this.computes()).get(node);
    const startedAt = row?.startedAt ?? null;
    return { startText: row?.startText ?? null, ...(startedAt === null ? {} : { startedAt }) };
  }

  #read<T>(slot: Slot<T> | undefined, source: SourceId, now: EpochMs, node?: NodeId): Reading<T> {
    if (slot === undefined) {
      const { why, ...detail } = this.#notAsked(source);
      return unknown(why, now, { source, ...detail });
    }
    const { newest, answer } = slot;
    const asked = newest.source;
    const last =
      answer === undefined ? {} : { last: { value: answer.value, observedAt: answer.observedAt } };
    if (!newest.ok) {
      return unknown(newest.why, slot.failedSince ?? newest.observedAt, {
        source: asked,
        detail: { id: 'text.verbatim', args: { text: newest.message } },
        ...last,
      });
    }
    const holdsMs = Math.max(slot.holdsMs, this.holdsMs(asked, node));
    if (now - newest.observedAt > holdsMs) {
      const { why, ...detail } = this.#notAsked(source);
      return unknown(why, newest.observedAt + holdsMs, { source: asked, ...detail, ...last });
    }
    const { coverage, bound } = newest;
    return known(
      newest.value,
      { observedAt: newest.observedAt, source: asked },
      {
        ...(coverage === undefined ? {} : { coverage }),
        ...(bound === undefined ? {} : { bound }),
      },
    );
  }

  #notAsked(source: SourceId): NotAsked {
    return this.#whyNotAsked(source) ?? { why: 'not-collected-yet' };
  }
}

/** The rows of a list, by node. */
const byNode = perObject(
  (rows: readonly (FrontendRow | ComputeRow)[]): ReadonlyMap<NodeId, FrontendRow | ComputeRow> =>
    new Map(rows.map((row) => [row.node, row])),
);

function nextSlot<T>(
  before: Slot<T> | undefined,
  newest: Observation<T>,
  holdsMs: number,
): Slot<T> {
  if (newest.ok) {
    return { newest, holdsMs, answer: newest };
  }
  const goesOn = before?.newest.ok === false && before.newest.why === newest.why;
  const failedSince = goesOn ? (before.failedSince ?? newest.observedAt) : newest.observedAt;
  return before?.answer === undefined
    ? { newest, holdsMs, failedSince }
    : { newest, holdsMs, failedSince, answer: before.answer };
}
