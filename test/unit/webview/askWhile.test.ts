import assert from 'node:assert/strict';
import { askWhile } from '../../../src/webview/components/askWhile';

/** What is told of a question that ends as `settle` says; `isLeft`: after the end of the effect. */
async function toldOf(settle: () => string, isLeft: boolean): Promise<readonly string[]> {
  const told: string[] = [];
  const questions: { readonly signal: AbortSignal; readonly settled: Promise<string> }[] = [];
  const leave = askWhile(
    (signal) => {
      const settled = Promise.resolve().then(settle);
      questions.push({ signal, settled });
      return settled;
    },
    (answer) => told.push(`answer: ${answer}`),
    (why) => told.push(`failure: ${why}`),
  );
  if (isLeft) {
    leave();
  }
  await Promise.allSettled(questions.map(({ settled }) => settled));
  assert.deepEqual(
    questions.map(({ signal }) => signal.aborted),
    [isLeft],
  );
  return told;
}

const fails = (): string => {
  throw new Error('no such cluster');
};

describe('askWhile', () => {
  it('tells the answer, or in words why there is none', async () => {
    assert.deepEqual(await toldOf(() => 'rows', false), ['answer: rows']);
    assert.deepEqual(await toldOf(fails, false), ['failure: no such cluster']);
  });

  it('cancels the question at the end, and tells nothing that comes after', async () => {
    assert.deepEqual(await toldOf(() => 'rows', true), []);
    assert.deepEqual(await toldOf(fails, true), []);
  });
});
