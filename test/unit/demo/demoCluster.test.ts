import assert from 'node:assert/strict';
import { createConnection, type Connection } from 'mysql2/promise';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import {
  addressOf,
  advance,
  connect,
  failure,
  FOLLOWER,
  LEADER,
  logOf,
  row,
  rows,
  startManual,
  truthOf,
} from './client';

describe('demo cluster over the MySQL protocol', () => {
  let cluster: DemoCluster;
  let leader: Connection;
  let follower: Connection;

  before(async () => {
    cluster = await startManual();
    leader = await connect(cluster.info, LEADER);
    follower = await connect(cluster.info, FOLLOWER);
  });

  after(async () => {
    leader.destroy();
    follower.destroy();
    await cluster.stop();
  });

  it('refuses a wrong password and an unknown user alike, with 1045', async () => {
    for (const user of ['monitor', 'no_such_user']) {
      const error = await failure(connect(cluster.info, LEADER, user, 'wrong'));
      assert.equal(error.errno, 1045);
      assert.equal(error.sqlState, '28000');
      assert.equal(error.message, `Access denied for user '${user}' (using password: YES)`);
    }
    const without = await failure(connect(cluster.info, LEADER, 'monitor', ''));
    assert.match(without.message, /\(using password: NO\)$/);
  });

  it('logs in with a database it knows only', async () => {
    const login = { ...addressOf(cluster.info, LEADER, 9030), user: 'root', password: 'demo-root' };
    const known = await createConnection({ ...login, database: 'sales' });
    assert.deepEqual((await known.query('SELECT DATABASE() AS db'))[0], [{ db: 'sales' }]);
    known.destroy();
    const error = await failure(createConnection({ ...login, database: 'nowhere' }));
    assert.equal(error.errno, 5501);
  });

  it('answers SHOW FRONTENDS with the columns of June 2025, all as text', async () => {
    const [result, fields] = await leader.query('SHOW FRONTENDS');
    assert.deepEqual(
      fields.map((field) => field.name),
      'Id,Name,IP,EditLogPort,HttpPort,QueryPort,RpcPort,Role,ClusterId,Join,Alive,ReplayedJournalId,LastHeartbeat,IsHelper,ErrMsg,StartTime,Version'.split(
        ',',
      ),
    );
    assert.ok(fields.every((field) => field.columnType === 253));
    const truth = await truthOf(cluster.info);
    assert.deepEqual(
      (result as { Name: string; Role: string }[]).map(({ Name, Role }) => [Name, Role]),
      truth.frontends.map(({ name, role }) => [name, role]),
    );
  });

  it('gives compute nodes the four columns of shared-data and an empty list of backends', async () => {
    const [, nodeFields] = await leader.query('SHOW COMPUTE NODES');
    assert.equal(nodeFields.length, 25);
    assert.deepEqual(
      nodeFields.slice(-4).map((field) => field.name),
      ['StarletPort', 'WorkerId', 'WarehouseName', 'TabletNum'],
    );
    const [backends, backendFields] = await leader.query('SHOW BACKENDS');
    assert.deepEqual(backends, []);
    assert.equal(backendFields.length, 33);
  });

  it('turns unset cells of a forwarded answer into empty text and leaves them NULL on the leader', async () => {
    const open = (list: readonly Readonly<Record<string, string | null>>[]): unknown[] =>
      list.filter((each) => !each['FinishTime']).map((each) => [each['TxnID'], each['FinishTime']]);
    for (let tries = 0; tries < 60; tries++) {
      const onLeader = open(await rows(leader, "SHOW PROC '/compactions'"));
      const onFollower = open(await rows(follower, "SHOW PROC '/compactions'"));
      if (onLeader.length > 0) {
        assert.deepEqual(
          onLeader.map((each) => (each as unknown[])[1]),
          onLeader.map(() => null),
        );
        assert.deepEqual(
          onFollower.map((each) => (each as unknown[])[1]),
          onFollower.map(() => ''),
        );
        return;
      }
      await advance(cluster.info, 3000);
    }
    assert.fail('no compaction ran');
  });

  it('answers SHOW PROC locally on a follower unless forward_to_leader is on', async () => {
    const text = "SHOW PROC '/current_queries'";
    const fresh = await connect(cluster.info, FOLLOWER);
    const truth = await truthOf(cluster.info);
    const mine = truth.runningQueries.filter((query) => query.frontend.startsWith(FOLLOWER));
    assert.equal((await rows(fresh, text)).length, mine.length);
    await fresh.query('SET forward_to_leader = true, query_timeout = 10');
    const leaders = truth.runningQueries.filter((query) => query.frontend.startsWith(LEADER));
    assert.equal((await rows(fresh, text)).length, leaders.length);
    fresh.destroy();
  });

  it('names an unknown variable in a SET of several and sets none of them', async () => {
    const error = await failure(
      leader.query('SET wait_timeout = 5, no_such_variable = 1, sql_mode = 2'),
    );
    assert.equal(error.errno, 1193);
    assert.match(
      error.message,
      /^Unknown system variable 'no_such_variable', the most similar variables are \{/,
    );
    assert.equal((await row(leader, "SHOW VARIABLES LIKE 'wait_timeout'"))['Value'], '28800');
  });

  it('sends Chinese and emoji as real UTF-8 bytes', async () => {
    const names = (await rows(leader, 'SHOW TABLES FROM sandbox')).map(
      (each) => each['Tables_in_sandbox'],
    );
    assert.deepEqual(names, ['emoji_reactions_😀']);
    const databases = (await rows(leader, 'SHOW DATABASES')).map((each) => each['Database']);
    assert.ok(databases.includes('门店'));
  });

  it('refuses prepared statements with 1295 and goes on', async () => {
    const error = await failure(leader.execute('SHOW FRONTENDS'));
    assert.equal(error.errno, 1295);
    assert.equal(
      error.message,
      'This command is not supported in the prepared statement protocol yet',
    );
    await leader.ping();
  });

  it('uses the exact numbers and texts of unknown things', async () => {
    const cases: readonly (readonly [sql: string, errno: number, message: RegExp])[] = [
      [
        "SHOW PROC '/foo'",
        1064,
        /^Getting analyzing error\. Detail message: Unknown proc node path: \/foo\. msg: Cannot find path: \/foo\.$/,
      ],
      [
        'SELECT x FROM information_schema.foo',
        5502,
        /^Getting analyzing error\. Detail message: Unknown table 'information_schema\.foo'\.$/,
      ],
      [
        'SELECT nope FROM information_schema.tables',
        1064,
        /Detail message: Column 'nope' cannot be resolved\.$/,
      ],
      [
        'SHOW TABLES FROM nowhere',
        5501,
        /^Getting analyzing error\. Detail message: Unknown database 'nowhere'\.$/,
      ],
      [
        'SHOW GLORIOUS THINGS',
        1064,
        /^Getting syntax error at line 1, column 5\. Detail message: Unexpected input 'GLORIOUS', the most similar input is/,
      ],
      ['SELECT @@run_mode', 1193, /^Unknown system variable 'run_mode'/],
      ['KILL 4242', 1094, /^Unknown thread id: 4242$/],
      [
        'ADMIN SET FRONTEND CONFIG ("nope" = "1")',
        5102,
        /^Config 'nope' does not exist or is not mutable$/,
      ],
    ];
    for (const [sql, errno, message] of cases) {
      const error = await failure(leader.query(sql));
      assert.equal(error.errno, errno, sql);
      assert.match(error.message, message, sql);
    }
  });

  it('lists the sessions of all FEs and the asking connection itself, with its statement', async () => {
    const sql = '/* who asks */ SHOW FULL PROCESSLIST';
    const list = await rows(leader, sql);
    assert.equal(new Set(list.map((each) => each['ServerName'])).size, 3);
    const own = list.find((each) => each['Id'] === String(leader.threadId));
    assert.equal(own?.['Command'], 'Query');
    assert.equal(own['Info'], sql);
    const other = list.find((each) => each['Id'] === String(follower.threadId));
    assert.equal(other?.['User'], 'monitor');
    assert.equal(other['Command'], 'Sleep');
    const truth = await truthOf(cluster.info);
    const sessions = truth.frontends.flatMap((fe) => fe.sessions);
    assert.deepEqual(
      list.map((each) => each['Id']).sort(),
      sessions.map((each) => String(each.connectionId)).sort(),
    );
  });

  it('counts SELECTs as queries of the FE asked, SHOW only as requests', async () => {
    const before = (await truthOf(cluster.info)).frontends[1]?.counters;
    await follower.query('SHOW FRONTENDS');
    await follower.query('SELECT NOW()');
    await failure(follower.query('SELECT nope FROM information_schema.tables'));
    const after = (await truthOf(cluster.info)).frontends[1]?.counters;
    assert.ok(before !== undefined && after !== undefined);
    assert.equal(after.requestTotal - before.requestTotal, 3);
    assert.equal(after.queryTotal - before.queryTotal, 2);
    assert.equal(after.querySuccess - before.querySuccess, 1);
    assert.equal(after.queryAnalysisErr - before.queryAnalysisErr, 1);
  });

  it('logs statements apart from their comment', async () => {
    await leader.query('/* starrocks-overview: sessions */ SHOW WAREHOUSES');
    const entry = (await logOf(cluster.info)).at(-1);
    assert.equal(entry?.statement, 'SHOW WAREHOUSES');
    assert.equal(entry.comment, 'starrocks-overview: sessions');
    assert.equal(entry.node, `fe:${LEADER}:9010`);
    assert.equal(entry.outcome, 'ok');
  });

  it('kills sessions of this FE only and running queries of any', async () => {
    const victim = await connect(cluster.info, FOLLOWER);
    const id = String(victim.threadId);
    assert.equal((await failure(leader.query(`KILL ${id}`))).errno, 1094);
    const gone = new Promise((resolve) => victim.on('error', resolve));
    await follower.query(`KILL ${id}`);
    await gone;
    for (let tries = 0; tries < 60; tries++) {
      const query = (await truthOf(cluster.info)).runningQueries[0];
      if (query !== undefined) {
        await leader.query(`KILL QUERY '${query.queryId}'`);
        await advance(cluster.info, 1000);
        const left = (await truthOf(cluster.info)).runningQueries;
        assert.ok(!left.some((each) => each.queryId === query.queryId));
        return;
      }
      await advance(cluster.info, 1000);
    }
    assert.fail('no query ran');
  });

  it('compacts a partition on request and lets the task be cancelled', async () => {
    const cold = (await truthOf(cluster.info)).partitions.find((each) => each.score.max < 8);
    assert.ok(cold !== undefined);
    await follower.query(
      `ALTER TABLE \`${cold.database}\`.\`${cold.table}\` COMPACT (${cold.name})`,
    );
    await advance(cluster.info, 1000);
    const task = (await truthOf(cluster.info)).compactions.running.find(
      (each) => each.partitionId === cold.id,
    );
    assert.ok(task !== undefined);
    await leader.query(`CANCEL COMPACTION WHERE TXN_ID = ${String(task.txnId)}`);
    await advance(cluster.info, 1000);
    const ended = (await truthOf(cluster.info)).compactions.history.find(
      (each) => each.txnId === task.txnId,
    );
    assert.equal(ended?.error, 'cancelled by user');
  });

  it('takes many connections at once', async () => {
    const many = await Promise.all(Array.from({ length: 60 }, () => connect(cluster.info, LEADER)));
    const answers = await Promise.all(many.map((each) => row(each, 'SELECT 1 AS one')));
    assert.ok(answers.every((each) => each['one'] === '1'));
    many.forEach((each) => {
      each.destroy();
    });
  });

  it('survives a client that speaks HTTP to the MySQL port', async () => {
    const { host, port } = addressOf(cluster.info, LEADER, 9030);
    await assert.rejects(fetch(`http://${host}:${String(port)}/`));
    await leader.ping();
  });
});
