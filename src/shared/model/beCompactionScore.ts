import type { NodeId } from '../ids';
import type { Reading } from '../reading';
import type { Verdict } from './verdict';

/** Kinds of local compaction; `update` is that of primary-key tables. */
export const compactionKinds = ['base', 'cumulative', 'update'] as const;
export type CompactionKind = (typeof compactionKinds)[number];

/** How a sample of metrics names a figure of one kind that it could not use. */
export const localCompactionKey = (kind: CompactionKind, figure: string): string =>
  `compaction.${kind}.${figure}`;

/** Local compaction of one kind on one BE. */
export type CompactionOfKind = {
  /**
   * Score of the candidate submitted last: it stays while nothing runs. Of `update` in bytes, so it
   * compares with nothing and has no threshold.
   */
  readonly score: Reading<number>;
  /** Tasks that run now. */
  readonly running: Reading<number>;
  /** Candidates that wait for a thread; a BE tells it of base and cumulative only. */
  readonly waiting: Reading<number>;
  /** Input bytes and rowsets merged, per second. */
  readonly bytesPerSecond: Reading<number>;
  /** Rowsets merged, per second. */
  readonly deltasPerSecond: Reading<number>;
  /** Tasks that failed, per second. */
  readonly failuresPerSecond: Reading<number>;
};

/** Compaction of one BE of a shared-nothing cluster. */
export type BECompactionScore = {
  /** Node id of the BE. */
  readonly node: NodeId;
  /** Column IP of SHOW BACKENDS. */
  readonly host: string;
  /** Of `versions` against the limit. */
  readonly level: Verdict;
  /** Versions (rowsets) of its fullest tablet, all kinds of tables; measured each 60 s. */
  readonly versions: Reading<number>;
  /** Versions its tablets may have (`tablet_max_versions`); each BE has a setting of its own. */
  readonly versionLimit: number;
  /** Its configuration could not be read: the default is shown. */
  readonly versionLimitAssumed: boolean;
  /** Tablets that are candidates, and the highest score among them; primary-key tables not included. */
  readonly candidates: Reading<number>;
  /** Highest score among the candidates; unknown as `candidates` is. */
  readonly candidateScore: Reading<number>;
  /** Base, cumulative and primary-key (`update`) compaction, from its metrics. */
  readonly kinds: Readonly<Record<CompactionKind, CompactionOfKind>>;
};
