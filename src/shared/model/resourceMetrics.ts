import type { NodeId } from '../ids';
import type { Reading } from '../reading';

/** The worst node by name; percent. `detail` is a device or path where there is one. */
export type WorstNode = { readonly node: NodeId; readonly value: number; readonly detail?: string };

export type ResourceMetrics = {
  /** CpuUsedPct of alive BEs and CNs, weighted by cores. FE hosts export no CPU anywhere. */
  readonly cpu: { readonly average: Reading<number>; readonly worst: Reading<WorstNode> };
  /** MemUsedPct of the process limit, weighted by the limit. */
  readonly memory: { readonly average: Reading<number>; readonly worst: Reading<WorstNode> };
  /** FE heap used ÷ max: Σ used ÷ Σ max, and the worst FE. */
  readonly heap: { readonly average: Reading<number>; readonly worst: Reading<WorstNode> };
  /** Old-generation GC time of the worst FE, ms per second. */
  readonly gcOld: Reading<number>;
  /** Data disks, bytes; `not-applicable` for compute nodes. Never mixed with the cache. */
  readonly disk: {
    readonly used: Reading<number>;
    readonly total: Reading<number>;
    readonly worst: Reading<WorstNode>;
  };
  /** Data cache, bytes; full is its purpose, so it is never judged. */
  readonly cache: { readonly used: Reading<number>; readonly quota: Reading<number> };
  /** Open file descriptors of the process ÷ soft limit, worst node, percent. */
  readonly fileDescriptors: Reading<WorstNode>;
  /** 1 min load average of the busiest host (bvar; `value` is the load, not percent). */
  readonly loadAverage: Reading<WorstNode>;
  /** Σ CpuCores of the alive BEs and CNs. */
  readonly cpuCores: Reading<number>;
  /** Σ MemLimit, bytes. */
  readonly memoryLimit: Reading<number>;
};
