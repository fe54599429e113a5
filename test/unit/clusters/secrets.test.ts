/**
 * One session with every trouble a password can have, over the whole chain: real sockets, a real
 * history on disk, the product's own log. Afterwards nobody may find a password anywhere.
 */
import assert from 'node:assert/strict';
import { EventEmitter, on, once } from 'node:events';
import * as fs from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { startDemoCluster, type DemoCluster } from '../../../src/demo/demoCluster';
import { LocalApi } from '../../../src/extension/api/localApi';
import { clusterFromArgument } from '../../../src/extension/clusters/clusterFromArgument';
import { SettingsClusterRegistry } from '../../../src/extension/clusters/settingsClusterRegistry';
import { systemClock } from '../../../src/extension/collect/clock';
import { RedactingLog } from '../../../src/extension/log';
import { redact } from '../../../src/extension/starrocks/redact';
import { nodeFileSystem } from '../../../src/extension/store/fileSystem';
import { HistoryEngine } from '../../../src/extension/store/historyEngine';
import type { CollectionState } from '../../../src/shared/model/extendedOverview';
import { migrations, sqlForTests } from '../store/support/historyFixture';
import { MemoryLog, MemorySecrets, MemorySettings } from './support';

const wrong = 'Wr0ng-Sesame!';
const typed = 'typed-Sesame-2';

describe('passwords', () => {
  let demo: DemoCluster;
  let gate: LoginGate;
  let folder: string;
  let store: HistoryEngine;
  let api: LocalApi;
  const settings = new MemorySettings();
  const secrets = new MemorySecrets();
  const sink = new MemoryLog();
  const log = new RedactingLog(sink, redact);
  const registry = new SettingsClusterRegistry(settings, secrets, log);
  const announced = new EventEmitter();
  /** Everything that was told to somebody. */
  const told: string[] = [];
  let id = '';
  let right = '';

  before(async () => {
    demo = await startDemoCluster({ scenario: 'healthy' });
    right = demo.info.users.find(({ name }) => name === 'monitor')?.password ?? '';
    assert.ok(right.length > 3);
    const [host, port] = queryAddress(demo).split(':');
    gate = await LoginGate.open(host ?? '', Number(port));
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
    store = new HistoryEngine(folder, {
      fs: nodeFileSystem,
      sql: await sqlForTests(),
      migrations,
      isOwner: () => Promise.resolve(true),
      now: Date.now,
      notice: (notice) => void told.push(JSON.stringify(notice)),
    });
    api = new LocalApi({ registry, store, log, version: '0.0.0-test', clock: systemClock() });
    api.onDidCollect((report) => {
      told.push(JSON.stringify(report));
      announced.emit('round');
    });
  });

  after(async () => {
    api.dispose();
    registry.dispose();
    await store.close();
    await gate.close();
    await demo.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const cluster = () => ({
    name: 'trouble',
    frontends: [{ host: '127.0.0.1', port: gate.port }],
    user: 'monitor',
    password: 'stored' as const,
    tls: { mode: 'off' as const },
    http: { mode: 'off' as const },
    access: 'read-only' as const,
  });

  /** Asks everything once more and says how the cluster stands then. */
  async function stateAfterRefresh(): Promise<CollectionState> {
    await api.collectNow(id);
    const [summary] = await api.listClusters();
    const overview = await api.getExtendedOverview(id);
    told.push(JSON.stringify([summary, overview]));
    return overview.header.state;
  }

  /** A new password is tried at once, or as soon as the round under way has ended. */
  async function untilLive(): Promise<void> {
    const rounds = on(announced, 'round');
    while ((await api.getExtendedOverview(id)).header.state !== 'live') {
      await rounds.next();
    }
  }

  it('are tested as typed, and a refused one fails the step of the login', async () => {
    const steps = [];
    for await (const step of api.testConnection(cluster(), wrong)) {
      steps.push(step);
    }
    told.push(JSON.stringify(steps));

    assert.deepEqual(
      steps.filter(({ state }) => state === 'failed').map(({ step }) => step),
      ['login'],
    );
  });

  it('that are refused are tried once, however often is asked', async () => {
    id = await api.addCluster(cluster(), wrong);
    assert.equal(await stateAfterRefresh(), 'no-credentials');
    const before = gate.connections;

    for (let i = 0; i < 5; i += 1) {
      assert.equal(await stateAfterRefresh(), 'no-credentials');
    }

    assert.equal(gate.connections, before);
    const [summary] = await api.listClusters();
    assert.match(summary?.message ?? '', /Access denied for user/);
  });

  it('that are right end the trouble at once', async () => {
    await api.updateCluster(id, {}, right);

    await untilLive();
  });

  it('that the key store lost are a state that waits for a person', async () => {
    secrets.values.clear();
    await api.updateCluster(id, { name: 'lost' });

    assert.equal(await stateAfterRefresh(), 'no-credentials');
    const [summary] = await api.listClusters();
    assert.match(summary?.message ?? '', /no password/);
  });

  it('that the key store refuses to keep work until the window closes', async () => {
    secrets.refuses = true;
    assert.equal(await stateAfterRefresh(), 'no-credentials');

    await api.updateCluster(id, {}, right);

    await untilLive();
    assert.equal(secrets.values.size, 0);
  });

  it('are in no error message', async () => {
    const pasted = `mysql://monitor:${typed}@fe1:sql/db`;
    const argument = { hosts: pasted, password: typed };

    assert.throws(
      () => clusterFromArgument(argument, 'en'),
      (error: Error) => !error.message.includes(typed),
    );
    await assert.rejects(
      api.updateCluster('no-such-id', {}, typed),
      (error: Error) => !error.message.includes(typed),
    );
  });

  it('are nowhere afterwards but in the secret store', () => {
    log.error(`a driver that says password=${right} in mysql://monitor:${wrong}@fe1`);
    const places = new Map([
      ['the settings', JSON.stringify(settings.entries)],
      ['the log', sink.lines.join('\n')],
      ['reports, errors and figures', told.join('\n')],
      ...filesIn(folder).map((file) => [file, fs.readFileSync(file, 'latin1')] as const),
    ]);

    assert.ok(places.size > 3, 'a history was written');
    assert.match(sink.lines.join('\n'), /\*\*\*/);
    for (const [place, text] of places) {
      for (const secret of [wrong, right, typed]) {
        assert.ok(!text.includes(secret), `${place} holds a password`);
      }
    }
  });
});

function queryAddress(demo: DemoCluster): string {
  const fe = demo.info.frontends[0];
  assert.ok(fe);
  const address = `${fe.host}:${String(fe.queryPort)}`;
  return demo.info.addressMap[address] ?? address;
}

function filesIn(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Lets connections through to a frontend and counts them: each is one login. */
class LoginGate {
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(host: string, port: number) {
    this.#server = createServer((client) => {
      this.connections += 1;
      const frontend = connect({ host, port });
      for (const socket of [client, frontend]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
      }
      client.pipe(frontend).pipe(client);
    });
  }

  static async open(host: string, port: number): Promise<LoginGate> {
    const gate = new LoginGate(host, port);
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await closed;
  }
}
