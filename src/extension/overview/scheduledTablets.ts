import type { ScheduledTablets, TabletHealth } from '../../shared/model/tabletHealth';
import { phrase } from '../../shared/phrase';
import {
  known,
  sameReason,
  unknown,
  type Reading,
  type UnknownReading,
} from '../../shared/reading';
import type { ScheduledList, TabletSchedule } from '../starrocks/sources/tabletScheduler';
import { tableOf } from './clusterFacts';

type Scheduled = Pick<TabletHealth, 'schedulerPending' | 'schedulerRunning' | 'scheduled'>;

/** @param not why there is no such scheduler on this kind of cluster */
export function computeScheduledTablets(
  schedule: Reading<TabletSchedule>,
  not: UnknownReading<never> | undefined,
): Scheduled {
  const pending = not ?? listOf(schedule, 'pending');
  const running = not ?? listOf(schedule, 'running');
  return {
    schedulerPending: countOf(pending),
    schedulerRunning: countOf(running),
    scheduled: rowsOf(running, pending),
  };
}

function listOf(
  schedule: Reading<TabletSchedule>,
  state: ScheduledTablets['state'],
): Reading<ScheduledList> {
  if (!schedule.known) {
    return sameReason(schedule);
  }
  const list = schedule.value[state];
  return 'why' in list
    ? unknown(list.why, schedule.observedAt, {
        source: schedule.source,
        detail: phrase('text.verbatim', { text: list.message }),
      })
    : known(list, schedule, list.cut ? { bound: 'lower' } : {});
}

function countOf(list: Reading<ScheduledList>): Reading<number> {
  return list.known ? { ...list, value: list.value.tablets } : sameReason(list);
}

function rowsOf(
  running: Reading<ScheduledList>,
  pending: Reading<ScheduledList>,
): Scheduled['scheduled'] {
  if (!running.known) {
    return sameReason(running);
  }
  if (!pending.known) {
    return sameReason(pending);
  }
  const rows = (list: ScheduledList, state: ScheduledTablets['state']) =>
    list.kinds
      .map((kind): ScheduledTablets => ({ state, ...kind }))
      .sort(
        (a, b) =>
          b.tablets - a.tablets ||
          a.type.localeCompare(b.type, 'en') ||
          a.status.localeCompare(b.status, 'en'),
      );
  const all = [...rows(running.value, 'running'), ...rows(pending.value, 'pending')];
  const isBound = running.bound ?? pending.bound;
  return known(tableOf(all), running, isBound === undefined ? {} : { bound: isBound });
}
