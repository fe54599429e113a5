import type { ClusterId } from '../../shared/ids';
import { known, unknown, type Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { Log } from '../log';
import { messageOf } from '../../shared/messageOf';
import type { HistoryStore } from '../store/historyStore';

/** How much of the disk the history of one cluster takes, as it was measured last. */
export class HistorySize {
  readonly #cluster: ClusterId;
  readonly #store: HistoryStore;
  readonly #log: Log;
  #measured: { readonly bytes: number; readonly at: EpochMs } | undefined;

  constructor(cluster: ClusterId, store: HistoryStore, log: Log) {
    this.#cluster = cluster;
    this.#store = store;
    this.#log = log;
  }

  async measure(at: EpochMs): Promise<void> {
    try {
      this.#measured = { bytes: await this.#store.size(this.#cluster), at };
    } catch (error) {
      this.#log.debug(`History size of ${this.#cluster}: ${messageOf(error)}`);
    }
  }

  /** After the history was deleted. */
  forget(): void {
    this.#measured = undefined;
  }

  /** Bytes. */
  reading(now: EpochMs): Reading<number> {
    return this.#measured === undefined
      ? unknown('not-collected-yet', now, { source: 'collector' })
      : known(this.#measured.bytes, { observedAt: this.#measured.at, source: 'collector' });
  }
}
