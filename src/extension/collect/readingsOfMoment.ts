import type { NodeId } from '../../shared/ids';
import type { Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';

/** Readings of one moment, each made once, however many of thousands of figures rest on it. */
export class ReadingsOfMoment {
  readonly now: EpochMs;
  readonly #made = new Map<string, Map<NodeId | undefined, Reading<unknown>>>();

  constructor(now: EpochMs) {
    this.now = now;
  }

  /** @param make gives the reading of that source (of that node): never of another type */
  once<T>(source: string, node: NodeId | undefined, make: () => Reading<T>): Reading<T> {
    let ofSource = this.#made.get(source);
    if (ofSource === undefined) {
      ofSource = new Map();
      this.#made.set(source, ofSource);
    }
    const found = ofSource.get(node) as Reading<T> | undefined;
    if (found !== undefined) {
      return found;
    }
    const reading = make();
    ofSource.set(node, reading);
    return reading;
  }
}
