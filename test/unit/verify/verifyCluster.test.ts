import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { verifyMarkdown, type VerifyReport } from '../../../src/extension/verify/report';
import { verifyCluster } from '../../../src/extension/verify/verifyCluster';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import { PROFILES } from '../../../src/demo/profiles/profiles';
import type { NewCluster } from '../../../src/shared/clusterProfile';
import { LEADER, startManual, truthOf } from '../demo/client';

describe('verifying a cluster', function () {
  this.timeout(60_000);
  let cluster: DemoCluster | undefined;

  afterEach(async () => {
    await cluster?.stop();
    cluster = undefined;
  });

  const start = async (options: Parameters<typeof startManual>[0] = {}): Promise<DemoCluster> =>
    (cluster = await startManual(options));

  const profileOf = ({ info }: DemoCluster, user: string): NewCluster => ({
    name: 'verified',
    frontends: [{ host: LEADER, port: 9030 }],
    user,
    password: 'ask',
    tls: { mode: 'off' },
    http: { mode: 'auto', addressMap: info.addressMap },
    access: 'read-only',
  });

  const verify = (demo: DemoCluster, user: string, password: string): Promise<VerifyReport> =>
    verifyCluster(profileOf(demo, user), password);

  for (const { id, modes } of PROFILES.filter((profile) => profile.id !== 'doris')) {
    for (const mode of modes) {
      it(`gets an answer or a reason from every form of every source: ${id}, ${mode}`, async () => {
        const demo = await start({ profile: id, mode });

        const report = await verify(demo, 'monitor', 'demo-monitor');

        assert.equal(report.version, (await truthOf(demo.info)).version);
        assert.equal(report.nodes.fe, demo.info.frontends.length);
        const broken = report.forms.filter(
          ({ outcome }) =>
            !['ok', 'unsupported-version', 'not-applicable', 'denied'].includes(outcome),
        );
        assert.deepEqual(broken, []);
        const scraped = report.forms.filter(({ privilege }) => privilege === 'http');
        assert.equal(scraped.length, demo.info.frontends.length + demo.info.nodes.length);
        assert.ok(scraped.every(({ outcome }) => outcome === 'ok'));
      });
    }
  }

  it('reports no data, no names, no SQL and no password', async () => {
    const demo = await start();
    const { databases, tables } = await truthOf(demo.info);

    const report = verifyMarkdown(await verify(demo, 'monitor', 'demo-monitor'));

    const secrets = [
      'demo-monitor',
      '127.0.0.1',
      ...demo.info.frontends.map(({ host }) => host),
      ...demo.info.nodes.map(({ host }) => host),
      ...databases.map(({ name }) => name).filter((name) => name !== 'information_schema'),
      ...tables.map(({ name }) => name),
      'SELECT',
    ];
    const words = new Set(report.split(/[^\p{L}\p{N}_.-]+/u));
    assert.deepEqual(
      secrets.filter((secret) => words.has(secret)),
      [],
    );
    assert.match(report, /^- Sources that answered: \d+ of \d+$/m);
  });

  it('says which privilege the denied sources need', async () => {
    const report = await verify(await start(), 'nobody', 'demo-nobody');

    const denied = report.forms.filter(({ outcome }) => outcome === 'denied');
    assert.ok(
      denied.some(({ source, privilege }) => source === 'frontends' && privilege === 'node'),
    );
    assert.ok(denied.some(({ source }) => source === 'feConfig'));
    assert.match(verifyMarkdown(report), /^- runningQueries \(global\) needs operate$/m);
  });

  it('needs but one forwarded port: what HTTP would tell comes by SQL', async () => {
    const demo = await start({ network: '127.99.0' });
    const leader = '127.99.0.11:9030';
    const tunnelled = {
      ...profileOf(demo, 'monitor'),
      frontends: [{ host: '127.99.0.11', port: 9030 }],
      http: { mode: 'auto', addressMap: { [leader]: demo.info.addressMap[leader] ?? '' } },
    } as const;

    const { forms } = await verifyCluster(tunnelled, 'demo-monitor');

    const outcomes = (test: (form: (typeof forms)[number]) => boolean): readonly string[] => [
      ...new Set(forms.filter(test).map(({ outcome }) => outcome)),
    ];
    assert.deepEqual(
      outcomes(({ privilege }) => privilege === 'http'),
      ['unreachable'],
    );
    assert.deepEqual(
      outcomes(({ source }) => ['frontends', 'feMetricsSql', 'beMetricsSql'].includes(source)),
      ['ok'],
    );
  });

  it('asks Doris nothing more once it knows what it is', async () => {
    const report = await verify(await start({ profile: 'doris' }), 'monitor', 'demo-monitor');

    assert.deepEqual(report.steps.at(-1), { step: 'starrocks', state: 'failed' });
    assert.deepEqual(report.forms, []);
  });

  it('stops after a failed connection test', async () => {
    const report = await verify(await start(), 'monitor', 'wrong');

    assert.deepEqual(report.steps.at(-1), { step: 'login', state: 'failed' });
    assert.deepEqual(report.forms, []);
  });

  it('runs from the command line', async () => {
    const { info } = await start();
    const child = spawn(
      process.execPath,
      [
        'scripts/verify.mjs',
        ...['--host', LEADER, '--user', 'monitor', '--password-env', 'DEMO_PASSWORD'],
        ...['--address-map', JSON.stringify(info.addressMap)],
      ],
      {
        env: { ...process.env, DEMO_PASSWORD: 'demo-monitor' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const [out, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ]);
    assert.deepEqual([code, errors], [0, '']);
    assert.match(out, /^ok +login +Logged in as monitor/m);
    assert.match(out, /^ {2}frontends \(show\) +3 rows/m);
    assert.match(out, /^# StarRocks Cluster Overview: verification of a cluster$/m);
    assert.ok(!out.includes('demo-monitor'));
  });
});
