import type { NodeId, NodeRole } from '../ids';
import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';
import type { Verdict } from './verdict';

/**
 * Up, down, or up with some of its figures missing. `no-heartbeat`: an FE that the leader calls dead
 * while it answers our SQL.
 */
export type NodeState = 'up' | 'partial' | 'no-heartbeat' | 'down' | 'decommissioning' | 'unknown';

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
  /** The same in time, ms, by the leader's pace over 5 min; `no-traffic` while hardly anything is written. */
  readonly replayLagMs: Reading<number>;
  /** Starts seen within the last hour, ≥: two between two looks are one. */
  readonly restarts: Reading<number>;
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
  /**
   * Tablets that leave a minute while it is decommissioned, over the last 15 min; `not-applicable` otherwise,
   * `insufficient-history` in the first 5 min.
   */
  readonly drainPerMinute: Reading<number>;
  /** When at this pace no tablet is left; `no-traffic` while none leaves. */
  readonly drainedAt: Reading<EpochMs>;
  /** Query instances, loads included. */
  readonly runningQueries: Reading<number>;
  /** Starts seen within the last hour, ≥: two between two looks are one. */
  readonly restarts: Reading<number>;
};

/** A setting that somebody changed, or in which nodes differ. */
export type ConfigurationDrift = {
  /** `fe`: as the leader has it. `be`: of BEs and CNs. */
  readonly role: 'fe' | 'be';
  readonly key: string;
  /** What most nodes have. */
  readonly value: string;
  /** The default; null where it depends on version or machine. */
  readonly standard: string | null;
  /** Nodes that have another value, by host. */
  readonly others: Readonly<Record<string, string>>;
};

/** Nodes in natural order (role, then host): a jumping row is worse than an unsorted one. */
export type NodeDetails = {
  readonly frontends: Rows<FrontendDetails>;
  readonly compute: Rows<ComputeDetails>;
  /** Brokers that are dead, as the leader counts them. */
  readonly deadBrokers: Reading<number>;
  /** Of the settings that matter here; `lower` bound where FEs or nodes did not tell theirs. */
  readonly configuration: Rows<ConfigurationDrift>;
};
