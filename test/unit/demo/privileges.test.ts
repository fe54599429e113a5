import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import { connect, failure, LEADER, rows, startManual } from './client';

const OPERATE_ONLY =
  /^Access denied; you need \(at least one of\) the OPERATE privilege\(s\) on SYSTEM for this operation\. Please ask the admin to grant permission\(s\) or try activating existing roles using <set \[default\] role>\. Current role\(s\): (NONE|\[cluster_admin\])\. Inactivated role\(s\): NONE\.$/;

describe('privileges in the demo cluster', () => {
  let cluster: DemoCluster;
  let nobody: Connection;
  let nodeOnly: Connection;
  let monitor: Connection;

  before(async () => {
    cluster = await startManual();
    nobody = await connect(cluster.info, LEADER, 'nobody');
    nodeOnly = await connect(cluster.info, LEADER, 'node_only');
    monitor = await connect(cluster.info, LEADER, 'monitor');
  });

  after(async () => {
    [nobody, nodeOnly, monitor].forEach((connection) => {
      connection.destroy();
    });
    await cluster.stop();
  });

  it('denies SHOW FRONTENDS to who has neither OPERATE nor NODE', async () => {
    const error = await failure(nobody.query('SHOW FRONTENDS'));
    assert.equal(error.errno, 5203);
    assert.equal(error.sqlState, '42000');
    assert.match(error.message, /the OPERATE OR NODE privilege\(s\) on SYSTEM/);
  });

  it('shows nodes to who has NODE only, but no SHOW PROC, configuration or node metrics', async () => {
    assert.equal((await rows(nodeOnly, 'SHOW FRONTENDS')).length, 3);
    assert.equal((await rows(nodeOnly, 'SHOW COMPUTE NODES')).length, 4);
    for (const sql of [
      "SHOW PROC '/frontends'",
      "SHOW PROC '/compactions'",
      'ADMIN SHOW FRONTEND CONFIG',
      'SELECT * FROM information_schema.be_metrics',
      'SELECT * FROM information_schema.fe_metrics',
      'SELECT * FROM information_schema.be_cloud_native_compactions',
    ]) {
      const error = await failure(nodeOnly.query(sql));
      assert.equal(error.errno, 5203, sql);
      assert.match(error.message, OPERATE_ONLY, sql);
    }
  });

  it('drops rows silently where StarRocks filters by object', async () => {
    for (const table of ['partitions_meta', 'materialized_views', 'tasks', 'task_runs']) {
      const sql = `SELECT count(*) AS n FROM information_schema.${table} WHERE 1 != 0`;
      assert.deepEqual(await rows(nobody, sql), [{ n: '0' }], table);
      assert.notDeepEqual(await rows(monitor, sql), [{ n: '0' }], table);
    }
    assert.deepEqual(await rows(nobody, 'SHOW DATABASES'), [{ Database: 'information_schema' }]);
    assert.deepEqual(await rows(nobody, 'SHOW WAREHOUSES'), []);
  });

  it('filters no loads and no routine loads', async () => {
    for (const table of ['loads', 'routine_load_jobs']) {
      const sql = `SELECT count(*) AS n FROM information_schema.${table}`;
      assert.deepEqual(await rows(nobody, sql), await rows(monitor, sql), table);
    }
  });

  it('shows only own sessions without OPERATE', async () => {
    const own = await rows(nobody, 'SHOW FULL PROCESSLIST');
    assert.deepEqual(
      own.map((each) => each['User']),
      ['nobody'],
    );
    assert.ok((await rows(monitor, 'SHOW FULL PROCESSLIST')).length > 20);
  });

  it('lets everybody see variables, own grants and resource groups', async () => {
    assert.equal((await rows(nobody, "SHOW VARIABLES LIKE 'version_comment'")).length, 1);
    assert.equal((await rows(nobody, 'SHOW GRANTS')).length, 0);
    assert.equal((await rows(monitor, 'SHOW GRANTS')).length, 1);
    assert.ok((await rows(nobody, 'SHOW RESOURCE GROUPS ALL')).length > 0);
  });

  it('forbids to kill another user’s session or to set a global variable', async () => {
    const id = (await rows(monitor, 'SHOW FULL PROCESSLIST')).find(
      (each) => each['User'] === 'dashboards' && each['ServerName']?.startsWith(LEADER),
    )?.['Id'];
    assert.equal((await failure(nobody.query(`KILL ${String(id)}`))).errno, 5203);
    assert.equal((await failure(nobody.query('SET GLOBAL query_timeout = 1'))).errno, 5203);
  });
});
