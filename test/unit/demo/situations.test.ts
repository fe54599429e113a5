import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import type { Situation } from '../../../src/demo/state/situation';
import type { DemoMode, Truth } from '../../../src/demo/truth';
import {
  advance,
  connect,
  failure,
  FOLLOWER,
  get,
  LEADER,
  NODE,
  NOON,
  post,
  row,
  rows,
  startManual,
  truthOf,
} from './client';

describe('situations of a demo cluster', () => {
  let cluster: DemoCluster;
  const open: Connection[] = [];

  const start = async (situation: Situation, mode?: DemoMode): Promise<void> => {
    cluster = await startManual({ situation, ...(mode === undefined ? {} : { mode }) });
  };
  const to = async (host: string, user?: string): Promise<Connection> => {
    const connection = await connect(cluster.info, host, user);
    open.push(connection);
    return connection;
  };
  const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

  afterEach(async () => {
    for (const connection of open.splice(0)) {
      connection.destroy();
    }
    await cluster.stop();
  });

  describe('with five FEs, the last one behind', () => {
    const LAST = '10.20.0.15';
    const lagOf = ({ frontends }: Truth): number => {
      const [leader] = frontends;
      const last = frontends.at(-1);
      return (leader?.maxJournalId ?? NaN) - (last?.replayedLive ?? NaN);
    };

    beforeEach(async () => {
      await start({ frontends: 5, laggingFollower: true });
    });

    it('lists them all, with the lag as the last heartbeat brought it', async () => {
      await advance(cluster.info, 10_000);
      const list = await rows(await to(LEADER), 'SHOW FRONTENDS');
      assert.deepEqual(
        list.map((each) => [each['IP'], each['Role'], each['Alive']]),
        [11, 12, 13, 14, 15].map((last) => [
          `10.20.0.${String(last)}`,
          last === 11 ? 'LEADER' : 'FOLLOWER',
          'true',
        ]),
      );
      assert.equal(new Set(list.map((each) => each['Name'])).size, 5);
      const ids = list.map((each) => Number(each['ReplayedJournalId']));
      assert.ok((ids[0] ?? NaN) - (ids[4] ?? NaN) >= 12_000);
      assert.ok((ids[0] ?? NaN) - (ids[3] ?? NaN) < 200);
    });

    it('gives connections of every FE ids of their own', async () => {
      const ids = [];
      for (const last of [11, 12, 13, 14, 15]) {
        const [row] = await rows(
          await to(`10.20.0.${String(last)}`),
          'SELECT CONNECTION_ID() AS id',
        );
        ids.push(Math.floor(Number(row?.['id']) / 2 ** 24));
      }
      assert.deepEqual(ids, [1, 2, 3, 4, 5]);
    });

    it('falls further behind, and catches up when replay is quick again', async () => {
      const before = lagOf(await truthOf(cluster.info));
      await advance(cluster.info, 60_000);
      assert.ok(lagOf(await truthOf(cluster.info)) > before);
      await post(cluster.info, { happen: { kind: 'replay', node: LAST, speed: 1 } });
      await advance(cluster.info, 2000);
      assert.equal(lagOf(await truthOf(cluster.info)), 0);
    });

    it('answers of its own copy what it does not forward, and of the leader what it does', async () => {
      const seconds = (text: string | null | undefined): number =>
        Date.parse(`${(text ?? '').replace(' ', 'T')}Z`);
      await advance(cluster.info, 120_000);
      const behind = await to(LAST);
      const near = await to(FOLLOWER);
      const heartbeats = async (connection: Connection, sql: string): Promise<number> => {
        const list = await rows(connection, sql);
        return seconds(list.find((each) => each['IP'] === FOLLOWER)?.['LastHeartbeat']);
      };
      const fresh = await heartbeats(near, "SHOW PROC '/frontends'");
      const stale = await heartbeats(behind, "SHOW PROC '/frontends'");
      assert.ok(fresh - stale >= 110_000, `${String(fresh - stale)} ms older`);
      assert.equal(await heartbeats(behind, 'SHOW FRONTENDS'), fresh);
      await behind.query('SET forward_to_leader = true');
      assert.equal(await heartbeats(behind, "SHOW PROC '/frontends'"), fresh);
    });

    it('counts loads at the leader and tables of its own copy', async () => {
      await advance(cluster.info, 600_000);
      const behind = await to(LAST);
      const near = await to(FOLLOWER);
      const loads = 'SELECT count(*) AS n FROM information_schema.loads';
      assert.deepEqual(await row(behind, loads), await row(near, loads));
      const size =
        "SELECT DATA_LENGTH AS n FROM information_schema.tables WHERE TABLE_NAME = 'orders'";
      assert.notDeepEqual(await row(behind, size), await row(near, size));
    });

    it('gives every session an id and an FE of its own', async () => {
      const list = await rows(await to(LAST), 'SHOW PROCESSLIST');
      assert.equal(new Set(list.map((each) => each['Id'])).size, list.length);
      assert.equal(new Set(list.map((each) => each['ServerName'])).size, 5);
      assert.match((await get(cluster.info, LAST, 8030, '/metrics')).body, /starrocks_fe_qps/);
    });
  });

  it('begins with the first FE dead, the second leading, and lets it come back', async () => {
    await start({ firstFrontendDead: true });
    const refused = (await failure(to(LEADER))) as unknown as { readonly code: string };
    assert.equal(refused.code, 'ECONNREFUSED');
    const list = await rows(await to('10.20.0.13'), 'SHOW FRONTENDS');
    assert.deepEqual(
      list.map((each) => [each['Role'], each['Alive']]),
      [
        ['FOLLOWER', 'false'],
        ['LEADER', 'true'],
        ['FOLLOWER', 'true'],
      ],
    );
    await post(cluster.info, { happen: { kind: 'revive', node: LEADER } });
    await advance(cluster.info, 6000);
    const back = await rows(await to(LEADER), 'SHOW FRONTENDS');
    assert.deepEqual(
      back.map((each) => [each['Role'], each['Alive']]),
      [
        ['FOLLOWER', 'true'],
        ['LEADER', 'true'],
        ['FOLLOWER', 'true'],
      ],
    );
  });

  it('loses all FEs and gets them back, with one leader', async () => {
    await start({});
    const before = await to(FOLLOWER);
    const gone = new Promise((resolve) => before.on('error', resolve));
    await post(cluster.info, { happen: { kind: 'kill', node: 'fe:*' } });
    await gone;
    for (const { host } of cluster.info.frontends) {
      const refused = (await failure(to(host))) as unknown as { readonly code: string };
      assert.equal(refused.code, 'ECONNREFUSED');
    }
    await advance(cluster.info, 60_000);
    await post(cluster.info, { happen: { kind: 'revive', node: 'fe:*' } });
    await advance(cluster.info, 15_000);
    const list = await rows(await to(FOLLOWER), 'SHOW FRONTENDS');
    assert.ok(list.every((each) => each['Alive'] === 'true'));
    assert.equal(list.filter((each) => each['Role'] === 'LEADER').length, 1);
  });

  it('tells times in its zone, the session of a user in the one of his property', async () => {
    await start({ timeZone: 'Asia/Kathmandu', sessionTimeZone: 'UTC', skewMs: 90_000 });
    await advance(cluster.info, 30_000);
    const leader = await to(LEADER);
    const zones = await row(leader, 'SELECT @@time_zone AS own, @@global.time_zone AS everyone');
    assert.deepEqual({ ...zones }, { own: 'UTC', everyone: 'Asia/Kathmandu' });
    const shown = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
    const now = NOON + 30_000 + 90_000;
    assert.equal((await row(leader, 'SELECT NOW() AS now'))['now'], shown(now));
    const [first] = await rows(leader, 'SHOW FRONTENDS');
    assert.equal(first?.['LastHeartbeat'], shown(now));
    const truth = await truthOf(cluster.info);
    const refreshed = truth.materializedViews[0];
    const view = await row(
      leader,
      `SELECT LAST_REFRESH_START_TIME AS at FROM information_schema.materialized_views WHERE TABLE_NAME LIKE '${refreshed?.name ?? ''}'`,
    );
    const KATHMANDU = (5 * 60 + 45) * 60_000;
    assert.equal(view['at'], shown((refreshed?.lastStartedAt ?? NaN) + 90_000 + KATHMANDU));
    const { headers } = await get(cluster.info, NODE, 8040, '/metrics');
    assert.equal(Date.parse(headers.get('date') ?? ''), now);
  });

  it('follows the global zone when that is changed', async () => {
    await start({ sessionTimeZone: 'UTC' });
    const root = await to(LEADER, 'root');
    const sql =
      "SELECT LAST_REFRESH_START_TIME AS at FROM information_schema.materialized_views WHERE TABLE_NAME LIKE 'mv_sessions'";
    const shanghai = (await row(root, sql))['at'] ?? '';
    await root.query("SET GLOBAL time_zone = 'UTC'");
    const utc = (await row(root, sql))['at'] ?? '';
    assert.equal(Date.parse(shanghai) - Date.parse(utc), 8 * 3_600_000);
  });

  it('stalls its heartbeats: times stay, nobody is thought dead', async () => {
    await start({});
    const leader = await to(LEADER);
    const known = async (): Promise<readonly unknown[]> =>
      (await rows(leader, 'SHOW COMPUTE NODES')).map((each) => [
        each['LastHeartbeat'],
        each['Alive'],
      ]);
    await post(cluster.info, { happen: { kind: 'heartbeats', stalled: true } });
    const before = await known();
    await post(cluster.info, { happen: { kind: 'kill', node: NODE } });
    await advance(cluster.info, 120_000);
    assert.deepEqual(await known(), before);
    await post(cluster.info, { happen: { kind: 'heartbeats', stalled: false } });
    await advance(cluster.info, 30_000);
    assert.notDeepEqual(await known(), before);
  });

  it('puts columns nobody knows in front of every SHOW, and of nothing else', async () => {
    await start({ unknownColumns: true });
    const leader = await to(LEADER);
    for (const sql of [
      'SHOW FRONTENDS',
      'SHOW COMPUTE NODES',
      "SHOW PROC '/compactions'",
      "SHOW VARIABLES LIKE 'version_comment'",
      'ADMIN SHOW FRONTEND CONFIG',
      'SHOW FULL PROCESSLIST',
      'SHOW DATABASES',
    ]) {
      const [list, fields] = await leader.query(sql);
      assert.deepEqual(
        fields.slice(0, 3).map((field) => field.name),
        ['TenantId', 'Alive2', 'Reserved'],
        sql,
      );
      assert.ok(fields.length > 3 && Array.isArray(list), sql);
    }
    const first = (await rows(leader, 'SHOW FRONTENDS'))[0];
    assert.equal(first?.['IP'], LEADER);
    assert.equal(first['Alive'], 'true');
    const [, fields] = await leader.query('SELECT 1 AS one');
    assert.deepEqual(
      fields.map((field) => field.name),
      ['one'],
    );
    await post(cluster.info, { happen: { kind: 'unknownColumns', shown: false } });
    const [, plain] = await leader.query('SHOW DATABASES');
    assert.equal(plain.length, 1);
  });

  for (const mode of ['shared_data', 'shared_nothing', 'mixed'] as const) {
    it(`is empty in ${mode}: no databases, no tables, no loads, nobody; and stays so`, async () => {
      await start({ empty: true }, mode);
      await advance(cluster.info, 300_000);
      const leader = await to(LEADER);
      const names = (await rows(leader, 'SHOW DATABASES')).map((each) => each['Database']);
      assert.deepEqual(names, ['_statistics_', 'information_schema', 'sys']);
      for (const table of [
        'loads',
        'routine_load_jobs',
        'materialized_views',
        'task_runs',
        'partitions_meta',
        'tables_config',
      ]) {
        const { n } = await row(leader, `SELECT count(*) AS n FROM information_schema.${table}`);
        assert.equal(n, '0', table);
      }
      const nodes = [
        ...(await rows(leader, 'SHOW BACKENDS')),
        ...(await rows(leader, 'SHOW COMPUTE NODES')),
      ];
      assert.ok(nodes.length >= 4);
      for (const node of nodes) {
        assert.ok([undefined, '0'].includes(node['TabletNum'] ?? undefined));
      }
      assert.deepEqual(await rows(leader, "SHOW PROC '/global_current_queries'"), []);
      assert.equal((await rows(leader, 'SHOW PROCESSLIST')).length, open.length);
      const before = (await truthOf(cluster.info)).frontends.map((fe) => fe.counters.querySuccess);
      await advance(cluster.info, 60_000);
      const after = (await truthOf(cluster.info)).frontends.map((fe) => fe.counters.querySuccess);
      assert.deepEqual(after, before);
    });
  }

  it('sends hostile names unharmed, in every place a name stands', async () => {
    await start({ hostileNames: true });
    await advance(cluster.info, 120_000);
    const leader = await to(LEADER);
    const truth = await truthOf(cluster.info);
    const own = truth.databases.filter((database) => !database.system).map((each) => each.name);
    const listed = (await rows(leader, 'SHOW DATABASES')).map((each) => each['Database']);
    assert.ok(own.every((name) => listed.includes(name)));
    for (const name of own) {
      await leader.query(`USE ${quoted(name)}`);
      const tables = await rows(leader, `SHOW TABLES FROM ${quoted(name)}`);
      assert.deepEqual(
        tables.map((each) => Object.values(each)[0]).sort(),
        truth.tables
          .filter((table) => table.database === name)
          .map((table) => table.name)
          .sort(),
      );
    }
    const everything = JSON.stringify([
      await rows(leader, 'SHOW FULL PROCESSLIST'),
      await rows(leader, 'SHOW COMPUTE NODES'),
      await rows(leader, 'SELECT * FROM information_schema.loads'),
      await rows(leader, 'SELECT * FROM information_schema.partitions_meta'),
      await rows(leader, 'SELECT * FROM information_schema.routine_load_jobs'),
      await rows(leader, "SELECT * FROM information_schema.materialized_views WHERE 1 = '1'"),
    ]);
    for (const piece of [
      '</script><script>',
      'onerror=\\"alert(1)\\"',
      '](command:',
      '\u202E',
      '👩‍👩‍👧‍👦',
      '__proto__',
      'second line\\r\\n\\tthird',
      'x'.repeat(230),
    ]) {
      assert.ok(everything.includes(piece), piece);
    }
    const dead = (await rows(leader, 'SHOW COMPUTE NODES')).at(-1);
    assert.equal(dead?.['Alive'], 'false');
    assert.match(dead['ErrMsg'] ?? '', /<script>/);
    const longest = truth.computeNodes.find((node) => node.host.length > 200);
    assert.ok(longest !== undefined);
    assert.equal((await get(cluster.info, longest.host, 8040, '/metrics')).status, 200);
    const users = (await truthOf(cluster.info)).frontends[0]?.connectionsByUser ?? {};
    assert.equal(
      typeof Object.entries(users).find(([user]) => user === 'constructor')?.[1],
      'number',
    );
  });
});
