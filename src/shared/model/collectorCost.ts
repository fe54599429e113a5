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

export type SourceCost = Cost & {
  /** What was asked; `session` for what sets up connections, `action` for what a person had done. */
  readonly source: string;
};

/** This monitor's own load on the cluster. */
export type CollectorCost = {
  /** A minute, over the last five minutes. */
  readonly perMinute: { readonly [K in keyof Cost]: Reading<number> };
  /** Since the round before. */
  readonly lastRound: { readonly [K in keyof Cost]: Reading<number> };
  /** What the last five minutes cost by source, most bytes first. */
  readonly sources: Rows<SourceCost>;
  /** Bytes of the cluster's history on disk. */
  readonly historyBytes: Reading<number>;
};
