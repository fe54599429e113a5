import type { HealthHistory, ProblemInterval } from '../../shared/model/healthHistory';
import type { Trend } from '../../shared/model/trends';
import { compareWorstFirst, type Verdict } from '../../shared/model/verdict';

/**
 * The verdicts of a stretch of time: a cell without a score was not judged, whatever problems were
 * open before and after it.
 *
 * @param trend of `health.score`, whose buckets are the cells
 */
export function healthHistory(trend: Trend, problems: readonly ProblemInterval[]): HealthHistory {
  const { from, to, stepMs, events } = trend;
  const [score] = trend.series;
  const scores = score === undefined ? [] : (score.min ?? score.avg);
  return {
    from,
    to,
    stepMs,
    verdicts: scores.map((value, index) =>
      value === null ? 'unknown' : worstBetween(problems, from + index * stepMs, stepMs),
    ),
    problems,
    events,
    gaps: score === undefined ? [] : score.gaps,
  };
}

function worstBetween(
  problems: readonly ProblemInterval[],
  from: number,
  lengthMs: number,
): Verdict {
  const [worst] = problems
    .filter((problem) => problem.from < from + lengthMs && problem.to >= from)
    .map(({ level }): Verdict => level)
    .sort(compareWorstFirst);
  return worst ?? 'ok';
}
