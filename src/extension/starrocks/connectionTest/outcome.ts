import type { TestStep } from '../../../shared/api';
import type { Phrase } from '../../../shared/phrase';

/** What one step comes to. */
export type Outcome = Pick<TestStep, 'text' | 'remedy' | 'field'> & {
  readonly state: Exclude<TestStep['state'], 'running'>;
};

export function running(step: TestStep['step'], text: Phrase): TestStep {
  return { step, state: 'running', text };
}

/** The value and the whole milliseconds it took. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly tookMs: number }> {
  const begun = performance.now();
  const value = await work();
  return { value, tookMs: Math.round(performance.now() - begun) };
}
