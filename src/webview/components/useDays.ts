import { useEffect, useRef, useState } from 'preact/hooks';
import type { Days, DaySummary } from '../../shared/model/days';
import { hourMs } from '../../shared/time';
import type { PanelStore } from '../store';
import { askWhile } from './askWhile';
import { usePage } from './context';

/** As many as one message may hold. */
const perAsk = 30;
const asks = 3;

export type DaysState = { readonly days?: Days; readonly failure?: string };

/** The last 90 days, asked for once they come into view, and again when they do in another hour. */
export function useDays(wanted: boolean): DaysState {
  const { store } = usePage();
  const [state, setState] = useState<DaysState>({});
  const read = useRef('');
  const cluster = store.header.value?.clusterId;
  useEffect(() => {
    const asked = `${String(cluster)} ${Math.floor(store.now.peek() / hourMs)}`;
    if (!wanted || cluster === undefined || read.current === asked) {
      return undefined;
    }
    return askWhile(
      (signal) => readDays(store, signal),
      (days) => {
        read.current = asked;
        setState({ days });
      },
      (failure) => {
        setState({ failure });
      },
    );
  }, [store, cluster, wanted]);
  return state;
}

async function readDays(store: PanelStore, signal: AbortSignal): Promise<Days> {
  const days: DaySummary[] = [];
  let zone: string | null = null;
  for (let round = 0; round < asks; round += 1) {
    const oldest = days[0];
    const args = oldest === undefined ? {} : { before: oldest.from - 1 };
    const answer = await store.ask({ method: 'getDays', args: { ...args, days: perAsk } }, signal);
    zone = answer.zone;
    days.unshift(...answer.days);
    if (answer.days.length < perAsk) {
      break;
    }
  }
  return { zone, days };
}
