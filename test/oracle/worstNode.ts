/** "The worst node by name": a value, the node behind it, and its device or path. */
import type { Expectation } from './expectation';
import { absent, anyOf, exact, fields, known, unknown, within } from './expectation';
import type { NodeFigure } from './figures';
import { combinedMeta, maxOf } from './figures';
import type { AskedSource, Situation } from './situation';

export type Candidate = NodeFigure & { readonly detail?: string };

/** Nodes that the wire's rounding cannot tell from the highest may be named as well. */
export function expectWorst(
  situation: Situation,
  source: AskedSource | readonly AskedSource[],
  candidates: readonly Candidate[],
): Expectation {
  const byNode = new Map<string, NodeFigure>();
  for (const candidate of candidates) {
    const before = byNode.get(candidate.node);
    if (before?.figure.ok !== true) {
      byNode.set(candidate.node, candidate);
    }
  }
  const highest = maxOf([...byNode.values()]);
  if (!highest.ok) {
    return unknown(...highest.why);
  }
  const measured = candidates.flatMap(({ node, figure, detail }) =>
    figure.ok ? [{ node, range: figure.range, detail }] : [],
  );
  const atLeast = Math.max(...measured.map(({ range }) => range.lo));
  return known(
    anyOf(
      measured
        .filter(({ range }) => range.hi >= atLeast)
        .map(({ node, range, detail }) =>
          fields({
            node: exact(node),
            value: within(range),
            detail: detail === undefined ? absent : exact(detail),
          }),
        ),
    ),
    { ...combinedMeta(situation, source, highest) },
  );
}
