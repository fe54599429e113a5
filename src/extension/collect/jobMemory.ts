import type { NodeId } from '../../shared/ids';
import type { EpochMs } from '../../shared/time';
import type { AlterHistory } from '../overview/alterHistory';
import type { Drain } from '../overview/drain';
import type { LoadHistory } from '../overview/loadHistory';
import type { RoutineLoadTrend } from '../overview/routineLoadTrend';
import type { TransactionRow } from '../starrocks/sources/transactions';
import { AlterMemory } from './alterMemory';
import { DrainMemory } from './drainMemory';
import type { ClusterAnswers } from './liveState';
import { LoadLog } from './loadLog';
import type { Observation } from './observation';
import { RoutineLoadMemory } from './routineLoadMemory';
import { Sweep, type SweepAnswer } from './sweep';

/** What several answers about jobs tell together, at one moment. */
export type JobHistory = {
  readonly loads: LoadHistory | undefined;
  readonly streamLoads: LoadHistory | undefined;
  /** By job id. */
  readonly routineLoads: ReadonlyMap<string, RoutineLoadTrend>;
  /** Running transactions as last listed, by database. */
  readonly transactions: ReadonlyMap<string, SweepAnswer<readonly TransactionRow[]>>;
  readonly alters: AlterHistory;
  /** BEs that are being decommissioned. */
  readonly drains: ReadonlyMap<NodeId, Drain>;
};

/** Remembers jobs between answers. */
export class JobMemory {
  readonly #loads = new LoadLog();
  readonly #streamLoads = new LoadLog();
  readonly #routineLoads = new RoutineLoadMemory();
  readonly #transactions = new Sweep<readonly TransactionRow[]>();
  readonly alters = new AlterMemory();
  readonly #drains = new DrainMemory();

  /** Call once per good answer, oldest first. */
  observe({ source, value, observedAt, receivedAtMono, older }: Good): void {
    if (source === 'loads') {
      this.#loads.add(value as ClusterAnswers['loads'], receivedAtMono);
    } else if (source === 'streamLoads') {
      this.#streamLoads.add(value as ClusterAnswers['streamLoads'], receivedAtMono);
    } else if (source === 'routineLoads') {
      this.#routineLoads.add(value as ClusterAnswers['routineLoads'], observedAt);
    } else if (source === 'txnDetail') {
      const { database, transactions } = value as ClusterAnswers['txnDetail'];
      this.#transactions.answered(database, transactions, observedAt);
    } else if (source === 'alterSweep') {
      this.alters.answered(value as ClusterAnswers['alterSweep'], older === true, observedAt);
    } else if (source === 'backends') {
      this.#drains.add(value as ClusterAnswers['backends'], observedAt);
    }
  }

  /** The transactions of a database could not be listed: it waits its turn again. */
  missedTransactions(database: string, at: EpochMs): void {
    this.#transactions.failed(database, at);
  }

  /** @param running transactions by database, as the leader counts them */
  nextTransactions(running: Readonly<Record<string, number>>, now: EpochMs): string | undefined {
    const counts = new Map(Object.entries(running));
    this.#transactions.setDatabases([...counts.keys()]);
    return this.#transactions.next(1, counts, now)[0];
  }

  /** What to ask loads from. */
  get watermarks(): { readonly loadsSince?: number; readonly streamLoadsSince?: number } {
    const loads = this.#loads.watermark;
    const streams = this.#streamLoads.watermark;
    return {
      ...(loads === undefined ? {} : { loadsSince: loads }),
      ...(streams === undefined ? {} : { streamLoadsSince: streams }),
    };
  }

  get history(): JobHistory {
    return {
      loads: this.#loads.history,
      streamLoads: this.#streamLoads.history,
      routineLoads: this.#routineLoads.trends,
      transactions: this.#transactions.answers,
      alters: this.alters.history,
      drains: this.#drains.drains,
    };
  }

  forgetRates(): void {
    this.#loads.forgetRates();
    this.#streamLoads.forgetRates();
    this.#transactions.forget();
    this.alters.forget();
    this.#drains.forget();
  }
}

type Good = Extract<Observation<unknown>, { ok: true }>;
