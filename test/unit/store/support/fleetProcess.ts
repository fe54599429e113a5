import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WindowLeadership } from '../../../../src/extension/api/windowLeadership';
import type { Log } from '../../../../src/extension/log';
import { WorkerHistoryStore } from '../../../../src/extension/store/workerHistoryStore';
import { gridMs, slotAt, slotMs } from './fleetSlots';

/**
 * One of several windows as a process: while it leads, it asks each cluster once a slot and stores the
 * round. `SIGTERM` closes it as an editor does. It tells `{role}`, `{saved: at, cluster}` after the
 * acknowledgement, and `{unsaved: at, message}`.
 */
const [folder = '', clusterUrl = '', guardEvery = '', ...clusters] = process.argv.slice(2);

function tell(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const ignore = (): void => undefined;
const log: Log = { debug: ignore, info: ignore, warn: ignore, error: (error) => tell({ error }) };
const leadership = new WindowLeadership({ folder, log, guardEveryMs: Number(guardEvery) });

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
  const collecting = Promise.all(
    clusters.map((cluster) => collect(store, cluster, () => isLeading)),
  );
  endLead = async () => {
    isLeading = false;
    await collecting;
    await store.close();
  };
  collecting.catch((error: unknown) => {
    tell({ error: String(error) });
  });
});

async function collect(
  store: WorkerHistoryStore,
  cluster: string,
  isLeading: () => boolean,
): Promise<void> {
  let last = await store.lastAt(cluster);
  while (isLeading()) {
    const at = slotAt(Date.now());
    if (last === null || at > last) {
      await fetch(`${clusterUrl}/?cluster=${cluster}&slot=${at}&window=${process.pid}`);
      const outcome = await store.append(cluster, {
        at,
        values: { 'query.qps': (at / gridMs) % 1_000 },
        state: {},
        nodes: {},
        problems: [],
        events: [],
      });
      tell(outcome.saved ? { saved: at, cluster } : { unsaved: at, message: outcome.message });
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
