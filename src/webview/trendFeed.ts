import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { TrendQuery } from '../shared/api';
import { messageOf } from '../shared/messageOf';
import type { TimeRange, Trend } from '../shared/model/trends';
import type { NodeId } from '../shared/ids';
import type { SeriesId } from '../shared/series';
import type { EpochMs } from '../shared/time';
import { minuteMs } from '../shared/time';
import { rangeMs } from '../shared/timeRange';
import type { NamedRange } from '../shared/timeRange';
import { tailRange, withTail } from './trendTail';

/** The same stretch of time `shiftMs` earlier. */
export function shiftedRange(range: TimeRange, shiftMs: number, now: EpochMs): TimeRange {
  if (shiftMs === 0) {
    return range;
  }
  const to = typeof range === 'string' ? now : range.to;
  return { from: to - rangeMs(range) - shiftMs, to: to - shiftMs };
}

/**
 * Whether a bucket closed since the trend was fetched, so that asking again can bring something new.
 * A round moves the time on; without rounds the clock does, two intervals late.
 */
export function bucketClosed(
  trend: Pick<Trend, 'from' | 'stepMs'>,
  askedAt: EpochMs,
  at: EpochMs,
): boolean {
  const bucket = (moment: EpochMs) => Math.floor((moment - trend.from) / trend.stepMs);
  return bucket(at) > bucket(askedAt);
}

/** As many buckets as fit the picture, but none shorter than the distance of stored samples. */
export function bucketsFor(range: TimeRange, wanted: number, gridMs: number): number {
  return Math.max(1, Math.min(360, Math.round(wanted), Math.floor(rangeMs(range) / gridMs)));
}

export type TrendState = {
  readonly trend?: Trend;
  /** Range of `trend`. */
  readonly range?: TimeRange;
  readonly loading: boolean;
  /** Why the last question failed, in the host's words. */
  readonly failure?: string;
};

export type TrendWatch = {
  readonly state: Signal<TrendState>;
  stop(): void;
};

type Watched = {
  readonly series: readonly SeriesId[];
  readonly shiftMs: number;
  readonly buckets: number;
  readonly ownRange: NamedRange | undefined;
  readonly node: NodeId | undefined;
  readonly state: Signal<TrendState>;
  asked?: { readonly range: TimeRange; readonly at: EpochMs };
  /** When the whole trend was asked for last: history may have changed further back, too. */
  wholeAt?: EpochMs;
  running?: AbortController;
};

const wholeEveryMs = 10 * minuteMs;

export type AskTrend = (query: TrendQuery, signal: AbortSignal) => Promise<Trend>;

/** Fetches the trends of the charts that can be seen, and again whenever a bucket closes. */
export class TrendFeed {
  readonly #ask: AskTrend;
  readonly #watched = new Set<Watched>();
  #moment: { range: TimeRange; at: EpochMs; cluster: string; gridMs: number } | undefined;

  constructor(ask: AskTrend) {
    this.#ask = ask;
  }

  /**
   * @param ownRange asked for whatever range the page shows
   * @param node of series of nodes: which one, and the median of all
   */
  watch(
    series: readonly SeriesId[],
    buckets: number,
    shiftMs = 0,
    ownRange?: NamedRange,
    node?: NodeId,
  ): TrendWatch {
    const watched: Watched = {
      series,
      shiftMs,
      buckets,
      ownRange,
      node,
      state: signal<TrendState>({ loading: true }),
    };
    this.#watched.add(watched);
    this.#fetchIfDue(watched);
    return {
      state: watched.state,
      stop: () => {
        this.#watched.delete(watched);
        watched.running?.abort();
      },
    };
  }

  /**
   * Says which range is shown and up to when history may have grown. `gridMs` is the distance of
   * stored samples: finer buckets would be empty in turn and look like gaps.
   */
  update(range: TimeRange, at: EpochMs, cluster: string, gridMs: number): void {
    const before = this.#moment;
    const other = cluster !== (before?.cluster ?? cluster);
    this.#moment = { range, at, cluster, gridMs };
    for (const watched of this.#watched) {
      if (other) {
        watched.running?.abort();
        delete watched.asked;
        watched.state.value = { loading: true };
      }
      this.#fetchIfDue(watched);
    }
  }

  #fetchIfDue(watched: Watched): void {
    const moment = this.#moment;
    if (moment === undefined) {
      return;
    }
    const { trend } = watched.state.value;
    const asked = watched.asked;
    const range = watched.ownRange ?? moment.range;
    const due =
      asked?.range !== range ||
      (watched.running === undefined &&
        moment.at > asked.at &&
        (trend === undefined ||
          bucketClosed(trend, asked.at - watched.shiftMs, moment.at - watched.shiftMs)));
    if (due) {
      void this.#fetch(watched, range, moment.at, moment.gridMs);
    }
  }

  /** The whole trend, remembered as asked for. */
  #whole(
    watched: Watched,
    range: TimeRange,
    at: EpochMs,
    gridMs: number,
  ): Pick<TrendQuery, 'timeRange' | 'buckets'> {
    watched.wholeAt = at;
    return {
      timeRange: shiftedRange(range, watched.shiftMs, at),
      buckets: bucketsFor(range, watched.buckets, gridMs),
    };
  }

  async #fetch(watched: Watched, range: TimeRange, at: EpochMs, gridMs: number): Promise<void> {
    watched.running?.abort();
    const running = new AbortController();
    watched.running = running;
    watched.asked = { range, at };
    const ask = (query: Pick<TrendQuery, 'timeRange' | 'buckets'>) =>
      this.#ask(
        {
          series: watched.series,
          ...(watched.node === undefined ? {} : { nodes: [watched.node], median: true }),
          ...query,
        },
        running.signal,
      );
    const shown = watched.state.value;
    watched.state.value = { ...shown, loading: true };
    try {
      const end = endOf(watched, shown, range, at);
      const moved = end === undefined ? undefined : withTail(end.trend, await ask(end.query));
      const trend = moved ?? (await ask(this.#whole(watched, range, at, gridMs)));
      if (!running.signal.aborted) {
        watched.state.value = { trend, range, loading: false };
      }
    } catch (error) {
      if (!running.signal.aborted) {
        watched.state.value = {
          loading: false,
          failure: messageOf(error),
        };
      }
    } finally {
      if (watched.running === running) {
        delete watched.running;
      }
    }
  }
}

/** Of a trend that is shown, only its end is asked for, and the whole one every ten minutes. */
function endOf(
  { wholeAt, shiftMs }: Watched,
  { trend, range: shownRange }: TrendState,
  range: TimeRange,
  at: EpochMs,
):
  { readonly trend: Trend; readonly query: Pick<TrendQuery, 'timeRange' | 'buckets'> } | undefined {
  const isRecent = wholeAt !== undefined && at >= wholeAt && at - wholeAt < wholeEveryMs;
  if (trend === undefined || shownRange !== range || typeof range !== 'string' || !isRecent) {
    return undefined;
  }
  const tail = tailRange(trend, at - shiftMs);
  return tail === undefined
    ? undefined
    : {
        trend,
        query: { timeRange: { from: tail.from, to: tail.to }, buckets: tail.buckets },
      };
}
