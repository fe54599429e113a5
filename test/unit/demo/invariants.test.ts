import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import { PROFILES } from '../../../src/demo/profiles/profiles';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import type { ClusterState, Scenario, Truth } from '../../../src/demo/truth';
import type { FrontendState } from '../../../src/demo/truthFrontends';
import type { ComputeNodeState } from '../../../src/demo/truthNodes';
import {
  advance,
  connect,
  get,
  LEADER,
  metricValues,
  NODE,
  only,
  post,
  rows,
  startManual,
  truthOf,
} from './client';

const scenarios: readonly Scenario[] = ['healthy', 'compaction', 'degraded'];

function first<T>(items: readonly T[]): T {
  const [item] = items;
  assert.ok(item !== undefined);
  return item;
}

function holdsForFrontend(fe: FrontendState): void {
  const { counters: c } = fe;
  assert.equal(c.queryTotal, c.querySuccess + c.queryErr, fe.name);
  assert.equal(c.queryErr, c.queryAnalysisErr + c.queryTimeout + c.queryInternalErr, fe.name);
  assert.equal(fe.latency.count, c.querySuccess, fe.name);
  assert.ok(c.slowQuery <= c.querySuccess);
  assert.ok(c.requestTotal >= c.queryTotal);
  assert.ok(fe.heap.usedBytes <= fe.heap.maxBytes && fe.heap.oldBytes <= fe.heap.usedBytes);
  assert.ok(fe.replayedJournalId <= fe.maxJournalId);
  const byUser: Record<string, number> = {};
  for (const session of fe.sessions) {
    byUser[session.user] = (byUser[session.user] ?? 0) + 1;
  }
  const open = Object.entries(fe.connectionsByUser).filter(([, count]) => count > 0);
  assert.deepEqual(Object.fromEntries(open), byUser);
}

function holdsForState(state: ClusterState): void {
  state.frontends.forEach(holdsForFrontend);
  for (const { score } of state.partitions) {
    assert.ok(score.max >= score.avg && score.max >= score.p50);
    assert.ok(Number.isInteger(score.max));
  }
  const kept = ['lake_compaction_history_size', 'lake_compaction_fail_history_size'].map((key) =>
    Number(state.frontendConfig[key] ?? 0),
  );
  assert.ok(state.compactions.history.length <= kept.reduce((sum, size) => sum + size, 0));
  const leader = first(state.frontends.filter((fe) => fe.role === 'LEADER'));
  assert.ok(state.frontends.every((fe) => fe.replayedJournalId <= leader.maxJournalId));
  for (const node of [...state.backends, ...state.computeNodes]) {
    assert.ok(node.memUsedPct >= 0 && node.memUsedPct <= 100);
    assert.ok(node.cpuPct >= 0 && node.cpuPct <= 100);
    assert.ok(node.cache.diskUsedBytes <= node.cache.diskQuotaBytes);
    assert.equal(node.storage === null, node.kind === 'CN');
  }
  const tablets = state.partitions.reduce((sum, partition) => sum + partition.buckets, 0);
  const replicas = state.backends.reduce((sum, node) => sum + node.tabletNum, 0);
  assert.equal(replicas, state.backends.length === 0 ? 0 : 3 * tablets, 'three replicas of each');
  state.backends.forEach(holdsForBackend);
}

function holdsForBackend({ storage, disks, tabletNum, host }: ComputeNodeState): void {
  assert.ok(storage !== null);
  const local = Object.values(storage.partitions);
  assert.equal(
    local.reduce((sum, each) => sum + each.tablets, 0),
    tabletNum,
  );
  assert.ok(local.every((each) => Number.isInteger(each.rowsets) && each.rowsets >= 1));
  for (const each of [disks, storage.reported.disks].flat()) {
    assert.ok(each.dataUsedBytes <= each.totalBytes - each.availBytes, `${host} ${each.path}`);
  }
  const busy = storage.running.map((task) => task.partitionId);
  assert.equal(new Set(busy).size, busy.length, 'one compaction of a partition at a time');
}

function movedForward(before: Truth, after: Truth): void {
  const lead = (state: Truth): FrontendState =>
    first(state.frontends.filter((fe) => fe.role === 'LEADER'));
  const from = lead(before).counters;
  const to = lead(after).counters;
  assert.equal(
    to.txnBegin -
      from.txnBegin -
      (to.txnSuccess - from.txnSuccess) -
      (to.txnFailed - from.txnFailed),
    after.transactions.length - before.transactions.length,
    'transactions begun and not ended are the running ones',
  );
  const nodesBefore = [...before.backends, ...before.computeNodes];
  for (const [index, node] of [...after.backends, ...after.computeNodes].entries()) {
    const old = nodesBefore[index];
    assert.ok(old !== undefined);
    if (node.running) {
      assert.ok(node.counters.queryScanBytes > old.counters.queryScanBytes);
      for (const device of ['eth0', 'lo', 'docker0']) {
        const now = node.published.network[device];
        assert.ok(now !== undefined);
        assert.ok(now.receiveBytes > (old.published.network[device]?.receiveBytes ?? Infinity));
      }
    } else {
      assert.deepEqual(node.counters, old.counters);
    }
  }
}

describe('invariants between the sources of a demo cluster', () => {
  const cases = [
    ...scenarios.map((scenario) => ['4.0', 'shared_data', scenario] as const),
    ...scenarios.map((scenario) => ['4.0', 'shared_nothing', scenario] as const),
    ['4.0', 'mixed', 'degraded'] as const,
    ...PROFILES.filter(({ id }) => id !== '4.0').flatMap(({ id, modes }) =>
      modes.map((mode) => [id, mode, 'compaction'] as const),
    ),
  ];
  for (const [profile, mode, scenario] of cases) {
    const minutes = profile === '4.0' ? 10 : 2;
    it(`hold for ${String(minutes)} minutes of ${profile}, ${mode}, scenario ${scenario}`, async () => {
      const cluster = await startManual({ profile, scenario, mode });
      try {
        let before = await truthOf(cluster.info);
        holdsForState(before);
        const ended = new Set<number>();
        for (let minute = 0; minute < minutes; minute++) {
          await advance(cluster.info, 60_000);
          const after = await truthOf(cluster.info);
          holdsForState(after);
          movedForward(before, after);
          for (const task of after.compactions.running) {
            assert.ok(!ended.has(task.txnId), 'a finished compaction does not come back');
          }
          after.compactions.history.forEach((task) => ended.add(task.txnId));
          before = after;
        }
      } finally {
        await cluster.stop();
      }
    });
  }

  it('who connects changes nothing about sessions and heaps of others', async () => {
    const [alone, visited] = [await startManual(), await startManual()];
    const visitors: Connection[] = [];
    try {
      for (let minute = 0; minute < 10; minute++) {
        visitors.push(await connect(visited.info, LEADER));
        await advance(alone.info, 60_000);
        await advance(visited.info, 60_000);
      }
      const simulated = async ({ info }: DemoCluster) =>
        (await truthOf(info)).frontends.map(({ name, heap, sessions }) => ({
          name,
          heap,
          sessions: sessions.filter(({ real }) => !real),
        }));
      assert.deepEqual(await simulated(visited), await simulated(alone));
    } finally {
      visitors.forEach((connection) => connection.destroy());
      await Promise.all([alone.stop(), visited.stop()]);
    }
  });

  describe('on the wire', () => {
    let cluster: DemoCluster;
    let connection: Connection;

    before(async () => {
      cluster = await startManual();
      await advance(cluster.info, 90_000);
      connection = await connect(cluster.info, LEADER);
    });

    after(async () => {
      connection.destroy();
      await cluster.stop();
    });

    it('the metrics of an FE are its counters', async () => {
      const { body } = await get(cluster.info, LEADER, 8030, '/metrics');
      const fe = first((await truthOf(cluster.info)).frontends);
      assert.equal(only(metricValues(body, 'starrocks_fe_query_total')), fe.counters.queryTotal);
      assert.equal(
        only(metricValues(body, 'starrocks_fe_query_latency_ms_count')),
        fe.counters.querySuccess,
      );
      assert.equal(metricValues(body, 'node_info')['type="is_master"'], 1);
      assert.equal(metricValues(body, 'jvm_heap_size_bytes')['type="used"'], fe.heap.usedBytes);
    });

    it('only the leader is master and fills the leader gauges', async () => {
      const { body } = await get(cluster.info, '10.20.0.12', 8030, '/metrics');
      assert.equal(metricValues(body, 'node_info')['type="is_master"'], undefined);
      const routine = metricValues(body, 'starrocks_fe_routine_load_jobs');
      assert.equal(routine['is_leader="false", state="RUNNING"'], 0);
      assert.ok(
        Object.values(metricValues(body, 'starrocks_fe_db_size_bytes')).every((v) => v === 0),
      );
      const onLeader = (await get(cluster.info, LEADER, 8030, '/metrics')).body;
      assert.equal(
        metricValues(onLeader, 'starrocks_fe_routine_load_jobs')[
          'is_leader="true", state="RUNNING"'
        ],
        2,
      );
    });

    it('fe_metrics is the JSON form of every FE, cut to integers', async () => {
      const list = await rows(connection, 'SELECT * FROM information_schema.fe_metrics');
      const truth = await truthOf(cluster.info);
      for (const { name, host } of truth.frontends) {
        const { body } = await get(cluster.info, host, 8030, '/metrics?type=json');
        const json = JSON.parse(body) as { tags: Record<string, string>; value: number }[];
        const labels = list.filter((each) => each['FE_ID'] === name).map((each) => each['LABELS']);
        assert.deepEqual(
          labels.map((text) => JSON.parse(text ?? '') as unknown),
          json.map((item) => item.tags),
        );
      }
      const fe = first(truth.frontends);
      const own = list.filter((each) => each['FE_ID'] === fe.name);
      const latency = own.find(
        (each) =>
          each['NAME'] === 'starrocks_fe_query.latency.ms' &&
          (each['LABELS'] ?? '').includes('"quantile":"0.99"'),
      );
      assert.equal(latency?.['VALUE'], String(Math.trunc(fe.latency.p99)));
    });

    it('be_metrics has the published system counters of every node', async () => {
      const list = await rows(
        connection,
        "SELECT BE_ID, LABELS, VALUE FROM information_schema.be_metrics WHERE NAME = 'network_receive_bytes'",
      );
      const truth = await truthOf(cluster.info);
      for (const node of truth.computeNodes) {
        const eth0 = list.find(
          (each) => each['BE_ID'] === String(node.id) && each['LABELS'] === 'device=eth0',
        );
        assert.equal(eth0?.['VALUE'], String(node.published.network['eth0']?.receiveBytes));
      }
    });

    it('system counters of a node move every 15 s, load counters at once', async () => {
      const read = async (): Promise<readonly [number | undefined, number]> => {
        const { body } = await get(cluster.info, NODE, 8040, '/metrics');
        return [
          metricValues(body, 'starrocks_be_network_receive_bytes')['device="eth0"'],
          only(metricValues(body, 'starrocks_be_load_rows')),
        ];
      };
      const seen: (readonly [number | undefined, number])[] = [];
      for (let second = 0; second < 30; second++) {
        seen.push(await read());
        await advance(cluster.info, 1000);
      }
      assert.ok(new Set(seen.map(([network]) => network)).size <= 3);
      assert.ok(new Set(seen.map(([, load]) => load)).size > 10);
    });

    it('the score gauge is the floor of the worst partition at the last 15 s tick', async () => {
      await advance(cluster.info, 15_000);
      const truth = await truthOf(cluster.info);
      const fe = first(truth.frontends);
      const then = await truthOf(cluster.info, fe.tick.at);
      const worst = Math.max(...then.partitions.map((partition) => partition.score.max));
      const { body } = await get(cluster.info, LEADER, 8030, '/metrics');
      assert.equal(
        only(metricValues(body, 'starrocks_fe_max_tablet_compaction_score')),
        Math.floor(worst),
      );
    });

    it('partitions, running queries and usage are those of the truth', async () => {
      const truth = await truthOf(cluster.info);
      const list = await rows(
        connection,
        'SELECT PARTITION_ID, MAX_CS, STORAGE_SIZE FROM information_schema.partitions_meta ORDER BY PARTITION_ID',
      );
      assert.deepEqual(
        list.map((each) => [Number(each['PARTITION_ID']), Number(each['MAX_CS'])]),
        truth.partitions.map((each) => [each.id, each.score.max]),
      );
      const queries = await rows(connection, "SHOW PROC '/global_current_queries'");
      assert.deepEqual(
        queries.map((each) => each['QueryId']),
        truth.runningQueries.map((each) => each.queryId),
      );
      const nodes = await rows(connection, 'SHOW COMPUTE NODES');
      assert.deepEqual(
        nodes.map((each) => each['MemUsedPct']),
        truth.computeNodes.map((each) => `${each.memUsedPct.toFixed(2)} %`),
      );
    });

    it('an HTTP body is gzipped only by an FE and always has its length', async () => {
      const fe = await get(cluster.info, LEADER, 8030, '/metrics');
      assert.equal(fe.headers.get('content-encoding'), 'gzip');
      const node = await get(cluster.info, NODE, 8040, '/metrics');
      assert.equal(node.headers.get('content-encoding'), null);
      assert.equal(Number(node.headers.get('content-length')), Buffer.byteLength(node.body));
      assert.equal((await get(cluster.info, LEADER, 8030, '/nope')).status, 404);
    });

    it('a restart zeroes the counters and renews the start time', async () => {
      const before = first((await truthOf(cluster.info)).computeNodes);
      await post(cluster.info, { happen: { kind: 'restart', node: before.host } });
      const after = first((await truthOf(cluster.info)).computeNodes);
      assert.ok(after.startedAt > before.startedAt);
      assert.equal(after.counters.loadRows, 0);
      const { body } = await get(cluster.info, before.host, 8040, '/metrics');
      assert.equal(only(metricValues(body, 'starrocks_be_query_scan_rows')), 0);
    });
  });
});
