import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { DemoCluster } from '../../../src/demo/demoCluster';
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
  rows,
  startManual,
  truthOf,
} from './client';
import { PROFILE_CASES, type ProfileCase } from './profileCases';

async function columnsOf(connection: Connection, sql: string): Promise<string> {
  const [, fields] = await connection.query(sql);
  return fields.map((field) => field.name).join(', ');
}

const counted = (values: Readonly<Record<string, number>>): number => Object.keys(values).length;

for (const expected of PROFILE_CASES) {
  for (const mode of expected.modes) {
    describe(`profile ${expected.profile} (${mode})`, () => {
      let cluster: DemoCluster;
      let leader: Connection;
      let follower: Connection;

      before(async () => {
        cluster = await startManual({ profile: expected.profile, mode });
        await advance(cluster.info, 60_000);
        leader = await connect(cluster.info, LEADER);
        follower = await connect(cluster.info, FOLLOWER);
      });

      after(async () => {
        leader.destroy();
        follower.destroy();
        await cluster.stop();
      });

      it('says its version as a server of it does', async () => {
        const [comment] = await rows(leader, "SHOW VARIABLES LIKE 'version_comment'");
        assert.equal(comment?.['Value'], expected.version);
        assert.ok(
          (await rows(leader, 'SHOW FRONTENDS')).every(
            (each) => each['Version'] === expected.version,
          ),
        );
        const [version] = await rows(leader, 'SELECT VERSION() AS v');
        assert.equal(version?.['v'], expected.serverVersion);
      });

      it('answers with exactly its columns', async () => {
        const shared = mode === 'shared_data';
        for (const [sql, titles, titlesOfSharedData] of expected.columns) {
          const wanted =
            shared && titlesOfSharedData !== undefined
              ? `${titles}, ${titlesOfSharedData}`
              : titles;
          assert.equal(await columnsOf(leader, sql), wanted, sql);
        }
      });

      it('refuses the forms it does not know, with its own numbers and words', async () => {
        for (const [sql, errno, message] of expected.refused) {
          const error = await failure(leader.query(sql));
          assert.equal(error.errno, errno, `${sql}: ${error.message}`);
          assert.match(error.message, message, sql);
        }
      });

      it('denies in its own way', async () => {
        const nobody = await connect(cluster.info, LEADER, 'nobody');
        const [errno, message] = expected.denied;
        const error = await failure(nobody.query('SHOW FRONTENDS'));
        assert.equal(error.errno, errno);
        assert.match(error.message, message);
        nobody.destroy();
      });

      it('lists the sessions of all FEs, or of the one that was asked', async () => {
        const { frontends } = await truthOf(cluster.info);
        const all = frontends.reduce((sum, fe) => sum + fe.sessions.length, 0);
        const own = frontends.find((fe) => fe.host === FOLLOWER)?.sessions.length;
        const listed = await rows(follower, 'SHOW FULL PROCESSLIST');
        assert.equal(listed.length, expected.allSessions ? all : own);
        const ids = frontends.flatMap((fe) => fe.sessions.map((each) => each.connectionId));
        assert.equal(new Set(ids).size === ids.length, expected.allSessions, 'ids are global');
      });

      it('exports the metrics of its time', async () => {
        const { body } = await get(cluster.info, LEADER, 8030, '/metrics');
        const { frontends, backends, computeNodes } = await truthOf(cluster.info);
        for (const [name, there] of expected.metrics) {
          assert.equal(counted(metricValues(body, name)) > 0, there, name);
        }
        const leads = Object.keys(metricValues(body, 'starrocks_fe_routine_load_jobs'));
        assert.ok(leads.every((labels) => labels.includes('is_leader') === expected.leaderLabel));
        const connections = metricValues(body, 'starrocks_fe_connection_total');
        if (!expected.connectionsByUser) {
          assert.equal(only(connections), frontends[0]?.sessions.length);
        }
        const info = metricValues(body, 'node_info');
        assert.equal(info['type="be_node_num", state="total"'], backends.length);
        assert.equal(
          info['type="cn_node_num", state="total"'],
          expected.leaderLabel ? computeNodes.length : undefined,
        );
      });

      if (expected.metricsBySql) {
        it('gives figures by SQL that are those of the truth', async () => {
          const fe = (await truthOf(cluster.info)).frontends[0];
          const list = await rows(
            leader,
            "SELECT FE_ID, VALUE FROM information_schema.fe_metrics WHERE NAME = 'query_success'",
          );
          assert.equal(
            list.find((each) => each['FE_ID'] === fe?.name)?.['VALUE'],
            String(fe?.counters.querySuccess),
          );
          const memory = await rows(
            leader,
            "SELECT BE_ID FROM information_schema.be_metrics WHERE NAME = 'process_mem_bytes'",
          );
          assert.equal(memory.length, cluster.info.nodes.length);
        });
      }
    });
  }
}

function caseOf(profile: string): ProfileCase {
  const found = PROFILE_CASES.find((each) => each.profile === profile);
  assert.ok(found !== undefined);
  return found;
}

describe('what a version of December 2023 does differently', () => {
  let cluster: DemoCluster;
  let leader: Connection;
  let follower: Connection;

  before(async () => {
    cluster = await startManual({ profile: '3.2', mode: 'shared_data' });
    leader = await connect(cluster.info, LEADER);
    follower = await connect(cluster.info, FOLLOWER);
  });

  after(async () => {
    leader.destroy();
    follower.destroy();
    await cluster.stop();
  });

  it('knows lake compactions on the leader only', async () => {
    for (let tries = 0; tries < 60; tries++) {
      if ((await rows(leader, "SHOW PROC '/compactions'")).length > 0) {
        assert.deepEqual(await rows(follower, "SHOW PROC '/compactions'"), []);
        await follower.query('SET forward_to_leader = true');
        assert.notDeepEqual(await rows(follower, "SHOW PROC '/compactions'"), []);
        return;
      }
      await advance(cluster.info, 3000);
    }
    assert.fail('no compaction ran');
  });

  it('keeps stream loads out of loads and has them in a table of their own', async () => {
    await advance(cluster.info, 60_000);
    const types = await rows(leader, 'SELECT DISTINCT TYPE FROM information_schema.loads');
    assert.deepEqual(types, [{ TYPE: 'INSERT' }]);
    const { loads } = await truthOf(cluster.info);
    const [count] = await rows(leader, 'SELECT count(*) AS n FROM information_schema.stream_loads');
    assert.equal(count?.['n'], String(loads.filter((load) => load.type === 'STREAM_LOAD').length));
  });

  it('fails the list of queries as a whole when one node does not answer', async () => {
    await post(cluster.info, { happen: { kind: 'kill', node: '10.20.0.34' } });
    const error = await failure(leader.query("SHOW PROC '/current_queries'"));
    assert.match(error.message, /^Sending collect query statistics request fails/);
    await post(cluster.info, { happen: { kind: 'kill', node: '10.20.0.34', noticed: true } });
    await rows(leader, "SHOW PROC '/current_queries'");
  });

  it('needs a node even for constants', async () => {
    await post(cluster.info, { happen: { kind: 'kill', node: 'cn:*', noticed: true } });
    assert.match((await failure(leader.query('SELECT NOW()'))).message, /^Compute node not found/);
    assert.equal((await rows(leader, 'SHOW FRONTENDS')).length, 3);
    assert.equal(caseOf('3.2').serverVersion, '5.1.0');
  });
});

describe('a version of the future', () => {
  it('has new words for roles, node states and loads', async () => {
    const cluster = await startManual({ profile: 'future', mode: 'mixed' });
    try {
      await advance(cluster.info, 60_000);
      const connection = await connect(cluster.info, LEADER);
      const distinct = async (sql: string, title: string): Promise<unknown> =>
        [...new Set((await rows(connection, sql)).map((each) => each[title]))].sort();
      assert.deepEqual(await distinct('SHOW FRONTENDS', 'Role'), ['LEADER', 'VOTER']);
      assert.deepEqual(await distinct('SHOW BACKENDS', 'StatusCode'), ['SERVING']);
      assert.deepEqual(await distinct('SHOW COMPUTE NODES', 'Region'), ['eu-north']);
      const loads = 'SELECT DISTINCT STATE FROM information_schema.loads ORDER BY 1';
      assert.ok(((await distinct(loads, 'STATE')) as string[]).includes('STREAMING'));
      connection.destroy();
    } finally {
      await cluster.stop();
    }
  });
});

describe('a Doris at the address of a StarRocks', () => {
  it('says so in version_comment and lists its frontends in columns of its own', async () => {
    const cluster = await startManual({ profile: 'doris' });
    try {
      const connection = await connect(cluster.info, LEADER);
      const [comment] = await rows(connection, "SHOW VARIABLES LIKE 'version_comment'");
      assert.match(comment?.['Value'] ?? '', /^Doris version doris-2\.1/);
      const frontends = await rows(connection, 'SHOW FRONTENDS');
      const titles = Object.keys(frontends[0] ?? {});
      assert.ok(titles.includes('Host') && titles.includes('IsMaster') && !titles.includes('IP'));
      assert.deepEqual(
        frontends.map((each) => [each['Role'], each['IsMaster']]),
        [
          ['FOLLOWER', 'true'],
          ['FOLLOWER', 'false'],
          ['FOLLOWER', 'false'],
        ],
      );
      assert.equal((await failure(connection.query('SHOW COMPUTE NODES'))).errno, 1064);
      const { body } = await get(cluster.info, LEADER, 8030, '/metrics');
      assert.ok(body.includes('\ndoris_fe_query_total ') && !body.includes('starrocks_fe_'));
      connection.destroy();
    } finally {
      await cluster.stop();
    }
  });
});
