/**
 * Pictures of what stands around the panel, into `out/screenshots`: the tree, the status bar at each
 * level, a notification, what is shown before something is sent, and the walkthrough.
 */
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { root } from '../../scripts/project/paths.mjs';
import { picturesIn } from './support/picturesIn';
import { QuickInput } from './support/quickInput';
import type { Theme } from './support/workbench';
import { Workbench } from './support/workbench';

const themes = ['dark', 'light', 'highContrast'] as const satisfies readonly Theme[];
const out = path.join(root, 'out', 'screenshots');

const pictureOf = picturesIn(out);

/** Of the clusters of the demo, by what is wrong with them. */
const clustersByLevel = {
  ok: 'demo-healthy',
  warning: 'demo-degraded',
  critical: 'demo-compaction-crisis',
} as const;

async function takeStatusBar(level: keyof typeof clustersByLevel): Promise<void> {
  const workbench = await Workbench.open({
    settings: {
      'starrocksOverview.openOnStartup': 'demo',
      'starrocksOverview.statusBarClusters': [clustersByLevel[level]],
    },
    env: { STARROCKS_OVERVIEW_TIME_SCALE: '6' },
    width: 1000,
    height: 700,
  });
  try {
    await workbench.overview();
    const item = workbench.page.locator('.statusbar-item[id*="starrocks"]').first();
    const kind = {
      ok: ':has(.codicon-pass, .codicon-info)',
      warning: ':has(.codicon-warning)',
      critical: ':has(.codicon-error)',
    };
    await workbench.page
      .locator(`.statusbar-item[id*="starrocks"]${kind[level]}`)
      .first()
      .waitFor({ timeout: 240_000 });
    for (const theme of themes) {
      await workbench.setTheme(theme);
      await item.hover();
      const tooltip = workbench.page.locator('.workbench-hover table').first();
      await tooltip.waitFor();
      await pictureOf(workbench, '.workbench-hover', `status-bar-tooltip-${level}-${theme}`);
      await pictureOf(workbench, '.part.statusbar .left-items', `status-bar-${level}-${theme}`);
      await workbench.page.mouse.move(0, 0);
      await tooltip.waitFor({ state: 'detached' });
    }
  } finally {
    await workbench.close();
  }
}

async function takeTree(workbench: Workbench): Promise<void> {
  await workbench.openSideBar();
  const rows = workbench.page.locator('.pane-body .monaco-list-row[role="treeitem"]');
  for (const label of [clustersByLevel.critical, 'Frontends', 'Compute', 'Alerts']) {
    const row = rows.filter({ hasText: label }).first();
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
    }
  }
  for (const theme of themes) {
    await workbench.setTheme(theme);
    await pictureOf(workbench, '.part.sidebar', `tree-${theme}`);
    await rows.nth(0).hover();
    await workbench.page.locator('.workbench-hover').first().waitFor();
    await pictureOf(workbench, '.workbench-hover', `tree-tooltip-${theme}`);
    await workbench.page.mouse.move(0, 0);
  }
}

async function takePreview(workbench: Workbench): Promise<void> {
  const frame = await workbench.overview();
  const dialog = workbench.page.locator('.monaco-dialog-box');
  for (const theme of themes) {
    await workbench.setTheme(theme);
    await frame.getByTestId('action-killSession').last().press('Enter');
    await dialog.waitFor();
    await pictureOf(workbench, '.monaco-dialog-box', `preview-${theme}`);
    await workbench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
}

async function takeWalkthrough(workbench: Workbench): Promise<void> {
  const input = new QuickInput(workbench.page);
  await input.command('Welcome: Open Walkthrough...');
  await input.row('StarRocks').waitFor();
  await workbench.page.keyboard.type('StarRocks');
  await workbench.page.keyboard.press('Enter');
  const category = workbench.page.locator('.getting-started-category', { hasText: 'StarRocks' });
  const steps = workbench.page.locator('.getting-started-step').first();
  await steps.or(category).first().waitFor();
  if (!(await steps.isVisible())) {
    await category.click();
    await steps.waitFor();
  }
  for (const theme of themes) {
    await workbench.setTheme(theme);
    await pictureOf(workbench, '.part.editor', `walkthrough-${theme}`);
  }
}

/** Everything around the panel, in each theme. */
export async function takeSidebar(): Promise<void> {
  await fs.mkdir(out, { recursive: true });
  for (const level of ['critical'] as const) {
    await takeStatusBar(level);
  }
  const workbench = await Workbench.open({
    settings: { 'starrocksOverview.openOnStartup': 'demo' },
    env: { STARROCKS_OVERVIEW_TIME_SCALE: '4' },
    width: 1400,
    height: 1000,
  });
  try {
    await workbench.overview();
    const toast = workbench.page.locator('.notification-toast', { hasText: 'Show Cause' }).first();
    await toast.waitFor({ timeout: 120_000 });
    await pictureOf(workbench, '.notification-toast-container', 'notification-dark');
    for (const theme of themes) {
      await workbench.setTheme(theme);
      if (await toast.isVisible()) {
        await pictureOf(workbench, '.notification-toast-container', `notification-${theme}`);
      }
    }
    await takeTree(workbench);
    await takePreview(workbench);
    await takeWalkthrough(workbench);
  } finally {
    await workbench.close();
  }
}
