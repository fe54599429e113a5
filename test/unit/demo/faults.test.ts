import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import {
  advance,
  clearFaults,
  connect,
  failure,
  FOLLOWER,
  get,
  LEADER,
  metricValues,
  NODE,
  only,
  post,
  row,
  rows,
  startManual,
  truthOf,
} from './client';

describe('faults of a demo cluster', () => {
  let cluster: DemoCluster;
  let connection: Connection;

  beforeEach(async () => {
    cluster = await startManual();
    connection = await connect(cluster.info, LEADER);
  });

  afterEach(async () => {
    connection.destroy();
    await cluster.stop();
  });

  it('delays only what matches', async () => {
    await post(cluster.info, {
      fault: { kind: 'latency', ms: 120 },
      target: { node: LEADER, protocol: 'sql', match: 'FRONTENDS' },
    });
    const timed = async (sql: string): Promise<number> => {
      const started = performance.now();
      await connection.query(sql);
      return performance.now() - started;
    };
    assert.ok((await timed('SHOW FRONTENDS')) >= 115);
    assert.ok((await timed('SHOW COMPUTE NODES')) < 100);
  });

  it('hangs until the client gives up, without harm to others', async () => {
    await post(cluster.info, { fault: { kind: 'hang' }, target: { match: 'WAREHOUSES' } });
    const hanging = await connect(cluster.info, LEADER);
    let answered = false;
    hanging.query('SHOW WAREHOUSES').then(
      () => (answered = true),
      () => (answered = true),
    );
    await connection.query('SHOW FRONTENDS');
    assert.equal(answered, false);
    hanging.destroy();
    await assert.rejects(
      fetch(
        `http://${Object.entries(cluster.info.addressMap).find(([from]) => from === `${NODE}:8040`)?.[1] ?? ''}/WAREHOUSES`,
        { signal: AbortSignal.timeout(100) },
      ),
    );
  });

  it('answers with a given error a given number of times', async () => {
    await post(cluster.info, {
      fault: { kind: 'error', code: 5024, text: 'Query reached its timeout of 300 seconds' },
      target: { match: '/partitions_meta/', times: 2 },
    });
    const sql = 'SELECT count(*) AS n FROM information_schema.partitions_meta';
    assert.equal((await failure(connection.query(sql))).errno, 5024);
    assert.equal((await failure(connection.query(sql))).errno, 5024);
    await connection.query(sql);
  });

  it('cuts a connection before or in the middle of an answer', async () => {
    await post(cluster.info, {
      fault: { kind: 'drop', after: 2 },
      target: { protocol: 'sql', match: 'PROCESSLIST' },
    });
    const error = (await failure(connection.query('SHOW FULL PROCESSLIST'))) as unknown as {
      code: string;
    };
    assert.equal(error.code, 'PROTOCOL_CONNECTION_LOST');
    const again = await connect(cluster.info, LEADER);
    await again.query('SHOW FRONTENDS');
    again.destroy();
  });

  it('closes a port and opens the same one again', async () => {
    await post(cluster.info, {
      fault: { kind: 'refuse' },
      target: { node: LEADER, protocol: 'sql' },
    });
    const error = (await failure(connect(cluster.info, LEADER))) as unknown as { code: string };
    assert.equal(error.code, 'ECONNREFUSED');
    assert.equal((await get(cluster.info, LEADER, 8030, '/metrics')).status, 200);
    await clearFaults(cluster.info);
    const back = await connect(cluster.info, LEADER);
    await back.ping();
    back.destroy();
  });

  it('denies with the text of a missing privilege', async () => {
    await post(cluster.info, { fault: { kind: 'deny' }, target: { match: 'SHOW PROC' } });
    const error = await failure(connection.query("SHOW PROC '/compactions'"));
    assert.equal(error.errno, 5203);
    assert.match(
      error.message,
      /^Access denied; you need \(at least one of\) the OPERATE privilege/,
    );
  });

  it('knows no table, path, column or statement that is taken away', async () => {
    await post(cluster.info, [
      { fault: { kind: 'missing', name: 'MAX_CS' }, target: { match: 'partitions_meta' } },
      { fault: { kind: 'missing' }, target: { match: 'be_bvars' } },
      { fault: { kind: 'missing' }, target: { match: '/global_current_queries' } },
      { fault: { kind: 'missing' }, target: { match: 'SHOW COMPUTE NODES' } },
      { fault: { kind: 'missing', name: 'MemLimit' }, target: { match: 'SHOW BACKENDS' } },
    ]);
    const column = await failure(
      connection.query('SELECT MAX_CS FROM information_schema.partitions_meta'),
    );
    assert.match(column.message, /Column 'MAX_CS' cannot be resolved/);
    await connection.query('SELECT AVG_CS FROM information_schema.partitions_meta');
    assert.equal(
      (await failure(connection.query('SELECT NAME FROM information_schema.be_bvars'))).errno,
      5502,
    );
    const path = await failure(connection.query("SHOW PROC '/global_current_queries'"));
    assert.match(path.message, /Unknown proc node path: \/global_current_queries/);
    assert.match(
      (await failure(connection.query('SHOW COMPUTE NODES'))).message,
      /^Getting syntax error/,
    );
    const [, fields] = await connection.query('SHOW BACKENDS');
    assert.ok(!fields.some((field) => field.name === 'MemLimit'));
  });

  it('spoils HTTP bodies: truncated, NaN, garbage, empty, missing metric', async () => {
    const set = async (fault: Parameters<typeof post>[1]): Promise<void> => {
      await clearFaults(cluster.info);
      await post(cluster.info, fault);
    };
    await set({ fault: { kind: 'truncated' }, target: { node: NODE, protocol: 'http' } });
    await assert.rejects(get(cluster.info, NODE, 8040, '/metrics'));
    await set({ fault: { kind: 'nan', metric: 'starrocks_fe_qps' }, target: { node: LEADER } });
    const spoiled = (await get(cluster.info, LEADER, 8030, '/metrics')).body;
    assert.ok(Number.isNaN(only(metricValues(spoiled, 'starrocks_fe_qps'))));
    assert.ok(only(metricValues(spoiled, 'starrocks_fe_query_total')) > 0);
    await set({ fault: { kind: 'garbage' }, target: { node: NODE, protocol: 'http' } });
    const garbage = (await get(cluster.info, NODE, 8040, '/metrics')).body;
    assert.deepEqual(metricValues(garbage, 'starrocks_be_load_rows'), {});
    await set({ fault: { kind: 'empty' }, target: { node: NODE, protocol: 'http' } });
    assert.equal((await get(cluster.info, NODE, 8040, '/metrics')).body, '');
    await set({ fault: { kind: 'missing', name: 'load_rows' }, target: { node: NODE } });
    const without = (await get(cluster.info, NODE, 8040, '/metrics')).body;
    assert.deepEqual(metricValues(without, 'starrocks_be_load_rows'), {});
    assert.ok(only(metricValues(without, 'starrocks_be_load_bytes')) > 0);
  });

  for (const mode of ['shared_data', 'shared_nothing'] as const) {
    it(`tells HTTP closed to the monitor from HTTP closed to the nodes too, in ${mode}`, async () => {
      const other = await startManual({ mode });
      const { info } = other;
      const asking = await connect(info, LEADER);
      try {
        const rowsOf = async (table: string): Promise<number> =>
          Number((await row(asking, `SELECT count(*) AS n FROM information_schema.${table}`))['n']);
        await post(info, { fault: { kind: 'httpClosed' }, target: { node: '*' } });
        await assert.rejects(get(info, LEADER, 8030, '/metrics'));
        await assert.rejects(get(info, NODE, 8040, '/metrics'));
        assert.ok((await rowsOf('fe_metrics')) > 100);
        assert.ok((await rowsOf('be_metrics')) > 100);
        await clearFaults(info);
        // One FE is enough to fail the statement for all; be_metrics needs no HTTP.
        await post(info, {
          fault: { kind: 'httpClosed', alsoNodes: true },
          target: { node: FOLLOWER },
        });
        await assert.rejects(get(info, FOLLOWER, 8030, '/metrics'));
        assert.equal((await get(info, LEADER, 8030, '/metrics')).status, 200);
        const { errno, message } = await failure(rowsOf('fe_metrics'));
        assert.equal(errno, 1064);
        assert.match(
          message,
          /^Failed to connect to 10\.20\.0\.12 port 8030: Connection refused: BE:\d+$/,
        );
        assert.ok((await rowsOf('be_metrics')) > 100);
      } finally {
        asking.destroy();
        await other.stop();
      }
    });
  }

  it('lets a node die: refused at once, Alive follows after the missed heartbeats', async () => {
    await post(cluster.info, { happen: { kind: 'kill', node: NODE } });
    await assert.rejects(get(cluster.info, NODE, 8040, '/metrics'));
    const alive = async (): Promise<string | null | undefined> =>
      (await rows(connection, 'SHOW COMPUTE NODES')).find((each) => each['IP'] === NODE)?.['Alive'];
    assert.equal(await alive(), 'true');
    const failed = await failure(
      connection.query('SELECT count(*) FROM information_schema.be_metrics'),
    );
    assert.match(failed.message, /10\.20\.0\.31/);
    await advance(cluster.info, 25_000);
    assert.equal(await alive(), 'false');
    const list = await rows(connection, 'SELECT DISTINCT BE_ID FROM information_schema.be_metrics');
    assert.equal(list.length, 3);
    await post(cluster.info, { happen: { kind: 'revive', node: NODE } });
    await advance(cluster.info, 5000);
    assert.equal(await alive(), 'true');
    assert.equal((await get(cluster.info, NODE, 8040, '/metrics')).status, 200);
  });

  it('answers SHOW but no SELECT on information_schema when all nodes are dead', async () => {
    await post(cluster.info, { happen: { kind: 'kill', node: 'cn:*', noticed: true } });
    assert.equal((await rows(connection, 'SHOW COMPUTE NODES')).length, 4);
    const error = await failure(
      connection.query('SELECT count(*) FROM information_schema.partitions_meta'),
    );
    assert.match(error.message, /^Compute node not found\. Check if any compute node is down\./);
    await connection.query('SELECT NOW()');
  });

  it('elects another leader when the leader dies, and forgets the compactions', async () => {
    const follower = await connect(cluster.info, FOLLOWER);
    await post(cluster.info, { happen: { kind: 'kill', node: LEADER } });
    assert.match((await failure(follower.query('SHOW FRONTENDS'))).message, /leader/);
    const local = await rows(follower, "SHOW PROC '/frontends'");
    assert.equal(local.length, 3);
    await advance(cluster.info, 30_000);
    const list = await rows(follower, 'SHOW FRONTENDS');
    const roles = new Map(list.map((each) => [each['IP'], [each['Role'], each['Alive']]]));
    assert.deepEqual(roles.get(FOLLOWER), ['LEADER', 'true']);
    assert.deepEqual(roles.get(LEADER), ['FOLLOWER', 'false']);
    const dead = list.find((each) => each['IP'] === LEADER);
    assert.equal(dead?.['StartTime'], 'NULL');
    assert.equal(dead['Version'], 'NULL');
    const { body } = await get(cluster.info, FOLLOWER, 8030, '/metrics');
    assert.equal(metricValues(body, 'node_info')['type="is_master"'], 1);
    follower.destroy();
  });

  it('shows no leader at all when there is none', async () => {
    await post(cluster.info, { happen: { kind: 'noLeader' } });
    await advance(cluster.info, 30_000);
    const local = await rows(connection, "SHOW PROC '/frontends'");
    assert.ok(local.every((each) => each['Role'] === 'FOLLOWER'));
    assert.match((await failure(connection.query('SHOW FRONTENDS'))).message, /leader/);
    await post(cluster.info, { happen: { kind: 'leader', node: FOLLOWER } });
    assert.equal((await rows(connection, 'SHOW FRONTENDS')).length, 3);
  });

  it('freezes the 15 s gauges while the counters move on', async () => {
    await post(cluster.info, { happen: { kind: 'freezeTicks', node: LEADER, frozen: true } });
    const read = async (): Promise<readonly number[]> => {
      const { body } = await get(cluster.info, LEADER, 8030, '/metrics');
      return ['starrocks_fe_qps', 'starrocks_fe_query_total'].map((name) =>
        only(metricValues(body, name)),
      );
    };
    const [qps, total = 0] = await read();
    await advance(cluster.info, 60_000);
    const [qpsLater, totalLater = 0] = await read();
    assert.equal(qpsLater, qps);
    assert.ok(totalLater > total);
  });

  it('lets a follower lag behind the journal', async () => {
    await post(cluster.info, { happen: { kind: 'replay', node: FOLLOWER, speed: 0.2 } });
    await advance(cluster.info, 120_000);
    const list = await rows(connection, 'SHOW FRONTENDS');
    const id = (host: string): number =>
      Number(list.find((each) => each['IP'] === host)?.['ReplayedJournalId']);
    assert.ok(id(LEADER) - id(FOLLOWER) > 200);
  });

  it('skews the clock the cluster reports, not the one it runs by', async () => {
    const sql = 'SELECT NOW() AS n, UNIX_TIMESTAMP() AS u';
    const before = await row(connection, sql);
    await post(cluster.info, { happen: { kind: 'clock', skewMs: 3_600_000 } });
    const after = await row(connection, sql);
    assert.equal(Number(after['u']) - Number(before['u']), 3600);
    assert.notEqual(after['n'], before['n']);
    assert.equal((await truthOf(cluster.info)).clock.skewMs, 3_600_000);
  });

  it('holds usage, heap, traffic and a partition’s score where they are put', async () => {
    const partition = (await truthOf(cluster.info)).partitions[0];
    assert.ok(partition !== undefined);
    await post(cluster.info, [
      { happen: { kind: 'usage', node: NODE, cpuPct: 93, memPct: 96 } },
      { happen: { kind: 'heap', node: LEADER, pct: 91 } },
      { happen: { kind: 'traffic', factor: 3, internalErrors: 0.2 } },
      { happen: { kind: 'score', partitionId: partition.id, max: 640 } },
    ]);
    const before = await truthOf(cluster.info);
    await advance(cluster.info, 5000);
    const after = await truthOf(cluster.info);
    assert.equal(after.partitions[0]?.score.max, 640);
    assert.equal(after.computeNodes[0]?.cpuPct, 93);
    assert.ok(Math.abs(after.computeNodes[0].memUsedPct - 96) < 0.001);
    const fe = after.frontends[0];
    assert.ok(fe !== undefined && Math.abs(fe.heap.usedBytes / fe.heap.maxBytes - 0.91) < 1e-6);
    const errors =
      fe.counters.queryInternalErr - (before.frontends[0]?.counters.queryInternalErr ?? 0);
    assert.ok(errors > 5, String(errors));
  });

  it('refuses a fault it does not understand', async () => {
    await assert.rejects(post(cluster.info, {} as never), /expected/);
  });
});
