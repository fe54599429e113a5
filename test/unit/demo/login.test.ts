import assert from 'node:assert/strict';
import { createConnection, type Connection, type ConnectionOptions } from 'mysql2/promise';
import { issueIdentity } from '../../../src/demo/certificates';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import {
  addressOf,
  connect,
  failure,
  FOLLOWER,
  LEADER,
  post,
  startManual,
  truthOf,
} from './client';

describe('logins to a demo cluster', () => {
  let cluster: DemoCluster;
  const open: Connection[] = [];

  const opened = async (user: string): Promise<Connection> => {
    const connection = await connect(cluster.info, LEADER, user);
    open.push(connection);
    return connection;
  };

  beforeEach(async () => {
    cluster = await startManual();
  });

  afterEach(async () => {
    for (const connection of open.splice(0)) {
      connection.destroy();
    }
    await cluster.stop();
  });

  it('says whether a password was given when it refuses', async () => {
    const wrong = await failure(connect(cluster.info, LEADER, 'monitor', 'nope'));
    assert.deepEqual(
      [wrong.errno, wrong.sqlState, wrong.message],
      [1045, '28000', "Access denied for user 'monitor' (using password: YES)"],
    );
    const none = await failure(connect(cluster.info, LEADER, 'stranger', ''));
    assert.equal(none.message, "Access denied for user 'stranger' (using password: NO)");
  });

  it('asks an LDAP user for the password in clear text', async () => {
    const refused = (await failure(connect(cluster.info, LEADER, 'ldap'))) as unknown as {
      readonly code: string;
      readonly message: string;
    };
    assert.match(refused.message, /mysql_clear_password/);
    const clear = (password: string): Promise<Connection> =>
      createConnection({ ...loginAs('ldap', password), enableCleartextPlugin: true });
    const connection = await clear('demo-ldap');
    await connection.query('SHOW FRONTENDS');
    connection.destroy();
    const wrong = await failure(clear('nope'));
    assert.equal(wrong.errno, 1045);
    assert.equal(wrong.message, "Access denied for user 'ldap' (using password: YES)");
  });

  it('asks an LDAP user the same inside TLS', async () => {
    const secure = await startManual({
      tls: { sql: 'required', issue: issueIdentity('valid') },
    });
    try {
      const connection = await createConnection({
        ...loginAs('ldap', 'demo-ldap'),
        ...addressOf(secure.info, LEADER, 9030),
        ssl: { ca: secure.info.tls?.ca ?? '' },
        enableCleartextPlugin: true,
      });
      await connection.query('SHOW FRONTENDS');
      connection.destroy();
    } finally {
      await secure.stop();
    }
  });

  it('refuses at the limit of the FE, before it looks at the password', async () => {
    const used = (await truthOf(cluster.info)).frontends[0]?.sessions.length ?? NaN;
    await post(cluster.info, {
      happen: { kind: 'config', key: 'qe_max_connection', value: String(used + 1) },
    });
    await opened('monitor');
    const refused = await failure(connect(cluster.info, LEADER, 'monitor', 'nope'));
    assert.equal(refused.errno, 1064);
    assert.equal(
      refused.message,
      `Reach cluster-wide connection limit, qe_max_connection=${String(used + 1)}, connectionMap.size=${String(used + 1)}, node=${LEADER}`,
    );
  });

  it('refuses at the limit of the user, on each FE by itself', async () => {
    await post(cluster.info, { happen: { kind: 'userLimit', user: 'monitor', connections: 1 } });
    const first = await opened('monitor');
    const refused = await failure(connect(cluster.info, LEADER));
    assert.equal(refused.errno, 1064);
    assert.match(
      refused.message,
      /^Reach user-level\(qualifiedUser: monitor\) connection limit, currentUserMaxConn=1, .*node=10\.20\.0\.11$/,
    );
    const elsewhere = await connect(cluster.info, FOLLOWER);
    elsewhere.destroy();
    await opened('root');
    const gone = new Promise((resolve) => first.on('end', resolve));
    await first.end();
    await gone;
    await opened('monitor');
  });

  it('checks limits after the login, in fewer words, where the version is old', async () => {
    const old = await startManual({ profile: '3.2' });
    try {
      await post(old.info, { happen: { kind: 'userLimit', user: 'monitor', connections: 0 } });
      assert.equal((await failure(connect(old.info, LEADER, 'monitor', 'nope'))).errno, 1045);
      const refused = await failure(connect(old.info, LEADER));
      assert.equal(refused.errno, 1064);
      assert.equal(refused.message, 'Reach limit of connections');
    } finally {
      await old.stop();
    }
  });

  function loginAs(user: string, password: string): ConnectionOptions {
    return { ...addressOf(cluster.info, LEADER, 9030), user, password, connectTimeout: 3000 };
  }
});
