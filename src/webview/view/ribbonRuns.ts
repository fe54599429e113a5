import type { HealthHistory, ProblemInterval } from '../../shared/model/healthHistory';
import { compareWorstFirst, type Verdict } from '../../shared/model/verdict';
import type { EpochMs } from '../../shared/time';

/** A stretch of one verdict. */
export type RibbonRun = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** `ok` stands for `info` as well: neither needs anybody. */
  readonly verdict: Exclude<Verdict, 'info'>;
  /** Index of the first cell, and how many. */
  readonly first: number;
  readonly cells: number;
};

const calm = (verdict: Verdict): RibbonRun['verdict'] => (verdict === 'info' ? 'ok' : verdict);

/** Neighbouring cells of one verdict as one stretch, oldest first. */
export function ribbonRuns({ from, stepMs, verdicts }: HealthHistory): readonly RibbonRun[] {
  const runs: RibbonRun[] = [];
  verdicts.forEach((each, index) => {
    const verdict = calm(each);
    const last = runs.at(-1);
    if (last?.verdict === verdict) {
      runs[runs.length - 1] = { ...last, to: last.to + stepMs, cells: last.cells + 1 };
    } else {
      const start = from + index * stepMs;
      runs.push({ from: start, to: start + stepMs, verdict, first: index, cells: 1 });
    }
  });
  return runs;
}

/** The cell a moment falls into; the nearest when it lies outside. */
export function cellAt({ from, stepMs, verdicts }: HealthHistory, at: EpochMs): number {
  const index = Math.floor((at - from) / stepMs);
  return Math.max(0, Math.min(verdicts.length - 1, index));
}

/** How long each verdict lasted, ms; worst first, without those that did not occur. */
export function verdictTimes(
  runs: readonly RibbonRun[],
): readonly { readonly verdict: RibbonRun['verdict']; readonly ms: number }[] {
  const times = new Map<RibbonRun['verdict'], number>();
  for (const { verdict, from, to } of runs) {
    const before = times.get(verdict);
    times.set(verdict, before === undefined ? to - from : before + to - from);
  }
  return [...times]
    .map(([verdict, ms]) => ({ verdict, ms }))
    .sort((a, b) => compareWorstFirst(a.verdict, b.verdict));
}

/** Problems that were open in a stretch, worst first, each rule and subject once. */
export function problemsIn(
  { problems }: HealthHistory,
  from: EpochMs,
  to: EpochMs,
): readonly ProblemInterval[] {
  const worst = problems
    .filter((problem) => problem.from < to && problem.to >= from)
    .sort((a, b) => compareWorstFirst(a.level, b.level));
  return [
    ...new Map(
      [...worst].reverse().map((each) => [`${each.rule}|${each.subject ?? ''}`, each]),
    ).values(),
  ].reverse();
}
