import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import type { ComputeNodeState } from '../../../src/demo/truthNodes';
import type { StorageState } from '../../../src/demo/truthStorage';
import {
  advance,
  connect,
  failure,
  FOLLOWER,
  get,
  LEADER,
  metricValues,
  only,
  post,
  row,
  rows,
  startManual,
  truthOf,
} from './client';

const BACKEND = '10.20.0.21';

function storageOf(node: ComputeNodeState | undefined): StorageState {
  assert.ok(node !== undefined && node.storage !== null);
  return node.storage;
}

const sum = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((total, value) => total + value, 0);

describe('shared-nothing demo cluster', () => {
  let cluster: DemoCluster;
  let leader: Connection;

  before(async () => {
    cluster = await startManual({ mode: 'shared_nothing' });
    await advance(cluster.info, 120_000);
    leader = await connect(cluster.info, LEADER);
  });

  after(async () => {
    leader.destroy();
    await cluster.stop();
  });

  it('has 3 FE and 4 BE, each with its HTTP port', async () => {
    const { info } = cluster;
    assert.deepEqual(
      info.nodes.map(({ host, role }) => [host, role]),
      [21, 22, 23, 24].map((last) => [`10.20.0.${String(last)}`, 'BE']),
    );
    assert.equal(info.frontends.length, 3);
    const { body } = await get(info, BACKEND, 8040, '/metrics');
    assert.ok(body.includes('starrocks_be_process_mem_bytes'));
  });

  it('shows backends with the 30 columns of June 2025 and no compute nodes', async () => {
    const [, fields] = await leader.query('SHOW BACKENDS');
    assert.equal(fields.length, 30);
    assert.deepEqual(
      fields.slice(-4).map((field) => field.name),
      ['CpuUsedPct', 'DataCacheMetrics', 'Location', 'StatusCode'],
    );
    const [list, nodeFields] = await leader.query('SHOW COMPUTE NODES');
    assert.deepEqual(list, []);
    assert.equal(nodeFields.length, 21);
  });

  it('sums the reported disks in SHOW BACKENDS, as /metrics gives them by path', async () => {
    const truth = await truthOf(cluster.info);
    const list = await rows(leader, 'SHOW BACKENDS');
    for (const [index, node] of truth.backends.entries()) {
      const { disks } = storageOf(node).reported;
      const total = disks.reduce((bytes, disk) => bytes + disk.totalBytes, 0);
      assert.equal(list[index]?.['TotalCapacity'], `${(total / 1024 ** 4).toFixed(3)} TB`);
      assert.equal(list[index]['TabletNum'], String(node.tabletNum));
      const { body } = await get(cluster.info, node.host, 8040, '/metrics');
      assert.equal(sum(metricValues(body, 'starrocks_be_disks_total_capacity')), total);
      assert.deepEqual(
        Object.values(metricValues(body, 'starrocks_be_disks_avail_capacity')),
        disks.map((disk) => disk.availBytes),
      );
    }
  });

  it('begins with every disk filled a bit more than half, however many paths it has', async () => {
    const { backends } = await truthOf(cluster.info);
    for (const { path, totalBytes, availBytes } of backends.flatMap(
      (node) => storageOf(node).reported.disks,
    )) {
      const usedPct = (100 * (totalBytes - availBytes)) / totalBytes;
      assert.ok(usedPct > 50 && usedPct < 65, `${path} ${usedPct}`);
    }
  });

  it('has two paths of one file system on its last BE', async () => {
    const { backends } = await truthOf(cluster.info);
    const disks = storageOf(backends[3]).reported.disks;
    assert.equal(disks.length, 3);
    assert.equal(new Set(disks.map((disk) => disk.fileSystem)).size, 2);
    const [, second, third] = disks;
    assert.equal(second?.availBytes, third?.availBytes);
    const listed = await rows(leader, `SHOW PROC '/backends/${String(backends[3]?.id)}'`);
    assert.deepEqual(
      listed.map((each) => [each['RootPath'], each['State']]),
      disks.map((disk) => [disk.path, 'ONLINE']),
    );
  });

  it('reports the fullest tablet once a minute and counts compactions at once', async () => {
    const [node] = (await truthOf(cluster.info)).backends;
    const storage = storageOf(node);
    const { body } = await get(cluster.info, BACKEND, 8040, '/metrics');
    const value = (name: string): number => only(metricValues(body, `starrocks_be_${name}`));
    assert.equal(value('max_tablet_rowset_num'), storage.reported.maxRowsets);
    const then = storageOf((await truthOf(cluster.info, storage.reported.at)).backends[0]);
    assert.equal(
      storage.reported.maxRowsets,
      Math.max(...Object.values(then.partitions).map(({ rowsets }) => rowsets)),
    );
    const bytes = metricValues(body, 'starrocks_be_compaction_bytes_total');
    const requests = metricValues(body, 'starrocks_be_engine_requests_total');
    for (const kind of ['base', 'cumulative', 'update'] as const) {
      assert.equal(bytes[`type="${kind}"`], storage.tallies[kind].bytes);
      assert.equal(
        requests[`status="failed",type="${kind}_compaction"`],
        storage.tallies[kind].failures,
      );
      assert.equal(
        value(`running_${kind}_compaction_task_num`),
        storage.running.filter((task) => task.kind === kind).length,
      );
    }
    assert.ok(storage.tallies.cumulative.requests > 0 && storage.tallies.update.requests > 0);
  });

  it('tells of its compactions by SQL, primary-key ones left out', async () => {
    const { backends } = await truthOf(cluster.info);
    const list = await rows(leader, 'SELECT * FROM information_schema.be_compactions');
    assert.deepEqual(
      list.map((each) => [each['BE_ID'], each['CUMULATIVE_COMPACTION_CONCURRENCY']]),
      backends.map((node) => [
        String(node.id),
        String(storageOf(node).running.filter((task) => task.kind === 'cumulative').length),
      ]),
    );
    const [fullest] = await rows(
      leader,
      'SELECT BE_ID, PARTITION_ID, max(NUM_ROWSET) AS n FROM information_schema.be_tablets GROUP BY BE_ID, PARTITION_ID ORDER BY n DESC LIMIT 1',
    );
    const worst = Math.max(
      ...backends.flatMap((node) =>
        Object.values(storageOf(node).partitions).map(({ rowsets }) => rowsets),
      ),
    );
    assert.equal(fullest?.['n'], String(worst));
  });

  it('has no lake compactions and no scores of partitions', async () => {
    assert.deepEqual(await rows(leader, "SHOW PROC '/compactions'"), []);
    const sql =
      'SELECT sum(MAX_CS) AS s, min(REPLICATION_NUM) AS r FROM information_schema.partitions_meta';
    assert.deepEqual(await row(leader, sql), { s: '0', r: '3' });
    assert.equal((await failure(leader.query('SHOW WAREHOUSES'))).errno, 5907);
    const mode = await row(leader, "ADMIN SHOW FRONTEND CONFIG LIKE 'run_mode'");
    assert.equal(mode['Value'], 'shared_nothing');
  });

  it('gives tablets and scores by BE on the leader only', async () => {
    const { backends } = await truthOf(cluster.info);
    const read = async (host: string, name: string): Promise<Readonly<Record<string, number>>> =>
      metricValues((await get(cluster.info, host, 8030, '/metrics')).body, `starrocks_fe_${name}`);
    assert.deepEqual(
      await read(LEADER, 'tablet_num'),
      Object.fromEntries(
        backends.map((node) => [`is_leader="true", backend="${node.host}:9050"`, node.tabletNum]),
      ),
    );
    assert.equal(sum(await read(FOLLOWER, 'tablet_max_compaction_score')), 0);
    await advance(cluster.info, 60_000);
    const worst = Math.max(...Object.values(await read(LEADER, 'tablet_max_compaction_score')));
    assert.ok(worst > 0);
    assert.equal(only(await read(FOLLOWER, 'max_tablet_compaction_score')), 0);
    const { tick } = (await truthOf(cluster.info)).frontends[0] ?? {};
    assert.equal(
      only(await read(LEADER, 'max_tablet_compaction_score')),
      tick?.maxTabletCompactionScore,
    );
  });

  it('answers with its brokers', async () => {
    assert.deepEqual(
      (await rows(leader, 'SHOW BROKER')).map((each) => [each['Name'], each['Alive']]),
      [
        ['hdfs_broker', 'true'],
        ['hdfs_broker', 'true'],
      ],
    );
    await post(cluster.info, { happen: { kind: 'broker', host: '10.20.0.52', alive: false } });
    const { body } = await get(cluster.info, LEADER, 8030, '/metrics');
    assert.equal(metricValues(body, 'node_info')['type="broker_node_num", state="dead"'], 1);
  });

  it('finds tablets unhealthy as soon as a BE is dead, whose replicas stay counted', async () => {
    const total = async (): Promise<Readonly<Record<string, string | null>>> => {
      const last = (await rows(leader, "SHOW PROC '/statistic'")).at(-1);
      assert.ok(last !== undefined);
      return last;
    };
    const before = await total();
    assert.equal(before['UnhealthyTabletNum'], '0');
    assert.equal(Number(before['ReplicaNum']), 3 * Number(before['TabletNum']));
    await post(cluster.info, {
      happen: { kind: 'kill', node: 'be:10.20.0.22:9050', noticed: true },
    });
    assert.ok(Number((await total())['UnhealthyTabletNum']) > 0);
    const dead = (await rows(leader, 'SHOW BACKENDS')).find((each) => each['IP'] === '10.20.0.22');
    assert.equal(dead?.['Alive'], 'false');
    assert.notEqual(dead['TabletNum'], '0');
    await post(cluster.info, { happen: { kind: 'revive', node: '10.20.0.22' } });
    await advance(cluster.info, 5000);
    assert.equal((await total())['UnhealthyTabletNum'], '0');
  });

  it('loses a failed disk from SHOW BACKENDS, not from the list of disks', async () => {
    const capacity = async (): Promise<number> =>
      parseFloat((await rows(leader, 'SHOW BACKENDS'))[0]?.['TotalCapacity'] ?? '');
    const whole = await capacity();
    await post(cluster.info, {
      happen: { kind: 'disk', node: BACKEND, path: '/data2/starrocks', usable: false },
    });
    await advance(cluster.info, 60_000);
    assert.ok((await capacity()) < whole * 0.6);
    const disks = await rows(leader, "SHOW PROC '/backends/10021'");
    assert.deepEqual(
      disks.map((each) => each['State']),
      ['ONLINE', 'OFFLINE'],
    );
    const { body } = await get(cluster.info, BACKEND, 8040, '/metrics');
    assert.equal(metricValues(body, 'starrocks_be_disks_state')['path="/data2/starrocks"'], 0);
  });

  it('fills a disk so far as told, and enters safe mode where that is on', async () => {
    await post(cluster.info, [
      { happen: { kind: 'disk', node: '10.20.0.23', path: '/data1/starrocks', usedPct: 99.5 } },
      { happen: { kind: 'config', key: 'enable_safe_mode', value: 'true' } },
    ]);
    await advance(cluster.info, 80_000);
    const listed = (await rows(leader, 'SHOW BACKENDS'))[2];
    assert.equal(listed?.['MaxDiskUsedPct'], '99.50 %');
    const { body } = await get(cluster.info, LEADER, 8030, '/metrics');
    assert.equal(metricValues(body, 'starrocks_fe_safe_mode')['type="safe_mode"'], 1);
  });

  it('lets compactions wait or fail when told so, and refuses loads at the limit of versions', async () => {
    const { partitions } = await truthOf(cluster.info);
    const busiest = [...partitions].sort((a, b) => b.loadsPerSecond - a.loadsPerSecond)[0];
    assert.ok(busiest !== undefined);
    const { id } = busiest;
    await post(cluster.info, [
      { happen: { kind: 'compaction', stalled: true } },
      { happen: { kind: 'versions', partitionId: id, rowsets: 1000 } },
    ]);
    await advance(cluster.info, 120_000);
    const stalled = await truthOf(cluster.info);
    assert.ok(stalled.backends.every((node) => storageOf(node).running.length === 0));
    assert.ok(stalled.backends.some((node) => storageOf(node).tallies.cumulative.waiting > 0));
    assert.ok(
      stalled.loads.some((load) =>
        /too many versions, current\/limit: 1\d{3}\/1000/.test(load.error ?? ''),
      ),
    );
    const failed = (node: ComputeNodeState): number => storageOf(node).tallies.cumulative.failures;
    await post(cluster.info, { happen: { kind: 'compaction', failures: 1 } });
    await advance(cluster.info, 60_000);
    const after = await truthOf(cluster.info);
    assert.ok(
      after.backends.some((node, index) => {
        const old = stalled.backends[index];
        return old !== undefined && failed(node) > failed(old) + 3;
      }),
    );
  });
});

describe('mixed demo cluster', () => {
  it('has BE and CN rows, each with its own columns', async () => {
    const cluster = await startManual({ mode: 'mixed' });
    try {
      const connection = await connect(cluster.info, LEADER);
      assert.equal((await rows(connection, 'SHOW BACKENDS')).length, 4);
      const nodes = await rows(connection, 'SHOW COMPUTE NODES');
      assert.equal(nodes.length, 2);
      assert.equal(Object.keys(nodes[0] ?? {}).length, 21);
      const metrics = await rows(
        connection,
        "SELECT BE_ID FROM information_schema.be_metrics WHERE NAME = 'process_mem_bytes'",
      );
      assert.equal(metrics.length, 6);
      connection.destroy();
    } finally {
      await cluster.stop();
    }
  });
});
