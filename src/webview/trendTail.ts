import type { Trend, TrendSeries } from '../shared/model/trends';
import type { EpochMs } from '../shared/time';

/** Buckets before the newest one that may still change: rounds that end late, and the open bucket. */
const unsettled = 3;
/** From so many buckets on the whole trend is asked for again. */
const longest = 12;

/** The end of a trend that is out of date. */
export type TailRange = { readonly from: EpochMs; readonly to: EpochMs; readonly buckets: number };

/** What to ask so that a trend reaches `at`; `undefined` when that is no small part of it. */
export function tailRange(trend: Trend, at: EpochMs): TailRange | undefined {
  const { stepMs } = trend;
  const to = Math.ceil(at / stepMs) * stepMs;
  const buckets = Math.round((to - trend.to) / stepMs) + unsettled;
  const isSmall = buckets >= unsettled && buckets <= longest && 2 * buckets < length(trend);
  return isSmall ? { from: to - buckets * stepMs, to, buckets } : undefined;
}

/**
 * The trend moved on by its new end, as long as before. `undefined` when the two do not fit together
 * (another step, other series, a hole between them): then only the whole trend helps.
 */
export function withTail(trend: Trend, tail: Trend): Trend | undefined {
  const { stepMs } = trend;
  const fits =
    tail.stepMs === stepMs &&
    (tail.from - trend.from) % stepMs === 0 &&
    tail.from >= trend.from &&
    tail.from <= trend.to &&
    tail.to >= trend.to &&
    tail.series.length === trend.series.length;
  if (!fits) {
    return undefined;
  }
  const from = tail.to - length(trend) * stepMs;
  const series: TrendSeries[] = [];
  for (const [index, before] of trend.series.entries()) {
    const after = tail.series[index];
    if (after?.series !== before.series || after.node !== before.node) {
      return undefined;
    }
    series.push(joined(before, after, from));
  }
  return {
    from,
    to: tail.to,
    stepMs,
    series,
    events: [
      ...trend.events.filter((event) => event.at >= from && event.at < tail.from),
      ...tail.events,
    ],
  };
}

function length(trend: Trend): number {
  return Math.round((trend.to - trend.from) / trend.stepMs);
}

type Stretch<W> = readonly [from: number, to: number, why: W];

function joined(before: TrendSeries, after: TrendSeries, from: EpochMs): TrendSeries {
  const { stepMs } = before;
  const dropped = Math.round((from - before.from) / stepMs);
  const kept = Math.round((after.from - from) / stepMs);
  const values = (old: readonly (number | null)[], tail: readonly (number | null)[]) => [
    ...old.slice(dropped, dropped + kept),
    ...tail,
  ];
  const partial = touching([
    ...cut(indexStretches(before, -dropped), 0, kept),
    ...indexStretches(after, kept),
  ]);
  const { min, max, partial: _partial, ...rest } = after;
  return {
    ...rest,
    from,
    avg: values(before.avg, after.avg),
    ...(min === undefined || before.min === undefined ? {} : { min: values(before.min, min) }),
    ...(max === undefined || before.max === undefined ? {} : { max: values(before.max, max) }),
    ...(partial.length === 0
      ? {}
      : { partial: partial.map(([first, end]) => [first, end - 1] as const) }),
    gaps: touching([...cut(before.gaps, from, after.from), ...after.gaps]),
  };
}

/** The partial buckets as stretches that end before their `to`. */
function indexStretches({ partial = [] }: TrendSeries, moved: number): Stretch<'partial'>[] {
  return partial.map(([first, last]) => [first + moved, last + 1 + moved, 'partial']);
}

function cut<W>(stretches: readonly Stretch<W>[], from: number, to: number): Stretch<W>[] {
  return stretches
    .map(([start, end, why]): Stretch<W> => [Math.max(from, start), Math.min(to, end), why])
    .filter(([start, end]) => start < end);
}

/** Stretches that go on where the one before ended, for the same reason, become one. */
function touching<W>(stretches: readonly Stretch<W>[]): Stretch<W>[] {
  const all: Stretch<W>[] = [];
  for (const [from, to, why] of stretches) {
    const last = all.at(-1);
    if (last?.[1] === from && last[2] === why) {
      all[all.length - 1] = [last[0], to, why];
    } else {
      all.push([from, to, why]);
    }
  }
  return all;
}
