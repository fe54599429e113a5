import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ApiClient } from '../../../src/extension/api/apiClient';
import { ApiServer } from '../../../src/extension/api/apiServer';
import { apiEvents, apiMethods } from '../../../src/extension/api/apiWire';
import { Emitter } from '../../../src/extension/emitter';
import type { Log } from '../../../src/extension/log';
import type { RoundReport, StarRocksOverviewApi, TestStep } from '../../../src/shared/api';
import type { NewCluster } from '../../../src/shared/clusterProfile';

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const cluster: NewCluster = {
  name: '开发 🐘',
  frontends: [{ host: '127.0.0.1', port: 9030 }],
  user: 'root',
  password: 'none',
  tls: { mode: 'off' },
  http: { mode: 'auto' },
  access: 'read-only',
};
const report: RoundReport = { id: 'c', at: 30_000, tookMs: 12, failed: [], saved: true };
const step = (text: string): TestStep => ({
  step: 'tcp',
  state: 'ok',
  text: { id: 'unknown.timeout', args: { text } } as unknown as TestStep['text'],
});

/** The collecting window: records what it is asked. */
class RecordingApi implements Pick<StarRocksOverviewApi, 'version'> {
  readonly version = 1;
  readonly calls: unknown[][] = [];
  readonly changedClusters = new Emitter<void>(silent);
  readonly changed = new Emitter<{ id: string; modules: readonly [] }>(silent);
  readonly collected = new Emitter<RoundReport>(silent);
  readonly onDidChangeClusters = this.changedClusters.event;
  readonly onDidChange = this.changed.event;
  readonly onDidCollect = this.collected.event;
  readonly aborted: string[] = [];
  answer: (method: string) => Promise<unknown> = () => Promise.resolve(null);

  constructor() {
    for (const method of apiMethods) {
      Object.assign(this, {
        [method]: (...args: unknown[]) => {
          this.calls.push([method, ...args]);
          return this.answer(method);
        },
      });
    }
  }

  async *testConnection(
    _: NewCluster,
    secret?: string,
    signal?: AbortSignal,
  ): AsyncGenerator<TestStep> {
    try {
      yield step('one');
      yield step(`two ${String(secret)}`);
      await this.answer('testConnection');
      yield step('three');
    } finally {
      if (signal?.aborted === true) {
        this.aborted.push('testConnection');
      }
    }
  }
}

describe('ApiClient and ApiServer', () => {
  let api: RecordingApi;
  let server: ApiServer;
  let listener: net.Server;
  let folder: string;
  let address: string;
  let client: ApiClient;
  let socket: net.Socket;
  let served: net.Socket | undefined;

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-test-'));
    address =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\${path.basename(folder)}`
        : path.join(folder, 's');
    api = new RecordingApi();
    server = new ApiServer({ api: api as unknown as StarRocksOverviewApi, log: silent });
    const accepted = new Promise<void>((resolve) => {
      listener = net.createServer((incoming) => {
        served = incoming;
        server.serve(incoming);
        resolve();
      });
    });
    await new Promise<void>((resolve) => listener.listen(address, resolve));
    socket = net.connect(address);
    socket.on('error', () => undefined);
    await accepted;
    client = new ApiClient(socket, silent);
  });
  afterEach(() => {
    client.dispose();
    socket.destroy();
    served?.destroy();
    listener.close();
    fs.rmSync(folder, { recursive: true });
  });

  it('passes arguments and answers through, and leaves out what was not given', async () => {
    api.answer = () => Promise.resolve('new-id');

    assert.equal(await client.addCluster(cluster), 'new-id');
    await client.addCluster(cluster, 'pässword');
    await client.explain('c', 'feMetrics');
    await client.getRows('c', 'sessions', { offset: 0, limit: 50 });

    assert.deepEqual(api.calls, [
      ['addCluster', cluster],
      ['addCluster', cluster, 'pässword'],
      ['explain', 'c', 'feMetrics'],
      ['getRows', 'c', 'sessions', { offset: 0, limit: 50 }],
    ]);
  });

  it('has every member of the API', async () => {
    for (const method of apiMethods) {
      const call = (client as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[
        method
      ];
      assert.ok(call, method);
      await call.call(client, 'a');
    }
    assert.deepEqual(
      api.calls.map(([method]) => method),
      apiMethods,
    );
    for (const event of apiEvents) {
      assert.equal(typeof client[event], 'function');
    }
    assert.equal(client.version, 1);
  });

  it('rejects with the message of the other side alone', async () => {
    api.answer = () => Promise.reject(new Error('Access denied for root.'));

    await assert.rejects(client.setPaused('c', true), { message: 'Access denied for root.' });
  });

  it('forwards the events', async () => {
    const seen: unknown[] = [];
    const three = new Promise<void>((resolve) => {
      const note = (event: unknown) => {
        if (seen.push(event) === 3) {
          resolve();
        }
      };
      client.onDidChangeClusters(note);
      client.onDidChange(note);
      client.onDidCollect(note);
    });

    api.changedClusters.fire();
    api.changed.fire({ id: 'c', modules: [] });
    api.collected.fire(report);
    await three;

    assert.deepEqual(seen, [undefined, { id: 'c', modules: [] }, report]);
  });

  it('turns an AbortSignal into one on the other side', async () => {
    const stop = new AbortController();
    const asked = new Promise<void>((resolve) => {
      api.answer = () => {
        resolve();
        return new Promise((_, reject) => {
          const signal = api.calls[0]?.[2];
          assert.ok(signal instanceof AbortSignal);
          signal.addEventListener('abort', () => {
            reject(new Error('The round was stopped.'));
          });
        });
      };
    });

    const round = client.collectNow('c', stop.signal);
    await asked;
    stop.abort();

    await assert.rejects(round, { message: 'The round was stopped.' });
  });

  it('streams the steps of a connection test', async () => {
    const steps: TestStep[] = [];
    for await (const one of client.testConnection(cluster, 'pw')) {
      steps.push(one);
    }

    assert.deepEqual(steps, [step('one'), step('two pw'), step('three')]);
  });

  it('ends a connection test with the failure of the other side', async () => {
    api.answer = () => Promise.reject(new Error('broken'));
    const steps: TestStep[] = [];

    await assert.rejects(
      async () => {
        for await (const one of client.testConnection(cluster)) {
          steps.push(one);
        }
      },
      { message: 'broken' },
    );
    assert.equal(steps.length, 2);
  });

  it('stops a connection test that is read no further', async () => {
    let release: (value: null) => void = () => undefined;
    api.answer = () => new Promise((resolve) => (release = resolve));
    for await (const one of client.testConnection(cluster)) {
      assert.ok(one);
      break;
    }
    // The cancellation was sent before this question, so it has arrived when this is answered.
    api.answer = () => Promise.resolve([]);
    await client.listClusters();
    release(null);
    await client.listClusters();

    assert.deepEqual(api.aborted, ['testConnection']);
  });

  it('rejects what is pending and what comes later when the collecting window is gone', async () => {
    const asked = new Promise<void>((resolve) => {
      api.answer = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const pending = client.listClusters();
    await asked;

    served?.destroy();

    await assert.rejects(pending, /closed.*takes over/);
    await assert.rejects(client.listClusters(), /closed.*takes over/);
  });

  it('turns away questions that are none of the API', async () => {
    const { createMessageConnection, SocketMessageReader, SocketMessageWriter } =
      await import('vscode-jsonrpc/node');
    const raw = net.connect(address);
    const connection = createMessageConnection(
      new SocketMessageReader(raw),
      new SocketMessageWriter(raw),
    );
    connection.listen();
    try {
      for (const params of [
        { method: 'constructor', args: [] },
        { method: 'listClusters' },
        null,
      ]) {
        await assert.rejects(connection.sendRequest('call', params), /does not know/);
      }
      assert.deepEqual(api.calls, []);
    } finally {
      connection.dispose();
      raw.destroy();
    }
  });
});
