import type { NodeId } from '../ids';
import type { Reading, Rows } from '../reading';
import type { WorstNode } from './resourceMetrics';

export type NodeIo = {
  /** Node id of the BE or CN. */
  readonly node: NodeId;
  /** As the lists of nodes name it. */
  readonly host: string;
  /** Bytes/s over at least 30 s; null until two samples are there, or the node does not answer. */
  readonly receive: number | null;
  /** As `receive`. */
  readonly send: number | null;
  /** Bytes/s of all whole block devices; null where the node exports none (containers). */
  readonly read: number | null;
  /** As `read`. */
  readonly write: number | null;
  /** Busiest device, percent; as `read`. */
  readonly utilPct: number | null;
};

/** Bytes per second; loopback, bridges, VLAN children and partitions of a whole disk are left out. */
export type NetworkIoStats = {
  /** Σ over the nodes that are alive; a lower bound while one does not answer. */
  readonly receive: Reading<number>;
  /** As `receive`. */
  readonly send: Reading<number>;
  /** Σ over whole block devices of all nodes; as `receive`. */
  readonly read: Reading<number>;
  /** As `read`. */
  readonly write: Reading<number>;
  /** Busiest device: Δ io time ÷ Δ time, capped at 100 %. */
  readonly busiestDisk: Reading<WorstNode>;
  /** One row per alive BE or CN. */
  readonly perNode: Rows<NodeIo>;
};
