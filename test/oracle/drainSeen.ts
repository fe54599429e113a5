/** How the lists of BEs showed one that is being decommissioned. */
import type { ListedNode, Situation } from './situation';
import { computeId, sightsOf } from './situation';

/** Rows of a node in the lists since which it is decommissioned without a break. */
export function drainSeen(
  situation: Situation,
  id: string,
): readonly { readonly at: number; readonly row: ListedNode['node'] }[] {
  const rows = sightsOf(situation, 'backends').map(({ at, states }) => ({
    at,
    row: states.at(-1)?.backends.find((node) => computeId(node) === id),
  }));
  const begun = rows.findLastIndex(({ row }) => row?.decommissioned !== true) + 1;
  return rows.slice(begun).flatMap(({ at, row }) => (row === undefined ? [] : [{ at, row }]));
}
