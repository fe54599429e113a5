import type { NodeId, NodeRole } from '../ids';
import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';
import type { Verdict } from './verdict';

/** Up, down, or up with some of its figures missing. */
export type NodeState = 'up' | 'partial' | 'down' | 'decommissioning' | 'unknown';

export type FrontendDetails = {
  readonly node: NodeId;
  readonly host: string;
  readonly role: string;
  readonly state: NodeState;
  readonly verdict: Verdict;
  readonly version: string | null;
  readonly startedAt: EpochMs | null;
  readonly lastHeartbeatAt: EpochMs | null;
  readonly error: string | null;
  readonly heapPct: Reading<number>;
  readonly connections: Reading<number>;
  readonly qps: Reading<number>;
  readonly p99: Reading<number>;
  /** Leader's journal id − its own, entries. */
  readonly replayLag: Reading<number>;
};

/** One storage path of a BE, bytes. */
export type NodeDisk = {
  readonly path: string;
  /** Of its file system, which other paths may share. */
  readonly total: number;
  readonly avail: number;
  readonly usedPct: number;
  /** Of tablets in this path. */
  readonly dataUsed: number | null;
  /** null where the node does not say. */
  readonly usable: boolean | null;
};

export type ComputeDetails = {
  readonly node: NodeId;
  readonly host: string;
  readonly role: Exclude<NodeRole, 'fe'>;
  readonly state: NodeState;
  readonly verdict: Verdict;
  readonly version: string | null;
  readonly startedAt: EpochMs | null;
  readonly lastHeartbeatAt: EpochMs | null;
  readonly error: string | null;
  readonly warehouse: string | null;
  readonly cpuPct: Reading<number>;
  readonly memPct: Reading<number>;
  /** Fullest data disk; `not-applicable` on a CN. */
  readonly diskPct: Reading<number>;
  /** Its data disks, the fullest first; `not-applicable` on a CN and in shared-data. */
  readonly disks: Reading<readonly NodeDisk[]>;
  /** Versions of its fullest tablet; `not-applicable` on a CN and in shared-data. */
  readonly versions: Reading<number>;
  /** Running compaction tasks; as `versions`. */
  readonly compactions: Reading<number>;
  /** Data cache used ÷ quota. */
  readonly cachePct: Reading<number>;
  readonly tablets: Reading<number>;
  /** Query instances, loads included. */
  readonly runningQueries: Reading<number>;
};

/** Nodes in natural order (role, then host): a jumping row is worse than an unsorted one. */
export type NodeDetails = {
  readonly frontends: Rows<FrontendDetails>;
  readonly compute: Rows<ComputeDetails>;
  /** Brokers that are dead, as the leader counts them. */
  readonly deadBrokers: Reading<number>;
};
