/** What a message costs the panel's page in Chromium until it is painted, and whether the page grows. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { closeBrowser, openBrowser } from '../../scripts/vscode/browser.mjs';
import { PanelFeed, type PanelContent } from '../../src/extension/views/panelFeed';
import { actionKinds } from '../../src/shared/model/action';
import { liveModuleIds } from '../../src/shared/model/extendedOverview';
import { pack } from '../../src/shared/packed';
import type { ToPage } from '../../src/shared/protocol';
import { buildPage, openPage } from '../e2e/preview/page';
import { Chain } from '../unit/oracle/support/chain';
import type { BenchGroup, BenchRow } from './table';
import { median, quantile, sum } from './yardstick';

const refreshes = 500;
/** Real ones, told forth and back: what a refresh changes is what a round changed. */
const rounds = 40;
/** Until then the page fills what it keeps a bounded number of. */
const early = 100;
const redraws = 30;
/** Charts reach back an hour, with the same hour of yesterday behind it. */
const pastHours = 26;

/**
 * In the page: posts a message as the host does and resolves with the ms until a frame with it was
 * painted. Its listener is later than the page's own, so the page has taken the message by then.
 */
const painted = `window.painted = (message) => new Promise((resolve) => {
  const begun = performance.now();
  window.addEventListener('message', () => {
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => resolve(performance.now() - begun);
      after.port2.postMessage(0);
    });
  }, { once: true });
  window.postMessage(message, '*');
})`;

function paint(page: Page, message: ToPage): Promise<number> {
  return page.evaluate<number>(`window.painted(${JSON.stringify(pack(message))})`);
}

type PageSize = { readonly mb: number; readonly nodes: number; readonly listeners: number };

/** What is left once everything that nothing refers to is gone. */
async function sizeOf(session: CDPSession): Promise<PageSize> {
  for (let turn = 0; turn < 3; turn += 1) {
    await session.send('HeapProfiler.collectGarbage');
  }
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { mb: usedSize / 1e6, nodes, listeners: jsEventListeners };
}

async function contentOf({ api, id }: Chain): Promise<PanelContent> {
  const { header, modules } = await api.getExtendedOverview(id, { modules: liveModuleIds });
  return { header, modules, clusters: [{ id, name: header.name }], actions: actionKinds };
}

async function recorded(chain: Chain): Promise<readonly PanelContent[]> {
  const contents: PanelContent[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await chain.rounds(1);
    contents.push(await contentOf(chain));
  }
  return [...contents, ...contents.slice(1, -1).reverse()];
}

async function measured(page: Page, chain: Chain): Promise<readonly BenchRow[]> {
  const session = await page.context().newCDPSession(page);
  await page.evaluate(painted);
  const feed = new PanelFeed();
  // What the page was told when it opened is older than any of these.
  const tellAs = (clusterId: string) => async (message: ToPage & { readonly kind: 'state' }) =>
    paint(page, { ...message, header: { ...message.header, clusterId } });
  const tell = tellAs('bench');
  const times: number[] = [];
  const sizes: PageSize[] = [];
  const contents = await recorded(chain);
  for (let refresh = 1; refresh <= refreshes; refresh += 1) {
    const content = contents[refresh % contents.length];
    for (const message of content === undefined ? [] : feed.next(content)) {
      times.push(await tell(message));
    }
    if (refresh === early || refresh === refreshes) {
      sizes.push(await sizeOf(session));
    }
  }
  const whole: number[] = [];
  const content = await contentOf(chain);
  for (let redraw = 0; redraw < redraws; redraw += 1) {
    // A page of another cluster is built anew.
    const tellAnother = tellAs(`bench ${redraw}`);
    const parts: number[] = [];
    for (const message of new PanelFeed().next(content)) {
      parts.push(await tellAnother(message));
    }
    whole.push(sum(parts));
  }
  return [...paintRows(times, whole), ...sizeRows(sizes)];
}

function paintRows(times: readonly number[], whole: readonly number[]): readonly BenchRow[] {
  const p95 = quantile(times, 0.95);
  const naive = median(whole);
  return [
    {
      what: 'page: message to painted, p95',
      value: p95,
      unit: 'ms',
      ratio: { value: p95 / naive, of: 'redrawing everything' },
      remark: `${times.length} messages, median ${median(times).toFixed(0)} ms; everything anew ${naive.toFixed(0)} ms`,
    },
  ];
}

function sizeRows([first, last]: readonly PageSize[]): readonly BenchRow[] {
  if (first === undefined || last === undefined) {
    return [];
  }
  return [
    {
      what: `page: heap after ${refreshes} refreshes ÷ after ${early}`,
      value: last.mb / first.mb,
      unit: '×',
      goal: 1.1,
      remark: `${first.mb.toFixed(1)} to ${last.mb.toFixed(1)} MB after collection; DOM nodes ${first.nodes} to ${last.nodes}, listeners ${first.listeners} to ${last.listeners}`,
    },
  ];
}

async function run(): Promise<readonly BenchRow[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-page-'));
  const opened = await openBrowser();
  const chain = await Chain.start({
    visible: true,
    pastHours,
    cluster: { scenario: 'compaction' },
  });
  try {
    await buildPage(folder);
    await chain.rounds(12);
    const stage = { chain, cluster: chain.id };
    const { page, faults } = await openPage(opened.browser, folder, stage, { realClock: true });
    const rows = await measured(page, chain);
    if (faults.length > 0) {
      throw new Error(`the page broke: ${faults.join('\n')}`);
    }
    return rows;
  } finally {
    await closeBrowser(opened);
    await chain.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export const page: BenchGroup = { name: 'page', run };
