/** The overview of the demo cluster, opened by the setting `openOnStartup: demo`. */
import { strict as assert } from 'node:assert';
import type { FrameLocator } from 'playwright-core';
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

  it('keeps its range and its history over a reload of the window', async () => {
    const pointsBefore = await sparklinePoints(frame);
    assert.ok(pointsBefore > 30, `${pointsBefore} points of the last hour`);
    await frame.getByTestId('range-6h').click();
    await frame.locator('[data-testid="range-6h"][aria-pressed="true"]').waitFor();

    await workbench.reload();

    const again = await workbench.overview();
    await again.locator('[data-testid="range-6h"][aria-pressed="true"]').waitFor();
    await again
      .locator('[data-testid="kpi-qps"] .spark-line[d*="L"]')
      .waitFor({ state: 'attached' });
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

/** Points of the hour that the tile of QPS draws. */
async function sparklinePoints(frame: FrameLocator): Promise<number> {
  const path = frame.locator('[data-testid="kpi-qps"] .spark-line');
  return [...((await path.getAttribute('d')) ?? '').matchAll(/[ML]/g)].length;
}
