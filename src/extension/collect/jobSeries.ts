import { sameReason, unknown, type Reading } from '../../shared/reading';
import type { ClusterSeriesId } from '../../shared/series';
import { ruleNumbers } from '../../shared/thresholds';
import { whyEmpty } from '../overview/emptyCell';
import { loadOutcome } from '../overview/loadOutcome';
import { isBad, materializedViewRows } from '../overview/materializedViewStats';
import { isLive, pausedBy } from '../overview/routineLoadRows';
import type { RoutineLoadRow } from '../starrocks/sources/routineLoads';
import { metadataInput } from './dataSeries';
import type { DeriveContext } from './deriveContext';

type JobSeries = Extract<ClusterSeriesId, `load.${string}` | `routine.${string}` | `mv.${string}`>;

/** Series counted from the lists of loads and routine loads. */
export function jobSeries(context: DeriveContext): Partial<Record<JobSeries, Reading<number>>> {
  return {
    'load.running': runningLoads(context),
    'load.finished': loadRate(context, 'finishedPerSecond'),
    'load.failed': loadRate(context, 'failedPerSecond'),
    'routine.lag': worstLag(context),
    'routine.bad': badRoutineLoads(context),
    'mv.bad': badViews(context),
  };
}

/** The list of loads, and the one of stream loads where these are apart. */
function loadLists({ live, now, jobs }: DeriveContext) {
  const loads = live.reading('loads', now);
  const streams = live.reading('streamLoads', now);
  const apart = streams.known || streams.why !== 'not-applicable';
  return {
    reading: !loads.known || !apart || streams.known ? loads : streams,
    histories: apart ? [jobs.loads, jobs.streamLoads] : [jobs.loads],
  };
}

function runningLoads(context: DeriveContext): Reading<number> {
  const { reading, histories } = loadLists(context);
  if (!reading.known) {
    return sameReason(reading);
  }
  const loads = histories.flatMap((history) => history?.loads ?? []);
  const unclear = loads.some((load) => loadOutcome(load) === 'unknown');
  const value = loads.filter((load) => loadOutcome(load) === 'running').length;
  return { ...reading, value, ...(unclear ? { bound: 'lower' as const } : {}) };
}

function loadRate(
  context: DeriveContext,
  key: 'finishedPerSecond' | 'failedPerSecond',
): Reading<number> {
  const { reading, histories } = loadLists(context);
  if (!reading.known) {
    return sameReason(reading);
  }
  const rates = histories.flatMap((history) => history?.[key] ?? []);
  return rates.length < histories.length
    ? unknown('insufficient-history', reading.observedAt, { source: reading.source })
    : { ...reading, value: rates.reduce((a, b) => a + b, 0) };
}

function liveRoutineLoads({ live, now }: DeriveContext): Reading<readonly RoutineLoadRow[]> {
  const reading = live.reading('routineLoads', now);
  return reading.known ? { ...reading, value: reading.value.filter(isLive) } : sameReason(reading);
}

/** Rows the job most behind is behind; without a job nothing is. */
function worstLag(context: DeriveContext): Reading<number> {
  const reading = liveRoutineLoads(context);
  if (!reading.known) {
    return sameReason(reading);
  }
  const lags = reading.value.flatMap(({ lagRows }) => lagRows ?? []);
  const untold = reading.value.length - lags.length;
  if (untold > 0 && lags.length === 0) {
    return unknown(
      whyEmpty(context.live.unknownColumns, 'routineLoads', 'lagRows'),
      reading.observedAt,
      { source: reading.source },
    );
  }
  const value = Math.max(0, ...lags);
  return { ...reading, value, ...(untold > 0 ? { bound: 'lower' as const } : {}) };
}

/** Paused by the system, or waiting to be scheduled for more than five minutes. */
function badRoutineLoads(context: DeriveContext): Reading<number> {
  const reading = liveRoutineLoads(context);
  if (!reading.known) {
    return sameReason(reading);
  }
  const bad = reading.value.filter((row) => {
    const since = context.jobs.routineLoads.get(row.id)?.stateSince ?? reading.observedAt;
    const waits =
      row.state === 'NEED_SCHEDULE' &&
      reading.observedAt - since > ruleNumbers.routineUnscheduledMs;
    return waits || pausedBy(row) === 'system';
  });
  return { ...reading, value: bad.length };
}

/** Inactive, failed last, or late. */
function badViews(context: DeriveContext): Reading<number> {
  const { live, now } = context;
  const views = materializedViewRows({
    ...metadataInput(context),
    unknownColumns: live.unknownColumns,
    capabilities: live.reading('capabilities', now),
    mvs: live.reading('mvs', now),
    taskRuns: live.reading('taskRuns', now),
    taskSchedules: live.reading('taskSchedules', now),
  });
  return views.known
    ? { ...views, value: views.value.rows.filter(isBad).length }
    : sameReason(views);
}
