/** A user without OPERATE reads what is missing, and takes the GRANT away on the clipboard. */
import { strict as assert } from 'node:assert';
import type { FrameLocator } from 'playwright-core';
import type { DemoCluster } from '../../src/demo/demoCluster';
import { startDemoCluster } from '../../src/demo/demoCluster';
import { skipBecause } from '../support/skip';
import { QuickInput } from './support/quickInput';
import { closeWorkbenches, Workbench } from './support/workbench';

const timeScale = 10;
/** Its nodes report addresses that answer on this machine. */
const net = '127.77.32';
const user = 'node_only';

const operate = [
  'CREATE ROLE IF NOT EXISTS `overview_monitor`;',
  'GRANT OPERATE ON SYSTEM TO ROLE `overview_monitor`;',
  "GRANT `overview_monitor` TO USER 'node_only'@'%';",
  "SET DEFAULT ROLE ALL TO 'node_only'@'%';",
];
const select = ['TABLES', 'MATERIALIZED VIEWS', 'VIEWS'].map(
  (objects) => `GRANT SELECT ON ALL ${objects} IN ALL DATABASES TO ROLE \`overview_monitor\`;`,
);

describe('a user without OPERATE', () => {
  let workbench: Workbench;
  let demo: DemoCluster;
  let frame: FrameLocator;

  before(async function () {
    if (process.platform !== 'linux') {
      skipBecause(this, 'only Linux has loopback addresses beside 127.0.0.1');
    }
    demo = await startDemoCluster({ net, timeScale });
    workbench = await Workbench.open({
      settings: {
        'starrocksOverview.clusters': [
          {
            id: '5a0f4c1e-7d42-4b6b-9c0d-3e4f6a8b0c1d',
            name: 'limited',
            frontends: [{ host: `${net}.11`, port: 9030 }],
            user,
            password: 'ask',
          },
        ],
      },
      env: { STARROCKS_OVERVIEW_TIME_SCALE: String(timeScale) },
    });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.run('StarRocks: Show Cluster Overview');
    frame = await workbench.overview();
    await frame.getByRole('button', { name: 'Enter password' }).click();
    const password = demo.info.users.find(({ name }) => name === user)?.password;
    assert.ok(password !== undefined);
    const input = new QuickInput(workbench.page);
    await workbench.page.locator('.quick-input-widget:visible input[type="password"]').waitFor();
    await input.type(password);
    await input.press('Enter');
  });

  after(async () => {
    await closeWorkbenches();
    await demo.stop();
  });

  /** Ends when the clipboard holds exactly this; the test's own limit ends the wait. */
  const clipboardHolds = (statements: readonly string[]) =>
    workbench.page.waitForFunction(
      async (text) => (await navigator.clipboard.readText()) === text,
      `${statements.join('\n')}\n`,
    );

  it('reads which modules are limited and what the rights would also allow', async () => {
    const banner = frame.getByRole('complementary', { name: 'Limited by missing rights' });
    // It grows with the answers.
    await banner.filter({ hasText: /compaction, the sessions, the running queries/ }).waitFor();
    await banner
      .filter({ hasText: 'SELECT also allows reading the data itself, in all databases.' })
      .waitFor();

    assert.match(await banner.innerText(), /OPERATE also allows changing settings/);
  });

  it('copies the statements of every missing right from the banner, by keyboard', async () => {
    const banner = frame.getByTestId('limited');
    await banner.getByRole('button', { name: 'Copy GRANT', exact: true }).focus();
    await workbench.page.keyboard.press('Enter');

    await clipboardHolds([...operate, ...select]);
  });

  it('copies from a denied list those of its own right alone', async () => {
    await frame.getByRole('button', { name: 'Copy GRANT for the sessions' }).click();

    await clipboardHolds(operate);
  });

  it('opens all grants as a document', async () => {
    await frame.getByTestId('limited').getByRole('button', { name: 'All grants…' }).click();

    await workbench.page
      .locator('.editor-instance .view-line', { hasText: 'CREATE ROLE IF NOT EXISTS' })
      .waitFor();
  });
});
