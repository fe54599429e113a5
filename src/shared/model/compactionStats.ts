import type { Reading, Rows } from '../reading';
import type { EpochMs } from '../time';
import type { BECompactionScore } from './beCompactionScore';
import type { CompactionAdvice } from './compactionAdvice';
import type { RunMode } from './clusterHealth';
import type { WorstNode } from './resourceMetrics';
import type { Verdict } from './verdict';

export type PartitionScore = {
  /** `DB_NAME` of information_schema.partitions_meta (3.3 and newer). */
  readonly database: string;
  /** `TABLE_NAME`. */
  readonly table: string;
  /** `PARTITION_NAME`. */
  readonly partition: string;
  /** Id of the physical partition; text, as it may exceed 2^53. */
  readonly partitionId: string;
  /** Mean score of its tablets (`AVG_CS`). */
  readonly average: number | null;
  /** Median score of its tablets; null where the version has no `P50_CS`. */
  readonly p50: number | null;
  /** Score of its worst tablet (`MAX_CS`), by which the list is ordered. */
  readonly max: number | null;
};

export type CompactionTask = {
  /** `db.table`, as the cluster names it. */
  readonly table: string;
  /** Id of the physical partition, as in `partitions`. */
  readonly partitionId: string;
  /** Its transaction, by which it is cancelled. */
  readonly txnId: string;
  /** `committed`: its result waits to be published. */
  readonly state: 'running' | 'committed' | 'finished' | 'failed';
  /** Null where the zone of the session is not known yet. */
  readonly startedAt: EpochMs | null;
  /** Null while it is not committed. */
  readonly committedAt: EpochMs | null;
  /** Null while it is not finished. */
  readonly finishedAt: EpochMs | null;
  /** Why it failed; untrusted text, null unless it did. */
  readonly error: string | null;
  /** Numbers of the task's profile as the cluster gives them (for example `in_queue_sec`). */
  readonly profile: Readonly<Record<string, number>> | null;
};

/** The marks of the scale, from the cluster's own configuration; `assumed` where it could not be read. */
export type CompactionMarks = {
  /** At or below: the selector's own target. */
  readonly selectorMin: number;
  /** T: above it loads are slowed, if `slowdownEnabled`. */
  readonly slowdown: number;
  /** `lake_enable_ingest_slowdown` of the FE. */
  readonly slowdownEnabled: boolean;
  /** The original's critical mark. */
  readonly critical: number;
  /** B: above it loads are refused; null = no bound. */
  readonly upperBound: number | null;
  /** The configuration could not be read: the defaults are shown. */
  readonly assumed: boolean;
};

/** The versions that a tablet may have, and where levels begin; shared-nothing. */
export type VersionMarks = {
  /** M (`tablet_max_versions`), the lowest of all BEs: loads into a fuller tablet fail. */
  readonly limit: number;
  /** 0.2 of the limit. */
  readonly info: number;
  /** 0.4 of the limit. */
  readonly warning: number;
  /** 0.7 of the limit. */
  readonly critical: number;
  /** The limit could not be read. */
  readonly assumed: boolean;
};

export type CompactionStats = {
  /**
   * As the configuration says, or the columns of the node lists; `denied` where neither may be
   * read.
   */
  readonly runMode: Reading<RunMode>;
  /**
   * Largest score of all partitions (shared-data), or the leader's sticky gauge (shared-nothing).
   */
  readonly score: Reading<number>;
  /**
   * By the score against `marks` (shared-data), by versions against `versionMarks` (shared-
   * nothing).
   */
  readonly level: Verdict;
  /** From `ADMIN SHOW FRONTEND CONFIG`. */
  readonly marks: CompactionMarks;
  /** Worst partitions by maximum score. */
  readonly partitions: Rows<PartitionScore>;
  /** Partitions above T, of all the monitor may see. */
  readonly partitionsOver: Reading<number>;
  /**
   * Partitions that the list of scores counted: those of tables the user may see. `not-applicable`
   * in shared-nothing.
   */
  readonly partitionsSeen: Reading<number>;
  /** Shared-nothing: the fullest tablet of all, and the BE that holds it. */
  readonly versions: Reading<WorstNode>;
  /** By the lowest `tablet_max_versions` of all BEs. */
  readonly versionMarks: VersionMarks;
  /** Shared-nothing: one row per BE. */
  readonly backends: Rows<BECompactionScore>;
  /**
   * Tasks under way: `SHOW PROC '/compactions'` (shared-data), Σ of the BEs' gauges (shared-
   * nothing).
   */
  readonly running: Reading<number>;
  /** Shared-nothing: candidates of base and cumulative compaction that wait for a thread. */
  readonly waiting: Reading<number>;
  /** Tasks that failed, per second; in shared-data a lower bound. */
  readonly failedPerSecond: Reading<number>;
  /** Among the last ≤ 20 the cluster remembers: a lower bound of what happened. */
  readonly finished: Reading<number>;
  /** As `finished`. */
  readonly failed: Reading<number>;
  /**
   * Finished ÷ (finished + failed) of those remembered, percent; `no-traffic` when none has ended.
   * `not-applicable` in shared-nothing, as they are.
   */
  readonly successRate: Reading<number>;
  /** Running first, then newest first. */
  readonly tasks: Rows<CompactionTask>;
  /** 16 × alive nodes unless configured; null = unlimited is not possible, unknown is. */
  readonly maxTasks: Reading<number>;
  /** Signs of slow compaction that are seen now; none seen is not proof that there is none. */
  readonly advice: readonly CompactionAdvice[];
};
