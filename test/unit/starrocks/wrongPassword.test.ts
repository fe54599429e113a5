import assert from 'node:assert/strict';
import { systemClock } from '../../../src/extension/collect/clock';
import { SessionAsker } from '../../../src/extension/collect/sessionAsker';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { MemoryLog } from '../clusters/support';
import { FakeFrontend } from './support/fakeFrontend';

describe('a wrong password', () => {
  let fe: FakeFrontend;
  let asker: SessionAsker;
  let logins = 0;

  before(async () => {
    fe = await FakeFrontend.start({
      user: 'bob',
      password: 'right',
      reply: () => ({ columns: ['Name'], rows: [] }),
      refuse: () => {
        logins += 1;
        return undefined;
      },
    });
    const profile: ClusterProfile = {
      id: 'test',
      name: 'test',
      frontends: [{ host: '127.0.0.1', port: fe.port }],
      user: 'bob',
      password: 'stored',
      tls: { mode: 'off' },
      http: { mode: 'auto' },
      access: 'read-only',
    };
    const secret = () => Promise.resolve('wrong');
    asker = new SessionAsker({ profile, secret, clock: systemClock(), log: new MemoryLog() });
  });

  after(async () => {
    asker.dispose();
    await fe.stop();
  });

  const ask = async (): Promise<string> => {
    const hints = { scoreThreshold: 1, withoutLeader: false, visible: false };
    const answer = await asker.ask('frontends', hints, 5_000, new AbortController().signal);
    return answer.ok ? 'ok' : answer.why;
  };

  it('is tried once, however many questions wait for a connection', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, ask));

    assert.deepEqual(new Set(answers), new Set(['no-credentials']));
    assert.equal(logins, 1);
  });

  it('is not tried again when connections are dropped after sleep', async () => {
    asker.reset();

    assert.equal(await ask(), 'no-credentials');
    assert.equal(logins, 1);
  });

  it('is tried once more when a person gives it again', async () => {
    asker.retryLogin();
    await Promise.all([ask(), ask()]);

    assert.equal(logins, 2);
  });
});
