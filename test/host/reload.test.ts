/** What a reload or a kill of the editor must find: every announced round, on disk when announced. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { skipBecause } from '../support/skip';
import type { RunningDemo } from './support/demoInEditor';
import { needSpeed, productApi, startDemo, timeScale } from './support/demoInEditor';
import { WatchedCluster } from './support/watchedCluster';

const extensionId = 'starrocks-overview.starrocks-cluster-overview';

describe('the history of a cluster', function () {
  this.timeout(60_000);
  let demo: RunningDemo;
  let cluster: WatchedCluster | undefined;
  const missing: number[] = [];
  const announced: number[] = [];
  let exports = '';

  before(async function () {
    needSpeed(this);
    const userData =
      process.env['STARROCKS_OVERVIEW_TEST_USER_DATA'] ??
      skipBecause(this, 'the folder of the user data is not known on a desktop');
    const history = path.join(userData, 'User', 'globalStorage', extensionId, 'history');
    exports = fs.mkdtempSync(path.join(os.tmpdir(), 'sro-exported-'));
    demo = await startDemo();
    cluster = await WatchedCluster.add(
      await productApi(),
      demo.info,
      timeScale,
      'monitor',
      ({ id, at }) => {
        announced.push(at);
        if (!journalsOf(path.join(history, id)).includes(`"at":${at}`)) {
          missing.push(at);
        }
      },
    );
  });

  after(async () => {
    if (cluster !== undefined) {
      await cluster.remove();
      await demo.stop();
      fs.rmSync(exports, { recursive: true });
    }
  });

  it('is on disk when a round is announced', async () => {
    assert.ok(cluster);
    await cluster.rounds(4);

    assert.ok(announced.length >= 4);
    assert.deepEqual(missing, []);
  });

  it('answers with every announced round', async () => {
    assert.ok(cluster);
    const api = await productApi();
    const first = announced[0] ?? NaN;
    const last = announced.at(-1) ?? NaN;
    const trend = await api.getTrend(cluster.id, {
      series: ['fe.alive'],
      timeRange: { from: first, to: last + 30_000 },
      buckets: (last - first) / 30_000 + 1,
    });
    const [series] = trend.series;
    assert.ok(series);

    const filled = announced.filter((at) => {
      const bucket = Math.floor((at - series.from) / series.stepMs);
      return series.avg[bucket] === 3;
    });

    assert.deepEqual(filled, announced);
  });

  for (const format of ['sqlite', 'csv', 'json'] as const) {
    it(`is written whole as ${format}, without a password or a user`, async () => {
      assert.ok(cluster);
      const file = path.join(exports, `history.${format}`);

      const written = await vscode.commands.executeCommand('starrocksOverview.exportHistory', {
        clusterId: cluster.id,
        format,
        file,
      });

      assert.equal(written, file);
      assert.ok(!fs.existsSync(`${file}.part`));
      const text = fs.readFileSync(file, 'latin1');
      for (const { name, password } of demo.info.users) {
        assert.ok(password === '' || !text.includes(password), `the password of ${name}`);
      }
      const isThere = (at: number) =>
        format === 'csv' ? text.includes(new Date(at).toISOString()) : text.includes(`"at":${at}`);
      const lost = format === 'sqlite' ? [] : announced.filter((at) => !isThere(at));
      assert.deepEqual(lost, []);
    });
  }

  it('is a cluster with an overview at its moments when its file is opened', async () => {
    const api = await productApi();
    const file = path.join(exports, 'history.sqlite');

    const id = await vscode.commands.executeCommand<string>(
      'starrocksOverview.openRecordedHistory',
      { file },
    );

    try {
      const summary = (await api.listClusters()).find((each) => each.id === id);
      assert.equal(summary?.state, 'recorded');
      for (const at of announced) {
        const { past, modules } = await api.getExtendedOverview(id, { at });
        assert.equal(past?.stored?.at, at);
        assert.ok(modules.nodes?.known === true && modules.health?.known === true);
        assert.ok(modules.performanceTrends?.known === true);
      }
      await assert.rejects(api.collectNow(id), /it can be looked at, and nothing else/);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await api.removeCluster(id, { deleteHistory: true });
    }
    assert.ok((await api.listClusters()).every((each) => each.id !== id));
  });

  it('goes with the cluster when that is wanted', async () => {
    assert.ok(cluster);
    const api = await productApi();
    assert.ok((await api.getHistorySize(cluster.id)) > 0);

    await api.deleteHistory(cluster.id);

    assert.equal(await api.getHistorySize(cluster.id), 0);
  });
});

function journalsOf(folder: string): string {
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith('journal'))
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
    .join('');
}
