import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connectionEn } from '../../../src/shared/phrases/connection.en';
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
      return sql === 'SHOW GRANTS' ? { columns: ['Grants'], rows: [] } : 'ok';
    };

  it('goes through all layers of a healthy cluster', async () => {
    const fePort = await metricsServer('starrocks_fe_query_total 1\n');
    const bePort = await metricsServer('starrocks_be_load_rows 1\n');
    const fe = await fake(healthy(fePort, bePort));

    const steps = await run(cluster(fe.port));

    assert.deepEqual(results(steps), [
      'address ok connection.address.ok',
      'tcp ok connection.tcp.ok',
      'login ok connection.login.ok',
      'starrocks ok connection.starrocks.ok',
      'version ok connection.version.runMode',
      'leader ok connection.leader.ok',
      'privileges ok connection.privileges.ok',
      'http ok connection.http.ok',
    ]);
    assert.equal(
      fe.statements.every(({ sql }) => /SHOW|SET/.test(sql)),
      true,
      'nothing is changed',
    );
    while (fe.connections > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('names the nodes whose HTTP port is closed', async () => {
    const fePort = await metricsServer('starrocks_fe_query_total 1\n');
    const fe = await fake(healthy(fePort, 1));

    const last = (await run(cluster(fe.port))).at(-1);

    assert.equal(last?.state, 'warning');
    assert.equal(last.text.id, 'connection.http.some');
    assert.equal(last.text.args['missing'], '127.0.0.1:1');
    assert.match(JSON.stringify(last.text.args['message']), /ECONNREFUSED/);
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
      ['TLS that is not offered', {}, { tls: { mode: 'verify' } }, 'connection.login.noTls'],
      [
        'TLS that is demanded',
        {
          refuse: () => ({
            errno: 5205,
            message: 'Connections using insecure transport are prohibited',
          }),
        },
        {},
        'connection.login.tlsRequired',
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
        'connection.login.silent',
      ],
    ];
  for (const [what, options, profile, id] of logins) {
    it(`recognises ${what}`, async () => {
      const fe = await fake(() => 'ok', options);
      assert.equal(results(await run(cluster(fe.port, profile))).at(-1), `login failed ${id}`);
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

    assert.deepEqual(results(await run(cluster(fe.port))).slice(3), [
      'starrocks ok connection.starrocks.ok',
      'version ok connection.version.ok',
      'leader warning connection.leader.denied',
      'privileges warning connection.privileges.none',
      'http warning connection.http.noNodes',
    ]);
  });

  it('has a sentence for every step, and every placeholder is filled', async () => {
    const fe = await fake(healthy(1, 1));
    for (const { text } of await run(cluster(fe.port))) {
      const sentence: string =
        Object.entries(connectionEn).find(([id]) => id === text.id)?.[1] ?? '';
      assert.notEqual(sentence, '');
      for (const [, name = ''] of sentence.matchAll(/\{(\w+)\}/g)) {
        assert.ok(name in text.args, `${text.id} needs ${name}`);
      }
    }
  });
});
