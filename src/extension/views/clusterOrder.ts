import type { ClusterSummary } from '../../shared/api';
import { isCountedProblem } from '../../shared/model/problem';
import { compareWorstFirst } from '../../shared/model/verdict';

/** Without recorded histories: what was bad in them is no reason to act now. */
export function watched(summaries: readonly ClusterSummary[]): readonly ClusterSummary[] {
  return summaries.filter(({ state }) => state !== 'recorded');
}

/** Clusters that nobody collects come last. */
const isIdle = ({ state }: ClusterSummary) => state === 'paused' || state === 'recorded';

/** Worst first: verdict, then compaction level, then share of its own limit, then name; those nobody collects last. */
export function compareClusters(a: ClusterSummary, b: ClusterSummary): number {
  return (
    Number(isIdle(a)) - Number(isIdle(b)) ||
    compareWorstFirst(a.verdict, b.verdict) ||
    compareWorstFirst(a.compactionLevel, b.compactionLevel) ||
    compareShares(compactionShare(a), compactionShare(b)) ||
    a.profile.name.localeCompare(b.profile.name)
  );
}

/** Problems that ask for attention: open warnings and criticals that no other problem explains. */
export function countAttention(summaries: readonly ClusterSummary[]): number {
  return watched(summaries)
    .flatMap((summary) => summary.problems)
    .filter((problem) => problem.level !== 'info' && isCountedProblem(problem)).length;
}

/** Scores of shared-nothing and shared-data are two scales: only shares of the own limit compare. */
function compactionShare(summary: ClusterSummary): number | undefined {
  return summary.compactionScore.known && summary.compactionLimit !== undefined
    ? summary.compactionScore.value / summary.compactionLimit
    : undefined;
}

function compareShares(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return b - a;
}
