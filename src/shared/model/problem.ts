import type { NodeId, SourceId } from '../ids';
import type { Phrase } from '../phrase';
import type { RuleId } from '../thresholds';
import type { EpochMs } from '../time';
import type { Level } from './verdict';

/** What the one verb button of a problem does; the panel and the tree map it to a command or section. */
export type NextStep = {
  /** What is opened; the panel and the tree map it to a command or section. */
  readonly kind: 'showSection' | 'showNode' | 'testConnection' | 'openLog';
  readonly label: Phrase;
  /** Section id for `showSection`, node id for `showNode`. */
  readonly target?: string;
};

/** An open finding of a rule about a subject. */
export type Problem = {
  /** Rule that found it. */
  readonly rule: RuleId;
  /** The node it is about; null when it is about the cluster. */
  readonly subject: NodeId | null;
  /** Worst level its rule came to for the subject, after its hold times. */
  readonly level: Exclude<Level, 'ok'>;
  /** Points it takes from the score now; 0 when held, or when another subject of the rule is worse. */
  readonly points: number;
  readonly title: Phrase;
  /** What was measured, against which threshold, with its source and age. */
  readonly evidence: Phrase;
  /** First sample of the unbroken run. */
  readonly since: EpochMs;
  /** The run reached the edge of what is remembered when the problem began: it may be older. */
  readonly sinceOrEarlier?: true;
  /**
   * `held`: explained by another problem. `muted`: by the cluster's profile. Both count nothing.
   * `unverified`: its inputs became unknown while it was open.
   */
  readonly state: 'open' | 'held' | 'muted' | 'unverified';
  /** When its inputs became unknown; absent unless it is `unverified`. */
  readonly unverifiedSince?: EpochMs;
  /** How often it opened, when it came back within 10 min of its end: the same problem goes on. */
  readonly times?: number;
  readonly nextStep: NextStep;
  /** Where the evidence was measured. */
  readonly source: SourceId;
  /** When the evidence was measured. */
  readonly observedAt: EpochMs;
};

/** Whether it counts: open, perhaps unverified; neither explained by another problem nor muted. */
export function isCountedProblem({ state }: Pick<Problem, 'state'>): boolean {
  return state === 'open' || state === 'unverified';
}
