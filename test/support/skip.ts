/**
 * Skips the running test and says why; in a hook, all tests of its suite. A skip without a cause
 * counts as failed in `npm test`. Call with the test's own `this` (so it is a `function`, no arrow).
 */
export function skipBecause(context: Mocha.Context, cause: string): never {
  const test = context.test;
  const isHook = test !== undefined && 'type' in test && test.type === 'hook';
  const skipped = isHook ? test.parent : test;
  if (skipped !== undefined) {
    skipped.title += ` (skipped: ${cause})`;
  }
  return context.skip();
}
