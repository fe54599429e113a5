// What every driver of the workbench in Chromium needs.

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').FrameLocator} FrameLocator
 */

/**
 * Opens the workbench and waits until it is restored and has its theme.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} url
 * @param {object} [options]
 * @param {readonly (readonly [string, string])[]} [options.payload] development options of VS Code
 * @param {number} [options.timeoutMs]
 * @param {(page: Page) => void} [options.prepare] called before anything is loaded
 * @returns {Promise<Page>}
 */
export async function openWorkbench(context, url, { payload, timeoutMs = 90_000, prepare } = {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(timeoutMs);
  prepare?.(page);
  const address = new URL(url);
  if (payload !== undefined) {
    address.searchParams.set('payload', JSON.stringify(payload));
  }
  await page.goto(address.href);
  await waitForWorkbench(page, timeoutMs);
  return page;
}

/**
 * Also after a reload. The theme comes seconds after the workbench is there.
 * @param {Page} page
 * @param {number} [timeoutMs]
 */
export async function waitForWorkbench(page, timeoutMs = 90_000) {
  const themed = '.monaco-workbench[class*="vscode-theme-"]';
  await page.locator(themed).waitFor({ timeout: timeoutMs });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: timeoutMs });
}

/**
 * The page of the visible webview: VS Code nests it in two frames.
 * @param {Page} page
 * @returns {FrameLocator}
 */
export function webviewFrame(page) {
  return page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
}

/** How often the palette is opened anew when something takes the focus away from it. */
const paletteTries = 5;

/**
 * Runs a command by its full title in the palette, e.g. "StarRocks: Refresh".
 * @param {Page} page
 * @param {string} title
 */
export async function runCommand(page, title) {
  const input = page.locator('.quick-input-widget input.input');
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  for (let attempt = 1; ; attempt += 1) {
    await page.keyboard.press('F1');
    try {
      await input.fill(`>${title}`, { timeout: 3000 });
      await row.click({ timeout: 3000 });
      return;
    } catch (error) {
      // A panel that opens or a notification closes it: once more.
      if (attempt === paletteTries) {
        throw error;
      }
      await page.keyboard.press('Escape');
    }
  }
}
