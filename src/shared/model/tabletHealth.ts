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
  /** Those with most unhealthy tablets first. */
  readonly byDatabase: Rows<DatabaseTablets>;
};
