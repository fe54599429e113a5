// A headless Chromium that sees nothing but this machine.
import { chromium } from 'playwright-core';
import { ensureChromium } from './ensureChromium.mjs';

/** As root there is no sandbox; the rest keeps it from calling anyone. */
const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * Half of the key secrets are kept under; code-server's own front would serve it. With it, secrets
 * outlive a reload.
 */
const secretsKey = Buffer.alloc(32, 7);

/**
 * @typedef {object} OpenBrowser
 * @property {import('playwright-core').Browser} browser
 * @property {import('playwright-core').BrowserContext} context
 */

/**
 * @param {object} [options]
 * @param {number} [options.width]
 * @param {number} [options.height]
 * @param {number} [options.scale] device pixels per CSS pixel
 * @param {string} [options.locale] e.g. zh-CN
 * @returns {Promise<OpenBrowser>}
 */
export async function openBrowser({
  width = 1280,
  height = 800,
  scale = 1,
  locale = 'en-US',
} = {}) {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs });
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    locale,
    colorScheme: 'dark',
  });
  await context.route(
    (url) => url.hostname !== '127.0.0.1' && url.protocol.startsWith('http'),
    (route) => route.abort(),
  );
  await context.route('**/mint-key', (route) =>
    route.fulfill({ status: 200, contentType: 'application/octet-stream', body: secretsKey }),
  );
  return { browser, context };
}

/** @param {OpenBrowser} opened */
export async function closeBrowser({ browser }) {
  // Chromium under load can take long to end; it is a child of ours and ends with us at the latest.
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, 5000);
  });
  await Promise.race([browser.close(), limit]);
  clearTimeout(timer);
}
