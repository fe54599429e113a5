import type { Reading, Rows } from '../reading';

export type ResourceGroup = {
  readonly id: string;
  readonly name: string;
  readonly cpuWeight: number | null;
  /** Cores that no other group may use. */
  readonly exclusiveCores: number | null;
  /** Share of a node's memory for queries. */
  readonly memLimitPct: number | null;
  /** Queries at a time on one FE; null = no limit. */
  readonly concurrencyLimit: number | null;
  /** Which queries are its own, as the cluster writes it; untrusted text. */
  readonly classifiers: readonly string[];
};

/** How the cluster shares its nodes among queries, as it is defined. */
export type ResourceGroups = {
  readonly total: Reading<number>;
  /** By name. */
  readonly groups: Rows<ResourceGroup>;
};
