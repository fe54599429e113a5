import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { DemoClusterInfo } from '../../../src/demo/demoCluster';
import { clearFaults, connect, failure, get, LEADER, NODE, post, row, truthOf } from './client';

const root = path.resolve(__dirname, '../../..');

type Running = {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly info: DemoClusterInfo;
  readonly errors: () => string;
};

async function start(...args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/demo/cli.ts', '--json', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, info: JSON.parse(line) as DemoClusterInfo, errors: () => errors };
}

describe('demo cluster from the command line', function () {
  this.timeout(30_000);

  it('prints how to reach it as its first line and ends on a signal', async () => {
    const { child, info } = await start('--scenario', 'degraded', '--seed', '9');
    assert.deepEqual(
      info.frontends.map(({ host, queryPort, httpPort }) => [host, queryPort, httpPort]),
      [11, 12, 13].map((last) => [`10.20.0.${String(last)}`, 9030, 8030]),
    );
    assert.equal(info.nodes.length, 4);
    assert.deepEqual(
      info.users.map((user) => user.name),
      ['root', 'monitor', 'node_only', 'nobody', 'sales_only', 'ldap'],
    );
    assert.equal((await truthOf(info)).seed, 9);
    const dead = (await failure(connect(info, '10.20.0.13'))) as unknown as { code: string };
    assert.equal(dead.code, 'ECONNREFUSED');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
  });

  it('offers TLS and HTTPS on demand, and takes its CA file away', async () => {
    const { child, info } = await start('--tls', 'required', '--https');
    assert.equal(Object.keys(info.https).length, info.frontends.length + info.nodes.length);
    assert.equal((await failure(connect(info, LEADER))).errno, 5205);
    assert.ok(info.tls !== null && existsSync(info.tls.caFile));
    child.kill('SIGTERM');
    await once(child, 'exit');
    assert.ok(!existsSync(info.tls.caFile));
  });

  it('begins in the situation it is told', async () => {
    const { child, info } = await start(
      ...['--frontends', '5', '--lagging-follower', '--first-frontend-dead', '--hostile-names'],
      ...['--unknown-columns', '--time-zone', 'Asia/Tokyo', '--session-time-zone', 'UTC'],
      '--clock-skew=-90',
    );
    const { frontends, knobs, timeZone, inhabitants } = await truthOf(info);
    assert.deepEqual(
      frontends.map((fe) => [fe.role, fe.running]),
      [
        ['FOLLOWER', false],
        ['LEADER', true],
        ['FOLLOWER', true],
        ['FOLLOWER', true],
        ['FOLLOWER', true],
      ],
    );
    assert.equal(frontends[4]?.replaySpeed, 0.5);
    assert.equal(knobs.skewMs, -90_000);
    assert.equal(knobs.unknownColumns, true);
    assert.equal(timeZone, 'Asia/Tokyo');
    assert.equal(inhabitants, 'hostile');
    const connection = await connect(info, '10.20.0.13');
    assert.equal((await row(connection, 'SELECT @@time_zone AS zone'))['zone'], 'UTC');
    connection.destroy();
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  for (const [args, words] of [
    [['--frontends', '21'], /3 to 9 frontends/],
    [['--time-zone', 'Moon/Base'], /no such time zone: Moon\/Base/],
    [['--clock-skew', 'soon'], /--clock-skew must be seconds/],
    [['--tls', 'maybe'], /unknown TLS mode/],
    [['--hostile-names', '--net', '127.20.0'], /cannot be listened on/],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--import', 'tsx', 'src/demo/cli.ts', ...args],
        { cwd: root, encoding: 'utf8', timeout: 20_000 },
      );
      assert.equal(status, 1);
      assert.match(stderr, words);
    });
  }

  it('writes nothing to stderr during a thousand mixed commands, cut connections and faults', async () => {
    const { child, info, errors } = await start('--time-scale', '20');
    const statements = [
      'SHOW FRONTENDS',
      'SET query_timeout = 30',
      'SET nonsense = 1',
      "SHOW PROC '/compactions'",
      'SELECT count(*) FROM information_schema.loads',
      'PREPARE p FROM 1',
      'EXECUTE p',
      'nonsense',
      'SHOW FULL PROCESSLIST',
      'SELECT NOW()',
    ];
    for (let round = 0; round < 20; round++) {
      const connection = await connect(info, LEADER);
      for (let index = 0; index < 50; index++) {
        await connection.query(statements[index % statements.length] ?? '').catch(() => undefined);
      }
      if (round % 2 === 0) {
        connection.destroy();
      } else {
        await connection.end();
      }
    }
    await post(info, [
      { fault: { kind: 'drop' }, target: { match: 'SHOW BROKER' } },
      { fault: { kind: 'truncated' }, target: { protocol: 'http' } },
    ]);
    await failure((await connect(info, LEADER)).query('SHOW BROKER'));
    await assert.rejects(get(info, NODE, 8040, '/metrics'));
    await clearFaults(info);
    assert.equal(errors(), '');
    child.kill('SIGINT');
    await once(child, 'exit');
    assert.equal(errors(), '');
  });
});

describe('profiles and modes from the command line', function () {
  this.timeout(30_000);

  it('are those that were asked for', async () => {
    const { child, info } = await start('--profile', '3.2', '--mode', 'mixed');
    assert.deepEqual([info.profile, info.mode], ['3.2', 'mixed']);
    assert.deepEqual(
      info.nodes.map((node) => node.role),
      ['BE', 'BE', 'BE', 'BE', 'CN', 'CN'],
    );
    child.kill('SIGINT');
    await once(child, 'exit');
  });
});

describe('demo worker', function () {
  this.timeout(30_000);

  it('starts one cluster per scenario and ends when told', async () => {
    const worker = new Worker(
      `require('tsx/cjs/api').register(); require(${JSON.stringify(path.join(root, 'src/demo/demoWorker.ts'))});`,
      {
        eval: true,
        workerData: {
          scenarios: ['healthy', 'compaction'],
          modes: { healthy: 'shared_nothing' },
          timeScale: 10,
        },
      },
    );
    const [message] = (await once(worker, 'message')) as [
      { type: string; clusters: readonly DemoClusterInfo[] },
    ];
    assert.equal(message.type, 'ready');
    const [healthy, crisis] = message.clusters;
    assert.ok(healthy !== undefined && crisis !== undefined);
    assert.equal(crisis.scenario, 'compaction');
    assert.deepEqual([healthy.mode, crisis.mode], ['shared_nothing', 'shared_data']);
    const connection = await connect(crisis, '10.21.0.11');
    await connection.query('SHOW FRONTENDS');
    connection.destroy();
    worker.postMessage('stop');
    await once(worker, 'exit');
    await assert.rejects(fetch(`${healthy.control}/truth`));
  });
});
