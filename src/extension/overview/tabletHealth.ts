import type { RunMode } from '../../shared/model/clusterHealth';
import type { DatabaseTablets, TabletHealth } from '../../shared/model/tabletHealth';
import {
  sameReason,
  unknown,
  type Reading,
  type Rows,
  type UnknownReading,
} from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { TabletCounts, TabletStatistic } from '../starrocks/sources/tabletHealth';
import { cutRows, runModeOf, tableOf } from './clusterFacts';
import { whyEmpty, type UnknownColumns } from './emptyCell';
import type { OverviewInput } from './overviewInput';
import { computeScheduledTablets } from './scheduledTablets';

/** Figures that shared-data leaves at 0, which means nothing there. */
export type LocalTabletFigure = Extract<
  keyof TabletCounts,
  'replicas' | 'unhealthy' | 'inconsistent' | 'cloning' | 'errorState'
>;

type Sources = {
  readonly now: EpochMs;
  readonly runMode: Reading<RunMode>;
  readonly statistic: Reading<TabletStatistic>;
  readonly unknownColumns: UnknownColumns;
};

export function computeTabletHealth(input: OverviewInput): TabletHealth {
  const { tabletHealth: statistic } = input;
  const sources = tabletSources(input);
  return {
    tablets: statistic.known
      ? { ...statistic, value: statistic.value.total.tablets }
      : sameReason(statistic),
    replicas: localTablets(sources, 'replicas'),
    unhealthy: localTablets(sources, 'unhealthy'),
    inconsistent: localTablets(sources, 'inconsistent'),
    cloning: localTablets(sources, 'cloning'),
    errorState: localTablets(sources, 'errorState'),
    ...computeScheduledTablets(input.tabletScheduler, notSharedNothing(tabletSources(input))),
    byDatabase: cutRows(databaseTabletRows(input)),
  };
}

export function tabletSources(input: OverviewInput): Sources {
  const { now, tabletHealth: statistic, unknownColumns } = input;
  return { now, runMode: runModeOf(input), statistic, unknownColumns };
}

/** A figure of all tablets; not applicable where no BE keeps replicas. */
export function localTablets(sources: Sources, key: LocalTabletFigure): Reading<number> {
  const { statistic, unknownColumns } = sources;
  const not = notLocal(sources);
  if (not !== undefined) {
    return not;
  }
  if (!statistic.known) {
    return sameReason(statistic);
  }
  const value = statistic.value.total[key];
  return value === null
    ? unknown(whyEmpty(unknownColumns, 'tabletHealth', key), statistic.observedAt, {
        source: statistic.source,
      })
    : { ...statistic, value };
}

/** Why the replicas of this cluster are not told; undefined = they are. */
function notLocal({ now, runMode, statistic }: Sources): UnknownReading<never> | undefined {
  const not = notSharedNothing({ now, runMode });
  if (not !== undefined) {
    return not;
  }
  if (!statistic.known) {
    return sameReason(statistic);
  }
  return runMode.known ? undefined : sameReason(runMode);
}

/** In shared-data no BE keeps replicas. */
function notSharedNothing({
  now,
  runMode,
}: Pick<Sources, 'now' | 'runMode'>): UnknownReading<never> | undefined {
  return runMode.known && runMode.value === 'shared_data'
    ? unknown('not-applicable', now, { source: 'tabletHealth' })
    : undefined;
}

/** Databases: those with most unhealthy tablets first, then by name. */
export function databaseTabletRows(input: OverviewInput): Rows<DatabaseTablets> {
  const { tabletHealth: statistic, unknownColumns } = input;
  if (!statistic.known) {
    return sameReason(statistic);
  }
  const not = notLocal(tabletSources(input));
  const rows = statistic.value.databases.map(
    ({ database, tables, tablets, unhealthy, inconsistent, errorState }): DatabaseTablets => ({
      name: database,
      tables,
      tablets,
      ...(not === undefined
        ? { unhealthy, inconsistent, errorState }
        : { unhealthy: null, inconsistent: null, errorState: null }),
    }),
  );
  rows.sort(
    (a, b) => Number(b.unhealthy) - Number(a.unhealthy) || a.name.localeCompare(b.name, 'en'),
  );
  const missing = (['unhealthy', 'inconsistent', 'errorState'] as const).flatMap((column) => {
    if (not !== undefined) {
      return [[column, not.why] as const];
    }
    const why = whyEmpty(unknownColumns, 'tabletHealth', column);
    return why === 'unsupported-version' ? [[column, why] as const] : [];
  });
  return {
    ...statistic,
    value: {
      ...tableOf(rows),
      ...(missing.length === 0 ? {} : { unknownColumns: Object.fromEntries(missing) }),
    },
  };
}
