import type { NodeId } from '../ids';
import type { Reading, Rows } from '../reading';
import type { WorstNode } from './resourceMetrics';

export type NodeIo = {
  readonly node: NodeId;
  readonly host: string;
  readonly receive: number | null;
  readonly send: number | null;
  readonly read: number | null;
  readonly write: number | null;
  readonly utilPct: number | null;
};

/** Bytes per second; loopback, bridges, VLAN children and partitions of a whole disk are left out. */
export type NetworkIoStats = {
  readonly receive: Reading<number>;
  readonly send: Reading<number>;
  readonly read: Reading<number>;
  readonly write: Reading<number>;
  /** Busiest device: Δ io time ÷ Δ time, capped at 100 %. */
  readonly busiestDisk: Reading<WorstNode>;
  readonly perNode: Rows<NodeIo>;
};
