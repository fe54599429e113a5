import { withRollingRestarts } from '../../shared/rollingRestarts';
import type { NodeId } from '../../shared/ids';
import type { ToldEvent, Gap, Trend, TrendSeries } from '../../shared/model/trends';
import type { SeriesId } from '../../shared/series';
import type { EpochMs } from '../../shared/time';
import type { PhraseId } from '../../shared/phrases.en';
import type { UnknownReason } from '../../shared/reading';

/** Colours by meaning; each is a CSS variable of the page. Red and yellow are never series. */
export type SeriesColour = 'blue' | 'purple' | 'orange' | 'green' | 'muted';

/** One line of a chart as its definition names it. */
export type LineSpec = {
  readonly series: SeriesId;
  readonly label: PhraseId;
  readonly colour: SeriesColour;
  /** solid = now, dash = maximum of nodes, ghost = yesterday, or of a node's chart the median of all. */
  readonly style?: 'dash' | 'ghost';
  readonly width?: number;
  readonly area?: boolean;
  readonly bars?: boolean;
  /** Drawn below zero and labelled positive. */
  readonly negative?: boolean;
  /** Values are multiplied by it (per second → per minute). */
  readonly times?: number;
};

/** Values of one line, bucket by bucket, in the units that are shown. */
export type ChartLine = LineSpec & {
  readonly from: EpochMs;
  readonly stepMs: number;
  readonly values: readonly (number | null)[];
  /** Spread inside the buckets, where the series keeps it. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
};

export type Threshold = {
  readonly value: number;
  readonly label: string;
  readonly level: 'warning' | 'critical';
};

export type ChartModel = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly lines: readonly ChartLine[];
  /** Stretches in which no line has a value. */
  readonly gaps: readonly Gap[];
  /** Stretches in which some lines have none. */
  readonly someMissing: readonly Gap[];
  /** Stretches whose values rest on part of the nodes. */
  readonly partial: readonly (readonly [EpochMs, EpochMs])[];
  readonly thresholds: readonly Threshold[];
  readonly events: readonly ToldEvent[];
};

/** Puts a trend (and yesterday's, already in its own time) into the shape of a chart. */
export function chartModel(
  specs: readonly LineSpec[],
  trend: Trend,
  yesterday: { readonly trend: Trend; readonly shiftMs: number } | undefined,
  thresholds: readonly Threshold[],
): ChartModel {
  const lines: ChartLine[] = [];
  const own: TrendSeries[] = [];
  for (const spec of specs) {
    const ghost = spec.style === 'ghost';
    const source = ghost ? yesterday?.trend : trend;
    const found = source?.series.find((series) => series.series === spec.series);
    if (found === undefined) {
      continue;
    }
    const shift = ghost && yesterday !== undefined ? yesterday.shiftMs : 0;
    const scale = (values: readonly (number | null)[]) =>
      spec.times === undefined
        ? values
        : values.map((value) => (value === null ? null : value * (spec.times ?? 1)));
    lines.push({
      ...spec,
      from: found.from + shift,
      stepMs: found.stepMs,
      values: scale(found.avg),
      ...(ghost || found.max === undefined || spec.bars === true
        ? {}
        : { high: scale(found.max), low: scale(found.min ?? found.avg) }),
    });
    if (!ghost) {
      own.push(found);
    }
  }
  const gaps = commonGaps(own.map((series) => series.gaps));
  return {
    from: trend.from,
    to: trend.to,
    lines,
    gaps,
    someMissing: subtractGaps(
      own.flatMap((series) => series.gaps),
      gaps,
    ),
    partial: own.flatMap((series) =>
      (series.partial ?? []).map(
        ([first, last]) =>
          [series.from + first * series.stepMs, series.from + (last + 1) * series.stepMs] as const,
      ),
    ),
    thresholds,
    events: withRollingRestarts(trend.events),
  };
}

/** A trend with the series of one node alone; undefined: those that name none. */
export function seriesOf(trend: Trend, node: NodeId | undefined): Trend {
  return { ...trend, series: trend.series.filter((series) => series.node === node) };
}

/** Newest line first in words, though yesterday is drawn first (beneath). */
export function linesForReading(model: ChartModel): readonly ChartLine[] {
  return [...model.lines].sort((a, b) => Number(a.style === 'ghost') - Number(b.style === 'ghost'));
}

/** Stretches that are a gap in every list; the reason is the first list's. */
export function commonGaps(lists: readonly (readonly Gap[])[]): readonly Gap[] {
  const [first, ...rest] = lists;
  if (first === undefined) {
    return [];
  }
  return rest.reduce<readonly Gap[]>(
    (common, list) =>
      common.flatMap(([from, to, why]) =>
        list.flatMap(([otherFrom, otherTo]): Gap[] => {
          const start = Math.max(from, otherFrom);
          const end = Math.min(to, otherTo);
          return start < end ? [[start, end, why]] : [];
        }),
      ),
    first,
  );
}

/** What of `gaps` lies outside of `covered`. */
export function subtractGaps(gaps: readonly Gap[], covered: readonly Gap[]): readonly Gap[] {
  return covered.reduce<readonly Gap[]>(
    (left, [coveredFrom, coveredTo]) =>
      left
        .flatMap(([from, to, why]): Gap[] => [
          ...(from < coveredFrom ? [[from, Math.min(to, coveredFrom), why] as const] : []),
          ...(to > coveredTo ? [[Math.max(from, coveredTo), to, why] as const] : []),
        ])
        .filter(([from, to]) => from < to),
    gaps,
  );
}

/** Value of the bucket that contains `at`; null when nothing is known there. */
export function valueAt(line: ChartLine, at: EpochMs): number | null {
  return line.values[Math.floor((at - line.from) / line.stepMs)] ?? null;
}

/** The newest value; the last bucket may still be open, so one empty bucket is passed over. */
export function latestValue(line: ChartLine): number | null {
  return line.values.at(-1) ?? line.values.at(-2) ?? null;
}

/** Why there is nothing at a moment, if it lies in a gap. */
export function gapAt(gaps: readonly Gap[], at: EpochMs): UnknownReason | undefined {
  return gaps.find(([from, to]) => at >= from && at < to)?.[2];
}

/** Length of a bucket, ms; without lines the whole chart is one. */
export function stepOf(model: ChartModel): number {
  return model.lines[0]?.stepMs ?? model.to - model.from;
}

/** Middle of the bucket a moment falls into, moved by `buckets`, inside the chart. */
export function stepCursor(model: ChartModel, at: EpochMs | undefined, buckets: number): EpochMs {
  const step = stepOf(model);
  const origin = model.lines[0]?.from ?? model.from;
  const last = Math.max(0, Math.ceil((model.to - origin) / step) - 1);
  const index = at === undefined ? last : Math.floor((at - origin) / step) + buckets;
  return origin + (Math.max(0, Math.min(last, index)) + 0.5) * step;
}

/** Largest value drawn, 0 when there is none; bars stand on each other and reach their sum. */
export function largestValue(lines: readonly ChartLine[], stacked: boolean): number {
  if (stacked) {
    const heights = new Map<number, number>();
    for (const line of lines) {
      line.values.forEach((value, index) => {
        if (value !== null) {
          const below = heights.get(index);
          heights.set(index, below === undefined ? value : below + value);
        }
      });
    }
    return Math.max(0, ...heights.values());
  }
  return lines
    .flatMap((line) => [...line.values, ...(line.high ?? [])])
    .reduce<number>((largest, value) => (value === null ? largest : Math.max(largest, value)), 0);
}
