import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { Deadline } from '../../../src/extension/starrocks/deadline';
import { classifyFailure } from '../../../src/extension/starrocks/classifyFailure';
import { Lane } from '../../../src/extension/starrocks/lane';
import { FakeFrontend, type FakeOptions, type Reply } from './support/fakeFrontend';

describe('Lane', () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  const noVariables = { variables: {}, unknownVariables: new Set<string>() };

  async function fake(options: Partial<FakeOptions> & Pick<FakeOptions, 'reply'>) {
    const frontend = await FakeFrontend.start(options);
    cleanups.push(() => frontend.stop());
    return frontend;
  }

  function deadline(ms: number, signal?: AbortSignal): Deadline {
    const made = new Deadline(ms, signal);
    cleanups.push(() => made.dispose());
    return made;
  }

  async function open(
    port: number,
    extra: Partial<Parameters<typeof Lane.open>[0]> = {},
    ms = 2_000,
  ): Promise<Lane> {
    const address = { host: '127.0.0.1', port };
    const lane = await Lane.open(
      {
        asked: address,
        connectTo: address,
        login: {
          user: 'root',
          password: undefined,
          tls: { mode: 'off' },
          cleartextPassword: false,
        },
        mono: () => performance.now(),
        ...noVariables,
        ...extra,
      },
      deadline(ms),
    );
    cleanups.push(() => lane.close());
    return lane;
  }

  it('decodes all cells as UTF-8 text, whatever charset the column announces', async () => {
    const row = ['日本 😀', '[{"path":"/data"}]', null, ''];
    const frontend = await fake({
      reply: () => ({ columns: ['a', 'b:63', 'c', 'd'], rows: [row] }),
    });
    const lane = await open(frontend.port);

    const answer = await lane.query('clock', 'SELECT 1', deadline(1_000));

    assert.deepEqual(answer.columns, ['a', 'b', 'c', 'd']);
    assert.deepEqual({ ...answer.rows[0] }, { a: row[0], b: row[1], c: null, d: '' });
    assert.equal(frontend.statements[0]?.sql, '/* starrocks-overview:clock */ SELECT 1');
  });

  it('logs in with the password and reports a wrong one as the server does', async () => {
    const frontend = await fake({ reply: () => 'ok', user: 'bob', password: 'geheim' });
    const login = { user: 'bob', tls: { mode: 'off' }, cleartextPassword: false } as const;

    const lane = await open(frontend.port, { login: { ...login, password: 'geheim' } });
    assert.equal(lane.threadId, '16777217');

    await assert.rejects(
      open(frontend.port, { login: { ...login, password: 'falsch' } }),
      (error) => {
        assert.deepEqual(classifyFailure(error), {
          why: 'no-credentials',
          message: "Access denied for user 'bob' (using password: YES)",
        });
        return true;
      },
    );
  });

  it('sets all variables in one statement', async () => {
    const frontend = await fake({ reply: () => 'ok' });

    await open(frontend.port, { variables: { query_timeout: '30', enable_profile: 'false' } });

    assert.deepEqual(
      frontend.statements.map(({ sql }) => sql),
      ['/* starrocks-overview:session */ SET query_timeout = 30, enable_profile = false'],
    );
  });

  it('sets variables one by one when an unknown one fails, and remembers which', async () => {
    const reply = (sql: string): Reply =>
      sql.includes('new_one')
        ? { errno: 1193, message: "Unknown system variable 'new_one', the most similar are {x}" }
        : 'ok';
    const frontend = await fake({ reply });
    const unknownVariables = new Set<string>();
    const variables = { new_one: '1', query_timeout: '30' };

    await open(frontend.port, { variables, unknownVariables });
    await open(frontend.port, { variables, unknownVariables });

    assert.deepEqual([...unknownVariables], ['new_one']);
    assert.deepEqual(
      frontend.statements.map(({ sql }) => sql.replace(/^.*\*\/ /, '')),
      [
        'SET new_one = 1, query_timeout = 30',
        'SET new_one = 1',
        'SET query_timeout = 30',
        'SET query_timeout = 30',
      ],
    );
  });

  it('ends a statement at its deadline and drops the connection', async () => {
    const frontend = await fake({ reply: () => 'hang' });
    const lane = await open(frontend.port);
    const begun = performance.now();

    await assert.rejects(lane.query('frontends', 'SHOW FRONTENDS', deadline(200)), (error) => {
      const { why, message } = classifyFailure(error);
      assert.equal(why, 'timeout');
      assert.equal(message, `no answer from 127.0.0.1:${frontend.port} within 0.2 s`);
      return true;
    });

    assert.ok(performance.now() - begun < 1_000);
    assert.equal(lane.closed, true);
    while (frontend.connections > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('rejects the statement under way when it is closed or cancelled', async () => {
    const frontend = await fake({ reply: () => 'hang' });
    const closing = await open(frontend.port);
    const pending = closing.query('clock', 'SELECT 1', deadline(5_000));
    closing.close();
    await assert.rejects(pending, /closed/);

    const cancelled = await open(frontend.port);
    const controller = new AbortController();
    const running = cancelled.query('clock', 'SELECT 1', deadline(5_000, controller.signal));
    controller.abort();
    await assert.rejects(running, /cancelled/);
    assert.equal(cancelled.closed, true);
  });

  it('fails as unreachable when the connection is cut in mid-result', async () => {
    for (const reply of ['cut', 'drop'] as const) {
      const frontend = await fake({ reply: () => reply });
      const lane = await open(frontend.port);
      await assert.rejects(lane.query('clock', 'SELECT 1', deadline(2_000)), (error) => {
        assert.equal(classifyFailure(error).why, 'unreachable');
        return true;
      });
      assert.equal(lane.closed, true);
    }
  });

  it('stays usable after an error of the server', async () => {
    const reply = (sql: string): Reply =>
      sql === 'bad' ? { errno: 5203, message: 'Access denied; you need OPERATE' } : 'ok';
    const lane = await open((await fake({ reply })).port);

    await assert.rejects(lane.query('clock', 'bad', deadline(1_000)), { errno: 5203 });
    const answer = await lane.query('clock', 'good', deadline(1_000));

    assert.deepEqual(answer.rows, []);
    assert.equal(lane.closed, false);
  });

  it('gives up on a server that never greets, and on one that talks something else', async () => {
    const silent = await fake({ reply: () => 'ok', greeting: Buffer.alloc(0) });
    await assert.rejects(open(silent.port, {}, 200), (error) => {
      assert.equal(classifyFailure(error).why, 'timeout');
      assert.match(classifyFailure(error).message, /no MySQL greeting from 127\.0\.0\.1/);
      return true;
    });
    const garbage = await fake({
      reply: () => 'ok',
      greeting: Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
    });
    await assert.rejects(open(garbage.port, {}, 300));
    const noise = await fake({
      reply: () => 'ok',
      greeting: Buffer.from([5, 0, 0, 0, 77, 1, 2, 3, 4]),
    });
    await assert.rejects(open(noise.port, {}, 300), (error) => {
      assert.equal(classifyFailure(error).why, 'malformed');
      return true;
    });
  });

  it('says that nothing listens', async () => {
    const server: Server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close();
    await once(server, 'close');

    await assert.rejects(open(port), (error) => {
      assert.equal(classifyFailure(error).why, 'unreachable');
      assert.match(classifyFailure(error).message, /ECONNREFUSED/);
      return true;
    });
  });
});
