import type { NodeId } from '../ids';
import type { Reading, Rows } from '../reading';

export type NodeCache = {
  readonly node: NodeId;
  readonly host: string;
  /** Normal, Updating, Abnormal, Disabled; untrusted text. */
  readonly status: string | null;
  readonly diskUsed: number | null;
  readonly diskQuota: number | null;
  readonly memoryUsed: number | null;
  readonly memoryQuota: number | null;
  /** Share of the bytes read in the last minute that the cache held; null without any. */
  readonly hitPct: number | null;
};

/** The data caches of BEs and CNs. A full cache does its work: none of this is judged. */
export type CacheStats = {
  /** Bytes on disk. */
  readonly diskUsed: Reading<number>;
  readonly diskQuota: Reading<number>;
  /** Bytes in memory. */
  readonly memoryUsed: Reading<number>;
  readonly memoryQuota: Reading<number>;
  /** Share of the bytes read in the last minute that the caches held. */
  readonly hitPct: Reading<number>;
  /** By host. */
  readonly nodes: Rows<NodeCache>;
};
