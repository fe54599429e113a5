// Proves that the served VS Code shows a live overview: its numbers move, round after round.
import os from 'node:os';
import path from 'node:path';
import { closeBrowser, openBrowser } from './browser.mjs';
import { openWorkbench, webviewFrame } from './workbench.mjs';

/** Rounds come every 30 s; this leaves room for a slow start and two of them. */
const limitMs = 240_000;
const wantedChanges = 2;

const defaultPicture = path.join(os.tmpdir(), 'starrocks-overview.png');

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

/**
 * Whether a value that was known moved. A first value in place of an unknown one does not count.
 * @param {readonly string[]} before
 * @param {readonly string[]} now
 */
const moved = (before, now) =>
  before.some((value, i) => value !== 'unknown' && now[i] !== 'unknown' && now[i] !== value);

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number>} how often the values moved
 */
async function watchValues(page) {
  const deadline = Date.now() + limitMs;
  const frame = webviewFrame(page);
  await frame.locator('[data-testid="overview"][data-state="live"]').waitFor({ timeout: limitMs });
  let last = await tileValues(frame);
  let changes = 0;
  while (changes < wantedChanges) {
    if (Date.now() > deadline) {
      throw new Error(`the numbers moved ${changes} times in ${limitMs / 1000} s`);
    }
    await pause(1000);
    const now = await tileValues(frame);
    if (moved(last, now)) {
      changes += 1;
    }
    last = now;
  }
  return changes;
}

/**
 * @param {string} url
 * @param {string} [picture] where the picture goes, also when it fails
 * @returns {Promise<string>} what was seen
 */
export async function checkOverview(url, picture = defaultPicture) {
  const opened = await openBrowser({ width: 1600, height: 1000 });
  try {
    const page = await openWorkbench(opened.context, url);
    try {
      const changes = await watchValues(page);
      return `the numbers moved ${changes} times; picture: ${picture}`;
    } catch (error) {
      throw new Error(`The overview is not live (picture: ${picture}): ${String(error)}`);
    } finally {
      await page.screenshot({ path: picture });
    }
  } finally {
    await closeBrowser(opened);
  }
}
