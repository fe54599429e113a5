/** Aggregates and date functions that SQLite does not have. */
import type { Database } from 'sql.js';
import { SqlError } from '../sqlError';

type Cell = string | number | null;

/** sql.js has it, its types do not. */
type AggregateMaker = {
  create_aggregate<S>(
    name: string,
    functions: {
      readonly init: () => S;
      readonly step: (state: S, ...args: never[]) => S;
      readonly finalize: (state: S) => Cell;
    },
  ): void;
};

type Values = { readonly list: number[]; readonly share: number };

export function defineAggregates(database: Database): void {
  const maker = database as Database & AggregateMaker;
  maker.create_aggregate('percentile_approx', {
    init: (): Values => ({ list: [], share: 0 }),
    step: ({ list }: Values, value: number | null, share: number): Values => {
      if (value !== null) {
        list.push(value);
      }
      return { list, share };
    },
    finalize: ({ list, share }: Values): number | null => quantileOf(list, share),
  });
  maker.create_aggregate('any_value', {
    init: (): Cell => null,
    step: (state: Cell, value: Cell): Cell => state ?? value,
    finalize: (state: Cell): Cell => state,
  });
}

/** `yyyy-MM-dd HH:mm:ss` cut to a unit. */
export function truncatedTime(unit: string, text: string): string {
  const kept = { minute: 16, hour: 13, day: 10 }[unit.toLowerCase()];
  if (kept === undefined) {
    throw new SqlError(1064, `date_trunc: unknown unit ${unit}`);
  }
  return `${text.slice(0, kept)}${'0000-00-00 00:00:00'.slice(kept)}`;
}

/** Between the two values around it, as a digest that has kept them all would say. */
function quantileOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (at % 1);
}
