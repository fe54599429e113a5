import type { EpochMs } from '../../../shared/time';

/** One row of SHOW PROC '/compactions': all running ones and the last ≤ 20 that ended. */
export type LakeCompactionRow = {
  /** `db.table` */
  readonly table: string;
  readonly partitionId: string;
  readonly txnId: string;
  readonly startedAt: EpochMs | null;
  readonly committedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  readonly error: string | null;
  readonly profile: Readonly<Record<string, number>> | null;
};
