/**
 * npm run screenshots: the pictures of the README, taken from the package in a real VS Code with the
 * demo cluster, into `media/`: look at each before committing it. And every section in every state, in
 * each theme, width and language, into `out/screenshots`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { ensureFonts } from '../../scripts/vscode/ensureChromium.mjs';
import { root } from '../../scripts/project/paths.mjs';
import type { DemoCluster } from '../../src/demo/demoCluster';
import { startDemoCluster } from '../../src/demo/demoCluster';
import { takeSidebar } from './sidebarPictures';
import { waitForRounds } from './support/overviewValues';
import { picturesIn } from './support/picturesIn';
import { QuickInput } from './support/quickInput';
import type { Theme } from './support/workbench';
import { Workbench } from './support/workbench';

const media = path.join(root, 'media');
const panelHeight = 1500;
/** Changes before the first picture: deltas and rules look back five minutes. */
const changes = 20;

const pictureOf = picturesIn(media);

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

/** The page in every state, as `preview.ts` makes them; of two values the first counts. */
async function takeStates(wanted: readonly string[]): Promise<void> {
  const preview = path.join(root, 'test', 'e2e', 'preview', 'preview.ts');
  const out = path.join(root, 'out', 'screenshots');
  const all = ['--states', 'all', '--themes', 'all', '--locales', 'all'];
  const looks = [...wanted, ...all, '--widths', '1600,900,420', '--out', out];
  const drawing = spawn(process.execPath, ['--import', 'tsx', preview, ...looks], {
    stdio: 'inherit',
  });
  const [code] = (await once(drawing, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error('A page broke its policy, threw, or is wider than its window.');
  }
}

const kinds = {
  overview: takeOverview,
  'add-cluster': takeAddCluster,
  sidebar: takeSidebar,
  states: takeStates,
} as const;

/** `npm run screenshots -- states --states troubled --themes dark` takes only those. */
async function take([wanted, ...rest]: readonly string[]): Promise<void> {
  ensureFonts(true);
  for (const [kind, pictures] of Object.entries(kinds)) {
    if (wanted === undefined || wanted === kind) {
      await pictures(rest);
    }
  }
}

take(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
