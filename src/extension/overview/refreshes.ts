import { groupBy } from '../../shared/groupBy';
import { perObject } from '../../shared/perObject';
import type { Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { TaskRunRow } from '../starrocks/sources/materializedViews';

/** One refresh: all runs of a job together. */
export type Refresh = {
  readonly task: string;
  readonly job: string;
  readonly state: string;
  readonly createdAt: EpochMs | null;
  /** Null while one of its runs is not finished. */
  readonly finishedAt: EpochMs | null;
  readonly error: string | null;
};

/** Refreshes by task, newest first; undefined while the runs are not known. */
export function refreshesOf(
  runs: Reading<readonly TaskRunRow[]>,
): ReadonlyMap<string, readonly Refresh[]> | undefined {
  return runs.known ? refreshesByTask(runs.value) : undefined;
}

const refreshesByTask = perObject((runs: readonly TaskRunRow[]) => {
  const byTask = groupBy(refreshesByJob(runs), ({ task }) => task);
  const begin = ({ createdAt }: Refresh) => createdAt ?? Number.NEGATIVE_INFINITY;
  byTask.forEach((list) => list.sort((a, b) => begin(b) - begin(a)));
  return byTask;
});

export function refreshesByJob(runs: readonly TaskRunRow[]): readonly Refresh[] {
  const jobs = groupBy(runs, ({ task, job }) => JSON.stringify([task, job]));
  return [...jobs.values()].map(refreshOf);
}

/** A batch that fails makes the refresh fail; one that still runs leaves it open. */
function refreshOf(runs: readonly [TaskRunRow, ...TaskRunRow[]]): Refresh {
  const failed = runs.find(({ state }) => state === 'FAILED');
  const open = runs.find(({ finishedAt, state }) => finishedAt === null && state !== 'FAILED');
  const ends = runs.flatMap(({ finishedAt }) => finishedAt ?? []);
  const begins = runs.flatMap(({ createdAt }) => createdAt ?? []);
  const { task, job, state } = runs[0];
  return {
    task,
    job,
    state: failed?.state ?? open?.state ?? state,
    createdAt: begins.length === 0 ? null : Math.min(...begins),
    finishedAt: open !== undefined || ends.length === 0 ? null : Math.max(...ends),
    error: failed?.error ?? null,
  };
}
