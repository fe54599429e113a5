import type { TestStep } from '../../shared/api';
import type { ClusterDraft, CurableStep } from './clusterDraft';

/** Words in the id of a failure's sentence, and the answers that may be wrong then. */
const causes: readonly (readonly [words: RegExp, steps: readonly CurableStep[]])[] = [
  [/cleartext/, ['login', 'tls']],
  [/tls|certificate/i, ['tls', 'hosts']],
  [/\.(address|tcp|starrocks)\.|silent|greeting|notMysql/, ['hosts']],
  [/\.login\.limit/, []],
  [/\.login\.(refused|noPassword)/, ['password', 'keep', 'user']],
];

/** The steps of the flow that may cure a failed step of the test, the likeliest first. */
export function stepsToFix(failed: TestStep, draft: ClusterDraft): readonly CurableStep[] {
  const about = `${failed.text.id} ${failed.step}`;
  const steps = causes.find(([words]) => words.test(about))?.[1] ?? [];
  return steps.filter(
    (step) =>
      (step !== 'login' || draft.tls.mode !== 'off') &&
      (step !== 'password' || draft.keep !== 'none') &&
      (step !== 'keep' || draft.keep === 'none'),
  );
}
