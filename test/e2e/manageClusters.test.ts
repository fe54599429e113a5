/** A cluster that the workspace recommends is added, edited, duplicated and removed. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { issueIdentity } from '../../src/demo/certificates';
import type { DemoCluster } from '../../src/demo/demoCluster';
import { startDemoCluster } from '../../src/demo/demoCluster';
import { ControlPort } from '../oracle/controlPort';
import { skipBecause } from '../support/skip';
import { QuickInput } from './support/quickInput';
import { closeWorkbenches, Workbench } from './support/workbench';

const timeScale = 10;
const net = '127.77.32';
const storage = 'globalStorage/starrocks-overview.starrocks-cluster-overview/history';

describe('clusters that are recommended, edited and removed', () => {
  let workbench: Workbench;
  let demo: DemoCluster;
  let input: QuickInput;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recommending-'));

  before(async function () {
    if (process.platform !== 'linux') {
      skipBecause(this, 'only Linux has loopback addresses beside 127.0.0.1');
    }
    const tls = { sql: 'required', issue: issueIdentity('valid') } as const;
    demo = await startDemoCluster({ net, timeScale, tls });
    const recommended = {
      name: 'from the workspace',
      frontends: [{ host: `${net}.11`, port: 9030 }],
      user: 'monitor',
    };
    fs.mkdirSync(path.join(folder, '.vscode'));
    fs.writeFileSync(
      path.join(folder, '.vscode', 'starrocks.json'),
      JSON.stringify({ clusters: [recommended] }),
    );
    workbench = await Workbench.open({
      env: { STARROCKS_OVERVIEW_TIME_SCALE: String(timeScale) },
      folder,
    });
    input = new QuickInput(workbench.page);
  });

  after(async () => {
    await closeWorkbenches();
    await demo.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const userFolder = () => path.join(workbench.server.profile.user, 'User');
  const settings = () => fs.readFileSync(path.join(userFolder(), 'settings.json'), 'utf8');
  const clusters = () =>
    (
      JSON.parse(settings()) as {
        readonly 'starrocksOverview.clusters'?: readonly {
          readonly id: string;
          readonly name: string;
          readonly tls: unknown;
        }[];
      }
    )['starrocksOverview.clusters'] ?? [];
  const hasHistory = (id: string) => fs.existsSync(path.join(userFolder(), storage, id));
  const notification = (text: string) =>
    workbench.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  const enter = async (...steps: readonly number[]) => {
    for (const step of steps) {
      await input.atStep(step);
      await input.press('Enter');
    }
  };
  const remove = async (name: string, button: string) => {
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: name });
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  /** The editor writes its settings in its own time. */
  const configured = async (count: number) => {
    while (clusters().length !== count) {
      await workbench.page.waitForTimeout(100);
    }
  };

  it('offers what the workspace recommends, and adds nothing by itself', async () => {
    const offer = notification('This workspace recommends StarRocks clusters: from the workspace.');
    await offer.waitFor();
    assert.deepEqual(clusters(), []);

    await offer.getByRole('button', { name: 'Add…' }).click();
    await input.row('from the workspace').waitFor();
    await input.row('Another cluster…').waitFor();
    await input.press('Enter');
    await input.atStep(1);
    assert.equal(await input.value(), `${net}.11:9030`);
  });

  it('picks the CA file among the files of the machine', async () => {
    const { tls, users } = demo.info;
    const password = users.find(({ name }) => name === 'monitor')?.password;
    assert.ok(tls !== null && password !== undefined);
    await enter(1, 2, 3);
    await input.atStep(4);
    await input.type(password);
    await input.press('Enter');
    await input.atStep(5);
    await input.type('with a CA file');
    await input.focusedRow('TLS, verified with a CA file').waitFor();
    await input.press('Enter');
    await workbench.page
      .locator('.quick-input-title', { hasText: 'CA file (PEM) that signed' })
      .waitFor();
    // Only when the folder is listed does the box keep what is typed.
    await input.row('.vscode').waitFor();
    await input.type(tls.caFile);
    await input.row(path.basename(tls.caFile)).waitFor();
    await input.press('Enter');
    await input.atStep(6);
  });

  it('saves before the last check, and tells how the checks ended', async () => {
    const control = new ControlPort(demo.info.control);
    const target = { node: 'cn:*', protocol: 'http' } as const;
    await control.disturb({ fault: { kind: 'hang' }, target });
    await enter(6, 7, 8, 9);
    await input.focusedRow('Save and show first numbers now').waitFor();
    await input.press('Enter');
    await input.gone();

    await notification('Still checking "from the workspace"').waitFor();
    const ended = notification('The checks of "from the workspace" are done.');
    await ended.waitFor();
    await control.clearFaults();
    await ended.getByRole('button', { name: 'Show Checks' }).click();
    await input.row('nodes answer /metrics').waitFor();
    await input.press('Escape');
    await input.gone();

    const [added, ...others] = clusters();
    assert.equal(added?.name, 'from the workspace');
    assert.deepEqual(added.tls, { mode: 'verify', caFile: demo.info.tls?.caFile });
    assert.deepEqual(others, []);
  });

  it('edits it, and keeps its identity and so its history', async () => {
    const [before] = clusters();
    await input.command('StarRocks: Edit Cluster');
    await enter(1, 2, 3, 4, 5, 6);
    await input.atStep(7);
    assert.equal(await input.value(), 'from the workspace');
    await input.type('edited');
    await input.press('Enter');
    await enter(8, 9);
    await input.focusedRow('Save').waitFor();
    await input.row('Every').or(input.row('nodes answer /metrics')).first().waitFor();
    await input.press('Enter');
    await input.gone();

    while (clusters()[0]?.name !== 'edited') {
      await workbench.page.waitForTimeout(100);
    }
    const [after, ...others] = clusters();
    assert.deepEqual([after?.id, after?.name], [before?.id, 'edited']);
    assert.deepEqual(others, []);
  });

  it('removes a duplicate with its history, and the first one without', async () => {
    const [first] = clusters();
    assert.ok(first !== undefined);
    await input.command('StarRocks: Duplicate Cluster');
    await enter(1, 2, 3, 4, 5, 6, 7, 8, 9);
    await input.focusedRow('Save').waitFor();
    await input.press('Enter');
    await input.gone();
    await configured(2);
    const copy = clusters().find(({ id }) => id !== first.id);
    assert.equal(copy?.name, 'edited (copy)');
    const frame = await workbench.overview();
    await frame.locator('[data-testid="overview"][data-state="live"]').waitFor();
    // The panel may still show the first one: the history of the copy begins with its first round.
    while (!hasHistory(copy.id)) {
      await workbench.page.waitForTimeout(100);
    }
    assert.equal(hasHistory(first.id), true);

    await input.command('StarRocks: Remove Cluster');
    await input.row('edited (copy)').waitFor();
    await input.type('(copy)');
    await input.focusedRow('edited (copy)').waitFor();
    await input.press('Enter');
    await remove('edited (copy)', 'Remove and Delete History');
    await configured(1);
    await input.command('StarRocks: Remove Cluster');
    await remove('edited', 'Remove');
    await configured(0);

    assert.deepEqual([hasHistory(first.id), hasHistory(copy.id)], [true, false]);
  });
});
