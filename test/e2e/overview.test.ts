/** The overview of the demo cluster, opened by the setting `openOnStartup: demo`. */
import { strict as assert } from 'node:assert';
import type { FrameLocator } from 'playwright-core';
import { hiddenTests } from './overview/hidden';
import { keyboardTests } from './overview/keyboard';
import { tableTests } from './overview/tables';
import { nextValues, tileValues } from './support/overviewValues';
import { closeWorkbenches, Workbench } from './support/workbench';

const sectionIds = ['health', 'kpis', 'nodes', 'trends', 'compaction', 'queries', 'network'];

describe('the overview of the demo cluster', () => {
  let workbench: Workbench;
  let frame: FrameLocator;

  before(async () => {
    workbench = await Workbench.open({
      settings: { 'starrocksOverview.openOnStartup': 'demo' },
      env: { STARROCKS_OVERVIEW_TIME_SCALE: '10' },
    });
    frame = await workbench.overview();
  });

  after(closeWorkbenches);

  it('opens by itself and becomes live', async () => {
    await frame.locator('[data-testid="overview"][data-state="live"]').waitFor();
  });

  it('shows every section', async () => {
    for (const id of sectionIds) {
      await frame.getByTestId(`section-${id}`).waitFor({ state: 'attached' });
    }
  });

  it('moves its numbers with each round', async () => {
    const first = await tileValues(frame);
    const second = await nextValues(frame, first);
    const third = await nextValues(frame, second);

    assert.equal(new Set([first, second, third]).size, 3);
  });

  it('keeps the cross-hair of every chart on the moment that is pointed at in one', async () => {
    const box = await firstPlot(frame);
    const lines = frame.locator('.cross-line');
    for (const share of [0.4, 0.7]) {
      await workbench.page.mouse.move(box.x + box.width * share, box.y + 60);
      await frame.locator('[data-testid="chart-latency"] .cross-line').waitFor();

      // A new round is drawn chart by chart: until it is, they stand on different buckets.
      const places = await lines.evaluateAll(async (all) => {
        const endsAt = performance.now() + 5_000;
        for (;;) {
          const lefts = all.map((line) =>
            line instanceof HTMLElement ? parseFloat(line.style.left) : NaN,
          );
          if (new Set(lefts).size === 1 || performance.now() > endsAt) {
            return lefts;
          }
          await new Promise(requestAnimationFrame);
        }
      });
      const pointed = box.width * share;
      assert.ok(places.length > 2, `${places.length} charts`);
      // Charts snap to the middle of a bucket, of which there are more than thirty.
      assert.ok(Math.abs(Number(places[0]) - pointed) < box.width / 30, `${places[0]} ${pointed}`);
      assert.ok(
        places.every((left) => Math.abs(left - Number(places[0])) < 1),
        places.join(),
      );
    }
    await workbench.page.mouse.move(0, 0);
    await lines.first().waitFor({ state: 'detached' });
  });

  it('zooms into what is dragged over, in every chart, and goes back', async () => {
    const box = await firstPlot(frame);
    const { mouse } = workbench.page;
    await mouse.move(box.x + box.width * 0.4, box.y + 60);
    await mouse.down();
    await mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 4 });
    await frame.locator('[data-testid="chart-latency"] .selection').waitFor();
    await mouse.up();

    const back = frame.getByTestId('zoom-back');
    const shown = await back.innerText();
    assert.match(shown, /^\d\d:\d\d:\d\d – \d\d:\d\d:\d\d/);
    assert.equal(await frame.locator('.ranges [aria-pressed="true"]').count(), 0);
    await back.click();

    await frame.locator('[data-testid="range-1h"][aria-pressed="true"]').waitFor();
    assert.equal(await back.count(), 0);
  });

  it('zooms and goes back by keyboard alone', async () => {
    const plot = frame.locator('[data-testid="chart-cpu"] .plot');
    await plot.scrollIntoViewIfNeeded();
    await chartDrawn(frame, 'cpu');
    await plot.focus();
    for (const key of ['ArrowLeft', 'Shift+PageUp', 'Shift+ArrowLeft', 'Enter']) {
      await plot.press(key);
    }
    await frame.getByTestId('zoom-back').waitFor();

    await plot.press('Escape');

    await frame.locator('[data-testid="range-1h"][aria-pressed="true"]').waitFor();
  });

  it('shows a chart as a table, and as a chart again', async () => {
    const chart = frame.getByTestId('chart-qps');
    const choose = async (item: string) => {
      await chart.hover();
      await chart.locator('vscode-button').click();
      await chart.getByRole('menuitem', { name: item }).click();
    };
    await choose('Show as table');
    const rows = chart.locator('tbody tr');
    assert.match(await rows.nth(2).innerText(), /^\d\d:\d\d:\d\d\s+(?:—|[\d.,]+ \/s)/);

    await choose('Show as chart');

    await chart.locator('canvas').waitFor({ state: 'visible' });
    assert.equal(await rows.count(), 0);
  });

  it('ends ten quick changes of the range with the last one', async () => {
    for (const range of ['24h', '6h', '3d', '1h', '7d', '30d', '1y', '24h', '3d', '6h']) {
      await frame.getByTestId(`range-${range}`).click({ noWaitAfter: true });
    }

    await frame.locator('[data-testid="range-6h"][aria-pressed="true"]').waitFor();
    assert.equal(await frame.locator('.ranges [aria-pressed="true"]').count(), 1);
    await chartDrawn(frame, 'qps');
    const sentence = frame.locator('[data-testid="section-trends"] .sentence').first();
    assert.match(await sentence.innerText(), /^last 6 h, /);
    await frame.getByTestId('range-1h').click();
  });

  it('leads to every section by keyboard alone', async () => {
    const { keyboard } = workbench.page;
    const tabs = await frame
      .locator('nav.tabs button')
      .evaluateAll((all) => all.map((tab) => tab.getAttribute('data-testid') ?? ''));
    assert.ok(tabs.length > 10, tabs.join());
    for (const tab of tabs) {
      await frame.getByTestId(tab).press('Enter');
      const id = tab.replace('tab-', 'section-');
      await frame.locator(`#${id}:focus`).waitFor();
      const fold = frame.locator(`#${id} .fold`);
      if ((await fold.count()) > 0) {
        await keyboard.press('Tab');
        await frame.locator(`#${id} .fold:focus`).waitFor();
      }
    }
  });

  const shown = () => ({ workbench, frame });
  tableTests(shown);
  keyboardTests(shown);
  hiddenTests(shown);

  it('says a verdict with its score', async () => {
    const verdict = frame.getByTestId('verdict');

    assert.match(
      (await verdict.getAttribute('data-verdict')) ?? '',
      /^(ok|info|warning|critical)$/,
    );
  });

  it('has its cluster in the tree, with its nodes', async () => {
    await workbench.openSideBar();
    const rows = workbench.page.locator('.pane-body .monaco-list-row[role="treeitem"]');
    await rows.first().waitFor();
    await rows.first().locator('.monaco-tl-twistie').click();

    await rows.filter({ hasText: 'Frontends' }).first().waitFor();
  });

  it('is in the status bar', async () => {
    const item = workbench.page.locator('.statusbar-item[id*="starrocksOverview.status"]');

    await item.waitFor();

    assert.match((await item.innerText()).trim(), /\d|—/);
  });

  it('opens again from the palette', async () => {
    const name = await frame.locator('h1').innerText();
    await workbench.closeEditors();

    await workbench.run('StarRocks: Show Cluster Overview');
    // With several clusters it asks which.
    await workbench.page
      .locator('.quick-input-list .monaco-list-row', { hasText: name })
      .first()
      .click();

    await (await workbench.overview()).locator('h1', { hasText: name }).waitFor();
  });

  it('keeps its range, its folds and its history over a reload of the window', async () => {
    const pointsBefore = await sparklinePoints(frame);
    assert.ok(pointsBefore > 30, `${pointsBefore} points of the last hour`);
    await frame.getByTestId('range-6h').click();
    await frame.locator('[data-testid="range-6h"][aria-pressed="true"]').waitFor();
    await frame.locator('#section-network .fold[aria-expanded="true"]').press('Enter');
    await frame.locator('#section-network .fold[aria-expanded="false"]').waitFor();

    await workbench.reload();

    const again = await workbench.overview();
    await again.locator('[data-testid="range-6h"][aria-pressed="true"]').waitFor();
    await again.locator('#section-network .fold[aria-expanded="false"]').waitFor();
    await again.locator('#section-compaction .fold[aria-expanded="true"]').waitFor();
    // The reload itself leaves a gap; without the history there would be a point or two.
    assert.ok((await sparklinePoints(again)) > pointsBefore / 2);
  });

  it('fits beside code: 420 pixels without scrolling sideways', async () => {
    await workbench.showOnlyPanel(420);
    const fits = await (
      await workbench.overview()
    )
      .locator('[data-testid="overview"]')
      .evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });

    assert.ok(fits.clientWidth <= 421, `the panel is ${fits.clientWidth} wide`);
    assert.ok(fits.scrollWidth <= fits.clientWidth, JSON.stringify(fits));
  });

  it('breaks its content security policy nowhere', () => {
    assert.deepEqual(workbench.cspViolations(), []);
  });
});

/** Resolves once the chart has its values: only then is there something to take out of it. */
async function chartDrawn(frame: FrameLocator, id: string): Promise<void> {
  await frame.locator(`[data-testid="chart-${id}"] .menu-anchor`).waitFor({ state: 'attached' });
}

/** Where the chart of QPS lies, once it and its neighbour are drawn. */
async function firstPlot(frame: FrameLocator) {
  const plot = frame.locator('[data-testid="chart-qps"] .plot');
  await plot.scrollIntoViewIfNeeded();
  for (const id of ['qps', 'latency']) {
    await chartDrawn(frame, id);
  }
  const box = await plot.boundingBox();
  assert.ok(box !== null);
  return box;
}

/** Points of the hour that the tile of QPS draws. */
async function sparklinePoints(frame: FrameLocator): Promise<number> {
  // The page comes back where it was left, and reads what a tile needs once it is in sight.
  await frame.getByTestId('kpi-qps').scrollIntoViewIfNeeded();
  const path = frame.locator('[data-testid="kpi-qps"] .spark-line[d*="L"]');
  await path.waitFor({ state: 'attached' });
  return [...((await path.getAttribute('d')) ?? '').matchAll(/[ML]/g)].length;
}
