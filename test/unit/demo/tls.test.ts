import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type PeerCertificate, TLSSocket } from 'node:tls';
import { createConnection, type Connection, type ConnectionOptions } from 'mysql2/promise';
import { issueIdentity } from '../../../src/demo/certificates';
import type { DemoCluster, DemoClusterInfo } from '../../../src/demo/demoCluster';
import type { TlsOptions } from '../../../src/demo/wire/serverIdentity';
import { addressOf, clearFaults, FOLLOWER, get, LEADER, NODE, post, startManual } from './client';

type Failure = { readonly code: string; readonly errno: number; readonly message: string };

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  return await work.then(
    () => assert.fail('expected a failure'),
    (error: unknown) => error as Failure,
  );
}

function logIn(
  info: DemoClusterInfo,
  ssl: ConnectionOptions['ssl'],
  host?: string,
): Promise<Connection> {
  const address = addressOf(info, LEADER, 9030);
  return createConnection({
    ...address,
    ...(host === undefined ? {} : { host }),
    user: 'monitor',
    password: 'demo-monitor',
    connectTimeout: 3000,
    ...(ssl === undefined ? {} : { ssl }),
  });
}

const trusting = (
  info: DemoClusterInfo,
): { readonly ca: string; readonly verifyIdentity: true } => {
  assert.ok(info.tls !== null);
  return { ca: info.tls.ca, verifyIdentity: true };
};

describe('TLS of a demo cluster', () => {
  let cluster: DemoCluster | undefined;

  const start = async (
    sql: TlsOptions['sql'],
    kind: Parameters<typeof issueIdentity>[0] = 'valid',
    https = false,
  ): Promise<DemoClusterInfo> => {
    cluster = await startManual({ tls: { sql, https, issue: issueIdentity(kind) } });
    return cluster.info;
  };

  afterEach(async () => {
    await cluster?.stop();
    cluster = undefined;
  });

  it('answers over TLS 1.2 and without, when TLS is offered', async () => {
    const info = await start('offered');
    const secure = await logIn(info, trusting(info), 'localhost');
    const { stream } = (secure as unknown as { readonly connection: { readonly stream: unknown } })
      .connection;
    assert.ok(stream instanceof TLSSocket);
    assert.equal(stream.getProtocol(), 'TLSv1.2');
    // Large results span many TLS records.
    const [list] = await secure.query('SHOW FULL PROCESSLIST');
    assert.ok(Array.isArray(list) && list.length > 20);
    const plain = await logIn(info, undefined);
    await plain.query('SHOW FRONTENDS');
    secure.destroy();
    plain.destroy();
  });

  it('hands out its CA as text and as a file that goes with the cluster', async () => {
    const info = await start('offered');
    assert.ok(info.tls !== null);
    assert.equal(await readFile(info.tls.caFile, 'utf8'), info.tls.ca);
    assert.ok(!info.tls.ca.includes('PRIVATE KEY'));
    await cluster?.stop();
    cluster = undefined;
    await assert.rejects(stat(info.tls.caFile), { code: 'ENOENT' });
  });

  it('is not trusted without its CA', async () => {
    const info = await start('offered');
    const { code, message } = await failureOf(logIn(info, {}));
    assert.equal(code, 'HANDSHAKE_SSL_ERROR');
    assert.match(message, /self.signed certificate in certificate chain|unable to verify/);
  });

  it('shows a certificate of another host', async () => {
    const info = await start('offered', 'otherHost');
    const { message } = await failureOf(logIn(info, trusting(info), 'localhost'));
    assert.match(message, /Hostname\/IP does not match .*fe\.elsewhere\.example/);
  });

  it('shows an expired certificate', async () => {
    const info = await start('offered', 'expired');
    const { message } = await failureOf(logIn(info, trusting(info)));
    assert.match(message, /expired/);
  });

  it('names the addresses that nodes report in a valid certificate', async () => {
    const info = await start('off', 'valid', true);
    const url = new URL(info.https[`${NODE}:8040`] ?? '');
    const certificate = await new Promise<PeerCertificate>((resolve, reject) => {
      const socket = connectTls(
        { host: url.hostname, port: Number(url.port), ca: info.tls?.ca },
        () => {
          resolve(socket.getPeerCertificate());
          socket.destroy();
        },
      );
      socket.once('error', reject);
    });
    for (const host of [LEADER, FOLLOWER, NODE, '127.0.0.1']) {
      assert.match(certificate.subjectaltname ?? '', new RegExp(`IP Address:${host}(,|$)`));
    }
  });

  it('refuses a login without TLS when TLS is required, before it looks at the password', async () => {
    const info = await start('required');
    const { errno, message } = await failureOf(logIn(info, undefined));
    assert.equal(errno, 5205);
    assert.equal(message, 'Connections using insecure transport are prohibited');
    const secure = await logIn(info, trusting(info));
    await secure.ping();
    secure.destroy();
  });

  it('offers no TLS without a keystore, and fails who asks all the same', async () => {
    cluster = await startManual();
    const { info } = cluster;
    assert.equal(info.tls, null);
    assert.equal((await failureOf(logIn(info, {}))).code, 'HANDSHAKE_NO_SSL_SUPPORT');
    const answer = await rawSslRequest(info);
    assert.equal(answer.readUInt16LE(5), 5400);
    assert.equal(answer.toString('utf8', 7), '#XX000Failed to change to SSL connection');
  });

  it('takes the TLS handshake also in one piece with the request for it', async () => {
    const info = await start('offered');
    const { host, port } = addressOf(info, LEADER, 9030);
    const tcp = connectTcp(port, host);
    await new Promise((resolve) => tcp.once('data', resolve));
    let prefix = SSL_REQUEST;
    const bridge = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        tcp.write(Buffer.concat([prefix, chunk]), done);
        prefix = Buffer.alloc(0);
      },
    });
    tcp.on('data', (chunk) => bridge.push(chunk));
    const secure = connectTls({ socket: bridge, ca: info.tls?.ca, servername: 'localhost' });
    await new Promise((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
    });
    assert.equal(secure.authorized, true);
    secure.destroy();
    tcp.destroy();
  });

  it('survives what is no TLS after the request for it', async () => {
    const info = await start('offered');
    const { host, port } = addressOf(info, LEADER, 9030);
    const tcp = connectTcp(port, host);
    await new Promise((resolve) => tcp.once('data', resolve));
    const closed = new Promise((resolve) => tcp.once('close', resolve));
    tcp.on('error', () => undefined);
    tcp.resume();
    tcp.write(Buffer.concat([SSL_REQUEST, Buffer.from('GET / HTTP/1.1\r\n\r\n')]));
    await closed;
    const secure = await logIn(info, trusting(info));
    await secure.ping();
    secure.destroy();
  });
});

describe('HTTPS in front of a demo cluster', () => {
  let cluster: DemoCluster;

  beforeEach(async () => {
    cluster = await startManual({
      tls: { sql: 'off', https: true, issue: issueIdentity('valid') },
    });
  });

  afterEach(async () => {
    await cluster.stop();
  });

  const getSecure = (
    host: string,
    port: number,
    ca = cluster.info.tls?.ca,
  ): Promise<{ readonly status: number | undefined; readonly body: string }> =>
    new Promise((resolve, reject) => {
      const url = `${cluster.info.https[`${host}:${String(port)}`] ?? ''}/metrics`;
      request(url, { agent: false, ...(ca === undefined ? {} : { ca }) }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') });
        });
      })
        .once('error', reject)
        .end();
    });

  it('answers for every node, on ports of its own', async () => {
    const { frontends, nodes, https } = cluster.info;
    assert.equal(Object.keys(https).length, frontends.length + nodes.length);
    assert.match((await getSecure(LEADER, 8030)).body, /starrocks_fe_query_total/);
    assert.match((await getSecure(NODE, 8040)).body, /starrocks_be_load_rows/);
    assert.notEqual(
      new URL(https[`${LEADER}:8030`] ?? '').port,
      String(addressOf(cluster.info, LEADER, 8030).port),
    );
  });

  it('is not trusted without the CA', async () => {
    const other = await issueIdentity('valid')(['127.0.0.1']);
    await assert.rejects(getSecure(LEADER, 8030, other.ca));
  });

  it('stays open when HTTP is closed to the monitor', async () => {
    await post(cluster.info, { fault: { kind: 'httpClosed' }, target: { node: '*' } });
    await assert.rejects(get(cluster.info, LEADER, 8030, '/metrics'));
    assert.equal((await getSecure(LEADER, 8030)).status, 200);
    await clearFaults(cluster.info);
    await post(cluster.info, { fault: { kind: 'httpClosed', alsoNodes: true } });
    assert.equal((await getSecure(LEADER, 8030)).status, 502);
  });

  it('says 502 for a dead node and takes part in faults of HTTP', async () => {
    await post(cluster.info, { happen: { kind: 'kill', node: NODE } });
    assert.equal((await getSecure(NODE, 8040)).status, 502);
    await post(cluster.info, {
      fault: { kind: 'error', code: 503, text: 'busy' },
      target: { node: LEADER, protocol: 'http' },
    });
    assert.deepEqual(await getSecure(LEADER, 8030), { status: 503, body: 'busy' });
  });
});

/** Header and the 32 bytes by which a client asks for TLS. */
const SSL_REQUEST = Buffer.alloc(36);
SSL_REQUEST.writeUIntLE(32, 0, 3);
SSL_REQUEST[3] = 1;
SSL_REQUEST.writeUInt32LE(0x200 | 0x800 | 0x8000, 4);

async function rawSslRequest(info: DemoClusterInfo): Promise<Buffer> {
  const { host, port } = addressOf(info, LEADER, 9030);
  const tcp = connectTcp(port, host);
  await new Promise((resolve) => tcp.once('data', resolve));
  const answer = new Promise<Buffer>((resolve) => tcp.once('data', resolve));
  tcp.write(SSL_REQUEST);
  const bytes = await answer;
  tcp.destroy();
  return bytes;
}
