import * as path from 'node:path';
import { ApiClient } from '../../../../src/extension/api/apiClient';
import { ApiServer } from '../../../../src/extension/api/apiServer';
import { WindowLeadership } from '../../../../src/extension/api/windowLeadership';
import { Emitter } from '../../../../src/extension/emitter';
import type { Log } from '../../../../src/extension/log';
import { WorkerHistoryStore } from '../../../../src/extension/store/workerHistoryStore';
import type { RoundReport, StarRocksOverviewApi } from '../../../../src/shared/api';

/**
 * A window as a process, to be killed at any moment: it leads or follows, and while it leads it
 * appends a snapshot a few milliseconds apart. It tells what happens as JSON lines:
 * `{role}`, `{saved: at}` after the acknowledgement, `{seen: at}` as a follower.
 */
const [folder = '', cluster = ''] = process.argv.slice(2);
const gridMs = 30_000;

function tell(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (warning) => {
    tell({ warning });
  },
  error: (error) => {
    tell({ error });
  },
};

const leadership = new WindowLeadership({ folder, log });

leadership.onDidBecomeFollower((socket) => {
  const client = new ApiClient(socket, log);
  client.onDidCollect(({ at }) => {
    tell({ seen: at });
  });
  void client.getHistorySize(cluster).then((size) => {
    tell({ role: 'follower', size });
  });
});

leadership.onDidBecomeLeader(({ nonce }) => {
  const store = new WorkerHistoryStore({
    folder,
    nonce,
    workerFile: path.join(__dirname, 'history-worker.js'),
    wasmFile: path.join(__dirname, 'sql-wasm.wasm'),
    log,
  });
  const collected = new Emitter<RoundReport>(log);
  const none = () => ({ dispose: () => undefined });
  const api: Pick<
    StarRocksOverviewApi,
    'getHistorySize' | 'onDidChange' | 'onDidChangeClusters' | 'onDidCollect'
  > = {
    getHistorySize: (id) => store.size(id),
    onDidChange: none,
    onDidChangeClusters: none,
    onDidCollect: collected.event,
  };
  const server = new ApiServer({ api: api as StarRocksOverviewApi, log });
  leadership.serve((socket) => {
    server.serve(socket);
  });
  tell({ role: 'leader' });
  void collect(store, collected);
});

async function collect(store: WorkerHistoryStore, collected: Emitter<RoundReport>): Promise<void> {
  const last = await store.lastAt(cluster);
  let at = last === null ? 1_795_000_200_000 : last + gridMs;
  for (;;) {
    const snapshot = {
      at,
      values: { 'query.qps': (at / gridMs) % 1_000 },
      state: {},
      nodes: { 'fe:10.0.0.1:9010': { 'fe.up': 1 } },
      problems: [],
      events: [],
    };
    const outcome = await store.append(cluster, snapshot);
    if (outcome.saved) {
      tell({ saved: at });
      collected.fire({ id: cluster, at, tookMs: 0, failed: [], saved: true });
    } else {
      tell({ unsaved: at, message: outcome.message });
    }
    at += gridMs;
  }
}

leadership.start();
