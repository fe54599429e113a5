import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WindowLeadership } from '../../../../src/extension/api/windowLeadership';
import type { Log } from '../../../../src/extension/log';
import { WorkerHistoryStore } from '../../../../src/extension/store/workerHistoryStore';

/**
 * One of several windows as a process: while it leads, it asks a cluster once a slot and stores the
 * round. `SIGTERM` closes it as an editor does. It tells `{role}`, `{saved: at}` after the
 * acknowledgement, and `{unsaved: at, message}`.
 */
const [folder = '', cluster = '', clusterUrl = '', slot = '', guardEvery = ''] =
  process.argv.slice(2);
const slotMs = Number(slot);
const gridMs = 30_000;
const begin = 1_795_000_200_000;

function tell(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: (error) => tell({ error }) };
const leadership = new WindowLeadership({ folder, log, guardEveryMs: Number(guardEvery) });

/** Slots of this machine as grid times of the history. */
const slotNow = () => begin + (Math.floor(Date.now() / slotMs) % 1e6) * gridMs;

/** Before the lead is given up, as the engine of the editor does. */
let endLead: () => Promise<void> = () => Promise.resolve();

leadership.onDidBecomeFollower((socket) => {
  socket.resume();
  tell({ role: 'follower' });
});

leadership.onDidBecomeLeader(({ nonce }) => {
  const store = new WorkerHistoryStore({
    folder,
    nonce,
    workerFile: path.join(__dirname, 'history-worker.js'),
    wasmFile: path.join(__dirname, 'sql-wasm.wasm'),
    log,
  });
  leadership.serve(() => undefined);
  let isLeading = true;
  leadership.onDidLoseLead(() => {
    isLeading = false;
  });
  tell({ role: 'leader' });
  const collecting = collect(store, () => isLeading);
  endLead = async () => {
    isLeading = false;
    await collecting;
    await store.close();
  };
  collecting.catch((error: unknown) => {
    tell({ error: String(error) });
  });
});

async function collect(store: WorkerHistoryStore, isLeading: () => boolean): Promise<void> {
  let last = await store.lastAt(cluster);
  while (isLeading()) {
    const at = slotNow();
    if (last === null || at > last) {
      await fetch(`${clusterUrl}/?slot=${at}`);
      const outcome = await store.append(cluster, {
        at,
        values: { 'query.qps': (at / gridMs) % 1_000 },
        state: {},
        nodes: {},
        problems: [],
        events: [],
      });
      tell(outcome.saved ? { saved: at } : { unsaved: at, message: outcome.message });
      last = at;
    }
    await delay(slotMs - (Date.now() % slotMs));
  }
}

process.once('SIGTERM', () => {
  void endLead()
    .then(() => leadership.close())
    .then(() => process.exit());
});
leadership.start();
