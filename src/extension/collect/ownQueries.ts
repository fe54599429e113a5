import type { NodeId } from '../../shared/ids';

type OwnQuery = { readonly node: NodeId | null; readonly mono: number; readonly failed: boolean };

const keepMs = 7 * 60_000;

/**
 * This monitor's own SELECTs: the cluster counts them as queries of the FE that ran them, so they
 * are taken out again. SHOW, SET and ADMIN are not counted by the cluster.
 */
export class OwnQueries {
  #list: OwnQuery[] = [];

  /** @param node the FE that ran it; null when the address asked is not in the FE list */
  add(node: NodeId | null, mono: number, failed: boolean): void {
    this.#list.push({ node, mono, failed });
    while (this.#list.length > 0 && mono - (this.#list[0]?.mono ?? mono) > keepMs) {
      this.#list.shift();
    }
  }

  /** How many ended on `node` with from < mono ≤ to; `failedOnly` for error counters. */
  ended(node: NodeId | null, fromMono: number, toMono: number, failedOnly = false): number {
    return this.#list.filter(
      (query) =>
        query.node === node &&
        query.mono > fromMono &&
        query.mono <= toMono &&
        (!failedOnly || query.failed),
    ).length;
  }
}
