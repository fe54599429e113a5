/**
 * npm run screenshots: the pictures of the README, taken from the package in a real VS Code with the
 * demo cluster. Writes into `media/`; look at each before committing it.
 */
import * as path from 'node:path';
import { ensureFonts } from '../../scripts/vscode/ensureChromium.mjs';
import { root } from '../../scripts/project/paths.mjs';
import { waitForRounds } from './support/overviewValues';
import type { Theme } from './support/workbench';
import { Workbench } from './support/workbench';

const media = path.join(root, 'media');
const panelHeight = 1500;
/** Changes before the first picture: deltas and rules look back five minutes. */
const changes = 20;

async function pictureOf(workbench: Workbench, part: string, name: string): Promise<void> {
  const file = path.join(media, `${name}.png`);
  await workbench.page.locator(part).first().screenshot({ path: file });
  console.log(file);
}

async function panelIn(workbench: Workbench, theme: Theme, width: number): Promise<void> {
  await workbench.setTheme(theme);
  await workbench.showOnlyPanel(width);
  const frame = await workbench.overview();
  await waitForRounds(frame, 1);
  const name = theme === 'highContrast' ? 'high-contrast' : theme;
  await pictureOf(workbench, '.part.editor', `overview-${name}-${width}`);
}

async function takeAll(): Promise<void> {
  ensureFonts(false);
  const workbench = await Workbench.open({
    settings: { 'starrocksOverview.openOnStartup': 'demo' },
    env: { STARROCKS_OVERVIEW_TIME_SCALE: '6' },
    width: 1600,
    height: 1000,
  });
  try {
    const frame = await workbench.overview();
    await waitForRounds(frame, changes);
    await workbench.openSideBar();
    const rows = workbench.page.locator('.pane-body .monaco-list-row[role="treeitem"]');
    await rows.first().waitFor();
    await rows.first().locator('.monaco-tl-twistie').click();
    await rows.filter({ hasText: 'Frontends' }).first().locator('.monaco-tl-twistie').click();
    await waitForRounds(frame, 1);
    await workbench.page.screenshot({ path: path.join(media, 'window.png') });
    const sideBar = await workbench.page.locator('.part.sidebar').boundingBox();
    const lastRow = await rows.last().boundingBox();
    if (sideBar !== null && lastRow !== null) {
      const height = lastRow.y + 2 * lastRow.height - sideBar.y;
      const clip = { ...sideBar, height };
      await workbench.page.screenshot({ path: path.join(media, 'tree.png'), clip });
    }
    await pictureOf(workbench, '.part.statusbar .left-items', 'status-bar');

    await workbench.page.setViewportSize({ width: 1600, height: panelHeight });
    await panelIn(workbench, 'dark', 1600);
    await panelIn(workbench, 'light', 1600);
    await panelIn(workbench, 'highContrast', 1600);
    await panelIn(workbench, 'dark', 420);
  } finally {
    await workbench.close();
  }
}

takeAll().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
