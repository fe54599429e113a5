/** What the workbench says of an action in the demo cluster, where people come and go meanwhile. */
import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { QuickInput } from './quickInput';

/** Before it was looked for, or between that and the statement. */
const hasEnded = / is not there any more\.|Unknown (query|thread) id/;

/**
 * Waits for the word on what was just confirmed. If what was meant had just ended, that word is taken
 * away: the same one again would take its place, and each leaves by itself after a while, so that the
 * next could not be told from it.
 *
 * @returns false where what was meant had just ended; throws for any other end than done
 */
export async function isDone(page: Page, action: string): Promise<boolean> {
  const outcome = page.locator('.notification-toast', { hasText: `${action}:` }).first();
  await outcome.waitFor();
  const text = await outcome.innerText();
  if (text.includes('Done')) {
    return true;
  }
  assert.match(text, hasEnded);
  await new QuickInput(page).command('Notifications: Clear All Notifications');
  await outcome.waitFor({ state: 'detached' });
  return false;
}
