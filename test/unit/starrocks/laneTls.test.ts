import assert from 'node:assert/strict';
import { ClusterSession } from '../../../src/extension/starrocks/clusterSession';
import { versionComment } from '../../../src/extension/starrocks/sources/capabilities';
import { issueIdentity } from '../../../src/demo/certificates';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';
import { addressOf, LEADER, startManual } from '../demo/client';

describe('TLS of lanes', () => {
  const open: { dispose(): void }[] = [];
  let cluster: DemoCluster | undefined;

  afterEach(async () => {
    open.splice(0).forEach((session) => session.dispose());
    await cluster?.stop();
    cluster = undefined;
  });

  /** Asks the leader, named `host` and reached through the address map. */
  async function ask(
    kind: Parameters<typeof issueIdentity>[0],
    host: string,
    extra: Partial<ClusterProfile> = {},
  ): Promise<string> {
    cluster = await startManual({ tls: { sql: 'offered', issue: issueIdentity(kind) } });
    const { port } = addressOf(cluster.info, LEADER, 9030);
    const profile: ClusterProfile = {
      id: 'tls',
      name: 'tls',
      frontends: [{ host, port: 9030 }],
      user: 'monitor',
      password: 'stored',
      tls: { mode: 'verify', caFile: cluster.info.tls?.caFile ?? '' },
      http: { mode: 'off', addressMap: { [`${host}:9030`]: `127.0.0.1:${port}` } },
      access: 'read-only',
      ...extra,
    };
    const ignore = (): void => undefined;
    const session = new ClusterSession({
      profile,
      secret: () => Promise.resolve(`demo-${profile.user}`),
      log: { debug: ignore, info: ignore, warn: ignore },
      now: Date.now,
      mono: () => performance.now(),
    });
    open.push(session);
    const answer = await session.ask(versionComment, { lane: 'leader', deadlineMs: 8_000 });
    return answer.ok ? 'ok' : answer.message;
  }

  it('accepts a certificate for the name asked, wherever the address map leads', async () => {
    assert.equal(await ask('otherHost', 'fe.elsewhere.example'), 'ok');
  });

  it('accepts a certificate for the address asked', async () => {
    assert.equal(await ask('valid', LEADER), 'ok');
  });

  it('refuses a certificate for another name', async () => {
    assert.match(await ask('otherHost', 'fe1.example'), /altnames/);
  });

  it('refuses a certificate for localhost when an address was asked', async () => {
    assert.match(await ask('valid', '10.99.0.1'), /altnames.*10\.99\.0\.1/);
  });

  it('checks nothing when told so, but encrypts', async () => {
    assert.equal(await ask('otherHost', '10.99.0.1', { tls: { mode: 'no-verify' } }), 'ok');
  });

  it('sends a clear-text password inside TLS, when that is allowed', async () => {
    assert.equal(await ask('valid', LEADER, { user: 'ldap', cleartextPassword: true }), 'ok');
  });

  it('sends none inside TLS when it is not allowed', async () => {
    assert.match(await ask('valid', LEADER, { user: 'ldap' }), /mysql_clear_password/);
  });

  it('sends none without TLS, whatever is allowed', async () => {
    const extra = { user: 'ldap', cleartextPassword: true, tls: { mode: 'off' } } as const;
    assert.match(await ask('valid', LEADER, extra), /mysql_clear_password/);
  });

  for (const [what, caFile, words] of [
    ['is not there', '/no/such/ca.pem', /CA file \/no\/such\/ca\.pem cannot be used: ENOENT/],
    ['holds no certificate', new URL(import.meta.url).pathname, /it holds no PEM certificate$/],
  ] as const) {
    it(`says that a CA file ${what}`, async () => {
      assert.match(await ask('valid', LEADER, { tls: { mode: 'verify', caFile } }), words);
    });
  }
});
