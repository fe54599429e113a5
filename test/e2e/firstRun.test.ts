/** The first minute of a person who has no cluster yet. */
import { strict as assert } from 'node:assert';
import { closeWorkbenches, Workbench } from './support/workbench';

describe('the first run', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ env: { STARROCKS_OVERVIEW_TIME_SCALE: '10' } });
    await workbench.openSideBar();
  });

  after(closeWorkbenches);

  it('welcomes with two ways to begin and a word on privacy', async () => {
    const welcome = workbench.page.locator('.welcome-view-content');
    await welcome.waitFor();
    const buttons = await welcome.locator('.monaco-button').allInnerTexts();

    assert.deepEqual(
      buttons.map((text) => text.trim()),
      ['Add Cluster', 'Start Demo Cluster'],
    );
    assert.match(await welcome.innerText(), /No telemetry/);
  });

  it('shows no item in the status bar', async () => {
    const item = workbench.page.locator('.statusbar-item[id*="starrocksOverview.status"]');

    assert.equal(await item.isVisible(), false);
  });

  it('has demo clusters in the tree after one click', async () => {
    await workbench.page
      .locator('.welcome-view-content .monaco-button', { hasText: 'Start Demo Cluster' })
      .click();

    await workbench.page.locator('.pane-body .monaco-list-row[role="treeitem"]').first().waitFor();
  });

  it('takes them away again', async () => {
    await workbench.run('StarRocks: Stop Demo Cluster');

    await workbench.page.locator('.welcome-view-content').waitFor();
  });
});
