import type { NodeId } from '../../shared/ids';

/** Frontends that are asked in one asking where each knows only of itself. */
export const frontendsPerTurn = { hidden: 1, visible: 2 } as const;

/** Before every turn. */
const never = -1;

/** Lets every FE have its turn: the one that waited longest is next. */
export class FrontendTurns {
  readonly #lastTurn = new Map<NodeId, number>();
  #turn = 0;

  next<T extends { readonly node: NodeId }>(frontends: readonly T[], count: number): readonly T[] {
    this.#turn += 1;
    const turnOf = ({ node }: T) => this.#lastTurn.get(node) ?? never;
    const chosen = [...frontends].sort((a, b) => turnOf(a) - turnOf(b)).slice(0, count);
    for (const { node } of chosen) {
      this.#lastTurn.set(node, this.#turn);
    }
    return chosen;
  }
}
