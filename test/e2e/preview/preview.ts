/**
 * Draws the panel's page in Chromium outside of VS Code, with fixture data, for working on its looks:
 *
 *   npx tsx test/e2e/preview/preview.ts [--out folder] [--states a,b] [--themes dark,light,hc] [--widths 1600,420] [--part 0-900]
 *
 * The same strict content security policy as in the panel; a violation or a script error fails the run.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { ToHost, ToPage } from '../../../src/shared/protocol';
import type { PreviewState } from './fixture';
import { previewCauses } from './causes';
import { previewDays } from './days';
import { previewHealthHistory } from './healthHistory';
import { previewMessage, previewView, previewNow, previewTrend } from './fixture';
import type { ThemeName } from './themes';
import { bodyClass, themeCss } from './themes';

const origin = 'http://preview.invalid';
const nonce = 'previewnonce';

function argument(name: string, otherwise: string): string {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? otherwise : (process.argv[index + 1] ?? otherwise);
}

export async function buildPage(folder: string): Promise<void> {
  await esbuild.build({
    entryPoints: { webview: path.join(__dirname, '../../../src/webview/main.tsx') },
    outdir: folder,
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
}

function html(theme: ThemeName): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin} 'nonce-${nonce}'`,
    `font-src ${origin}`,
    `img-src ${origin} data:`,
  ].join('; ');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<style nonce="${nonce}">html{${themeCss(theme)}} body{padding:0 20px}</style>
<link rel="stylesheet" href="${origin}/webview.css">
</head><body class="${bodyClass[theme]}">
<script nonce="${nonce}" src="${origin}/webview.js"></script></body></html>`;
}

/** Opens the page in a state; the returned list collects script errors and policy violations. */
export async function openPreview(
  page: Page,
  folder: string,
  state: PreviewState,
  theme: ThemeName,
): Promise<readonly string[]> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      faults.push(message.text());
    }
  });
  await page.clock.install({ time: previewNow });
  const send = (message: ToPage) =>
    page.evaluate((data) => {
      window.postMessage(data, '*');
    }, message);
  await page.exposeFunction('toHost', async (message: ToHost) => {
    if (message.kind === 'ready') {
      await send({ kind: 'locale', locale: argument('locale', 'en') === 'zh-cn' ? 'zh-cn' : 'en' });
      await send(state === 'empty' ? { kind: 'empty' } : previewMessage(state));
    } else if (message.kind === 'ask' && message.method === 'getTrend') {
      const value = previewTrend(message.args, state);
      await send({ kind: 'answer', id: message.id, ok: true, value });
    } else if (message.kind === 'ask' && message.method === 'findCauses') {
      const value = previewCauses(message.args, previewNow);
      await send({ kind: 'answer', id: message.id, ok: true, value });
    } else if (message.kind === 'ask' && message.method === 'getDays') {
      const value = previewDays(message.args, previewNow);
      await send({ kind: 'answer', id: message.id, ok: true, value });
    } else if (message.kind === 'ask' && message.method === 'getHealthHistory') {
      const value = previewHealthHistory(message.args, state, previewNow);
      await send({ kind: 'answer', id: message.id, ok: true, value });
    }
  });
  // As text: tsx would put helpers of its own into a function, which the page does not have.
  await page.addInitScript({
    content: `
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => window.toHost(message),
        getState: () => (${JSON.stringify(previewView(state))}),
        setState: () => undefined,
      });
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error('policy violation: ' + event.violatedDirective + ' ' + event.lineNumber);
      });`,
  });
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    await (name === ''
      ? route.fulfill({ contentType: 'text/html', body: html(theme) })
      : route.fulfill({ path: path.join(folder, name) }));
  });
  await page.goto(`${origin}/`);
  try {
    await page.waitForSelector('[data-testid=overview]:not([data-state=connecting])', {
      timeout: 10_000,
    });
  } catch (error) {
    throw new Error(`the page shows nothing: ${faults.join('\n')}`, { cause: error });
  }
  return faults;
}

/** A picture of the whole page, every chart drawn. */
async function picture(page: Page, file: string): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const width = page.viewportSize()?.width ?? 1600;
  await page.setViewportSize({ width, height: Math.min(height + 40, 9000) });
  await page.clock.runFor(500);
  await page.waitForFunction(
    () =>
      document.querySelector('.plot-waiting.skeleton, [data-state=loading] .none') === null ||
      document.querySelector('[data-state=loading]') !== null,
  );
  await page.clock.runFor(500);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) {
    throw new Error(`${file}: the page is ${overflow} px wider than its window`);
  }
  const [top = 0, bottom = height + 40] = argument('part', '')
    .split('-')
    .filter(Boolean)
    .map(Number);
  await page.screenshot({ path: file, clip: { x: 0, y: top, width, height: bottom - top } });
}

async function main(): Promise<void> {
  const out = argument('out', path.join(os.tmpdir(), 'starrocks-overview-preview'));
  await fs.mkdir(out, { recursive: true });
  await buildPage(out);
  const browser = await chromium.launch({
    executablePath: argument('chromium', '/usr/bin/chromium'),
  });
  let failed = false;
  try {
    for (const state of argument('states', 'degraded').split(',') as PreviewState[]) {
      for (const theme of argument('themes', 'dark').split(',') as ThemeName[]) {
        for (const width of argument('widths', '1600').split(',').map(Number)) {
          const page = await browser.newPage({ viewport: { width, height: 1000 } });
          const faults = await openPreview(page, out, state, theme);
          const file = path.join(out, `${state}-${theme}-${width}.png`);
          await picture(page, file);
          process.stdout.write(`${file}\n${faults.map((fault) => `  FAULT ${fault}\n`).join('')}`);
          failed ||= faults.length > 0;
          await page.close();
        }
      }
    }
  } finally {
    await browser.close();
  }
  process.exitCode = failed ? 1 : 0;
}

if (process.argv[1] === __filename) {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
