import { compareNaturally } from '../../shared/naturalOrder';
import type { RoutineLoadJob } from '../../shared/model/loadJobStats';
import { sameReason, type Rows, type UnknownReason } from '../../shared/reading';
import type { RoutineLoadRow } from '../starrocks/sources/routineLoads';
import { tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import type { OverviewInput } from './overviewInput';

/** Routine loads: paused by the system first, then by lag. */
export function routineLoadRows(input: OverviewInput): Rows<RoutineLoadJob> {
  const { routineLoads, routineLoadTrends } = input;
  if (!routineLoads.known) {
    return sameReason(routineLoads);
  }
  const rows = routineLoads.value.map((row): RoutineLoadJob => ({
    ...row,
    pausedBy: pausedBy(row),
    lagPerSecond: routineLoadTrends.get(row.id)?.lagPerSecond ?? null,
  }));
  const group = ({ pausedBy: by }: RoutineLoadJob) => (by === 'system' ? 0 : 1);
  const lag = ({ lagRows }: RoutineLoadJob) => lagRows ?? -1;
  rows.sort(
    (a, b) =>
      group(a) - group(b) ||
      lag(b) - lag(a) ||
      a.name.localeCompare(b.name, 'en') ||
      compareNaturally(a.id, b.id),
  );
  const unknownColumns: Partial<Record<keyof RoutineLoadJob, UnknownReason>> = {};
  for (const column of ['lagRows', 'lagMs'] as const) {
    if (whyEmpty(input.unknownColumns, 'routineLoads', column) === 'unsupported-version') {
      unknownColumns[column] = 'unsupported-version';
    }
  }
  if (rows.length > 0 && rows.every(({ lagPerSecond }) => lagPerSecond === null)) {
    unknownColumns.lagPerSecond = unknownColumns.lagRows ?? 'insufficient-history';
  }
  return {
    ...routineLoads,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
}

/** The error code of `PAUSE ROUTINE LOAD`; without a reason nobody but a user paused it. */
const userPauseCode = 100;

/** Who paused a job; null unless it is paused. */
export function pausedBy({ state, reason }: RoutineLoadRow): RoutineLoadJob['pausedBy'] {
  if (state !== 'PAUSED') {
    return null;
  }
  const code = /errCode\s*=\s*(\d+)/i.exec(reason ?? '')?.[1];
  return reason === null || Number(code) === userPauseCode ? 'user' : 'system';
}

/** Neither stopped nor cancelled: these are history. */
export function isLive({ state }: { readonly state: string }): boolean {
  return state !== 'STOPPED' && state !== 'CANCELLED';
}
