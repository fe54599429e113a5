import type { ClusterSummary } from '../../shared/api';
import { isCountedProblem } from '../../shared/model/problem';
import { minuteMs, type EpochMs } from '../../shared/time';
import { isSilenced, type AlertMarks } from './alertMarks';

/** Two rounds of the usual interval: one lost round is no news. */
const toldAfterMs = minuteMs;

/**
 * Knows when it is our own network that is gone: every cluster that answered before is silent, and
 * nothing shows that the network is there. That is said once for all of them, and of no cluster.
 */
export class Disconnection {
  #answered = false;
  #silentSince: EpochMs | undefined;
  #told = false;

  /** How many clusters are silent, when that is to be said; to be called after every change. */
  next(
    summaries: readonly ClusterSummary[],
    { now, marks }: { readonly now: EpochMs; readonly marks: AlertMarks },
  ): number | undefined {
    // The demo clusters are on this machine: they answer without a network.
    const watched = summaries.filter(
      ({ profile, state, lastRoundAt }) =>
        profile.demo !== true && state !== 'paused' && lastRoundAt !== undefined,
    );
    if (watched.length === 0 || !watched.every(isSilent)) {
      this.#answered = this.#answered || watched.some(({ state }) => state === 'live');
      this.#silentSince = undefined;
      this.#told = false;
      return undefined;
    }
    this.#silentSince ??= now;
    const isDue = this.#answered && !this.#told && now - this.#silentSince >= toldAfterMs;
    if (!isDue || watched.every(({ id }) => isSilenced(marks, id, now))) {
      return undefined;
    }
    this.#told = true;
    return watched.length;
  }
}

function isSilent({ state, problems }: ClusterSummary): boolean {
  const isProven = problems.some(
    (problem) => problem.rule === 'cluster.unreachable' && isCountedProblem(problem),
  );
  return state === 'disconnected' && !isProven;
}
