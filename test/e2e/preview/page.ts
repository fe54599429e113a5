/**
 * The panel's page in Chromium outside of VS Code: the same bundle under the same strict content
 * security policy, told by a host in plain Node what the product knows of a real demo cluster.
 */
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Locale } from '../../../src/shared/format';
import { panelHtml } from '../../../src/extension/views/panelHtml';
import { pack } from '../../../src/shared/packed';
import { PageHost } from './pageHost';
import type { Stage } from './stages';
import type { ThemeName } from './themes';
import { bodyClass, themeCss } from './themes';

const origin = 'http://preview.invalid';
const nonce = 'previewnonce';

export type Look = {
  readonly theme?: ThemeName;
  readonly locale?: Locale;
  readonly width?: number;
  readonly height?: number;
  /** Lets time pass by itself; else it is moved by `page.clock`. */
  readonly realClock?: boolean;
};

export type OpenPage = {
  readonly page: Page;
  readonly host: PageHost;
  /** Script errors and violations of the content security policy so far. */
  readonly faults: readonly string[];
};

/** @returns the folder, holding the page's script, style and font */
export async function buildPage(
  folder: string,
  plugins: readonly esbuild.Plugin[] = [],
): Promise<string> {
  await esbuild.build({
    entryPoints: { webview: path.join(__dirname, '../../../src/webview/main.tsx') },
    outdir: folder,
    plugins: [...plugins],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'chrome128',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    assetNames: '[name]',
    loader: { '.ttf': 'file' },
    legalComments: 'none',
  });
  return folder;
}

/** Opens a page that looks at a stage; ends when it shows what the host told it. */
export async function openPage(
  browser: Browser,
  folder: string,
  stage: Stage,
  { theme = 'dark', locale = 'en', width = 1600, height = 1000, realClock = false }: Look = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      faults.push(message.text());
    }
  });
  if (!realClock) {
    await page.clock.install({ time: stage.chain.now });
  }
  const host = new PageHost({
    api: stage.chain.api,
    cluster: stage.cluster,
    locale,
    send: async (message) => {
      try {
        await page.evaluate((data) => {
          window.postMessage(data, '*');
        }, pack(message));
      } catch (error) {
        // A late answer finds no page any more.
        if (!page.isClosed()) {
          throw error;
        }
      }
    },
  });
  await page.exposeFunction('toHost', (message: unknown) => host.receive(message));
  // As text: tsx would put helpers of its own into a function, which the page does not have.
  await page.addInitScript({
    content: `
      let state = ${JSON.stringify(stage.view ?? null)} ?? undefined;
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => void window.toHost(message),
        getState: () => state,
        setState: (next) => { state = next; },
      });
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error('policy violation: ' + event.violatedDirective + ' ' + event.lineNumber);
      });`,
  });
  const html = panelHtml({
    scriptUri: `${origin}/webview.js`,
    styleUri: `${origin}/webview.css`,
    cspSource: origin,
    nonce,
    locale,
    title: 'preview',
  })
    .replace('<head>', `<head><style id="theme" nonce="${nonce}">${themeCss(theme)}</style>`)
    .replace('<body>', `<body class="${bodyClass[theme]}">`);
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    await (name === ''
      ? route.fulfill({ contentType: 'text/html', body: html })
      : route.fulfill({ path: path.join(folder, name) }));
  });
  await page.goto(`${origin}/`);
  try {
    await page.waitForSelector('[data-testid=overview]:not([data-state=connecting])', {
      timeout: 30_000,
    });
  } catch (error) {
    throw new Error(`the page shows nothing: ${faults.join('\n')}`, { cause: error });
  }
  if (stage.silentMs !== undefined) {
    await page.clock.runFor(stage.silentMs);
  }
  return { page, host, faults };
}

/** As VS Code does it: other variables, another class of the body. */
export async function setTheme(page: Page, theme: ThemeName): Promise<void> {
  const style = page.locator('style#theme');
  await style.evaluate((element, css) => (element.textContent = css), themeCss(theme));
  await page
    .locator('body')
    .evaluate((body, name) => body.setAttribute('class', name), bodyClass[theme]);
}

/** Makes the window as high as the page, so that every chart is in view and drawn. */
export async function drawAll(
  page: Page,
): Promise<{ readonly width: number; readonly height: number }> {
  const width = page.viewportSize()?.width ?? 1600;
  const heightOf = () => page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: await heightOf() });
  await page.clock.runFor(500);
  await page.waitForFunction(
    () =>
      document.querySelector('[data-state=loading]') !== null ||
      document.querySelector('.plot-waiting.skeleton') === null,
  );
  await page.clock.runFor(500);
  const height = Math.min((await heightOf()) + 40, 16_000);
  await page.setViewportSize({ width, height });
  await page.clock.runFor(500);
  return { width, height };
}
