import type { ClusterId, NodeId } from '../../shared/ids';
import type { DaySummary } from '../../shared/model/days';
import type { ProblemInterval } from '../../shared/model/healthHistory';
import type { RanInterval, RanKind } from '../../shared/model/ran';
import type { ClusterEvent, Trend } from '../../shared/model/trends';
import type { Level } from '../../shared/model/verdict';
import type { UnknownReason } from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId, SeriesId } from '../../shared/series';
import type { RuleId } from '../../shared/thresholds';
import { minuteMs, secondMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';

/** The finest grid; a snapshot without `gridMs` has it. */
export const defaultGridMs = 30 * secondMs;

/** The longest grid, which the longest interval of the settings makes. */
export const longestGridMs = 5 * minuteMs;

/** A trend has no more. */
export const mostBuckets = 360;

/**
 * Why a value of a snapshot is unknown, on how many nodes it rests, or that it is only a bound.
 * Absent = known and complete.
 */
export type SeriesState =
  | { readonly why: UnknownReason }
  | { readonly have: number; readonly of: number; readonly bound?: 'lower' | 'upper' }
  | { readonly bound: 'lower' | 'upper' };

/** An open problem as it is stored: an interval by (rule, subject, since). */
export type StoredProblem = {
  readonly rule: RuleId;
  readonly subject: NodeId | null;
  readonly level: Exclude<Level, 'ok'>;
  readonly since: EpochMs;
};

/** What is stored by the hour and by the day: sizes of tables and databases, disks, all data. */
export type SubjectKind = 'table' | 'database' | 'disk' | 'data';

export type SubjectPoint = {
  readonly kind: SubjectKind;
  /** Names it among its kind; see `overview/storedSizes.ts`. */
  readonly name: string;
  /** When the cluster told it. */
  readonly at: EpochMs;
  /** Bytes. */
  readonly value: number;
  /** Bytes there is room for; absent where there is no limit. */
  readonly capacity?: number;
};

/** The greatest value of one day of UTC. */
export type SubjectDay = {
  readonly name: string;
  /** Its begin. */
  readonly day: EpochMs;
  readonly value: number;
  readonly capacity?: number;
};

/** What ran, as a list told it; what is absent was not told, or was told before. */
export type RanSeen = {
  readonly kind: RanKind;
  readonly id: string;
  /** When the list was told. */
  readonly at: EpochMs;
  readonly what?: string;
  readonly user?: string;
  readonly begun?: EpochMs;
  readonly ended?: EpochMs;
};

/** One round of one cluster, in natural units; null = unknown for the reason in `state`. */
export type Snapshot = {
  /** Grid time: a multiple of 30 s. The primary key, so that nothing is stored twice. */
  readonly at: EpochMs;
  readonly values: Readonly<Partial<Record<ClusterSeriesId, number | null>>>;
  readonly state: Readonly<Partial<Record<ClusterSeriesId, SeriesState>>>;
  readonly nodes: Readonly<Record<NodeId, Readonly<Partial<Record<NodeSeriesId, number | null>>>>>;
  /** Why a value of a node is unknown; a node whose `up` is 0 needs none (`node-down`). */
  readonly nodeState?: Readonly<
    Record<NodeId, Readonly<Partial<Record<NodeSeriesId, SeriesState>>>>
  >;
  /** Distance of the stored grid, `defaultGridMs` when absent: the snapshot stands for [at, at + gridMs). */
  readonly gridMs?: number;
  readonly problems: readonly StoredProblem[];
  readonly events: readonly ClusterEvent[];
  /** Once an hour. */
  readonly subjects?: readonly SubjectPoint[];
  /** Of lists that were told since the round before. */
  readonly ran?: readonly RanSeen[];
};

/** One line of the normal import format (NDJSON), natural units. */
export type ImportLine = {
  readonly ts: EpochMs;
  readonly values: Readonly<Record<string, number | null>>;
  readonly nodes?: Readonly<Record<NodeId, Readonly<Record<string, number | null>>>>;
  readonly subjects?: readonly SubjectPoint[];
  /** Open then. */
  readonly problems?: readonly StoredProblem[];
};

export type AppendOutcome =
  | { readonly saved: true }
  /** Kept in memory and tried again with the next append; `message` is fit for a person. */
  | { readonly saved: false; readonly message: string };

export type Extent = { readonly from: EpochMs; readonly to: EpochMs };

/** A history that somebody exported: it is looked at, never continued. */
export type RecordedHistory = Extent & { readonly id: ClusterId; readonly name: string };

/**
 * The history of all clusters, owned by one window. All methods run in a worker thread; they reject
 * only when the store is closed or the call is wrong, never because a disk is full.
 */
export interface HistoryStore {
  /** Resolves after the record is fsynced (or says why it is not). Doubles by time are ignored. */
  append(cluster: ClusterId, snapshot: Snapshot): Promise<AppendOutcome>;
  /** Down-sampled to ≤ `buckets` (≤ `mostBuckets`) with gaps and reasons; chooses raw or roll-up by range. */
  trend(
    cluster: ClusterId,
    query: {
      readonly series: readonly SeriesId[];
      readonly nodes?: readonly NodeId[];
      readonly from: EpochMs;
      readonly to: EpochMs;
      readonly buckets: number;
    },
  ): Promise<Trend>;
  /** Raw samples with from ≤ at < to, by `series` or `series@node`. */
  samples(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly Snapshot[]>;
  /**
   * What is stored of a moment: its round, at most two of its own intervals before `at`; of a time
   * whose rounds are gone the 5 minutes or the hour around it (`gridMs` says which). Null in a gap.
   */
  snapshotAt(cluster: ClusterId, at: EpochMs): Promise<Snapshot | null>;
  /**
   * Days, each from one bound to the next; bounds are whole hours, oldest first. Days of before the
   * first stored hour are left out.
   */
  days(cluster: ClusterId, bounds: readonly EpochMs[]): Promise<readonly DaySummary[]>;
  /** Problems that were open in any round with from ≤ at < to, in the order they began. */
  problemsBetween(
    cluster: ClusterId,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly ProblemInterval[]>;
  /** What ran at any moment with from ≤ moment < to, in the order it began; of the last 7 days. */
  ranBetween(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly RanInterval[]>;
  /** Problems that were open in the newest snapshot. */
  openProblems(cluster: ClusterId): Promise<readonly StoredProblem[]>;
  /** Time of the newest snapshot, or null. */
  lastAt(cluster: ClusterId): Promise<EpochMs | null>;
  /** The subjects of a kind as they were stored nearest to `at`; none within `withinMs`: empty. */
  subjectsNear(
    cluster: ClusterId,
    kind: SubjectKind,
    at: EpochMs,
    withinMs: number,
  ): Promise<readonly SubjectPoint[]>;
  /** Days of all subjects of a kind with from ≤ day < to, by name, oldest first. */
  subjectDays(
    cluster: ClusterId,
    kind: SubjectKind,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly SubjectDay[]>;
  /** Imports lines that are older than what is stored; resolves with how many were new. */
  importLines(cluster: ClusterId, lines: readonly ImportLine[]): Promise<number>;
  /** Snapshots with from ≤ at < to, of each time as finely as it is kept (`gridMs` says how fine). */
  stretch(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly Snapshot[]>;
  /** From the first stored time to the newest snapshot; null when there is nothing. */
  extent(cluster: ClusterId): Promise<Extent | null>;
  /** The whole history as a file for somebody else, which `addRecorded` opens. */
  exportFile(cluster: ClusterId, name: string): Promise<Uint8Array>;
  /**
   * Takes over a file that `exportFile` made, perhaps elsewhere, as the history of a new id that
   * nothing is appended to. Rejects with a sentence for anything else.
   */
  addRecorded(cluster: ClusterId, file: string): Promise<RecordedHistory>;
  /** The histories that were taken over so. */
  recorded(): Promise<readonly RecordedHistory[]>;
  /** Bytes of the cluster's folder. */
  size(cluster: ClusterId): Promise<number>;
  /** Removes the cluster's folder. */
  deleteCluster(cluster: ClusterId): Promise<void>;
  /** Ends the worker; nothing acknowledged is lost without it. */
  close(): Promise<void>;
}
