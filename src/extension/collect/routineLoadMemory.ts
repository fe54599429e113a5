import { minuteMs, type EpochMs } from '../../shared/time';
import type { RoutineLoadTrend } from '../overview/routineLoadTrend';
import type { Sample } from '../overview/overviewInput';
import { isRising, medianSlope } from '../overview/windows';
import type { RoutineLoadRow } from '../starrocks/sources/routineLoads';

const windowMs = 15 * minuteMs;

type Job = { readonly state: string; readonly since: EpochMs; readonly lags: readonly Sample[] };

/** Remembers lag and state of routine loads from answer to answer. */
export class RoutineLoadMemory {
  #jobs = new Map<string, Job>();

  add(rows: readonly RoutineLoadRow[], observedAt: EpochMs): void {
    this.#jobs = new Map(
      rows.map(({ id, state, lagRows }) => {
        const before = this.#jobs.get(id);
        const lags = (before?.lags ?? []).filter(({ at }) => at > observedAt - windowMs);
        const since = before?.state === state ? before.since : observedAt;
        return [id, { state, since, lags: [...lags, { at: observedAt, value: lagRows }] }];
      }),
    );
  }

  /** By job id. */
  get trends(): ReadonlyMap<string, RoutineLoadTrend> {
    return new Map([...this.#jobs].map(([id, job]) => [id, trendOf(job)]));
  }
}

/** A window of which less than half was seen tells no trend. */
function trendOf({ since, lags }: Job): RoutineLoadTrend {
  const known = lags.filter(({ value }) => value !== null);
  const span = Number(known.at(-1)?.at) - Number(known[0]?.at);
  if (!(span >= windowMs / 2)) {
    return { stateSince: since, lagPerSecond: null, rising: null };
  }
  const slope = medianSlope(known);
  return {
    stateSince: since,
    lagPerSecond: slope === undefined ? null : slope * 1000,
    rising: isRising(known),
  };
}
