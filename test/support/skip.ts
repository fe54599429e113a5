/**
 * Skips the running test and says why; a skip without a cause counts as failed in `npm test`.
 * Call with the test's own `this` (so the test is a `function`, not an arrow).
 */
export function skipBecause(context: Mocha.Context, cause: string): never {
  const test = context.test;
  if (test !== undefined) {
    test.title += ` (skipped: ${cause})`;
  }
  return context.skip();
}
