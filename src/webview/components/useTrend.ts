import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { NodeId } from '../../shared/ids';
import type { SeriesId } from '../../shared/series';
import type { NamedRange } from '../../shared/timeRange';
import type { TrendState, TrendWatch } from '../trendFeed';
import { usePage } from './context';

const waiting: TrendState = { loading: true };

/**
 * The trend of some series, fetched while `wanted`; what was fetched before stays shown until the
 * new answer replaces it.
 *
 * @param ownRange shown whatever range the page shows
 * @param node of series of nodes: which one, and the median of all
 */
export function useTrend(
  series: readonly SeriesId[],
  wanted: boolean,
  buckets: number,
  shiftMs = 0,
  ownRange?: NamedRange,
  node?: NodeId,
): TrendState {
  const { trends } = usePage();
  const [watch, setWatch] = useState<TrendWatch | undefined>(undefined);
  const kept = useRef<TrendState>(waiting);
  const ids = series.join();
  useEffect(() => {
    if (!wanted || series.length === 0) {
      return undefined;
    }
    const started = trends.watch(series, buckets, shiftMs, ownRange, node);
    setWatch(started);
    return () => {
      started.stop();
      setWatch(undefined);
    };
    // `ids` stands for `series`, which is a new array at every drawing.
  }, [trends, ids, wanted, buckets, shiftMs, ownRange, node]);
  const state = watch?.state.value ?? waiting;
  if (state.trend !== undefined || state.failure !== undefined) {
    kept.current = state;
    return state;
  }
  return { ...kept.current, loading: state.loading };
}

/** Whether an element is, or is about to be, in view. */
export function useInView(ref: RefObject<Element | null>): boolean {
  const [inView, setInView] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        setInView(entries.at(-1)?.isIntersecting === true);
      },
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref]);
  return inView;
}
