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
  /** Node id: `fe:<host>:<edit log port>`. */
  readonly node: NodeId;
  /** Column IP of SHOW FRONTENDS, which may be a name. */
  readonly host: string;
  /** LEADER, FOLLOWER or OBSERVER. */
  readonly role: string;
  /**
   * From Alive, our own SQL, and whether its /metrics answer; `unknown` while the list does not
   * tell.
   */
  readonly state: NodeState;
  /** Worst open problem about it; `unknown` while it is down and not judged. */
  readonly verdict: Verdict;
  /** As it reports it; null while it does not. */
  readonly version: string | null;
  /** Start of its process; null where it is dead, or the zone is not known. */
  readonly startedAt: EpochMs | null;
  /** Its last heartbeat that reached the leader. */
  readonly lastHeartbeatAt: EpochMs | null;
  /** Why its heartbeat fails; untrusted text. */
  readonly error: string | null;
  /** JVM heap used ÷ max, percent, from its /metrics; `node-down` while dead. */
  readonly heapPct: Reading<number>;
  /** Σ `connection_total`, without our own. */
  readonly connections: Reading<number>;
  /** Queries per second from its counter, without our own. */
  readonly qps: Reading<number>;
  /** ms, its own quantile; `no-traffic` below 20 queries in 5 min. */
  readonly p99: Reading<number>;
  /** Leader's journal id − its own, entries. */
  readonly replayLag: Reading<number>;
  /**
   * The same in time, ms, by the leader's pace over 5 min; `no-traffic` while hardly anything is
   * written.
   */
  readonly replayLagMs: Reading<number>;
  /**
   * Since its newest image was written (its last checkpoint, or the one it got from the leader), ms;
   * from `last_checkpoint_time` of GET /api/show_meta_info?action=SHOW_HA, less how far the clocks are
   * apart. `not-applicable` without the HTTP port, or before there is an image. An idle cluster
   * writes none.
   */
  readonly imageAgeMs: Reading<number>;
  /** Starts seen within the last hour, ≥: two between two looks are one. */
  readonly restarts: Reading<number>;
};

/** One storage path of a BE, bytes. */
export type NodeDisk = {
  /** As the node names it, a label of its metrics. */
  readonly path: string;
  /** Of its file system, which other paths may share. */
  readonly total: number;
  /** Free bytes of the file system. */
  readonly avail: number;
  /** 100 × (total − avail) ÷ total. */
  readonly usedPct: number;
  /** Of tablets in this path. */
  readonly dataUsed: number | null;
  /** null where the node does not say. */
  readonly usable: boolean | null;
};

/**
 * What the memory of a BE's or CN's process is made of, as its metrics name it (`<part>_mem_bytes`).
 * None is part of another; that of `metadata` has parts of its own, which are left out.
 */
export const memoryParts = [
  'query',
  'load',
  'metadata',
  'compaction',
  'schema_change',
  'storage_page_cache',
  'update',
  'clone',
  'consistency',
  'connector_scan_pool',
  'jit_cache',
  'datacache',
  'column_pool',
  'chunk_allocator',
] as const;
export type MemoryPart = (typeof memoryParts)[number];

/** One part of a node's memory, bytes; `process` is the whole, which its parts do not add up to. */
export type NodeMemory = {
  readonly node: NodeId;
  readonly part: MemoryPart | 'process';
  readonly bytes: number;
};

export type ComputeDetails = {
  /** Node id: `be:` or `cn:`, host, heartbeat port. */
  readonly node: NodeId;
  /** Column IP of SHOW BACKENDS or SHOW COMPUTE NODES. */
  readonly host: string;
  /** `cn`: listed by SHOW COMPUTE NODES. */
  readonly role: Exclude<NodeRole, 'fe'>;
  /** From Alive and SystemDecommissioned, and whether its /metrics answer. */
  readonly state: NodeState;
  /** As of an FE. */
  readonly verdict: Verdict;
  /** As it reports it. */
  readonly version: string | null;
  /** Start of its process. */
  readonly startedAt: EpochMs | null;
  /** Its last heartbeat that reached the leader. */
  readonly lastHeartbeatAt: EpochMs | null;
  /** Why its heartbeat fails; untrusted text. */
  readonly error: string | null;
  /** Shared-data from 4.0 on; null elsewhere. */
  readonly warehouse: string | null;
  /** CpuUsedPct, only while it is alive. */
  readonly cpuPct: Reading<number>;
  /** MemUsedPct of its process limit, only while it is alive. */
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
  /** TabletNum of the list: a dead BE keeps its own until they are moved. */
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
  /** Name in `ADMIN SHOW FRONTEND CONFIG` or `information_schema.be_configs`. */
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
  /** Every FE, by host; unknown without NODE or OPERATE. */
  readonly frontends: Rows<FrontendDetails>;
  /** Every BE, then every CN, by host; as `frontends`. */
  readonly compute: Rows<ComputeDetails>;
  /** Brokers that are dead, as the leader counts them. */
  readonly deadBrokers: Reading<number>;
  /** Of the settings that matter here; `lower` bound where FEs or nodes did not tell theirs. */
  readonly configuration: Rows<ConfigurationDrift>;
};
