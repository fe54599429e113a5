import assert from 'node:assert/strict';
import { ClusterSession } from '../../../src/extension/starrocks/clusterSession';
import { frontends } from '../../../src/extension/starrocks/sources/frontends';
import { aFrontend } from '../collect/support/fakeAsker';
import { BlackHole } from './support/blackHole';
import { FakeFrontend } from './support/fakeFrontend';

const columns = ['Name', 'IP', 'EditLogPort', 'QueryPort', 'Role', 'Alive'];
const row = ['fe_1', '127.0.0.1', '9010', '9030', 'LEADER', 'true'];
const leaderLane = { lane: 'leader', deadlineMs: 3_000 } as const;
const ignore = (): void => undefined;
const minute = 60_000;

describe('a session and the leader', () => {
  const fakes = new Map<number, FakeFrontend>();
  let session: ClusterSession | undefined;
  let mono = 0;

  async function start(port?: number): Promise<number> {
    const fake = await FakeFrontend.start({
      reply: (sql) => (sql.startsWith('SET ') ? 'ok' : { columns, rows: [row] }),
      ...(port === undefined ? {} : { port }),
    });
    fakes.set(fake.port, fake);
    return fake.port;
  }

  async function kill(port: number): Promise<void> {
    await fakes.get(port)?.stop();
    fakes.delete(port);
  }

  function open(ports: readonly number[]): ClusterSession {
    session = new ClusterSession({
      profile: {
        id: 'test',
        name: 'test',
        frontends: ports.map((port) => ({ host: '127.0.0.1', port })),
        user: 'root',
        password: 'none',
        tls: { mode: 'off' },
        http: { mode: 'auto' },
        access: 'read-only',
      },
      secret: () => Promise.resolve(undefined),
      log: { debug: ignore, info: ignore, warn: ignore },
      now: Date.now,
      mono: () => mono,
    });
    return session;
  }

  const told = (ports: readonly number[], leader: number) =>
    ports.map((queryPort, n) => ({
      ...aFrontend('127.0.0.1', { role: queryPort === leader ? 'LEADER' : 'FOLLOWER' }),
      node: `fe:127.0.0.1:${9010 + n}`,
      queryPort,
    }));

  /** The port of the FE that answers now. */
  async function answering(asked: ClusterSession): Promise<number> {
    const answer = await asked.ask(frontends, leaderLane);
    assert.equal(answer.ok, true, answer.ok ? '' : answer.message);
    return Number(answer.via?.split(':')[1]);
  }

  afterEach(async () => {
    session?.dispose();
    await Promise.all([...fakes.keys()].map(kill));
    mono = 0;
  });

  it('starts beside a dead first FE, and moves to the leader once it knows it', async () => {
    const [dead, second, third] = [await start(), await start(), await start()];
    await kill(dead);
    const asked = open([dead, second]);
    assert.equal(await answering(asked), second);
    asked.learnFrontends(told([dead, second, third], third));
    assert.equal(await answering(asked), third);
  });

  it('leaves a leader that is killed with the next statement, and returns to it', async () => {
    const ports = [await start(), await start()];
    const [leader, other] = ports;
    assert.ok(leader !== undefined && other !== undefined);
    const asked = open(ports);
    asked.learnFrontends(told(ports, leader));
    assert.equal(await answering(asked), leader);

    await kill(leader);
    assert.equal(await answering(asked), other);
    await start(leader);
    asked.learnFrontends(told(ports, leader));
    mono += 6 * minute;
    asked.learnFrontends(told(ports, leader));
    assert.equal(await answering(asked), leader);
  });

  it('answers again when all FEs were gone and come back', async () => {
    const ports = [await start(), await start()];
    const asked = open(ports);
    await answering(asked);
    for (const port of ports) {
      await kill(port);
    }
    const gone = await asked.ask(frontends, leaderLane);
    assert.equal(gone.ok ? '' : gone.why, 'unreachable');
    for (const port of ports) {
      await start(port);
    }
    assert.ok(ports.includes(await answering(asked)));
  });

  it('waits for a leader that swallows packets once, and not again', async function () {
    this.timeout(20_000);
    const [reachable, hole] = [await start(), await BlackHole.open()];
    try {
      const asked = open([reachable]);
      const patient = { lane: 'leader', deadlineMs: 10_000 } as const;
      assert.equal((await asked.ask(frontends, patient)).ok, true);
      asked.learnFrontends(told([reachable, hole.port], hole.port));
      assert.equal((await asked.ask(frontends, patient)).ok, true);

      asked.learnFrontends(told([reachable, hole.port], hole.port));
      mono += 6 * minute;
      asked.learnFrontends(told([reachable, hole.port], hole.port));
      // Less than it takes to give up a connection.
      assert.equal((await asked.ask(frontends, { lane: 'leader', deadlineMs: 2_500 })).ok, true);
    } finally {
      await hole.close();
    }
  });

  it('stays where it is when the leader is out of reach from here', async () => {
    const reachable = await start();
    const hidden = await start();
    await kill(hidden);
    const asked = open([reachable]);
    for (let round = 0; round < 3; round += 1) {
      assert.equal(await answering(asked), reachable);
      asked.learnFrontends(told([reachable, hidden], hidden));
      mono += 6 * minute;
    }
    const { logins = Number.NaN } = fakes.get(reachable) ?? {};
    assert.ok(logins <= 2, `${logins} logins`);
  });
});
