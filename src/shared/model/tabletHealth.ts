import type { Reading, Rows } from '../reading';

export type DatabaseTablets = {
  readonly name: string;
  readonly tables: number | null;
  readonly tablets: number;
  readonly unhealthy: number | null;
  readonly inconsistent: number | null;
  readonly errorState: number | null;
};

/** Tablets as the FE counts them. All but their number is of shared-nothing clusters alone. */
export type TabletHealth = {
  readonly tablets: Reading<number>;
  readonly replicas: Reading<number>;
  /** Not all replicas are whole and on living BEs. */
  readonly unhealthy: Reading<number>;
  /** Replicas of the same version differ. */
  readonly inconsistent: Reading<number>;
  /** Being copied just now. */
  readonly cloning: Reading<number>;
  readonly errorState: Reading<number>;
  /** Those with most unhealthy tablets first. */
  readonly byDatabase: Rows<DatabaseTablets>;
};
