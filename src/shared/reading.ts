import type { NodeId, SourceId } from './ids';
import type { Phrase } from './phrase';
import type { EpochMs } from './time';

/** Why a value is unknown. One table maps what happened to the reason: `starrocks/classifyFailure.ts`. */
export const unknownReasons = [
  'not-collected-yet',
  'insufficient-history',
  'unreachable',
  'timeout',
  'denied',
  'unsupported-version',
  'not-applicable',
  'not-installed',
  'malformed',
  'failed',
  'node-down',
  'counter-reset',
  'no-traffic',
  'paused',
  'no-credentials',
  'disabled',
  'not-recorded',
] as const;
export type UnknownReason = (typeof unknownReasons)[number];

/** How many of how many nodes a combined reading rests on; at most ten missing ones are named. */
export type Coverage = {
  readonly have: number;
  readonly of: number;
  readonly missing: readonly NodeId[];
};

export type KnownReading<T> = {
  readonly known: true;
  readonly value: T;
  /** When the cluster's answer arrived here. */
  readonly observedAt: EpochMs;
  readonly source: SourceId;
  /** Set when the value is only a bound, for example a sum that misses a node. */
  readonly bound?: 'lower' | 'upper';
  readonly coverage?: Coverage;
};

export type UnknownReading<T> = {
  readonly known: false;
  readonly why: UnknownReason;
  readonly detail?: Phrase;
  readonly since: EpochMs;
  readonly source?: SourceId;
  readonly last?: { readonly value: T; readonly observedAt: EpochMs };
};

/** A value that was measured, or the reason why it is not known. There is no default value. */
export type Reading<T> = KnownReading<T> | UnknownReading<T>;

/**
 * A table as one reading of plain rows. A cell is `T | null`; null means unknown for the reason that
 * `unknownColumns` names for its column (or not set by the cluster when it is not named).
 */
export type Rows<R> = Reading<{
  readonly rows: readonly R[];
  /** How many rows there are in all; more than `rows.length` when the list was cut. */
  readonly total: number;
  readonly truncated: boolean;
  readonly unknownColumns?: Readonly<Partial<Record<keyof R & string, UnknownReason>>>;
}>;

export function known<T>(
  value: T,
  from: { readonly observedAt: EpochMs; readonly source: SourceId },
  extra: Pick<KnownReading<T>, 'bound' | 'coverage'> = {},
): KnownReading<T> {
  return { known: true, value, observedAt: from.observedAt, source: from.source, ...extra };
}

export function unknown<T = never>(
  why: UnknownReason,
  since: EpochMs,
  extra: Pick<UnknownReading<T>, 'detail' | 'source' | 'last'> = {},
): UnknownReading<T> {
  return { known: false, why, since, ...extra };
}

/** Applies `f` to a known value; coverage, bound, age and source stay. */
export function mapReading<T, U>(reading: Reading<T>, f: (value: T) => U): Reading<U> {
  if (reading.known) {
    return { ...reading, value: f(reading.value) };
  }
  const { last, ...rest } = reading;
  return last === undefined
    ? rest
    : { ...rest, last: { value: f(last.value), observedAt: last.observedAt } };
}

/**
 * Combines two readings. Unknown wins; the result is as old as the older part and keeps the
 * coverage and bound of the less complete one.
 */
export function combineReadings<A, B, C>(
  a: Reading<A>,
  b: Reading<B>,
  f: (a: A, b: B) => C,
): Reading<C> {
  if (!a.known) {
    return sameReason(a);
  }
  if (!b.known) {
    return sameReason(b);
  }
  const partial = a.coverage !== undefined && a.coverage.have < a.coverage.of ? a : b;
  return {
    known: true,
    value: f(a.value, b.value),
    observedAt: Math.min(a.observedAt, b.observedAt),
    source: a.source,
    ...(partial.bound === undefined ? {} : { bound: partial.bound }),
    ...(partial.coverage === undefined ? {} : { coverage: partial.coverage }),
  };
}

/** An unknown carried over to another quantity: reason, detail and time stay, the last value does not. */
export function sameReason(reading: UnknownReading<unknown>): UnknownReading<never> {
  const { last: _last, ...rest } = reading;
  return rest;
}

/** Whether there is such a figure on this cluster or node at all, be it known or not. */
export function isApplicable(reading: Reading<unknown>): boolean {
  return reading.known || reading.why !== 'not-applicable';
}

/** A reading inside another, which may not be there yet: unknown for the reason of the outer one. */
export function within<A, B>(
  outer: Reading<A> | undefined,
  pick: (value: A) => Reading<B>,
): Reading<B> {
  if (outer === undefined) {
    return unknown('not-collected-yet', 0);
  }
  return outer.known ? pick(outer.value) : sameReason(outer);
}

export type NodeReading = { readonly node: NodeId; readonly reading: Reading<number> };

/** Whether both sides rest on the same nodes: only then may they be compared or divided. */
export function sameCoverage(a: KnownReading<unknown>, b: KnownReading<unknown>): boolean {
  const complete = (c: Coverage | undefined) => c === undefined || c.have >= c.of;
  if (complete(a.coverage) && complete(b.coverage)) {
    return a.coverage === undefined || b.coverage === undefined || a.coverage.of === b.coverage.of;
  }
  if (a.coverage === undefined || b.coverage === undefined) {
    return false;
  }
  const nodes = ({ have, of, missing }: Coverage) => `${have}/${of} ${[...missing].sort().join()}`;
  return nodes(a.coverage) === nodes(b.coverage);
}

/**
 * Sum over nodes. A partial sum stays known with `bound: 'lower'` and its coverage, one of bounds is
 * a bound; with no known part it is unknown for the reason most nodes give (ties: the first).
 */
export function sumReadings(parts: readonly NodeReading[], now: EpochMs): Reading<number> {
  return reduceNodes(parts, now, (values) => values.reduce((total, value) => total + value, 0));
}

/** Maximum over nodes, with the same coverage rules as a sum. */
export function maxReading(parts: readonly NodeReading[], now: EpochMs): Reading<number> {
  return reduceNodes(parts, now, (values) => Math.max(...values));
}

function reduceNodes(
  parts: readonly NodeReading[],
  now: EpochMs,
  f: (values: readonly number[]) => number,
): Reading<number> {
  const values: number[] = [];
  const missing: NodeId[] = [];
  const bounds = new Set<'lower' | 'upper'>();
  let oldest: KnownReading<number> | undefined;
  for (const { node, reading } of parts) {
    if (reading.known) {
      values.push(reading.value);
      if (reading.bound !== undefined) {
        bounds.add(reading.bound);
      }
      if (oldest === undefined || reading.observedAt < oldest.observedAt) {
        oldest = reading;
      }
    } else {
      missing.push(node);
      bounds.add('lower');
    }
  }
  if (oldest === undefined) {
    return parts.length === 0 ? unknown('not-collected-yet', now) : mostCommonReason(parts, now);
  }
  const coverage: Coverage = {
    have: values.length,
    of: parts.length,
    missing: missing.slice(0, 10),
  };
  // What is too low in one part and too high in another is no bound at all.
  const [bound] = bounds.size === 1 ? bounds : [];
  return known(f(values), oldest, { coverage, ...(bound === undefined ? {} : { bound }) });
}

/** The reason that most nodes share, since the earliest of them. */
export function mostCommonReason(
  parts: readonly NodeReading[],
  now: EpochMs,
): UnknownReading<never> {
  const counts = new Map<UnknownReason, { n: number; first: UnknownReading<number> }>();
  for (const { reading } of parts) {
    if (!reading.known) {
      const entry = counts.get(reading.why);
      counts.set(reading.why, {
        n: entry === undefined ? 1 : entry.n + 1,
        first: entry?.first ?? reading,
      });
    }
  }
  let best: { n: number; first: UnknownReading<number> } | undefined;
  for (const entry of counts.values()) {
    if (best === undefined || entry.n > best.n) {
      best = entry;
    }
  }
  return best === undefined ? unknown('not-collected-yet', now) : sameReason(best.first);
}
