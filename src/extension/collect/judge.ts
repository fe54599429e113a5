import type { Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import { evaluate } from '../alerts/evaluator';
import { emptyEvaluatorState, type EvaluatorState } from '../alerts/evaluatorState';
import { rules } from '../alerts/rules';
import { computeScore } from '../alerts/score';
import {
  problemChanges,
  stateFromStored,
  storedProblems,
  type ProblemChanges,
} from '../alerts/storedProblems';
import type { OverviewInput } from '../overview/overviewInput';
import type { StoredProblem } from '../store/historyStore';

/** Remembers what the rules said, from round to round and over a restart. */
export class Judge {
  #state: EvaluatorState = emptyEvaluatorState;

  get state(): EvaluatorState {
    return this.#state;
  }

  /** The problems that were open in the newest stored snapshot go on. */
  seed(problems: readonly StoredProblem[], storedAt: EpochMs): void {
    this.#state = stateFromStored(rules, problems, storedAt);
  }

  /** Judges one moment; to be called at the end of each round. */
  evaluate(input: OverviewInput): ProblemChanges & { readonly score: Reading<number> } {
    const before = this.#state;
    this.#state = evaluate(rules, input, before);
    return {
      ...problemChanges(before, this.#state),
      score: computeScore(this.#state, input).score,
    };
  }

  openProblems(): readonly StoredProblem[] {
    return storedProblems(this.#state);
  }
}
