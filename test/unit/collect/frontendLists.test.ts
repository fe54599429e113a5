import assert from 'node:assert/strict';
import { FrontendTurns } from '../../../src/extension/collect/frontendTurns';
import type { ClusterSource } from '../../../src/extension/collect/liveState';
import { SessionAsker } from '../../../src/extension/collect/sessionAsker';
import { systemClock } from '../../../src/extension/collect/clock';
import type { FrontendRow } from '../../../src/extension/starrocks/sources/frontends';
import { nodeId } from '../../../src/shared/ids';
import { FakeFrontend, type Reply } from '../starrocks/support/fakeFrontend';
import { aFrontend } from './support/fakeAsker';

const signal = new AbortController().signal;
const ignore = (): void => undefined;
const processColumns = ['Id', 'User', 'Host', 'Db', 'Command', 'Time', 'Info'];
const queryColumns = ['QueryId', 'ConnectionId', 'Database', 'User'];

/** What FE `n` of a cluster answers that knows no list of all FEs. */
function oldReply(n: number): (sql: string) => Reply {
  return (sql) => {
    if (sql.startsWith('SET ')) {
      return 'ok';
    }
    if (sql.includes('global_current_queries')) {
      return { errno: 1064, message: "Unknown proc node path: /global_current_queries'" };
    }
    if (sql.includes('current_queries')) {
      return { columns: queryColumns, rows: [[`q${n}`, `${n}`, 'db', 'bi']] };
    }
    return {
      columns: processColumns,
      rows: [[`${n}`, 'bi', '10.0.0.9:1', 'db', 'Query', '1', `select ${n}`]],
    };
  };
}

class Rig {
  readonly #fakes: FakeFrontend[];
  readonly asker: SessionAsker;
  readonly rows: readonly FrontendRow[];

  private constructor(fakes: FakeFrontend[]) {
    this.#fakes = fakes;
    this.rows = fakes.map(({ port }, n) => ({
      ...aFrontend('127.0.0.1', { role: n === 0 ? 'LEADER' : 'FOLLOWER' }),
      node: nodeId('fe', '127.0.0.1', 9010 + n),
      name: `127.0.0.1_${9010 + n}_1`,
      queryPort: port,
    }));
    this.asker = new SessionAsker({
      profile: {
        id: '00000000-0000-4000-8000-000000000001',
        name: 'old',
        frontends: fakes.map(({ port }) => ({ host: '127.0.0.1', port })),
        user: 'root',
        password: 'none',
        tls: { mode: 'off' },
        http: { mode: 'auto' },
        access: 'read-only',
      },
      secret: () => Promise.resolve(undefined),
      clock: systemClock(),
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    });
    this.asker.learnVersion('3.2.1-abc');
    this.asker.learnFrontends(this.rows);
  }

  static async start(
    count: number,
    reply: (n: number) => (sql: string) => Reply = oldReply,
  ): Promise<Rig> {
    const fakes: FakeFrontend[] = [];
    for (let n = 0; n < count; n += 1) {
      fakes.push(await FakeFrontend.start({ reply: reply(n) }));
    }
    return new Rig(fakes);
  }

  readonly ask = <S extends ClusterSource>(source: S, visible = false) => {
    const hints = { scoreThreshold: 100, withoutLeader: false, visible };
    return this.asker.ask(source, hints, 5_000, signal);
  };

  /** Which FEs were asked statements of this kind, as often as they were. */
  asked(pattern: RegExp): readonly number[] {
    return this.#fakes.flatMap((fake, n) =>
      fake.asked.filter((sql) => pattern.test(sql)).map(() => n),
    );
  }

  async stop(): Promise<void> {
    this.asker.dispose();
    await Promise.all(this.#fakes.map((fake) => fake.stop()));
  }
}

describe('lists of all FEs', () => {
  let rig: Rig | undefined;

  const start = async (...options: Parameters<typeof Rig.start>): Promise<Rig> => {
    rig = await Rig.start(...options);
    return rig;
  };

  afterEach(async () => {
    await rig?.stop();
    rig = undefined;
  });

  it('come from one FE at a time while nobody looks, in turn, and say so', async () => {
    const { ask, rows } = await start(3);
    const seen: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const queries = await ask('runningQueries');
      assert.ok(queries.ok);
      assert.equal(queries.bound, 'lower');
      assert.deepEqual([queries.coverage?.have, queries.coverage?.of], [1, 3]);
      assert.equal(queries.coverage?.missing.length, 2);
      assert.equal(queries.older, true);
      seen.push(...queries.value.map(({ queryId }) => queryId));
      assert.deepEqual(
        queries.value.map(({ frontendHost }) => frontendHost),
        [rows[0]?.host],
      );
    }
    assert.deepEqual(seen.sort(), ['q0', 'q1', 'q2']);
  });

  it('come from two FEs while somebody looks', async () => {
    const { ask } = await start(3);
    const sessions = await ask('sessions', true);
    assert.ok(sessions.ok);
    assert.deepEqual([sessions.coverage?.have, sessions.coverage?.of], [2, 3]);
    assert.equal(sessions.rows, 2);
    assert.equal(new Set(sessions.value.map(({ frontendName }) => frontendName)).size, 2);
  });

  it('ask the sessions of the FE whose running queries are asked, after them', async () => {
    const cluster = await start(3);
    const { ask } = cluster;
    await ask('runningQueries');
    await ask('sessions');
    for (let turn = 0; turn < 6; turn += 1) {
      const [queries, sessions] = await Promise.all([ask('runningQueries'), ask('sessions')]);
      assert.ok(queries.ok && sessions.ok);
      assert.equal(sessions.value[0]?.sql, `select ${queries.value[0]?.connectionId ?? '?'}`);
      assert.ok(sessions.receivedAtMono >= queries.receivedAtMono);
    }
  });

  it('know which way is needed until the version text changes', async () => {
    const cluster = await start(2);
    const { ask } = cluster;
    for (let turn = 0; turn < 4; turn += 1) {
      await ask('runningQueries');
    }
    assert.equal(cluster.asked(/global_current_queries/).length, 1);
    cluster.asker.learnVersion('3.2.1-abc');
    await ask('runningQueries');
    assert.equal(cluster.asked(/global_current_queries/).length, 1);
    cluster.asker.learnVersion('3.3.9-def');
    await ask('runningQueries');
    assert.equal(cluster.asked(/global_current_queries/).length, 2);
  });

  it('need no FE of its own where one answer covers all', async () => {
    const cluster = await start(2, () => (sql) => {
      if (sql.startsWith('SET ')) {
        return 'ok';
      }
      return sql.includes('PROCESSLIST')
        ? { columns: ['ServerName', ...processColumns], rows: [] }
        : { columns: ['feIp', ...queryColumns], rows: [] };
    });
    const { ask } = cluster;
    const answers = [await ask('runningQueries', true), await ask('sessions', true)];
    for (const answer of answers) {
      assert.ok(answer.ok);
      assert.deepEqual(
        [answer.coverage, answer.bound, answer.older],
        [undefined, undefined, undefined],
      );
    }
    assert.equal(new Set(cluster.asked(/PROCESSLIST|current_queries/)).size, 1);
  });

  it('are complete on a cluster of one FE, without a further connection', async () => {
    const cluster = await start(1);
    const { ask } = cluster;
    const queries = await ask('runningQueries');
    assert.ok(queries.ok);
    assert.deepEqual(queries.coverage, { have: 1, of: 1, missing: [] });
    assert.equal(queries.bound, undefined);
  });

  it('go without an FE that fails, and fail with the reason when all do', async () => {
    const failing = new Set([1]);
    const cluster = await start(
      2,
      (n) => (sql) =>
        failing.has(n) && sql.includes("'/current_queries'")
          ? { errno: 1064, message: 'Sending collect query statistics request fails' }
          : oldReply(n)(sql),
    );
    const { ask } = cluster;
    const partial = await ask('runningQueries', true);
    assert.ok(partial.ok);
    assert.deepEqual(partial.coverage, { have: 1, of: 2, missing: [cluster.rows[1]?.node] });
    failing.add(0);
    const none = await ask('runningQueries', true);
    assert.equal(none.ok ? undefined : none.why, 'failed');
  });

  it('may be longer than what the connected FE tells while no FE is known', async () => {
    const cluster = await start(1);
    cluster.asker.learnFrontends([]);
    const sessions = await cluster.ask('sessions');
    assert.ok(sessions.ok);
    assert.deepEqual([sessions.bound, sessions.coverage], ['lower', undefined]);
  });

  it('leave the session with the FE it was connected to', async () => {
    const cluster = await start(3);
    const { ask } = cluster;
    await ask('sessions');
    const { via } = cluster.asker;
    for (let turn = 0; turn < 3; turn += 1) {
      await ask('runningQueries');
    }
    assert.equal(cluster.asker.via, via);
  });
});

describe('FrontendTurns', () => {
  it('gives an FE that joined its turn first, and forgets none that comes back', () => {
    const turns = new FrontendTurns();
    const [a, b, c] = ['a', 'b', 'c'].map((node) => ({ node }));
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    assert.deepEqual(turns.next([a, b], 1), [a]);
    assert.deepEqual(turns.next([a, b], 1), [b]);
    assert.deepEqual(turns.next([a, b, c], 1), [c]);
    assert.deepEqual(turns.next([a, c], 2), [a, c]);
    assert.deepEqual(turns.next([a, b, c], 1), [b]);
  });
});
