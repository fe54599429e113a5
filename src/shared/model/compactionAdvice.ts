import type { CompactionSignId, SettingRole } from '../compactionSigns';
import type { Phrase } from '../phrase';

/** A value to put in place of the present one, and the present one to undo it. */
export type SettingChange = {
  /** BackendId or ComputeNodeId; null = all nodes, which agree. */
  readonly backend: string | null;
  readonly present: string;
  readonly suggested: string;
};

/** A setting that bears on a sign; nothing is sent by us. */
export type AdvisedSetting = {
  readonly role: SettingRole;
  readonly key: string;
  /** Empty where the present value is not known, or is at its bound already. */
  readonly changes: readonly SettingChange[];
};

/** A sign of slow compaction that the cluster shows now. */
export type CompactionAdvice = {
  readonly sign: CompactionSignId;
  /** What was seen, and the likely cause. */
  readonly evidence: Phrase;
  /** What to do, and how far. */
  readonly action: Phrase;
  readonly setting: AdvisedSetting | null;
};
