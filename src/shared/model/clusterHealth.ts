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
  readonly rule: RuleId;
  /** What the worst problem is about; null: the cluster. */
  readonly subject: NodeId | null;
  /** Whole points taken: of a rule the worst open subject counts once. */
  readonly points: number;
  readonly title: Phrase;
};

/** Muted problems, and the points that they would take. */
export type MutedProblems = { readonly count: number; readonly points: number };

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
  readonly lastKnown?: { readonly verdict: Verdict; readonly at: EpochMs };
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
  readonly versions: Reading<readonly { readonly version: string; readonly nodes: number }[]>;
  /** As in `compaction`. */
  readonly runMode: Reading<RunMode>;
};
