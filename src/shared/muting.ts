import { isRuleId, type RuleId } from './thresholds';

/** A rule, or a rule and its subject: `load.small`, `cpu.node cn:cn-1:9050`. */
export type MutedEntry = string;

type Alert = { readonly rule: RuleId; readonly subject: string | null };

export function mutedEntry({ rule, subject }: Alert): MutedEntry {
  return subject === null ? rule : `${rule} ${subject}`;
}

/** Whether an entry names a rule that there is; its subject may come and go. */
export function isMutedEntry(entry: unknown): entry is MutedEntry {
  return typeof entry === 'string' && isRuleId(entry.split(' ')[0]);
}

/** Muted: not counted, not in the verdict, not told. By its rule, or by itself. */
export function isMuted(muted: readonly MutedEntry[] | undefined, alert: Alert): boolean {
  return muted?.some((entry) => entry === alert.rule || entry === mutedEntry(alert)) === true;
}
