import type {
  AppendOutcome,
  HistoryStore,
  Snapshot,
  StoredProblem,
} from '../../../../src/extension/store/historyStore';

/** A store that keeps snapshots in memory; it can be told that the disk is full. */
export class MemoryStore implements HistoryStore {
  readonly snapshots: Snapshot[] = [];
  full = false;
  /** Stretches that were asked for. */
  readonly read: { readonly from: number; readonly to: number }[] = [];

  async append(_cluster: string, snapshot: Snapshot): Promise<AppendOutcome> {
    if (this.full) {
      return { saved: false, message: 'The disk is full.' };
    }
    this.snapshots.push(snapshot);
    return { saved: true };
  }

  async samples(_cluster: string, from: number, to: number): Promise<readonly Snapshot[]> {
    this.read.push({ from, to });
    return this.snapshots.filter(({ at }) => at >= from && at < to);
  }

  async problemsBetween(): Promise<readonly []> {
    return [];
  }

  async ranBetween(): Promise<readonly []> {
    return [];
  }

  async openProblems(): Promise<readonly StoredProblem[]> {
    return this.snapshots.at(-1)?.problems ?? [];
  }

  async lastAt(): Promise<number | null> {
    return this.snapshots.at(-1)?.at ?? null;
  }

  async trend(): Promise<never> {
    throw new Error('not part of these tests');
  }

  async snapshotAt(): Promise<null> {
    return null;
  }

  async days(): Promise<readonly []> {
    return [];
  }

  async subjectsNear(): Promise<readonly []> {
    return [];
  }

  async subjectDays(): Promise<readonly []> {
    return [];
  }

  async importLines(): Promise<number> {
    return 0;
  }

  async stretch(): Promise<readonly []> {
    return [];
  }

  async extent(): Promise<null> {
    return null;
  }

  async exportFile(): Promise<never> {
    throw new Error('not part of these tests');
  }

  async addRecorded(): Promise<never> {
    throw new Error('not part of these tests');
  }

  async recorded(): Promise<readonly []> {
    return [];
  }

  async size(): Promise<number> {
    return 0;
  }

  async deleteCluster(): Promise<void> {
    this.snapshots.length = 0;
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}
