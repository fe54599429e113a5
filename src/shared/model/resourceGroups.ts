import type { Reading, Rows } from '../reading';

export type ResourceGroup = {
  /** Id of the group. */
  readonly id: string;
  /** Name of the group. */
  readonly name: string;
  /** Share of CPU against other groups; null where cores are its own. */
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

/** What a group uses now, over all nodes that tell. */
export type ResourceGroupUsage = {
  /** Name of the group, a label of the metrics. */
  readonly name: string;
  /** Cores in use. */
  readonly cpuCores: number | null;
  /** Bytes of memory. */
  readonly memory: number | null;
  /** Queries that run in it, counted on each node. */
  readonly queries: number | null;
};

/** How the cluster shares its nodes among queries: as it is defined, and what of it is used. */
export type ResourceGroups = {
  /** How many are defined, the built-in ones included. */
  readonly total: Reading<number>;
  /** By name. */
  readonly groups: Rows<ResourceGroup>;
  /** By name; nodes refresh it each 15 s. */
  readonly usage: Rows<ResourceGroupUsage>;
};
