/** A cluster is added by keyboard alone, with a wrong password first. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { DemoCluster } from '../../src/demo/demoCluster';
import { startDemoCluster } from '../../src/demo/demoCluster';
import { skipBecause } from '../support/skip';
import { tileValues } from './support/overviewValues';
import { QuickInput } from './support/quickInput';
import { closeWorkbenches, Workbench } from './support/workbench';

const timeScale = 10;
const wrong = 'wrong-Sesame-1';
/** Its nodes report addresses that answer on this machine, as in most companies' networks. */
const net = '127.77.31';

describe('adding a cluster', () => {
  let workbench: Workbench;
  let demo: DemoCluster;
  let input: QuickInput;

  before(async function () {
    if (process.platform !== 'linux') {
      skipBecause(this, 'only Linux has loopback addresses beside 127.0.0.1');
    }
    demo = await startDemoCluster({ net, timeScale });
    workbench = await Workbench.open({
      env: { STARROCKS_OVERVIEW_TIME_SCALE: String(timeScale) },
    });
    input = new QuickInput(workbench.page);
  });

  after(async () => {
    await closeWorkbenches();
    await demo.stop();
  });

  const password = () => {
    const found = demo.info.users.find(({ name }) => name === 'monitor');
    assert.ok(found);
    return found.password;
  };
  const settings = () =>
    fs.readFileSync(path.join(workbench.server.profile.user, 'User', 'settings.json'), 'utf8');

  it('understands a pasted command line, and saves nothing when it is cancelled', async () => {
    await input.command('StarRocks: Add Cluster');
    await input.atStep(1);
    await input.type(`mysql -h ${net}.11 -P 9030 -u monitor -p${wrong}`);
    await input.message('user monitor, a password').waitFor();
    await input.press('Enter');
    await input.atStep(2);
    assert.equal(await input.value(), 'monitor');

    await input.press('Escape');
    await input.gone();

    assert.doesNotMatch(settings(), /starrocksOverview\.clusters/);
  });

  it('goes back at each step and keeps what was entered', async () => {
    await input.command('StarRocks: Add Cluster');
    await input.atStep(1);
    await input.type(`mysql -h ${net}.11 -P 9030 -u monitor -p${wrong}`);
    await input.press('Enter');
    await input.atStep(2);
    await input.press('Control+Alt+Minus');
    await input.atStep(1);

    assert.equal(await input.value(), `${net}.11:9030`);
    await input.press('Enter');
    await input.atStep(2);
    await input.press('Enter');
    await input.atStep(3);
    await input.focusedRow('Store it').waitFor();
    await input.press('Enter');
    await input.atStep(4);
    assert.equal(await input.isPassword(), true);
    assert.equal(await input.value(), wrong);
    await input.press('Enter');
    await input.atStep(5);
    await input.focusedRow('No TLS').waitFor();
    await input.press('Enter');
    await input.atStep(6);
    await input.type('by keyboard');
    await input.press('Enter');
    await input.atStep(7);
    await input.press('Enter');
    await input.atStep(8);
    await input.focusedRow('Not production').waitFor();
    await input.press('Enter');
  });

  it('says that the password is refused, and leads back to that very step', async () => {
    await input.row('the cluster refused it').waitFor();
    await input.focusedRow('Enter the password again').waitFor();
    assert.doesNotMatch(settings(), /starrocksOverview\.clusters/);

    await input.press('Enter');
    await input.atStep(4);
    await input.type(password());
    await input.press('Enter');
  });

  it('tests again at once, saves, and shows numbers', async () => {
    await input.row('Logged in as monitor').waitFor();
    await input.focusedRow('Save').waitFor();
    await input.press('Enter');
    await input.gone();

    const frame = await workbench.overview();
    await frame
      .locator('[data-testid^="kpi-"] [data-value]:not([data-value="unknown"])')
      .first()
      .waitFor();
    assert.match(await tileValues(frame), /\d/);
  });

  it('leaves no password in the settings', () => {
    assert.match(settings(), /"name": "by keyboard"/);
    assert.ok(!settings().includes(wrong) && !settings().includes(password()));
  });
});
