/** One row of information_schema.partitions_meta: the ≤ 50 worst by MAX_CS. */
export type PartitionRow = {
  readonly database: string;
  readonly table: string;
  readonly partition: string;
  readonly partitionId: string;
  readonly averageScore: number | null;
  readonly p50Score: number | null;
  readonly maxScore: number | null;
};

export type PartitionScores = {
  readonly worst: readonly PartitionRow[];
  /** Partitions this user may see. */
  readonly seen: number;
  /** Of these, above the slow-down threshold that was asked with. */
  readonly over: number;
  readonly threshold: number;
};
