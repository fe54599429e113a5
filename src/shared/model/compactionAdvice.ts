import type { CompactionSignId, SettingRole } from '../compactionSigns';
import type { Phrase } from '../phrase';

/** A value to put in place of the present one, and the present one to undo it. */
export type SettingChange = {
  /** BackendId or ComputeNodeId; null = all nodes, which agree. */
  readonly backend: string | null;
  /** Value in force now. */
  readonly present: string;
  /** Value that the advice would set. */
  readonly suggested: string;
};

/** A setting that bears on a sign; nothing is sent by us. */
export type AdvisedSetting = {
  /** `fe` of FEs, `be` of BEs and CNs. */
  readonly role: SettingRole;
  /** Name of the setting. */
  readonly key: string;
  /** Empty where the present value is not known, or is at its bound already. */
  readonly changes: readonly SettingChange[];
};

/** A sign of slow compaction that the cluster shows now. */
export type CompactionAdvice = {
  /** Id of the sign, as docs/compaction.md lists them. */
  readonly sign: CompactionSignId;
  /** What was seen, and the likely cause. */
  readonly evidence: Phrase;
  /** What to do, and how far. */
  readonly action: Phrase;
  readonly setting: AdvisedSetting | null;
};
