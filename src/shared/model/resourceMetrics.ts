import type { NodeId } from '../ids';
import type { Reading } from '../reading';

/** The worst node by name; percent. `detail` is a device or path where there is one. */
export type WorstNode = {
  /** Node id, by which the page opens it. */
  readonly node: NodeId;
  /** Percent, unless the figure says otherwise. */
  readonly value: number;
  /** Device or path, where the figure is of one. */
  readonly detail?: string;
};

/** How much is used on average and where most, percent. */
export type Usage = {
  /** Over the nodes that told; weighted as the figure says, and partial by its coverage. */
  readonly average: Reading<number>;
  /** The node with the greatest share. */
  readonly worst: Reading<WorstNode>;
};

export type ResourceMetrics = {
  /** CpuUsedPct of alive BEs and CNs, weighted by cores. FE hosts export no CPU anywhere. */
  readonly cpu: Usage;
  /** MemUsedPct of the process limit, weighted by the limit. */
  readonly memory: Usage;
  /** FE heap used ÷ max: Σ used ÷ Σ max, and the worst FE. */
  readonly heap: Usage;
  /** Old-generation GC time of the worst FE, ms per second. */
  readonly gcOld: Reading<number>;
  /** Data disks, bytes; `not-applicable` for compute nodes. Never mixed with the cache. */
  readonly disk: {
    /** Σ total − available of the file systems of data paths, each once. */
    readonly used: Reading<number>;
    /** Σ of these file systems. */
    readonly total: Reading<number>;
    /** Fullest path of all: used ÷ total, percent. */
    readonly worst: Reading<WorstNode>;
  };
  /** Data cache, bytes; full is its purpose, so it is never judged. */
  readonly cache: {
    /** Σ of the disk caches of alive BEs and CNs; 3.3 and newer tell it. */
    readonly used: Reading<number>;
    /** Σ of what they may take on disk. */
    readonly quota: Reading<number>;
  };
  /** Open file descriptors of the process ÷ soft limit, worst node, percent. */
  readonly fileDescriptors: Reading<WorstNode>;
  /** 1 min load average of the busiest host (bvar; `value` is the load, not percent). */
  readonly loadAverage: Reading<WorstNode>;
  /** Σ CpuCores of the alive BEs and CNs. */
  readonly cpuCores: Reading<number>;
  /** Σ MemLimit, bytes. */
  readonly memoryLimit: Reading<number>;
};
