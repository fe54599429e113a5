import type { NodeId, SourceId } from '../../shared/ids';
import type { NextStep } from '../../shared/model/problem';
import type { Level } from '../../shared/model/verdict';
import type { Phrase } from '../../shared/phrase';
import type { UnknownReason } from '../../shared/reading';
import type { RuleId } from '../../shared/thresholds';
import type { EpochMs } from '../../shared/time';
import type { OverviewInput } from '../overview/overviewInput';

export type ProblemLevel = Exclude<Level, 'ok'>;

/** One threshold of a rule, measured against one subject. */
export type Tier = {
  /** Names the threshold within its rule: `warning`, `critical`, `refused`, … */
  readonly key: string;
  readonly level: ProblemLevel;
  readonly points: number;
  /** The condition must hold this long, ms. */
  readonly forMs: number;
  readonly met: boolean;
  /** The condition with its threshold relaxed towards good: an open problem ends when it is false. */
  readonly stillMet: boolean;
  /** While met: the first sample of the unbroken run, also in history. */
  readonly runSince: EpochMs;
};

/** What a rule says about one subject: a node, or the cluster (null). */
export type Finding =
  | {
      readonly subject: NodeId | null;
      readonly known: true;
      readonly tiers: readonly Tier[];
      /** What was measured against which threshold, without source and time. */
      readonly evidence: Phrase;
      readonly source: SourceId;
      readonly observedAt: EpochMs;
    }
  | { readonly subject: NodeId | null; readonly known: false; readonly why: UnknownReason };

/** What a rule says now. */
export type RuleOutcome =
  /** It cannot fire on this cluster: run mode, switched off, not installed. */
  | { readonly kind: 'not-applicable' }
  /** Not even its subjects are known. */
  | { readonly kind: 'unknown'; readonly why: UnknownReason }
  | {
      readonly kind: 'judged';
      readonly findings: readonly Finding[];
      /** Why subjects may be missing from `findings`; absent = whoever is not there is gone. */
      readonly incomplete?: UnknownReason;
    };

export type Rule = {
  readonly id: RuleId;
  /** Rules of the monitor itself cost no points and are not counted as judged or applicable. */
  readonly scored: boolean;
  /** While a problem of one of these rules is open, this one's are held: explained, not counted. */
  readonly heldBy: readonly RuleId[];
  /** After a start or a gap a new problem is held for two rounds. */
  readonly heldAfterStart: boolean;
  /** What is, in a few words; also for a problem remembered from before a restart. */
  title(subject: NodeId | null, tier: string): Phrase;
  nextStep(subject: NodeId | null): NextStep;
  judge(input: OverviewInput): RuleOutcome;
};
