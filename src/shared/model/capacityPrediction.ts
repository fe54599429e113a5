import type { NodeId } from '../ids';
import type { Reading, Rows } from '../reading';

/**
 * Days from now until something is reached: at the greatest, the usual and the least growth that is
 * likely. Null: not within five years, or never.
 */
export type DaysUntil = {
  /** At the 90th percentile of the slopes. */
  readonly soonest: number | null;
  /** At the median slope. */
  readonly likely: number | null;
  /** At the 10th percentile of the slopes. */
  readonly latest: number | null;
};

/** Bytes per day: the median of all slopes between two days, and where eight in ten of them lie. */
export type GrowthPerDay = {
  /** Theil–Sen: the median of all pairwise slopes, bytes per day. */
  readonly perDay: number;
  /** 10th percentile, bytes per day. */
  readonly low: number;
  /** 90th percentile, bytes per day. */
  readonly high: number;
  /** Days it rests on. */
  readonly days: number;
};

export type CapacityForecast = {
  /** Bytes. */
  readonly used: Reading<number>;
  /** Σ of the file systems of data paths, each once, bytes. */
  readonly total: Reading<number>;
  /**
   * Of the stored daily figures; `insufficient-history` below 7 days, or while they grow by less
   * than 1 % of the capacity.
   */
  readonly growth: Reading<GrowthPerDay>;
  /** Until 80 % of `total` are used; unknown as long as `growth` is. */
  readonly until80: Reading<DaysUntil>;
  /** As `until80`. */
  readonly until90: Reading<DaysUntil>;
  /** As `until80`. */
  readonly until100: Reading<DaysUntil>;
};

export type NodeForecast = {
  /** Node id of the BE. */
  readonly node: NodeId;
  /** Column IP of SHOW BACKENDS. */
  readonly host: string;
  /** Bytes of its data disks, each file system once. */
  readonly used: number;
  /** Bytes of its data disks. */
  readonly total: number;
  /** Bytes per day; null: see the column. */
  readonly perDay: number | null;
  /** Days at the median slope; null without one, or if not within five years. */
  readonly likely80: number | null;
  /** As `likely80`. */
  readonly likely90: number | null;
  /** As `likely80`. */
  readonly likely100: number | null;
  /** Whole days that were stored since its disks are what they are. */
  readonly days: number;
};

export type DatabaseForecast = {
  /** Name of the database. */
  readonly name: string;
  /** Present size: all replicas (shared-nothing), one copy (shared-data). */
  readonly bytes: number;
  /** Median slope, bytes per day; null: see the column. */
  readonly perDay: number | null;
  /** 10th percentile of the slopes. */
  readonly low: number | null;
  /** 90th percentile of the slopes. */
  readonly high: number | null;
};

/** The first to reach the limit from which on StarRocks creates no tablets. */
export type FirstFull = {
  /** Null: all disks together, evenly filled. */
  readonly disk: {
    /** Node id of the BE. */
    readonly node: NodeId;
    /** Data path on it. */
    readonly path: string;
  } | null;
  /** Used share that is the limit, percent. */
  readonly limitPct: number;
  /** Until that limit is reached. */
  readonly days: DaysUntil;
};

export type CapacityPrediction = {
  /** All local disks together. */
  readonly cluster: CapacityForecast;
  /** Of one copy, estimated; there is no limit. */
  readonly objectStorage: {
    /** Σ of the tables that may be seen, bytes. */
    readonly used: Reading<number>;
    /** As in `cluster`, without a limit. */
    readonly growth: Reading<GrowthPerDay>;
  };
  /** Shared-nothing; unknown while no disk has a slope. */
  readonly firstFull: Reading<FirstFull>;
  /** Shared-nothing: BEs whose disks are measured now. */
  readonly nodes: Rows<NodeForecast>;
  /** Fastest growing first. */
  readonly databases: Rows<DatabaseForecast>;
};
