import type { ClusterHealth } from '../../shared/model/clusterHealth';
import { phrase } from '../../shared/phrase';
import { unknown } from '../../shared/reading';
import { emptyEvaluatorState, type EvaluatorState, type RuleState } from '../alerts/evaluatorState';
import { rules } from '../alerts/rules';
import { stateFromStored } from '../alerts/storedProblems';
import { computeClusterHealth } from '../overview/clusterHealth';
import type { OverviewInput } from '../overview/overviewInput';
import type { Snapshot } from '../store/historyStore';

const judged: RuleState = { scored: true, applicable: true, judged: true };

/** The stored problems as open ones; judged, if a score was given then. */
export function pastState(snapshot: Snapshot): EvaluatorState {
  const state = stateFromStored(
    rules,
    snapshot.problems,
    snapshot.at,
    phrase('health.evidence.past'),
  );
  return typeof snapshot.values['health.score'] === 'number'
    ? { ...state, rules: { 'fe.leader': judged, 'node.down': judged } }
    : { ...emptyEvaluatorState, at: state.at, subjects: state.subjects };
}

/**
 * The verdict of then: the stored score, and the worst of the problems that were open. Which points
 * a problem took is stored nowhere: the receipt is given if the usual ones add up to the score. How
 * many rules were judged is not stored: 0 of 0.
 */
export function computePastHealth(input: OverviewInput, state: EvaluatorState): ClusterHealth {
  const health = computeClusterHealth(input, state);
  const score = input.series['health.score'];
  const none = unknown('not-recorded', input.now, { source: 'collector' });
  const counts = { judged: 0, applicable: 0, score, decommissioning: none, versions: none };
  if (!score.known) {
    const sentence = phrase(`reason.${score.why}`);
    return { ...health, ...counts, verdict: 'unknown', sentence, deductions: [] };
  }
  const isExplained = health.score.known && health.score.value === score.value;
  return {
    ...health,
    ...counts,
    deductions: isExplained ? health.deductions : [],
    problems: isExplained
      ? health.problems
      : health.problems.map((problem) => ({ ...problem, points: 0 })),
  };
}
