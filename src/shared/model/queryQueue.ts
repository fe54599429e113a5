import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';

export type QueuedQuery = {
  readonly queryId: string;
  /** CREATED, PENDING, RUNNING, FINISHED, UNKNOWN. */
  readonly state: string;
  readonly startedAt: EpochMs | null;
  /** When it gives up waiting. */
  readonly waitsUntil: EpochMs | null;
  readonly slots: number | null;
  /** Name of the FE that took it. */
  readonly frontend: string | null;
  /** Ids; null = the default one, or it is not told. */
  readonly warehouse: string | null;
  readonly resourceGroup: string | null;
};

/** The query queue; `not-installed` while none of its three variables switches it on. */
export type QueryQueue = {
  readonly enabled: Reading<boolean>;
  /** Queries that wait, as the FEs count them. */
  readonly waiting: Reading<number>;
  /** Queries per second that gave up waiting. */
  readonly timedOutPerSecond: Reading<number>;
  /** Queries that were let through, and the slots they hold, as the leader lists them. */
  readonly admitted: Reading<number>;
  readonly slots: Reading<number>;
  /** Those that wait first, longest first. */
  readonly queries: Rows<QueuedQuery>;
};
