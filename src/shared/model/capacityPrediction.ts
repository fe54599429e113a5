import type { NodeId } from '../ids';
import type { Reading, Rows } from '../reading';

/**
 * Days from now until something is reached: at the greatest, the usual and the least growth that is
 * likely. Null: not within five years, or never.
 */
export type DaysUntil = {
  readonly soonest: number | null;
  readonly likely: number | null;
  readonly latest: number | null;
};

/** Bytes per day: the median of all slopes between two days, and where eight in ten of them lie. */
export type GrowthPerDay = {
  readonly perDay: number;
  readonly low: number;
  readonly high: number;
  /** Days it rests on. */
  readonly days: number;
};

export type CapacityForecast = {
  /** Bytes. */
  readonly used: Reading<number>;
  readonly total: Reading<number>;
  readonly growth: Reading<GrowthPerDay>;
  readonly until80: Reading<DaysUntil>;
  readonly until90: Reading<DaysUntil>;
  readonly until100: Reading<DaysUntil>;
};

export type NodeForecast = {
  readonly node: NodeId;
  readonly host: string;
  readonly used: number;
  readonly total: number;
  /** Bytes per day; null: see the column. */
  readonly perDay: number | null;
  readonly likely80: number | null;
  readonly likely90: number | null;
  readonly likely100: number | null;
  /** Whole days that were stored since its disks are what they are. */
  readonly days: number;
};

export type DatabaseForecast = {
  readonly name: string;
  readonly bytes: number;
  readonly perDay: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

/** The first to reach the limit from which on StarRocks creates no tablets. */
export type FirstFull = {
  /** Null: all disks together, evenly filled. */
  readonly disk: { readonly node: NodeId; readonly path: string } | null;
  /** Used share that is the limit, percent. */
  readonly limitPct: number;
  readonly days: DaysUntil;
};

export type CapacityPrediction = {
  /** All local disks together. */
  readonly cluster: CapacityForecast;
  /** Of one copy, estimated; there is no limit. */
  readonly objectStorage: {
    readonly used: Reading<number>;
    readonly growth: Reading<GrowthPerDay>;
  };
  readonly firstFull: Reading<FirstFull>;
  readonly nodes: Rows<NodeForecast>;
  /** Fastest growing first. */
  readonly databases: Rows<DatabaseForecast>;
};
