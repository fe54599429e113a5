import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one piece of work may keep everything else waiting, ms. */
const sliceMs = 4;

/** Long work in slices: between them timers, sockets and other extensions get their turn. */
export class Slice {
  #began = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#began > sliceMs;
  }

  /** Lets others have a turn. */
  async next(): Promise<void> {
    await nextTurn();
    this.#began = performance.now();
  }
}
