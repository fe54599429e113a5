import type { NodeId } from '../ids';
import type { Phrase } from '../phrase';
import type { Reading } from '../reading';
import type { RuleId } from '../thresholds';
import type { EpochMs } from '../time';
import type { Problem } from './problem';
import type { Verdict } from './verdict';

export type RunMode = 'shared_nothing' | 'shared_data';

/** One line of the score receipt. */
export type Deduction = {
  /** Rule that takes the points. */
  readonly rule: RuleId;
  /** What the worst problem is about; null: the cluster. */
  readonly subject: NodeId | null;
  /** Whole points taken: of a rule the worst open subject counts once. */
  readonly points: number;
  readonly title: Phrase;
};

/** Muted problems, and the points that they would take. */
export type MutedProblems = {
  /** How many are muted and would be open. */
  readonly count: number;
  /** Whole points they would take from the score. */
  readonly points: number;
};

/** A version text of the cluster. */
export type VersionCount = {
  /** As the nodes report it. */
  readonly version: string;
  /** Alive nodes of all roles that report it. */
  readonly nodes: number;
};

export type NodeCounts = {
  /** Rows with Alive = true; unknown while their list is not known. */
  readonly alive: Reading<number>;
  /** Rows that are expected to be alive: without decommissioning ones. */
  readonly total: Reading<number>;
};

export type ClusterHealth = {
  /** The worst open level; `unknown` when too little could be judged (semantics 5.2). */
  readonly verdict: Verdict;
  /** The sentence that says why. */
  readonly sentence: Phrase;
  /** Set while the verdict is unknown: what was last known. */
  readonly lastKnown?: {
    /** The last verdict that was known. */
    readonly verdict: Verdict;
    /** When it was known last. */
    readonly at: EpochMs;
  };
  /** 100 minus the deductions; unknown together with the verdict. */
  readonly score: Reading<number>;
  /** Every D > 0, largest first. */
  readonly deductions: readonly Deduction[];
  /** Absent while no open problem is muted. */
  readonly muted?: MutedProblems;
  /** Worst first, then oldest first. */
  readonly problems: readonly Problem[];
  /** Scored rules whose condition is known now, or that have no traffic to judge. */
  readonly judged: number;
  /** Scored rules that can fire on such a cluster. */
  readonly applicable: number;
  /** From SHOW FRONTENDS. */
  readonly frontends: NodeCounts;
  /** Backends and compute nodes together. */
  readonly compute: NodeCounts;
  /** BEs and CNs that are being decommissioned. */
  readonly decommissioning: Reading<number>;
  /** Node id of the leader FE. */
  readonly leader: Reading<NodeId>;
  /** Version texts with how many alive nodes report each, most first. */
  readonly versions: Reading<readonly VersionCount[]>;
  /** As in `compaction`. */
  readonly runMode: Reading<RunMode>;
};
