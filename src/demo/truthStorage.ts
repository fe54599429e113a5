/** The part of the truth about local storage: disks, tablets and compaction of the BEs, and brokers. */
import type { EpochMs } from './truth';

export type DiskState = {
  readonly path: string;
  /** Paths of one file system share its total and its free bytes. */
  readonly fileSystem: string;
  /** Of the whole file system; 0 on a CN, where the disk reporter does not run. */
  readonly totalBytes: number;
  readonly availBytes: number;
  /** Bytes of tablets in this path. */
  readonly dataUsedBytes: number;
  /** Bytes on the file system that are no tablets of this BE, half of them counted per path of two. */
  readonly foreignBytes: number;
  readonly usable: boolean;
};

export const COMPACTION_KINDS = ['base', 'cumulative', 'update'] as const;
export type CompactionKind = (typeof COMPACTION_KINDS)[number];

/** Tablets of one partition on one BE. */
export type LocalPartitionState = {
  /** Replicas of its tablets here. */
  readonly tablets: number;
  /** Rowsets (versions) of the fullest of them. */
  readonly rowsets: number;
};

/** A compaction that a BE runs on the tablets of one partition. */
export type LocalCompactionState = {
  readonly kind: CompactionKind;
  readonly partitionId: number;
  readonly startedAt: EpochMs;
  readonly endsAt: EpochMs;
  /** Rowsets it merges in each tablet, and bytes it reads in all. */
  readonly deltas: number;
  readonly bytes: number;
  /** Whether it will end as a failure. */
  readonly fails: boolean;
};

/** Compactions of one kind on one BE; the counters are 0 after a restart. */
export type CompactionTally = {
  /** Candidates that found no free thread; a BE tells it of base and cumulative only. */
  readonly waiting: number;
  /** Score of the candidate submitted last: it stays when nothing runs. Bytes-like for `update`. */
  readonly lastScore: number;
  readonly bytes: number;
  readonly deltas: number;
  readonly requests: number;
  readonly failures: number;
};

export const NO_TALLY: CompactionTally = {
  waiting: 0,
  lastScore: 0,
  bytes: 0,
  deltas: 0,
  requests: 0,
  failures: 0,
};

export type StorageState = {
  /** By partition id; only partitions with a replica here. */
  readonly partitions: Readonly<Record<string, LocalPartitionState>>;
  readonly running: readonly LocalCompactionState[];
  readonly tallies: Readonly<Record<CompactionKind, CompactionTally>>;
  /** Tablets of primary-key tables that broke since the process started. */
  readonly brokenPrimaryKeyTablets: number;
  /** What the timer copied at the last full minute: /metrics, SHOW BACKENDS and the FE show this. */
  readonly reported: {
    readonly at: EpochMs;
    readonly disks: readonly DiskState[];
    /** Rowsets of the fullest tablet of all. */
    readonly maxRowsets: number;
    /** The higher of the last base and cumulative scores. */
    readonly maxScore: number;
  };
};

export type BrokerState = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly alive: boolean;
  readonly startedAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** "" when healthy. */
  readonly errMsg: string;
};
