import type { ClusterId } from '../../shared/ids';

type Answer = { readonly mono: number; readonly here: boolean };

/** When each cluster last answered this machine: while one does, another's silence is its own. */
export class NetworkSight {
  readonly #answers = new Map<ClusterId, Answer>();

  /** @param here whether its FEs are on this machine, and reached without a network */
  answered(cluster: ClusterId, answer: Answer): void {
    this.#answers.set(cluster, answer);
  }

  /** Whether another cluster has answered since then over the network that `cluster` needs. */
  showsAnother(cluster: ClusterId, since: number, here: boolean): boolean {
    return [...this.#answers].some(
      ([id, answer]) => id !== cluster && answer.mono >= since && (here || !answer.here),
    );
  }
}
