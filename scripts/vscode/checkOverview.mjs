// Proves that the served VS Code shows a live overview: its numbers move, round after round.
import os from 'node:os';
import path from 'node:path';
import { closeBrowser, openBrowser } from './browser.mjs';
import { openWorkbench, webviewFrame } from './workbench.mjs';

/** Rounds come every 30 s; this leaves room for a slow start and two of them. */
const limitMs = 240_000;
const wantedChanges = 2;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The text of the page's values, without their ages, which move by themselves.
 * @param {import('./workbench.mjs').FrameLocator} frame
 */
async function values(frame) {
  const texts = await frame.locator('[data-testid="value"]:visible').allInnerTexts();
  return texts.join('\n');
}

/**
 * @param {string} url
 * @param {string} [picture] where the picture goes
 * @returns {Promise<string>} what was seen
 */
export async function checkOverview(
  url,
  picture = path.join(os.tmpdir(), 'starrocks-overview.png'),
) {
  const opened = await openBrowser({ width: 1600, height: 1000 });
  const startedAt = Date.now();
  try {
    const page = await openWorkbench(opened.context, url);
    const frame = webviewFrame(page);
    await frame.locator('[data-testid="overview"]').waitFor({ timeout: limitMs });
    let last = await values(frame);
    let changes = 0;
    while (changes < wantedChanges) {
      if (Date.now() - startedAt > limitMs) {
        await page.screenshot({ path: picture });
        throw new Error(`the numbers moved ${changes} times in ${limitMs / 1000} s: ${picture}`);
      }
      await pause(1000);
      const now = await values(frame);
      // A first number instead of a dash is a change as well, but not a round.
      if (now !== last && last !== '' && /\d/.test(last)) {
        changes += 1;
      }
      last = now;
    }
    await page.screenshot({ path: picture });
    return `the numbers moved ${changes} times; picture: ${picture}`;
  } finally {
    await closeBrowser(opened);
  }
}
