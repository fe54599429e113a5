import assert from 'node:assert/strict';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { ClusterSession } from '../../../src/extension/starrocks/clusterSession';
import { capabilities } from '../../../src/extension/starrocks/sources/capabilities';
import { clock } from '../../../src/extension/starrocks/sources/clock';
import { feMetrics } from '../../../src/extension/starrocks/sources/feMetrics';
import { frontends, type FrontendRow } from '../../../src/extension/starrocks/sources/frontends';
import { runningQueries } from '../../../src/extension/starrocks/sources/runningQueries';
import type { SqlSource } from '../../../src/extension/starrocks/sources/source';
import { FakeFrontend, type FakeOptions, type Reply } from './support/fakeFrontend';

const frontendColumns = ['Name', 'IP', 'EditLogPort', 'QueryPort', 'Role', 'Alive'];
const oneFrontend: Reply = {
  columns: frontendColumns,
  rows: [['fe_1', '127.0.0.1', '9010', '9030', 'LEADER', 'true']],
};

function aFrontend(
  row: Partial<FrontendRow> & Pick<FrontendRow, 'host' | 'queryPort'>,
): FrontendRow {
  return {
    node: `fe:${row.host}:9010`,
    name: 'n',
    editLogPort: 9010,
    httpPort: 8030,
    role: 'FOLLOWER',
    alive: true,
    replayedJournalId: null,
    lastHeartbeatAt: null,
    startedAt: null,
    startText: null,
    version: null,
    errMsg: null,
    ...row,
  };
}

describe('ClusterSession', () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  async function fake(reply: FakeOptions['reply'], options: Partial<FakeOptions> = {}) {
    const frontend = await FakeFrontend.start({ ...options, reply });
    cleanups.push(() => frontend.stop());
    return frontend;
  }

  function session(
    ports: readonly number[],
    profile: Partial<ClusterProfile> = {},
    secret: () => string | undefined = () => undefined,
  ): ClusterSession {
    const made = new ClusterSession({
      profile: {
        id: 'test',
        name: 'test',
        frontends: ports.map((port) => ({ host: '127.0.0.1', port })),
        user: 'root',
        password: 'none',
        tls: { mode: 'off' },
        http: { mode: 'auto' },
        access: 'read-only',
        ...profile,
      },
      secret: () => Promise.resolve(secret()),
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
      now: Date.now,
      mono: () => performance.now(),
    });
    cleanups.push(() => made.dispose());
    return made;
  }

  const leader = { lane: 'leader', deadlineMs: 3_000 } as const;
  const connected = { lane: 'connected', deadlineMs: 3_000 } as const;

  it('answers with an observation that says who was asked what', async () => {
    const fe = await fake(() => oneFrontend);
    const asked = session([fe.port]);

    const observation = await asked.ask(frontends, leader);

    assert.ok(observation.ok);
    assert.equal(observation.source, 'frontends');
    assert.equal(observation.form, 'show');
    assert.equal(observation.asked, 'SHOW FRONTENDS');
    assert.equal(observation.via, `127.0.0.1:${fe.port}`);
    assert.equal(observation.rows, 1);
    assert.ok(observation.unknownColumns?.includes('httpPort'));
    assert.equal(asked.via, observation.via);
    assert.deepEqual(
      fe.statements.map(({ sql }) => sql),
      [
        '/* starrocks-overview:session */ SET query_timeout = 30, enable_profile = false, forward_to_leader = true',
        '/* starrocks-overview:frontends */ SHOW FRONTENDS',
      ],
    );
    assert.deepEqual(
      [...asked.cost].map(([source, { statements, rows, bytes }]) => [
        source,
        statements,
        rows,
        bytes > 0,
      ]),
      [
        ['session', 1, 1, true],
        ['frontends', 1, 1, true],
      ],
    );
  });

  it('fails over in order, and asks the last good FE first from then on', async () => {
    const dead = await fake(() => oneFrontend);
    const deadPort = dead.port;
    await dead.stop();
    cleanups.splice(cleanups.length - 1);
    const alive = await fake(() => oneFrontend);
    const spare = await fake(() => oneFrontend);
    const asked = session([deadPort, alive.port, spare.port]);

    assert.equal((await asked.ask(frontends, leader)).ok, true);
    asked.reset();
    assert.equal((await asked.ask(frontends, leader)).ok, true);

    assert.equal(asked.via, `127.0.0.1:${alive.port}`);
    assert.equal(alive.logins, 2);
    assert.equal(spare.logins, 0);
  });

  it('goes on to an FE it has only learned of when those of the profile are gone', async () => {
    const first = await fake(() => oneFrontend);
    const second = await fake(() => oneFrontend);
    const asked = session([first.port], {
      http: { mode: 'auto', addressMap: { 'fe-2:9030': `127.0.0.1:${second.port}` } },
    });
    await asked.ask(frontends, leader);
    asked.learnFrontends([
      aFrontend({ host: 'fe-1', queryPort: 9030, alive: false }),
      aFrontend({ host: 'fe-2', queryPort: 9030 }),
    ]);
    await first.stop();
    cleanups.splice(cleanups.length - 2, 1);

    const observation = await asked.ask(frontends, leader);

    assert.equal(observation.ok, true);
    assert.equal(observation.via, 'fe-2:9030');
    cleanups.unshift(() => second.stop());
  });

  it('reconnects at once after an FE restart, without a failed observation', async () => {
    const fe = await fake(() => oneFrontend);
    const asked = session([fe.port]);
    await asked.ask(frontends, leader);

    fe.dropConnections();

    assert.equal((await asked.ask(frontends, leader)).ok, true);
    assert.equal(fe.logins, 2);
  });

  it('asks once more on a new connection when an idle one dies in the statement', async () => {
    let drops = 0;
    const fe = await fake((sql) => {
      if (sql === 'SHOW FRONTENDS' && drops === 1) {
        drops += 1;
        return 'drop';
      }
      drops += sql === 'SHOW FRONTENDS' ? 1 : 0;
      return oneFrontend;
    });
    const asked = session([fe.port]);

    assert.equal((await asked.ask(frontends, leader)).ok, true);
    assert.equal((await asked.ask(frontends, leader)).ok, true);
    assert.equal(fe.logins, 2);
  });

  it('says unreachable, timeout and cancelled, and never rejects', async () => {
    const gone = await fake(() => oneFrontend);
    const port = gone.port;
    await gone.stop();
    cleanups.pop();
    const unreachable = await session([port]).ask(frontends, leader);
    assert.equal(unreachable.ok ? 'ok' : unreachable.why, 'unreachable');

    const hanging = await fake((sql) => (sql.startsWith('SET') ? 'ok' : 'hang'));
    const slow = session([hanging.port]);
    const timeout = await slow.ask(frontends, { lane: 'leader', deadlineMs: 200 });
    assert.equal(timeout.ok ? 'ok' : timeout.why, 'timeout');

    const controller = new AbortController();
    const pending = slow.ask(frontends, {
      lane: 'leader',
      deadlineMs: 5_000,
      signal: controller.signal,
    });
    controller.abort();
    const cancelled = await pending;
    assert.equal(cancelled.ok ? 'ok' : cancelled.why, 'not-collected-yet');
  });

  it('does not let a hanging statement hold up others', async () => {
    const fe = await fake((sql) => (sql.includes('current_queries') ? 'hang' : oneFrontend));
    const asked = session([fe.port]);

    const hanging = asked.ask(runningQueries, { lane: 'leader', deadlineMs: 600 });
    const begun = performance.now();
    const quick = await asked.ask(frontends, leader);

    assert.equal(quick.ok, true);
    assert.ok(performance.now() - begun < 500);
    assert.equal((await hanging).ok, false);
  });

  it('does not try a refused password again until it changes', async () => {
    const fe = await fake(() => oneFrontend, { password: 'richtig', user: 'bob' });
    let secret: string | undefined = 'falsch';
    const asked = session([fe.port], { user: 'bob', password: 'stored' }, () => secret);

    const first = await asked.ask(frontends, leader);
    const second = await asked.ask(frontends, leader);
    assert.deepEqual(
      [first, second].map((o) => (o.ok ? 'ok' : `${o.why}: ${o.message}`)),
      Array(2).fill("no-credentials: Access denied for user 'bob' (using password: YES)"),
    );
    assert.equal(fe.statements.length, 0);

    secret = undefined;
    const without = await asked.ask(frontends, leader);
    assert.equal(without.ok ? '' : without.message, 'no password is stored for this cluster');

    secret = 'richtig';
    assert.equal((await asked.ask(frontends, leader)).ok, true);
    assert.equal(fe.logins, 1);
  });

  /** Two ways of asking the same; only the older one is always understood. */
  const twoForms: SqlSource<number> = {
    id: 'loads',
    privilege: 'none',
    select: true,
    forms: [
      { form: 'new', sql: 'SELECT new_column FROM t', parse: () => ({ value: 2, rows: 1 }) },
      { form: 'old', sql: 'SELECT old_column FROM t', parse: () => ({ value: 1, rows: 1 }) },
    ],
  };

  const notKnown: Readonly<Record<string, { errno: number; message: string }>> = {
    'a syntax error': {
      errno: 1064,
      message: "Getting syntax error at line 1, column 5. Detail message: Unexpected input 'X'.",
    },
    'an unknown table': { errno: 5502, message: "Unknown table 'information_schema.t'." },
    'an unknown table of old': {
      errno: 1064,
      message: "Getting analyzing error. Detail message: Unknown table 'information_schema.t'.",
    },
    'an unknown path': {
      errno: 1064,
      message:
        'Getting analyzing error. Detail message: Unknown proc node path: /global_current_queries. msg: Cannot find path: /global_current_queries.',
    },
    'an unknown column': {
      errno: 1064,
      message: "Getting analyzing error. Detail message: Column 'new_column' cannot be resolved.",
    },
  };

  for (const [what, failure] of Object.entries(notKnown)) {
    it(`steps to the older form of a source on ${what}, and remembers it for this version`, async () => {
      const fe = await fake((sql) =>
        sql.startsWith('SET')
          ? 'ok'
          : sql.includes('new_column')
            ? failure
            : { columns: ['n'], rows: [['1']] },
      );
      const asked = session([fe.port]);

      const forms = [];
      for (const version of ['3.2.1', '3.2.1', '3.3.5']) {
        asked.learnVersion(version);
        const observation = await asked.ask(twoForms, connected);
        forms.push([observation.form, observation.ok, observation.older]);
      }

      assert.deepEqual(forms, Array(3).fill(['old', true, true]));
      const [newer, older] = twoForms.forms.map(({ sql }) => sql);
      assert.deepEqual(fe.asked, [newer, older, older, newer, older]);
    });
  }

  it('asks in one form only, once it knows none of them, until another version is told', async () => {
    const unknown = { errno: 5502, message: "Unknown table 'information_schema.t'." };
    const fe = await fake((sql) => (sql.startsWith('SET') ? 'ok' : unknown));
    const asked = session([fe.port]);

    for (const version of ['2.5.22', '2.5.22', '3.3.5']) {
      asked.learnVersion(version);
      const observation = await asked.ask(twoForms, connected);
      assert.equal(observation.ok ? 'ok' : observation.why, 'unsupported-version');
    }

    const [newer, older] = twoForms.forms.map(({ sql }) => sql);
    assert.deepEqual(fe.asked, [newer, older, older, newer, older]);
  });

  it('does not take a refusal or an error for an older version', async () => {
    const failures = [
      { errno: 5203, message: 'Access denied; you need (at least one of) the OPERATE' },
      { errno: 1064, message: 'Backend node not found. Check if any backend node is down.' },
      { errno: 1064, message: 'Unexpected exception: null' },
    ];
    const fe = await fake((sql) => (sql.startsWith('SET') ? 'ok' : (failures[0] ?? 'hang')));
    const asked = session([fe.port]);

    const why = [];
    while (failures.length > 0) {
      const observation = await asked.ask(twoForms, connected);
      why.push(observation.ok ? 'ok' : observation.why);
      failures.shift();
    }

    assert.deepEqual(why, ['denied', 'unreachable', 'failed']);
    assert.deepEqual(fe.asked, Array(3).fill(twoForms.forms[0].sql));
  });

  it('keeps what it can of a source of several statements', async () => {
    const fe = await fake((sql) => {
      if (sql.startsWith('SHOW VARIABLES')) {
        return { columns: ['Variable_name', 'Value'], rows: [['version_comment', '3.5.0-abc']] };
      }
      return { errno: 5203, message: 'Access denied; you need (at least one of) the OPERATE' };
    });

    const observation = await session([fe.port]).ask(capabilities, connected);

    assert.ok(observation.ok);
    assert.deepEqual(observation.value, {
      version: '3.5.0-abc',
      runMode: null,
      privileges: { operate: false, node: false },
      queryQueue: {
        why: 'denied',
        message: 'Access denied; you need (at least one of) the OPERATE',
      },
      userHost: null,
    });
    assert.deepEqual(fe.asked, [
      "SHOW VARIABLES LIKE 'version_comment'",
      "ADMIN SHOW FRONTEND CONFIG LIKE 'run_mode'",
      'SHOW GRANTS',
      "SHOW GLOBAL VARIABLES LIKE 'enable_query_queue%'",
      'SHOW BACKENDS',
    ]);
  });

  it('lowers its appetite when connections are limited, and still answers everything', async () => {
    const fe: FakeFrontend = await fake(() => oneFrontend, {
      refuse: () =>
        fe.connections > 2
          ? {
              errno: 1064,
              message: 'Reach user-level(qualifiedUser: u) connection limit, currentUserMaxConn=2',
            }
          : undefined,
    });
    const asked = session([fe.port]);

    const observations = await Promise.all(
      Array.from({ length: 6 }, () => asked.ask(frontends, leader)),
    );

    assert.deepEqual(
      observations.map(({ ok }) => ok),
      Array(6).fill(true),
    );
    assert.equal(asked.limited, true);
    assert.ok(fe.logins <= 2);
  });

  it('opens no more lanes than it may, and keeps two after a round', async () => {
    const fe = await fake(() => oneFrontend);
    const asked = session([fe.port]);
    asked.setLaneCap(3);

    await Promise.all(Array.from({ length: 9 }, () => asked.ask(frontends, leader)));
    assert.equal(fe.logins, 3);
    await asked.ask(frontends, connected);
    asked.trim();

    while (fe.connections > 2) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await asked.ask(frontends, leader);
    await asked.ask(frontends, connected);
    assert.equal(fe.logins, 4, 'both kinds are still there');
  });

  it('asks one FE and no other when told so', async () => {
    const first = await fake(() => oneFrontend);
    const second = await fake(() => oneFrontend);
    const asked = session([first.port, second.port]);
    const frontend = { host: '127.0.0.1', port: second.port };

    await asked.ask(frontends, { lane: { frontend }, deadlineMs: 2_000 });

    assert.deepEqual([first.logins, second.logins], [0, 1]);
    assert.match(second.statements[0]?.sql ?? '', /forward_to_leader = false/);
  });

  it('knows its own connections and SELECTs by the FE of the list', async () => {
    const fe = await fake((sql) =>
      sql.startsWith('SELECT')
        ? {
            columns: ['now_text', 'session_zone', 'global_zone'],
            rows: [['2025-06-27 10:00:00', 'UTC', 'UTC']],
          }
        : oneFrontend,
    );
    const addressMap = { '10.0.0.11:9030': `127.0.0.1:${fe.port}` };
    const asked = session([fe.port], { http: { mode: 'auto', addressMap } });
    const row = aFrontend({ host: '10.0.0.11', queryPort: 9030 });
    const other = aFrontend({ host: '10.0.0.12', queryPort: 9030 });
    asked.learnFrontends([row, other]);

    await asked.ask(clock, connected);
    await asked.ask(frontends, connected);

    assert.deepEqual([...asked.ownConnections], ['10.0.0.11|16777217']);
    const { answeredAt, ...traffic } = asked.ownTrafficOn(row);
    assert.deepEqual(traffic, {
      connections: 1,
      selectsEnded: 1,
      selectsFailed: 0,
      unplaced: false,
    });
    assert.equal(typeof answeredAt, 'number', 'its SQL answers');
    assert.deepEqual(asked.ownTrafficOn(other), {
      connections: 0,
      selectsEnded: 0,
      selectsFailed: 0,
      unplaced: false,
    });

    asked.reset();
    assert.deepEqual([...asked.ownConnections], ['10.0.0.11|16777217'], 'lists may be older');
    assert.equal(asked.ownTrafficOn(row).connections, 0);
  });

  it('learns from a list of sessions which FE is behind a tunnel', async () => {
    const fe = await fake(() => oneFrontend, { firstConnectionId: 2 * 0x1_00_00_00 + 7 });
    const asked = session([fe.port]);
    const [one, two] = ['10.0.0.11', '10.0.0.12'].map((host) =>
      aFrontend({ host, name: `${host}_9010_1`, queryPort: 9030 }),
    );
    assert.ok(one !== undefined && two !== undefined);
    asked.learnFrontends([one, two]);
    await asked.ask(frontends, connected);
    const seen = () =>
      [one, two].map((row) => {
        const { connections, unplaced } = asked.ownTrafficOn(row);
        return { connections, unplaced };
      });
    const nowhere = { connections: 0, unplaced: true };
    assert.deepEqual(seen(), [nowhere, nowhere], 'on either of them');

    // Anybody's session will do: the ids of an FE begin alike.
    asked.learnSessions([{ frontendName: two.name, connectionId: '33554433' }]);

    assert.deepEqual(seen(), [
      { connections: 0, unplaced: false },
      { connections: 1, unplaced: false },
    ]);
    assert.deepEqual([...asked.ownConnections], ['10.0.0.12|33554440']);
  });

  it('does not ask over HTTP when that is switched off', async () => {
    const asked = session([1], { http: { mode: 'off' } });
    const observation = await asked.askHttp(feMetrics, {
      node: 'fe:h:1',
      host: 'h',
      port: 8030,
      deadlineMs: 500,
    });

    assert.ok(!observation.ok);
    assert.equal(observation.why, 'disabled');
    assert.equal(observation.asked, 'http://h:8030/metrics');
    assert.equal(observation.node, 'fe:h:1');
  });

  it('leaves nothing behind when it is disposed', async () => {
    const fe = await fake((sql) => (sql.startsWith('SET') ? 'ok' : 'hang'));
    const asked = session([fe.port]);
    const pending = asked.ask(frontends, { lane: 'leader', deadlineMs: 60_000 });
    while (fe.asked.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    asked.dispose();

    assert.equal((await pending).ok, false);
    assert.equal((await asked.ask(frontends, leader)).ok, false);
    while (fe.connections > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
