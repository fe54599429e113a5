/** An action from a row of the overview, by keyboard: what is shown first, and what comes of it. */
import { strict as assert } from 'node:assert';
import * as path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { root } from '../../scripts/project/paths.mjs';
import { isDone } from './support/actionOutcome';
import { closeWorkbenches, Workbench } from './support/workbench';

describe('an action from the overview', () => {
  let workbench: Workbench;
  let frame: FrameLocator;

  const dialog = (): Locator => workbench.page.locator('.monaco-dialog-box');
  const outcome = (): Locator =>
    workbench.page.locator('.notification-toast', { hasText: 'Kill Session:' });
  const picture = (name: string): Promise<unknown> =>
    workbench.page.screenshot({ path: path.join(root, 'out', 'e2e', `${name}.png`) });
  const kill = (): Locator => frame.getByTestId('action-killSession').last();

  before(async () => {
    workbench = await Workbench.open({ settings: { 'starrocksOverview.openOnStartup': 'demo' } });
    frame = await workbench.overview();
    await kill().waitFor();
  });

  after(closeWorkbenches);

  it('shows cluster, target and exact statement, and sends nothing by Escape', async () => {
    await kill().press('Enter');
    await dialog().waitFor();
    assert.match(
      await dialog().innerText(),
      /Kill Session on "demo-[^]+Target: [^]+This will be sent:\s+KILL CONNECTION \d+;/,
    );
    await picture('action-dialog');
    await workbench.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    assert.equal(await outcome().count(), 0);
  });

  it('does it once it is confirmed, and says so', async () => {
    // A person of the demo may leave while we ask: then it says so, and the next one is taken.
    do {
      await kill().press('Enter');
      await dialog().waitFor();
      // The editor gives the focus to the button of the action.
      await workbench.page.keyboard.press('Enter');
    } while (!(await isDone(workbench.page, 'Kill Session')));
    await picture('action-outcome');
  });
});
