import type { Reading, Rows } from '../reading';

/** What asking costs. */
export type Cost = {
  /** SQL statements, those that set up connections included. */
  readonly statements: number;
  /** HTTP requests. */
  readonly requests: number;
  /** Until the answers of the statements were there, ms. */
  readonly ms: number;
  /** Rows of those answers. */
  readonly rows: number;
  /** Of all answers, as they came over the network. */
  readonly bytes: number;
};

/** The parts of `Cost`, each a reading. */
export type CostReadings = {
  /** As in `Cost`, and so are the others. */
  readonly statements: Reading<number>;
  /** HTTP requests. */
  readonly requests: Reading<number>;
  /** Until the answers of the statements were there, ms. */
  readonly ms: Reading<number>;
  /** Rows of those answers. */
  readonly rows: Reading<number>;
  /** Of all answers, as they came over the network. */
  readonly bytes: Reading<number>;
};

export type SourceCost = Cost & {
  /** What was asked; `session` for what sets up connections, `action` for what a person had done. */
  readonly source: string;
};

/** This monitor's own load on the cluster. */
export type CollectorCost = {
  /** A minute, over the last five minutes. */
  readonly perMinute: CostReadings;
  /** Since the round before. */
  readonly lastRound: CostReadings;
  /** What the last five minutes cost by source, most bytes first. */
  readonly sources: Rows<SourceCost>;
  /** Bytes of the cluster's history on disk. */
  readonly historyBytes: Reading<number>;
};
