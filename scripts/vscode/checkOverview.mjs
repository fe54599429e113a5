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
 * The measured values of the tiles, in full precision; `unknown` where there is none.
 * @param {import('./workbench.mjs').FrameLocator} frame
 * @returns {Promise<string[]>}
 */
function tileValues(frame) {
  return frame
    .locator('[data-testid^="kpi-"] [data-value]')
    .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-value') ?? 'unknown'));
}

/** @param {readonly string[]} values */
const known = (values) => values.filter((value) => value !== 'unknown').length;

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
    await frame
      .locator('[data-testid="overview"][data-state="live"]')
      .waitFor({ timeout: limitMs });
    let last = await tileValues(frame);
    let changes = 0;
    while (changes < wantedChanges) {
      if (Date.now() - startedAt > limitMs) {
        await page.screenshot({ path: picture });
        throw new Error(`the numbers moved ${changes} times in ${limitMs / 1000} s: ${picture}`);
      }
      await pause(1000);
      const now = await tileValues(frame);
      // A first value in place of an unknown one is a change as well, but not a round.
      if (known(last) === now.length && now.join() !== last.join()) {
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
