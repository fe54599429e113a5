import type { Cost } from '../../shared/model/collectorCost';

export const noCost: Cost = { statements: 0, requests: 0, ms: 0, rows: 0, bytes: 0 };

function addCost(a: Cost, b: Partial<Cost>): Cost {
  const { statements = 0, requests = 0, ms = 0, rows = 0, bytes = 0 } = b;
  return {
    statements: a.statements + statements,
    requests: a.requests + requests,
    ms: a.ms + ms,
    rows: a.rows + rows,
    bytes: a.bytes + bytes,
  };
}

export function totalCost(bySource: ReadonlyMap<string, Cost>): Cost {
  return [...bySource.values()].reduce(addCost, noCost);
}

/** Counts what a session costs the cluster, by what was asked; it never begins anew. */
export class OwnCost {
  readonly #bySource = new Map<string, Cost>();

  add(source: string, part: Partial<Cost>): void {
    this.#bySource.set(source, addCost(this.#bySource.get(source) ?? noCost, part));
  }

  get bySource(): ReadonlyMap<string, Cost> {
    return new Map(this.#bySource);
  }
}
