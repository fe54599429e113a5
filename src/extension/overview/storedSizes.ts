import type { NodeId } from '../../shared/ids';
import type { EpochMs } from '../../shared/time';

/** Bytes of what was largest at one time, by subject name. */
export type StoredSizes = {
  readonly at: EpochMs;
  readonly bytes: ReadonlyMap<string, number>;
  /** Whether nothing was left out for being too small. */
  readonly whole: boolean;
};

/** Sizes of about a day and a week ago; absent = none is stored of that time. */
export type SizesBefore = { readonly day?: StoredSizes; readonly week?: StoredSizes };

/** What growth is measured from. */
export type GrowthBase = { readonly tables: SizesBefore; readonly databases: SizesBefore };

export const noGrowthBase: GrowthBase = { tables: {}, databases: {} };

/** So many of the largest subjects of a kind are stored. */
export const storedSubjects = 200;

/** Names a disk in the history. */
export function diskSubject(node: NodeId, path: string): string {
  return JSON.stringify([node, path]);
}

/** Names a table in the history: unambiguous, whatever the names hold. */
export function tableSubject(database: string, name: string): string {
  return JSON.stringify([database, name]);
}

/** Bytes since then; null while that is not known. What was not there then grew from nothing. */
export function grownSince(
  before: StoredSizes | undefined,
  subject: string,
  bytes: number | null,
): number | null {
  if (before === undefined || bytes === null) {
    return null;
  }
  const then = before.bytes.get(subject);
  if (then !== undefined) {
    return bytes - then;
  }
  return before.whole ? bytes : null;
}
