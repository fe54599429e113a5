import { useComputed } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { HealthHistory } from '../../shared/model/healthHistory';
import { minuteMs } from '../../shared/time';
import { askWhile } from './askWhile';
import { usePage } from './context';

/** The verdicts of the last 24 h in so many cells, asked for again every minute; 0 asks nothing. */
export function useHealthHistory(cells: number): HealthHistory | undefined {
  const { store } = usePage();
  const [history, setHistory] = useState<HealthHistory | undefined>(undefined);
  const cluster = store.header.value?.clusterId;
  const minute = useComputed(() => Math.floor(store.now.value / minuteMs)).value;
  useEffect(() => {
    setHistory(undefined);
  }, [cluster]);
  useEffect(() => {
    if (cells === 0 || cluster === undefined) {
      return undefined;
    }
    const args = { timeRange: '24h', buckets: cells } as const;
    return askWhile(
      (signal) => store.ask({ method: 'getHealthHistory', args }, signal),
      setHistory,
      () => {
        // What was shown stays; the next minute asks again.
      },
    );
  }, [store, cluster, cells, minute]);
  return history;
}
