import { parentPort, workerData } from 'node:worker_threads';
import initialSql from '../../../migrations/0001_initial.sql';
import hoursAndDaysSql from '../../../migrations/0002_hours_and_days.sql';
import subjectsSql from '../../../migrations/0003_subjects.sql';
import measuredTimeSql from '../../../migrations/0004_measured_time.sql';
import whatRanSql from '../../../migrations/0005_what_ran.sql';
import { nodeFileSystem } from './fileSystem';
import { HistoryEngine } from './historyEngine';
import { isOwnedBy } from './owner';
import { loadSql } from './sqlDatabase';
import type { FromWorker, StoreMethod, ToWorker, WorkerStart } from './workerMessages';
import { messageOf } from '../../shared/messageOf';

/** Entry of the worker thread: a shell around HistoryEngine. */

const port = parentPort;
if (port === null) {
  throw new Error('historyWorker runs in a worker thread only.');
}
// The border: `WorkerHistoryStore` is the only one who starts this worker.
const start = workerData as WorkerStart;

function send(message: FromWorker): void {
  port?.postMessage(message);
}

async function createEngine(): Promise<HistoryEngine> {
  return new HistoryEngine(start.folder, {
    fs: nodeFileSystem,
    sql: await loadSql(start.wasmFile),
    migrations: [
      { version: 1, name: 'initial', sql: initialSql },
      { version: 2, name: 'hours_and_days', sql: hoursAndDaysSql },
      { version: 3, name: 'subjects', sql: subjectsSql },
      { version: 4, name: 'measured_time', sql: measuredTimeSql },
      { version: 5, name: 'what_ran', sql: whatRanSql },
    ],
    isOwner: () => isOwnedBy(start.folder, start.nonce),
    now: () => Date.now(),
    notice: (message) => {
      send({ kind: 'notice', message });
    },
  });
}

const engine = createEngine();
// Every question that waits for it gets the failure; none may be waiting yet.
engine.catch(() => undefined);

async function answer({ id, method, args }: ToWorker): Promise<void> {
  try {
    const store = await engine;
    // The border: both sides have the types of HistoryStore.
    const methods = store as unknown as Record<
      StoreMethod,
      (...args: unknown[]) => Promise<unknown>
    >;
    send({ kind: 'answer', id, ok: true, value: await methods[method](...args) });
  } catch (error) {
    send({
      kind: 'answer',
      id,
      ok: false,
      message: messageOf(error),
    });
  }
}

port.on('message', (message: ToWorker) => {
  void answer(message);
});
