import type { LakeCompactionRow } from '../starrocks/sources/lakeCompactions';

/**
 * Counts failed compactions by remembering their transaction ids between polls: the cluster keeps
 * only the last ≤ 20, so the count is a lower bound.
 */
export class NewFailures {
  #seen: ReadonlySet<string> | undefined;
  #at: { readonly mono: number } | undefined;
  #perSecond: number | undefined;

  /** Call once per answer, oldest first. */
  observe(rows: readonly LakeCompactionRow[], mono: number): void {
    const failed = new Set(rows.filter((row) => row.error !== null).map((row) => row.txnId));
    const seen = this.#seen;
    if (seen !== undefined && this.#at !== undefined && mono > this.#at.mono) {
      const fresh = [...failed].filter((txn) => !seen.has(txn)).length;
      this.#perSecond = (fresh * 1000) / (mono - this.#at.mono);
    }
    this.#seen = failed;
    this.#at = { mono };
  }

  /** After a gap: what failed in it is not of one interval. */
  forget(): void {
    this.#seen = undefined;
    this.#at = undefined;
    this.#perSecond = undefined;
  }

  /** Failures per second between the last two answers; undefined before the second. */
  get perSecond(): number | undefined {
    return this.#perSecond;
  }
}
