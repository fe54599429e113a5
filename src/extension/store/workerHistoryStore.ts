import { Worker } from 'node:worker_threads';
import type { ClusterId } from '../../shared/ids';
import type { DaySummary } from '../../shared/model/days';
import type { ProblemInterval } from '../../shared/model/healthHistory';
import type { RanInterval } from '../../shared/model/ran';
import type { Trend } from '../../shared/model/trends';
import type { EpochMs } from '../../shared/time';
import type { Log } from '../log';
import type {
  AppendOutcome,
  Extent,
  HistoryStore,
  ImportLine,
  RecordedHistory,
  Snapshot,
  StoredProblem,
  SubjectDay,
  SubjectKind,
  SubjectPoint,
} from './historyStore';
import type { TrendRequest } from './trendQuery';
import type { FromWorker, StoreMethod, ToWorker, WorkerStart } from './workerMessages';

export type WorkerHistoryOptions = WorkerStart & {
  /** `history-worker.js` beside the bundle. */
  readonly workerFile: string;
  readonly log: Log;
  /** Something a person should see once: a damaged file, lost lines. It is logged as well. */
  readonly onNotice?: (message: string) => void;
};

type Pending = {
  resolve(value: unknown): void;
  reject(error: Error): void;
};

type Running = { readonly worker: Worker; readonly pending: Map<number, Pending> };

/**
 * The history in a worker thread, started by the first question. A worker that dies rejects what it
 * was asked; the next question starts another, which finds every acknowledged record on disk.
 */
export class WorkerHistoryStore implements HistoryStore {
  private readonly options: WorkerHistoryOptions;
  private running: Running | undefined;
  private isClosed = false;
  private lastId = 0;

  constructor(options: WorkerHistoryOptions) {
    this.options = options;
  }

  append(cluster: ClusterId, snapshot: Snapshot): Promise<AppendOutcome> {
    return this.ask('append', [cluster, snapshot]);
  }

  trend(cluster: ClusterId, query: TrendRequest): Promise<Trend> {
    return this.ask('trend', [cluster, query]);
  }

  samples(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly Snapshot[]> {
    return this.ask('samples', [cluster, from, to]);
  }

  snapshotAt(cluster: ClusterId, at: EpochMs): Promise<Snapshot | null> {
    return this.ask('snapshotAt', [cluster, at]);
  }

  days(cluster: ClusterId, bounds: readonly EpochMs[]): Promise<readonly DaySummary[]> {
    return this.ask('days', [cluster, bounds]);
  }

  problemsBetween(
    cluster: ClusterId,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly ProblemInterval[]> {
    return this.ask('problemsBetween', [cluster, from, to]);
  }

  ranBetween(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly RanInterval[]> {
    return this.ask('ranBetween', [cluster, from, to]);
  }

  openProblems(cluster: ClusterId): Promise<readonly StoredProblem[]> {
    return this.ask('openProblems', [cluster]);
  }

  lastAt(cluster: ClusterId): Promise<EpochMs | null> {
    return this.ask('lastAt', [cluster]);
  }

  subjectsNear(
    cluster: ClusterId,
    kind: SubjectKind,
    at: EpochMs,
    withinMs: number,
  ): Promise<readonly SubjectPoint[]> {
    return this.ask('subjectsNear', [cluster, kind, at, withinMs]);
  }

  subjectDays(
    cluster: ClusterId,
    kind: SubjectKind,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly SubjectDay[]> {
    return this.ask('subjectDays', [cluster, kind, from, to]);
  }

  importLines(cluster: ClusterId, lines: readonly ImportLine[]): Promise<number> {
    return this.ask('importLines', [cluster, lines]);
  }

  stretch(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly Snapshot[]> {
    return this.ask('stretch', [cluster, from, to]);
  }

  extent(cluster: ClusterId): Promise<Extent | null> {
    return this.ask('extent', [cluster]);
  }

  exportFile(cluster: ClusterId, name: string): Promise<Uint8Array> {
    return this.ask('exportFile', [cluster, name]);
  }

  addRecorded(cluster: ClusterId, file: string): Promise<RecordedHistory> {
    return this.ask('addRecorded', [cluster, file]);
  }

  recorded(): Promise<readonly RecordedHistory[]> {
    return this.ask('recorded', []);
  }

  size(cluster: ClusterId): Promise<number> {
    return this.ask('size', [cluster]);
  }

  async deleteCluster(cluster: ClusterId): Promise<void> {
    await this.ask('deleteCluster', [cluster]);
  }

  /** What was asked before is still answered; then the worker ends. */
  async close(): Promise<void> {
    const running = this.running;
    if (this.isClosed || running === undefined) {
      this.isClosed = true;
      return;
    }
    const closed = this.ask('close', []);
    this.isClosed = true;
    try {
      await closed;
    } finally {
      await running.worker.terminate();
    }
  }

  /** The border: the worker answers with what the method of the same name resolves with. */
  private ask<T>(method: StoreMethod, args: readonly unknown[]): Promise<T> {
    if (this.isClosed) {
      return Promise.reject(new Error('The history is closed.'));
    }
    const { worker, pending } = (this.running ??= this.startWorker());
    this.lastId += 1;
    const message: ToWorker = { id: this.lastId, method, args };
    return new Promise<T>((resolve, reject) => {
      pending.set(message.id, {
        resolve: (value) => {
          resolve(value as T);
        },
        reject,
      });
      worker.postMessage(message);
    });
  }

  private startWorker(): Running {
    const { workerFile, folder, nonce, wasmFile, log, onNotice } = this.options;
    const start: WorkerStart = { folder, nonce, wasmFile };
    const worker = new Worker(workerFile, { workerData: start, name: 'starrocks-history' });
    const running: Running = { worker, pending: new Map() };
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'notice') {
        log.warn(message.message);
        onNotice?.(message.message);
        return;
      }
      const waiting = running.pending.get(message.id);
      running.pending.delete(message.id);
      if (message.ok) {
        waiting?.resolve(message.value);
      } else {
        waiting?.reject(new Error(message.message));
      }
    });
    worker.on('error', (error) => {
      log.error(`The history worker failed: ${error.message}`);
    });
    worker.on('exit', () => {
      if (this.running === running) {
        this.running = undefined;
      }
      for (const waiting of running.pending.values()) {
        waiting.reject(new Error('The history worker ended before it answered.'));
      }
      running.pending.clear();
    });
    return running;
  }
}
