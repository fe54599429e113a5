import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type QueuedQuery = {
  /** Id of the query. */
  readonly queryId: string;
  /** CREATED, PENDING, RUNNING, FINISHED, UNKNOWN. */
  readonly state: string;
  /** When it came; null where the zone of the session is not known yet. */
  readonly startedAt: EpochMs | null;
  /** When it gives up waiting. */
  readonly waitsUntil: EpochMs | null;
  /** Slots it needs or holds. */
  readonly slots: number | null;
  /** Name of the FE that took it. */
  readonly frontend: string | null;
  /** Ids; null = the default one, or it is not told. */
  readonly warehouse: string | null;
  /** As `warehouse`, id of the resource group. */
  readonly resourceGroup: string | null;
};

/** The query queue; `not-installed` while none of its three variables switches it on. */
export type QueryQueue = {
  /**
   * One of `enable_query_queue_select`, `_statistic`, `_load` is on; `unsupported-version` where
   * none is there.
   */
  readonly enabled: Reading<boolean>;
  /** Queries that wait, as the FEs count them. */
  readonly waiting: Reading<number>;
  /** Queries per second that gave up waiting. */
  readonly timedOutPerSecond: Reading<number>;
  /** Queries that were let through, and the slots they hold, as the leader lists them. */
  readonly admitted: Reading<number>;
  /** Σ of the slots of those that were let through. */
  readonly slots: Reading<number>;
  /** Those that wait first, longest first. */
  readonly queries: Rows<QueuedQuery>;
};
