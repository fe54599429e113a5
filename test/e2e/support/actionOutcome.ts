/** What the workbench says of an action in the demo cluster, where people come and go meanwhile. */
import { strict as assert } from 'node:assert';

/** Before it was looked for, or between that and the statement. */
const hasEnded = / is not there any more\.|Unknown (query|thread) id/;

/** @returns false where what was meant had just ended; throws for any other end than done */
export function isDone(outcome: string): boolean {
  if (outcome.includes('Done')) {
    return true;
  }
  assert.match(outcome, hasEnded);
  return false;
}
