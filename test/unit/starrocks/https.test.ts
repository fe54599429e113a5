import assert from 'node:assert/strict';
import { issueIdentity, type CertificateKind } from '../../../src/demo/certificates';
import { startDemoCluster, type DemoCluster } from '../../../src/demo/demoCluster';
import { ClusterSession } from '../../../src/extension/starrocks/clusterSession';
import { beMetrics } from '../../../src/extension/starrocks/sources/beMetrics';
import { feMetrics } from '../../../src/extension/starrocks/sources/feMetrics';
import type { ClusterProfile } from '../../../src/shared/clusterProfile';

const ignore = (): void => undefined;
/** Where the proxies stand for those who ask from outside. */
const proxyPort = 8443;

describe('metrics over HTTPS', () => {
  let demo: DemoCluster | undefined;
  let session: ClusterSession | undefined;

  async function open(
    kind: CertificateKind,
    tls: (caFile: string) => Pick<ClusterProfile, 'tls'> & { http?: ClusterProfile['http']['tls'] },
  ): Promise<ClusterSession> {
    demo = await startDemoCluster({
      manualClock: true,
      tls: { sql: 'off', https: true, issue: issueIdentity(kind) },
    });
    const { info } = demo;
    const addressMap = Object.fromEntries(
      Object.entries(info.https).map(([address, url]) => [
        address.replace(/:\d+$/, `:${String(proxyPort)}`),
        new URL(url).host,
      ]),
    );
    const { http, ...sql } = tls(info.tls?.caFile ?? '');
    const template = `https://{host}:${String(proxyPort)}`;
    session = new ClusterSession({
      profile: {
        id: 'test',
        name: 'test',
        frontends: [{ host: '127.0.0.1', port: 1 }],
        user: 'u',
        password: 'none',
        ...sql,
        http: {
          mode: 'auto',
          addressMap,
          frontendUrl: template,
          nodeUrl: template,
          ...(http === undefined ? {} : { tls: http }),
        },
        access: 'read-only',
      },
      secret: () => Promise.resolve(undefined),
      log: { debug: ignore, info: ignore, warn: ignore },
      now: Date.now,
      mono: () => performance.now(),
    });
    return session;
  }

  const firstOf = (list: 'frontends' | 'nodes') => {
    const found = demo?.info[list][0];
    assert.ok(found);
    const node = list === 'frontends' ? `fe:${found.host}:9010` : `be:${found.host}:9050`;
    return { node, host: found.host, port: found.httpPort, deadlineMs: 5_000 };
  };

  afterEach(async () => {
    session?.dispose();
    await demo?.stop();
  });

  it('are read from frontends and nodes when chain and host are as they should be', async () => {
    const asked = await open('valid', (caFile) => ({
      tls: { mode: 'off' },
      http: { mode: 'verify', caFile },
    }));

    const fe = await asked.askHttp(feMetrics, firstOf('frontends'));
    const be = await asked.askHttp(beMetrics, firstOf('nodes'));

    assert.ok(fe.ok && be.ok, `${JSON.stringify(fe)} ${JSON.stringify(be)}`);
    assert.equal(fe.asked, `https://${firstOf('frontends').host}:8443/metrics`);
    assert.equal(typeof fe.value.queryTotal, 'number');
  });

  it('take the CA of SQL when they have none of their own', async () => {
    const asked = await open('valid', (caFile) => ({ tls: { mode: 'verify', caFile } }));

    assert.equal((await asked.askHttp(feMetrics, firstOf('frontends'))).ok, true);
  });

  const refused: readonly (readonly [
    what: string,
    kind: CertificateKind,
    tls: Parameters<typeof open>[1],
    words: RegExp,
  ])[] = [
    [
      'an authority nobody named',
      'valid',
      () => ({ tls: { mode: 'off' } }),
      /unable to (get local issuer|verify)|self.signed/i,
    ],
    [
      'a certificate for another host',
      'otherHost',
      (caFile) => ({ tls: { mode: 'off' }, http: { mode: 'verify', caFile } }),
      /does not match certificate's altnames/,
    ],
    [
      'an expired certificate',
      'expired',
      (caFile) => ({ tls: { mode: 'off' }, http: { mode: 'verify', caFile } }),
      /expired/,
    ],
    [
      'a CA file that is not there',
      'valid',
      () => ({ tls: { mode: 'off' }, http: { mode: 'verify', caFile: '/nowhere/ca.pem' } }),
      /ENOENT.*\/nowhere\/ca\.pem/,
    ],
  ];
  for (const [what, kind, tls, words] of refused) {
    it(`are not read with ${what}`, async () => {
      const asked = await open(kind, tls);

      const answer = await asked.askHttp(feMetrics, firstOf('frontends'));

      assert.match(answer.ok ? 'read' : answer.message, words);
    });
  }

  it('are read unchecked when that is asked for', async () => {
    const asked = await open('otherHost', () => ({ tls: { mode: 'no-verify' } }));

    assert.equal((await asked.askHttp(feMetrics, firstOf('frontends'))).ok, true);
  });
});
