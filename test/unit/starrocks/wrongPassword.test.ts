import assert from 'node:assert/strict';
import { ClusterSession } from '../../../src/extension/starrocks/clusterSession';
import { frontends } from '../../../src/extension/starrocks/sources/frontends';
import { FakeFrontend } from './support/fakeFrontend';

const ignore = (): void => undefined;

describe('a wrong password', () => {
  it('is tried once, however many questions wait for a connection', async () => {
    let logins = 0;
    const fe = await FakeFrontend.start({
      user: 'bob',
      password: 'right',
      reply: () => ({ columns: ['Name'], rows: [] }),
      refuse: () => {
        logins += 1;
        return undefined;
      },
    });
    const session = new ClusterSession({
      profile: {
        id: 'test',
        name: 'test',
        frontends: [{ host: '127.0.0.1', port: fe.port }],
        user: 'bob',
        password: 'stored',
        tls: { mode: 'off' },
        http: { mode: 'auto' },
        access: 'read-only',
      },
      secret: () => Promise.resolve('wrong'),
      log: { debug: ignore, info: ignore, warn: ignore },
      now: Date.now,
      mono: () => performance.now(),
    });
    try {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          session.ask(frontends, { lane: 'leader', deadlineMs: 5_000 }),
        ),
      );
      assert.deepEqual(
        new Set(answers.map((answer) => (answer.ok ? 'ok' : answer.why))),
        new Set(['no-credentials']),
      );
      assert.equal(logins, 1);
    } finally {
      session.dispose();
      await fe.stop();
    }
  });
});
