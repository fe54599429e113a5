import type { Reading, Rows } from '../reading';

export type Warehouse = {
  /** Id of the warehouse. */
  readonly id: string;
  /** Name of the warehouse. */
  readonly name: string;
  /** AVAILABLE, SUSPENDED; untrusted text. */
  readonly state: string;
  /** Its nodes by the lists of nodes: SHOW WAREHOUSES counts none of the default one. */
  readonly nodes: number | null;
  /** Of `nodes` those with Alive = true. */
  readonly alive: number | null;
  /** Running queries in it, this monitor's own left out. */
  readonly running: number | null;
  /** Queries of it that wait in the query queue. */
  readonly queued: number | null;
};

/** The warehouses of a shared-data cluster; `not-applicable` in shared-nothing. */
export type Warehouses = {
  /** Warehouses that the user may see; `denied` when that is none. */
  readonly total: Reading<number>;
  /** By name. */
  readonly warehouses: Rows<Warehouse>;
};
