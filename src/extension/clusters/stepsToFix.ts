import type { TestStep } from '../../shared/api';
import type { ClusterDraft, CurableStep } from './clusterDraft';

/** Words in the id of a failure's sentence, and the answers that may be wrong then. */
const causes: readonly (readonly [words: RegExp, steps: readonly CurableStep[]])[] = [
  [/cleartext/, ['login', 'tls']],
  [/\.tls\./, ['tls', 'hosts']],
  [/\.(address|tcp|greeting|starrocks)\./, ['hosts']],
  [/\.login\.(refused|noPassword)/, ['password', 'keep', 'user']],
  [/\.login\.failed/, ['user', 'hosts']],
];

/** The steps of the flow that may cure a failed step of the test, the likeliest first. */
export function stepsToFix(failed: TestStep, draft: ClusterDraft): readonly CurableStep[] {
  const steps = causes.find(([words]) => words.test(failed.text.id))?.[1] ?? [];
  return steps.filter(
    (step) =>
      (step !== 'login' || draft.tls.mode !== 'off') &&
      (step !== 'password' || draft.keep !== 'none') &&
      (step !== 'keep' || draft.keep === 'none'),
  );
}
