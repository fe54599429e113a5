import type { NodeId } from '../ids';
import type { SeriesId, SeriesUnit } from '../series';
import type { EpochMs } from '../time';
import type { RanInterval } from './ran';
import type { ToldEvent } from './trends';

/** A stretch of time to explain, ms since 1970. */
export type CauseQuery = { readonly from: EpochMs; readonly to: EpochMs };

/** What a changed quantity is about. */
export const suspectFamilies = [
  'queries',
  'loads',
  'schemaChanges',
  'compactions',
  'heap',
  'failures',
  'node',
] as const;
export type SuspectFamily = (typeof suspectFamilies)[number];

/** Something that happened or changed in a stretch of time; that it caused what is seen is not proved. */
export type Suspect =
  | { readonly kind: 'event'; readonly event: ToldEvent }
  /** It began in the stretch, or up to two minutes before. */
  | { readonly kind: 'ran'; readonly ran: RanInterval }
  | {
      readonly kind: 'change';
      readonly family: SuspectFamily;
      readonly series: SeriesId;
      /** Of a node's own series: which. */
      readonly node?: NodeId;
      readonly unit: SeriesUnit;
      /** Means of the stretch and of the one before it. */
      readonly during: number;
      readonly before: number;
      /**
       * The node with the largest part of the rise, percent of it: only of quantities of which the
       * nodes' values add up to the cluster's. Absent: it coincides, no more can be said.
       */
      readonly share?: { readonly node: NodeId; readonly percent: number };
    };

export type CauseReport = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Begin of the stretch of the same length before it. */
  readonly beforeFrom: EpochMs;
  /** Rounds that are stored of the stretch and of the one before. */
  readonly rounds: number;
  readonly roundsBefore: number;
  /** Likeliest first, at most 6; none: nothing stands out, or too little is stored. */
  readonly suspects: readonly Suspect[];
};

/** Fewer rounds in either stretch are no ground for a comparison. */
export const fewestCauseRounds = 3;
