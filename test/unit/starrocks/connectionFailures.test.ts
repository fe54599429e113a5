import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { LocalApi } from '../../../src/extension/api/localApi';
import { testConnection } from '../../../src/extension/starrocks/connectionTest';
import { issueIdentity } from '../../../src/demo/certificates';
import type { DemoCluster } from '../../../src/demo/demoCluster';
import type { TestStep } from '../../../src/shared/api';
import type { NewCluster } from '../../../src/shared/clusterProfile';
import { phrasesEn } from '../../../src/shared/phrases.en';
import { skipBecause } from '../../support/skip';
import { MemoryStore } from '../collect/support/memoryStore';
import { addressOf, LEADER, post, startManual, truthOf } from '../demo/client';
import { MemoryRegistry } from '../oracle/support/memoryRegistry';
import { BlackHole } from './support/blackHole';
import { Mariadb, whyNoMariadb } from './support/mariadb';

type Cleanup = () => unknown;
type Situation = { readonly cluster: NewCluster; readonly secret: string };
type Row = {
  readonly what: string;
  readonly layer: string;
  readonly says: string;
  readonly helps: string;
  readonly withinS: number;
};

/** The rows of the table under "When it does not work": the document is what is tested. */
async function documented(): Promise<readonly Row[]> {
  const text = await readFile(new URL('../../../docs/connecting.md', import.meta.url), 'utf8');
  const [, section = ''] = text.split('## When it does not work');
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => {
      const [what = '', layer = '', says = '', helps = '', within = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim());
      return { what, layer, says, helps, withinS: Number(within.replace(' s', '')) };
    });
}

const secret = 'Wr0ng-secret';
const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function at(port: number, extra: Partial<NewCluster> = {}): Situation {
  return {
    cluster: {
      name: 'failing',
      frontends: [{ host: '127.0.0.1', port }],
      user: 'monitor',
      password: 'stored',
      tls: { mode: 'off' },
      http: { mode: 'auto' },
      access: 'read-only',
      ...extra,
    },
    secret,
  };
}

async function listening(server: Server, cleanups: Cleanup[]): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

const portOf = ({ info }: DemoCluster): number => addressOf(info, LEADER, 9030).port;

async function demo(
  cleanups: Cleanup[],
  options: Parameters<typeof startManual>[0] = {},
): Promise<DemoCluster> {
  const cluster = await startManual(options);
  cleanups.push(() => cluster.stop());
  return cluster;
}

const right = (situation: Situation, password = 'demo-monitor'): Situation => ({
  ...situation,
  secret: password,
});

const situations: Readonly<Record<string, (cleanups: Cleanup[]) => Promise<Situation>>> = {
  'Host name that does not exist': async () =>
    at(9030, { frontends: [{ host: 'no-such-host.invalid', port: 9030 }] }),
  'Nothing listens at the port': async (cleanups) => {
    const port = await listening(createServer(), cleanups);
    await cleanups.pop()?.();
    return at(port);
  },
  'Host that swallows packets (firewall, VPN)': async (cleanups) => {
    const hole = await BlackHole.open();
    cleanups.push(() => hole.close());
    return at(hole.port);
  },
  'Port that accepts and stays silent': async (cleanups) => {
    const silent = createServer((socket) => {
      socket.on('error', () => undefined);
      cleanups.push(() => socket.destroy());
    });
    return at(await listening(silent, cleanups));
  },
  'HTTP port of an FE (8030)': async (cleanups) =>
    at(addressOf((await demo(cleanups)).info, LEADER, 8030).port),
  'Some HTTP server': async (cleanups) =>
    at(
      await listening(
        createHttpServer((_request, response) => response.writeHead(404).end('no')),
        cleanups,
      ),
    ),
  'Another protocol, such as SSH': async (cleanups) =>
    at(
      await listening(
        createServer((socket) => {
          socket.on('error', () => undefined);
          socket.end('SSH-2.0-OpenSSH_9.2p1\r\n');
        }),
        cleanups,
      ),
    ),
  'MariaDB or MySQL': async (cleanups) => {
    const mariadb = await Mariadb.start('monitor', 'demo-monitor');
    cleanups.push(() => mariadb.stop());
    return right(at(mariadb.port));
  },
  'Wrong password or unknown user': async (cleanups) => at(portOf(await demo(cleanups))),
  'Cluster that demands TLS, TLS off': async (cleanups) => {
    const tls = { sql: 'required', issue: issueIdentity('valid') } as const;
    return right(at(portOf(await demo(cleanups, { tls }))));
  },
  'TLS on, FE without keystore': async (cleanups) =>
    right(at(portOf(await demo(cleanups)), { tls: { mode: 'no-verify' } })),
  'CA file that is not there or no certificate': async (cleanups) =>
    right(
      at(portOf(await demo(cleanups)), {
        tls: { mode: 'verify', caFile: new URL(import.meta.url).pathname },
      }),
    ),
  'Certificate of an authority not trusted here': async (cleanups) => {
    const tls = { sql: 'offered', issue: issueIdentity('valid') } as const;
    return right(at(portOf(await demo(cleanups, { tls })), { tls: { mode: 'verify' } }));
  },
  'Certificate for another host': async (cleanups) => withCa(cleanups, 'otherHost'),
  'Certificate that has expired': async (cleanups) => withCa(cleanups, 'expired'),
  'FE at its connection limit': async (cleanups) => {
    const cluster = await demo(cleanups);
    const used = (await truthOf(cluster.info)).frontends[0]?.sessions.length ?? NaN;
    await post(cluster.info, {
      happen: { kind: 'config', key: 'qe_max_connection', value: String(used) },
    });
    return right(at(portOf(cluster)));
  },
  'User at the limit of connections': async (cleanups) => {
    const cluster = await demo(cleanups);
    await post(cluster.info, { happen: { kind: 'userLimit', user: 'monitor', connections: 0 } });
    return right(at(portOf(cluster)));
  },
  'LDAP user without TLS': async (cleanups) =>
    right(at(portOf(await demo(cleanups)), { user: 'ldap', cleartextPassword: true }), 'demo-ldap'),
};

async function withCa(
  cleanups: Cleanup[],
  kind: Parameters<typeof issueIdentity>[0],
): Promise<Situation> {
  const cluster = await demo(cleanups, { tls: { sql: 'offered', issue: issueIdentity(kind) } });
  const caFile = cluster.info.tls?.caFile ?? '';
  return right(at(portOf(cluster), { tls: { mode: 'verify', caFile } }));
}

/** A sentence of ours with `…` for what fills it, as the document prints it. */
const template = (id: keyof typeof phrasesEn): string => phrasesEn[id].replace(/\{\w+\}/g, '…');

describe('failures to connect, as docs/connecting.md has them', function () {
  this.timeout(60_000);
  const cleanups: Cleanup[] = [];
  let rows: readonly Row[] = [];

  before(async () => {
    rows = await documented();
  });

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  it('are all in the table, each with a sentence and a remedy of its own', () => {
    assert.deepEqual(rows.map(({ what }) => what).sort(), Object.keys(situations).sort());
    assert.equal(new Set(rows.map(({ says }) => says)).size, rows.length);
  });

  for (const [what, prepare] of Object.entries(situations)) {
    it(`say so: ${what}`, async function () {
      const cause = what.startsWith('MariaDB') ? whyNoMariadb() : undefined;
      if (cause !== undefined) {
        skipBecause(this, cause);
      }
      const row = rows.find((each) => each.what === what);
      assert.ok(row !== undefined);
      const situation = await prepare(cleanups);
      const registry = new MemoryRegistry();
      const store = new MemoryStore();
      const api = new LocalApi({ registry, store, log, version: 'test' });
      cleanups.push(() => api.dispose());
      const begun = performance.now();
      const steps: TestStep[] = [];

      for await (const step of api.testConnection(situation.cluster, situation.secret)) {
        steps.push(step);
      }

      const tookS = (performance.now() - begun) / 1000;
      const last = steps.at(-1);
      assert.equal(last?.state, 'failed');
      assert.deepEqual(
        [last.step, template(last.text.id), last.remedy && template(last.remedy.id)],
        [row.layer, row.says, row.helps],
      );
      assert.ok(tookS < row.withinS, `${tookS} s`);
      assert.ok(!JSON.stringify(steps).includes(situation.secret), 'the password is in no step');
      assert.deepEqual(registry.list(), [], 'nothing is saved');
      assert.deepEqual(store.snapshots, []);
    });
  }

  it('call Doris by its name', async () => {
    const { cluster, secret: password } = right(
      at(portOf(await demo(cleanups, { profile: 'doris' }))),
    );
    const steps: TestStep[] = [];
    for await (const step of testConnection(cluster, password)) {
      steps.push(step);
    }
    const last = steps.at(-1);
    assert.equal(last?.text.id, 'connection.starrocks.other');
    assert.equal(last.text.args['name'], 'Doris');
  });
});
