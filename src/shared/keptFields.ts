import type { LiveModuleId } from './model/extendedOverview';
import type { Reading } from './reading';

/** Fields of modules that a message leaves out because they are as the message before told them. */
export type KeptFields = Readonly<Partial<Record<LiveModuleId, readonly string[]>>>;

/** The module of a message made whole: its own fields, and those that are kept of the one before. */
export function withKeptFields<T extends object>(
  told: Reading<T>,
  before: Reading<T> | undefined,
  kept: readonly string[],
): Reading<T> | undefined {
  if (kept.length === 0 || !told.known) {
    return told;
  }
  if (before?.known !== true) {
    return undefined;
  }
  const old = Object.entries(before.value).filter(([field]) => kept.includes(field));
  return { ...told, value: { ...Object.fromEntries(old), ...told.value } };
}
