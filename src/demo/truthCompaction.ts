/** The part of the truth about compaction of a shared-data cluster. */
import type { EpochMs } from './truth';

export type CompactionsState = {
  readonly running: readonly CompactionTaskState[];
  /** The last ≤ `lake_compaction_history_size` ended ones, successes and failures mixed. */
  readonly history: readonly CompactionTaskState[];
  /** All ended ones since `begun`. */
  readonly finishedTotal: number;
  readonly failedTotal: number;
};

export type CompactionTaskState = {
  readonly txnId: number;
  readonly partitionId: number;
  readonly database: string;
  readonly table: string;
  readonly startedAt: EpochMs;
  readonly committedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** null = none. */
  readonly error: string | null;
  readonly profile: CompactionProfile | null;
  readonly tasks: readonly CompactionSubTaskState[];
  /** What will happen: times in the future and the error it will end with. */
  readonly plan: {
    readonly commitAt: EpochMs;
    readonly finishAt: EpochMs;
    readonly error: string | null;
  };
};

export type CompactionProfile = {
  readonly subTaskCount: number;
  readonly readLocalSec: number;
  readonly readLocalMb: number;
  readonly readRemoteSec: number;
  readonly readRemoteMb: number;
  readonly readSegmentCount: number;
  readonly writeSegmentCount: number;
  readonly writeSegmentMb: number;
  readonly inQueueSec: number;
};

export type CompactionSubTaskState = {
  readonly nodeId: number;
  readonly tabletId: number;
  readonly version: number;
  readonly runs: number;
  readonly startedAt: EpochMs | null;
  readonly progressPct: number;
};
