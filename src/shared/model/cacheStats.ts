import type { NodeId } from '../ids';
import type { Reading, Rows } from '../reading';

export type NodeCache = {
  /** Node id of the BE or CN. */
  readonly node: NodeId;
  /** As the lists of nodes name it. */
  readonly host: string;
  /** Normal, Updating, Abnormal, Disabled; untrusted text. */
  readonly status: string | null;
  /** Bytes on disk; null while the node is not alive (3.3 and newer tell it). */
  readonly diskUsed: number | null;
  /** Bytes it may take on disk; as `diskUsed`. */
  readonly diskQuota: number | null;
  /** Bytes in memory; as `diskUsed`. */
  readonly memoryUsed: number | null;
  /** Bytes it may take in memory; as `diskUsed`. */
  readonly memoryQuota: number | null;
  /** Share of the bytes read in the last minute that the cache held; null without any. */
  readonly hitPct: number | null;
};

/** The data caches of BEs and CNs. A full cache does its work: none of this is judged. */
export type CacheStats = {
  /** Bytes on disk. */
  readonly diskUsed: Reading<number>;
  /** Bytes the caches may take on disk. */
  readonly diskQuota: Reading<number>;
  /** Bytes in memory. */
  readonly memoryUsed: Reading<number>;
  /** Bytes the caches may take in memory. */
  readonly memoryQuota: Reading<number>;
  /** Share of the bytes read in the last minute that the caches held. */
  readonly hitPct: Reading<number>;
  /** By host. */
  readonly nodes: Rows<NodeCache>;
};
