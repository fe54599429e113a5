import type { UnknownReason } from '../../shared/reading';
import type { SeriesState } from './historyStore';

/**
 * The `state` of a row as text: why its values are unknown and how partial they are, by series id.
 * The keys are sorted, so that equal states share one row of the `state` table.
 */
export type States<Id extends string> = Readonly<Partial<Record<Id, SeriesState>>>;

export function stateText(state: States<string> | undefined): string | null {
  const entries = Object.entries(state ?? {}).filter(([, value]) => value !== undefined);
  if (entries.length === 0) {
    return null;
  }
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}

/** The border of the `state.json` column, which `stateText` wrote. */
export function parseState<Id extends string>(json: unknown): States<Id> {
  return JSON.parse(typeof json === 'string' ? json : '{}') as States<Id>;
}

/**
 * The state of a bucket from those of its rows: the reason if every row is unknown (the most common
 * one), else the lowest coverage any row has, else that a row is only a bound.
 */
export function mergeStates(rows: readonly States<string>[]): States<string> {
  const merged: Record<string, SeriesState> = {};
  for (const series of new Set(rows.flatMap((row) => Object.keys(row)))) {
    const states = rows.map((row) => row[series]);
    const reasons = states.flatMap((state) =>
      state !== undefined && 'why' in state ? [state.why] : [],
    );
    const reason = mostCommon(reasons);
    if (reason !== undefined && reasons.length === rows.length) {
      merged[series] = { why: reason };
      continue;
    }
    const lowest = lowestCoverage(states) ?? states.find(isBound);
    if (lowest !== undefined) {
      merged[series] = lowest;
    }
  }
  return merged;
}

/** Whether a value is less than the whole truth: it misses nodes, or is only a bound. */
export function isPartial(state: SeriesState | undefined): boolean {
  return state !== undefined && ('have' in state ? state.have < state.of : isBound(state));
}

function isBound(state: SeriesState | undefined): boolean {
  return state !== undefined && 'bound' in state && !('have' in state);
}

function lowestCoverage(states: readonly (SeriesState | undefined)[]): SeriesState | undefined {
  let lowest: Extract<SeriesState, { have: number }> | undefined;
  for (const state of states) {
    if (
      state !== undefined &&
      'have' in state &&
      (lowest === undefined || state.have * lowest.of < lowest.have * state.of)
    ) {
      lowest = state;
    }
  }
  return lowest;
}

/** The first of those that occur most often. */
export function mostCommon(reasons: readonly UnknownReason[]): UnknownReason | undefined {
  const counts = new Map<UnknownReason, number>();
  let best: UnknownReason | undefined;
  let bestCount = 0;
  for (const reason of reasons) {
    const before = counts.get(reason);
    counts.set(reason, before === undefined ? 1 : before + 1);
  }
  for (const [reason, count] of counts) {
    if (count > bestCount) {
      best = reason;
      bestCount = count;
    }
  }
  return best;
}
