import type { Reading, Rows } from '../reading';

export type DatabaseTablets = {
  /** Name of the database. */
  readonly name: string;
  /** Tables without views. */
  readonly tables: number | null;
  /** Column TabletNum of its row. */
  readonly tablets: number;
  /** As in the total; null in shared-data, which counts none. */
  readonly unhealthy: number | null;
  /** As `unhealthy`. */
  readonly inconsistent: number | null;
  /** As `unhealthy`; before 2.5.5 nobody tells. */
  readonly errorState: number | null;
};

/** Tablets of one kind that the leader's scheduler holds. */
export type ScheduledTablets = {
  /** Whether they wait or are under way. */
  readonly state: 'pending' | 'running';
  /** REPAIR or BALANCE. */
  readonly type: string;
  /** Why they are there, as the FE words it: REPLICA_MISSING, REPLICA_RELOCATING, … */
  readonly status: string;
  /** So many of them. */
  readonly tablets: number;
};

/** Tablets as the FE counts them. All but their number is of shared-nothing clusters alone. */
export type TabletHealth = {
  /** Row Total of SHOW PROC '/statistic', asked each 5 min; needs OPERATE. */
  readonly tablets: Reading<number>;
  /** Of all tablets; `not-applicable` in shared-data, as all below. */
  readonly replicas: Reading<number>;
  /** Not all replicas are whole and on living BEs. */
  readonly unhealthy: Reading<number>;
  /** Replicas of the same version differ. */
  readonly inconsistent: Reading<number>;
  /** Being copied just now. */
  readonly cloning: Reading<number>;
  /** Replicas in an error state; `unsupported-version` before 2.5.5. */
  readonly errorState: Reading<number>;
  /**
   * Tablets that wait to be repaired or moved: rows of SHOW PROC '/cluster_balance/pending_tablets',
   * asked each 5 min (30 beside CNs) while somebody looks; needs OPERATE. `bound: 'lower'` from 1,000 on: there the list is
   * taken for cut.
   */
  readonly schedulerPending: Reading<number>;
  /** The same of '/cluster_balance/running_tablets': being repaired or moved just now. */
  readonly schedulerRunning: Reading<number>;
  /** Both by kind, the running ones first; unknown when one of the two lists is. */
  readonly scheduled: Rows<ScheduledTablets>;
  /** Those with most unhealthy tablets first. */
  readonly byDatabase: Rows<DatabaseTablets>;
};
