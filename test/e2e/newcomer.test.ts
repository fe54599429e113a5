/** A newcomer's way through the product by keyboard only, and the walkthrough that follows it. */
import { strict as assert } from 'node:assert';
import * as path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { root } from '../../scripts/project/paths.mjs';
import { isDone } from './support/actionOutcome';
import { QuickInput } from './support/quickInput';
import { closeWorkbenches, Workbench } from './support/workbench';

describe("a newcomer's way, by keyboard only", () => {
  let workbench: Workbench;
  let input: QuickInput;
  let frame: FrameLocator;

  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const toast = (text: RegExp): Locator =>
    workbench.page.locator('.notification-toast', { hasText: text }).first();
  const picture = (name: string): Promise<unknown> =>
    workbench.page.screenshot({ path: path.join(root, 'out', 'e2e', `${name}.png`) });

  before(async () => {
    // Faster, and a query would end before one has read what would end it.
    workbench = await Workbench.open({ env: { STARROCKS_OVERVIEW_TIME_SCALE: '4' } });
    input = new QuickInput(workbench.page);
  });

  after(closeWorkbenches);

  it('starts the demo from the welcome', async () => {
    await input.command('StarRocks: Focus on Clusters View');
    const start = workbench.page.locator('.welcome-view-content .monaco-button', {
      hasText: 'Start Demo Cluster',
    });
    await start.waitFor();
    await tabTo(start);
    await press('Enter');

    frame = await workbench.overview();
  });

  it('is told of what newly became critical, and led to the section that explains it', async () => {
    await toast(/Show Cause/).waitFor();
    await picture('newcomer-notification');
    await press('Control+Shift+A');

    frame = await workbench.overview();
    await frame.locator('[id^="section-"]:focus').waitFor();
  });

  it('kills a query from its row, another one where the one meant has just ended', async () => {
    const dialog = workbench.page.locator('.monaco-dialog-box');
    for (let tries = 0; tries < 8; tries += 1) {
      // The longest runs first: the last has most of its time before it.
      await frame.getByTestId('action-killQuery').last().press('Enter');
      await dialog.waitFor();
      assert.match(await dialog.innerText(), /This will be sent:\s+KILL QUERY /);
      await press('Enter');
      if (await isDone(workbench.page, 'Kill Query')) {
        return;
      }
    }
    assert.fail('No query lived long enough');
  });

  it('finds the action in the log of events', async () => {
    // What a chart needs is read when it is in sight.
    await frame.locator('nav.tabs button', { hasText: 'Trends' }).press('Enter');
    const log = frame.getByTestId('section-trends').locator('.event-list');
    await log.getByText('Kill Query').first().waitFor();
  });

  it('asks what may have caused a stretch of a chart', async () => {
    const plot = frame.locator('[data-testid="chart-cpu"] .plot');
    await frame.locator('[data-testid="chart-cpu"] .menu-anchor').waitFor({ state: 'attached' });
    for (const key of ['ArrowLeft', 'Shift+PageUp', 'Shift+ArrowLeft', 'Enter']) {
      await plot.press(key);
    }
    await frame.getByTestId('zoom-back').waitFor();
    await frame.getByTestId('causes-closed').locator('vscode-button').press('Enter');
    const suspects = frame.getByTestId('causes');
    await suspects.getByTestId('open-suspect').first().waitFor();
  });

  it('sees which rights are missing', async () => {
    // Back from the page, whose button is gone with its focus.
    await input.command('StarRocks: Focus on Clusters View');
    // The focus comes after the palette is gone, and would close the next one.
    await workbench.page.locator('.part.sidebar .monaco-list:focus').waitFor();
    await input.command('StarRocks: Show Grants');
    await input.focusedRow('demo-').waitFor();
    await press('Enter');
    await workbench.page.locator('.editor-instance', { hasText: 'GRANT' }).waitFor();
  });

  it('finds every step of the walkthrough complete', async () => {
    await input.command('Welcome: Open Walkthrough...');
    await input.row('StarRocks').waitFor();
    await workbench.page.keyboard.type('StarRocks');
    await press('Enter');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.first().waitFor();
    const done = workbench.page.locator(
      '.getting-started-step .codicon-getting-started-step-checked',
    );
    await done.nth(4).waitFor();
    await picture('newcomer-walkthrough');

    assert.equal(await done.count(), await steps.count());
  });

  /** Presses Tab until the element has the focus; a person would see where it is. */
  async function tabTo(element: Locator): Promise<void> {
    for (let presses = 0; presses < 10; presses += 1) {
      if (await element.evaluate((node) => node === node.ownerDocument.activeElement)) {
        return;
      }
      await press('Tab');
    }
    assert.fail('Tab does not lead there');
  }
});
