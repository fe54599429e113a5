/**
 * npm run screenshots: the pictures of the README, taken from the package in a real VS Code with the
 * demo cluster. Writes into `media/`; look at each before committing it.
 */
import * as path from 'node:path';
import { ensureFonts } from '../../scripts/vscode/ensureChromium.mjs';
import { root } from '../../scripts/project/paths.mjs';
import type { DemoCluster } from '../../src/demo/demoCluster';
import { startDemoCluster } from '../../src/demo/demoCluster';
import { waitForRounds } from './support/overviewValues';
import { QuickInput } from './support/quickInput';
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

/** Adding a cluster: what was pasted, a refused password, and the checks when all is well. */
async function addClusterIn(workbench: Workbench, theme: Theme, demo: DemoCluster): Promise<void> {
  const input = new QuickInput(workbench.page);
  const password = demo.info.users.find(({ name }) => name === 'monitor')?.password ?? '';
  const picture = (name: string) =>
    pictureOf(workbench, '.quick-input-widget:visible', `add-cluster-${name}-${theme}`);
  await workbench.setTheme(theme);
  // Where it clicked last, a row would take the focus.
  await workbench.page.mouse.move(0, 700);
  await input.command('StarRocks: Add Cluster');
  await input.atStep(1);
  await input.type(`mysql -h ${demo.info.frontends[0]?.host ?? ''} -P 9030 -u monitor -pforgotten`);
  await input.message('user monitor').waitFor();
  await picture('paste');
  for (const step of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await input.atStep(step);
    if (step === 6) {
      await input.type('orders');
    }
    await input.press('Enter');
  }
  await input.focusedRow('Enter the password again').waitFor();
  await picture('refused');
  await input.press('Enter');
  await input.atStep(4);
  await input.type(password);
  await input.press('Enter');
  // A row that was used before may hold more text, out of sight.
  await input.focusedRow(/Save(?! and| anyway)/).waitFor();
  await picture('checks');
  await input.press('Escape');
  await input.gone();
}

async function takeAddCluster(): Promise<void> {
  const demo = await startDemoCluster({ net: '127.77.32' });
  const workbench = await Workbench.open({ width: 1000, height: 760 });
  try {
    await addClusterIn(workbench, 'dark', demo);
    await addClusterIn(workbench, 'light', demo);
  } finally {
    await workbench.close();
    await demo.stop();
  }
}

async function takeOverview(): Promise<void> {
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

/** `npm run screenshots -- overview` or `-- add-cluster` takes only those. */
async function take(wanted: string | undefined): Promise<void> {
  ensureFonts(true);
  if (wanted !== 'add-cluster') {
    await takeOverview();
  }
  if (wanted !== 'overview') {
    await takeAddCluster();
  }
}

take(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
