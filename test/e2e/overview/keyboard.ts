/** What a figure of the overview says of itself, by keyboard alone. */
import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/workbench';
import type { Shown } from './shown';

export function keyboardTests(shown: Shown): void {
  it('opens how a figure was got by keyboard alone: of a tile', async () => {
    const { workbench, frame } = shown();
    await frame.getByTestId('kpi-qps').focus();

    await showStatement(workbench, 'Shift+F10');
  });

  it('opens how a figure was got by keyboard alone: of a cell, and of a row', async () => {
    const { workbench, frame } = shown();
    const { keyboard } = workbench.page;
    const row = frame.getByTestId('node-row').first();
    await row.focus();
    await keyboard.press('ArrowRight');
    await row.locator('[data-testid="open-node"]:focus').waitFor();
    await keyboard.press('ArrowRight');
    const heap = row.locator('.figure:focus');
    await heap.waitFor();
    await keyboard.press('ArrowDown');
    await heap.waitFor({ state: 'detached' });
    const below: Locator = frame.getByTestId('node-row').nth(1).locator('.figure:focus');
    assert.equal(await sourceOf(below), await sourceOf(row.locator('.figure').first()));

    await showStatement(workbench, 'ContextMenu');

    // The name of a table is no figure: the list it stands in was asked for.
    const name = frame.locator('#section-compaction tbody button').first();
    await name.focus();
    await showStatement(workbench, 'ContextMenu');
  });
}

async function sourceOf(figure: Locator): Promise<string | undefined> {
  const context = JSON.parse((await figure.getAttribute('data-vscode-context')) ?? '{}') as object;
  return 'source' in context ? String(context.source) : undefined;
}

/** From what has the focus; comes back to the panel. */
async function showStatement(workbench: Workbench, key: string): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press(key);
  await page.locator('.monaco-menu .action-label', { hasText: 'Show Statement' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.editor-instance .view-lines', { hasText: 'Answer' }).waitFor();
  await workbench.run('View: Revert and Close Editor');
  await workbench.overview();
}
