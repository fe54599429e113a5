import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { phrasesEn } from '../../../src/shared/phrases.en';
import type { TestStep } from '../../../src/shared/api';
import type { NewCluster } from '../../../src/shared/clusterProfile';
import { testConnection } from '../../../src/extension/starrocks/connectionTest';
import { FakeFrontend, type FakeOptions, type Reply } from './support/fakeFrontend';

const secret = 'S3cret-word';

describe('testConnection', () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  async function fake(reply: FakeOptions['reply'], options: Partial<FakeOptions> = {}) {
    const frontend = await FakeFrontend.start({ user: 'bob', password: secret, ...options, reply });
    cleanups.push(() => frontend.stop());
    return frontend;
  }

  async function metricsServer(body: string): Promise<number> {
    const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    });
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  function cluster(port: number, extra: Partial<NewCluster> = {}): NewCluster {
    return {
      name: 'test',
      frontends: [{ host: '127.0.0.1', port }],
      user: 'bob',
      password: 'stored',
      tls: { mode: 'off' },
      http: { mode: 'auto' },
      access: 'read-only',
      ...extra,
    };
  }

  async function run(
    profile: NewCluster,
    password: string | undefined = secret,
  ): Promise<TestStep[]> {
    const steps: TestStep[] = [];
    for await (const step of testConnection(profile, password)) {
      steps.push(step);
    }
    assert.ok(!JSON.stringify(steps).includes(secret), 'the password is in no step');
    return steps;
  }

  const results = (steps: readonly TestStep[]): string[] =>
    steps
      .filter(({ state }) => state !== 'running')
      .map(({ step, state, text }) => `${step} ${state} ${text.id}`);
  const of = (steps: readonly TestStep[], wanted: TestStep['step']): TestStep[] =>
    steps.filter(({ step, state }) => step === wanted && state !== 'running');

  /** A shared-nothing cluster of one FE and one BE, both serving /metrics at these ports. */
  const healthy =
    (fePort: number, bePort: number) =>
    (sql: string): Reply => {
      if (sql.startsWith('SHOW VARIABLES')) {
        return {
          columns: ['Variable_name', 'Value'],
          rows: [['version_comment', '3.5.0-abc1234']],
        };
      }
      if (sql.startsWith('ADMIN SHOW')) {
        return { columns: ['Key', 'Value'], rows: [['run_mode', 'shared_nothing']] };
      }
      if (sql === 'SHOW FRONTENDS') {
        return {
          columns: ['Name', 'IP', 'EditLogPort', 'HttpPort', 'QueryPort', 'Role', 'Alive'],
          rows: [['n', '127.0.0.1', '9010', String(fePort), '9030', 'LEADER', 'true']],
        };
      }
      if (sql === 'SHOW BACKENDS') {
        return {
          columns: ['BackendId', 'IP', 'HeartbeatPort', 'HttpPort', 'Alive'],
          rows: [['1', '127.0.0.1', '9050', String(bePort), 'true']],
        };
      }
      if (sql === 'SHOW COMPUTE NODES') {
        return { columns: ['ComputeNodeId', 'IP', 'HeartbeatPort', 'HttpPort', 'Alive'], rows: [] };
      }
      if (sql === 'SHOW DATABASES') {
        return { columns: ['Database'], rows: [['information_schema'], ['sales'], ['sys']] };
      }
      if (sql.startsWith('SELECT count(*)')) {
        return { columns: ['SEEN'], rows: [['3']] };
      }
      return { columns: ['Grants'], rows: [] };
    };
  const feMetrics =
    'starrocks_fe_query_total 1\nstarrocks_fe_database_num 1\nstarrocks_fe_table_num{db_name="sales"} 3\n';

  it('goes through all layers of a healthy cluster', async () => {
    const fePort = await metricsServer(feMetrics);
    const bePort = await metricsServer('starrocks_be_load_rows 1\n');
    const fe = await fake(healthy(fePort, bePort));

    const steps = await run(cluster(fe.port));

    assert.deepEqual(results(steps), [
      'address ok connection.address.ok',
      'tcp ok connection.tcp.ok',
      'greeting ok connection.greeting.ok',
      'tls ok connection.tls.off',
      'login ok connection.login.ok',
      'starrocks ok connection.starrocks.ok',
      'version ok connection.version.runMode',
      'leader ok connection.leader.ok',
      'operate ok connection.operate.ok',
      'node ok connection.node.ok',
      'views ok connection.views.ok',
      'http ok connection.http.node',
      'http ok connection.http.node',
      'http ok connection.http.ok',
      'audit ok connection.audit.absent',
      'sight ok connection.sight.both',
    ]);
    assert.equal(
      fe.statements.every(({ sql }) => /SHOW|SET|SELECT/.test(sql)),
      true,
      'nothing is changed',
    );
    while (fe.connections > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('names the nodes whose HTTP port is closed, and the address used for each', async () => {
    const fePort = await metricsServer(feMetrics);
    const fe = await fake(healthy(8030, 1));
    const addressMap = { '127.0.0.1:8030': `127.0.0.1:${fePort}` };

    const steps = of(await run(cluster(fe.port, { http: { mode: 'auto', addressMap } })), 'http');

    const byNode = new Map(steps.map((step) => [step.subject, step]));
    assert.equal(byNode.get('fe:127.0.0.1:9010')?.text.args['address'], `127.0.0.1:${fePort}`);
    const closed = byNode.get('be:127.0.0.1:9050');
    assert.equal(closed?.state, 'warning');
    assert.equal(closed.text.args['node'], '127.0.0.1:1');
    assert.match(JSON.stringify(closed.text.args['message']), /ECONNREFUSED/);
    assert.equal(byNode.get(undefined)?.text.id, 'connection.http.some');
  });

  it('compares what the user sees with what an FE counts', async () => {
    const fePort = await metricsServer(feMetrics.replace('} 3', '} 1032'));
    const fe = await fake(healthy(fePort, fePort));

    const [sight] = of(await run(cluster(fe.port)), 'sight');

    assert.equal(sight?.state, 'warning');
    assert.deepEqual(sight.text, {
      id: 'connection.sight.both',
      args: { databases: 1, ofDatabases: 1, tables: 3, ofTables: 1032 },
    });
    assert.equal(sight.remedy?.id, 'remedy.sight');
  });

  const audits: readonly (readonly [string, Reply, Reply, string])[] = [
    [
      'found',
      { columns: ['Tables_in_x'], rows: [['starrocks_audit_tbl__']] },
      { columns: ['1'], rows: [] },
      'ok connection.audit.ok',
    ],
    [
      'not readable',
      { columns: ['Tables_in_x'], rows: [['starrocks_audit_tbl__']] },
      { errno: 5203, message: 'Access denied; you need (at least one of) the SELECT privilege(s)' },
      'warning connection.audit.denied',
    ],
    ['absent', { columns: ['Tables_in_x'], rows: [] }, 'ok', 'ok connection.audit.absent'],
    [
      'absent with its database',
      { errno: 5501, message: "Getting analyzing error. Detail message: Unknown database 'x'." },
      'ok',
      'ok connection.audit.absent',
    ],
    [
      'not visible',
      { errno: 5203, message: 'Access denied; you need (at least one of) the ANY privilege(s)' },
      'ok',
      'warning connection.audit.denied',
    ],
  ];
  for (const [what, list, select, result] of audits) {
    it(`tells an audit table that is ${what}`, async () => {
      const rest = healthy(1, 1);
      const fe = await fake((sql) =>
        sql.startsWith('SHOW TABLES FROM')
          ? list
          : sql.startsWith('SELECT 1 FROM')
            ? select
            : rest(sql),
      );

      const steps = await run(cluster(fe.port));

      assert.deepEqual(results(of(steps, 'audit')), [`audit ${result}`]);
      assert.ok(
        fe.asked.includes("SHOW TABLES FROM `starrocks_audit_db__` LIKE 'starrocks_audit_tbl__'"),
      );
    });
  }

  it('asks a quiet cluster no SELECT', async () => {
    const fe = await fake(healthy(1, 1));
    await run(cluster(fe.port, { quiet: true }));
    assert.deepEqual(
      fe.asked.filter((sql) => sql.startsWith('SELECT')),
      [],
    );
  });

  it('ends without a report when it is aborted', async () => {
    const rest = healthy(1, 1);
    const stop = new AbortController();
    const fe = await fake((sql) => {
      if (sql === 'SHOW FRONTENDS') {
        stop.abort();
        return 'hang';
      }
      return rest(sql);
    });
    const steps: TestStep[] = [];
    for await (const step of testConnection(cluster(fe.port), secret, stop.signal)) {
      steps.push(step);
    }
    assert.equal(steps.at(-1)?.step, 'starrocks');
    assert.equal(steps.at(-1)?.state, 'running');
  });

  it('stops at the layer that fails', async () => {
    const gone = await fake(() => 'ok');
    const { port } = gone;
    await gone.stop();
    cleanups.pop();

    const unknownHost = cluster(9030, {
      frontends: [{ host: 'no-such-host.invalid', port: 9030 }],
    });
    assert.deepEqual(results(await run(unknownHost)), ['address failed connection.address.failed']);
    assert.deepEqual(results(await run(cluster(port))).at(-1), 'tcp failed connection.tcp.failed');
  });

  const logins: readonly (readonly [string, Partial<FakeOptions>, Partial<NewCluster>, string])[] =
    [
      ['a wrong password', { password: 'another' }, {}, 'connection.login.refused'],
      ['TLS that is not offered', {}, { tls: { mode: 'verify' } }, 'connection.tls.notOffered'],
      [
        'TLS that is demanded',
        {
          refuse: () => ({
            errno: 5205,
            message: 'Connections using insecure transport are prohibited',
          }),
        },
        {},
        'connection.tls.required',
      ],
      [
        'a connection limit',
        { refuse: () => ({ errno: 1064, message: 'Reach limit of connections' }) },
        {},
        'connection.login.limit',
      ],
      [
        'a server that does not greet',
        { greeting: Buffer.alloc(0) },
        {},
        'connection.greeting.silent',
      ],
    ];
  for (const [what, options, profile, id] of logins) {
    it(`recognises ${what}`, async () => {
      const fe = await fake(() => 'ok', options);
      assert.equal(
        results(await run(cluster(fe.port, profile))).at(-1),
        `${id.split('.')[1] ?? ''} failed ${id}`,
      );
    });
  }

  it('asks for a password when there is none', async () => {
    const fe = await fake(() => 'ok');
    const steps: TestStep[] = [];
    for await (const step of testConnection(cluster(fe.port))) {
      steps.push(step);
    }
    assert.equal(results(steps).at(-1), 'login failed connection.login.noPassword');
  });

  it('does not take MySQL for StarRocks', async () => {
    const fe = await fake((sql): Reply => {
      if (sql.startsWith('SHOW VARIABLES')) {
        return {
          columns: ['Variable_name', 'Value'],
          rows: [['version_comment', 'Source distribution']],
        };
      }
      return sql.startsWith('SET')
        ? 'ok'
        : { errno: 1064, message: 'You have an error in your SQL syntax; check the manual' };
    });

    assert.equal(
      results(await run(cluster(fe.port))).at(-1),
      'starrocks failed connection.starrocks.other',
    );
  });

  it('says what a user without privileges will not see', async () => {
    const fe = await fake((sql): Reply => {
      if (sql.startsWith('SHOW VARIABLES')) {
        return {
          columns: ['Variable_name', 'Value'],
          rows: [['version_comment', '3.5.0-abc1234']],
        };
      }
      return sql.startsWith('SET')
        ? 'ok'
        : { errno: 5203, message: 'Access denied; you need (at least one of) the OPERATE' };
    });

    assert.deepEqual(results(await run(cluster(fe.port))).slice(5), [
      'starrocks ok connection.starrocks.ok',
      'version ok connection.version.ok',
      'leader warning connection.leader.denied',
      'operate warning connection.operate.denied',
      'node warning connection.node.denied',
      'views warning connection.views.failed',
      'http warning connection.http.noNodes',
      'audit warning connection.audit.denied',
      'sight warning connection.sight.failed',
    ]);
  });

  it('has a sentence for every step, and every placeholder is filled', async () => {
    const fe = await fake(healthy(1, 1));
    for (const { text, remedy } of await run(cluster(fe.port))) {
      for (const { id, args } of remedy === undefined ? [text] : [text, remedy]) {
        for (const [, name = ''] of phrasesEn[id].matchAll(/\{(\w+)\}/g)) {
          assert.ok(name in args, `${id} needs ${name}`);
        }
      }
    }
  });
});
