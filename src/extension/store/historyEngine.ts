import * as path from 'node:path';
import type { ClusterId } from '../../shared/ids';
import type { DaySummary } from '../../shared/model/days';
import type { ProblemInterval } from '../../shared/model/healthHistory';
import type { RanInterval } from '../../shared/model/ran';
import type { Trend } from '../../shared/model/trends';
import type { EpochMs } from '../../shared/time';
import type { ClusterDatabase } from './clusterDatabase';
import { ClusterHistory } from './clusterHistory';
import type { HistoryEnvironment } from './clusterHistory';
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
import { toSnapshots } from './importer';
import { RecordedFileError, toRecordedFile } from './recordedFile';
import { readRecordedName, saveRecorded } from './recordedFolder';
import type { TrendRequest } from './trendQuery';

/** File bytes of the databases in memory together; about 4 to 6 clusters. */
const memoryBudgetBytes = 128 * 1024 * 1024;

/** The history of all clusters, in this thread; `historyWorker.ts` runs it in a worker. */
export class HistoryEngine implements HistoryStore {
  private readonly folder: string;
  private readonly environment: HistoryEnvironment;
  private readonly budgetBytes: number;
  private readonly clusters = new Map<ClusterId, ClusterHistory>();
  private isClosed = false;

  /** `folder` holds one folder per cluster, named by its id. */
  constructor(folder: string, environment: HistoryEnvironment, budgetBytes = memoryBudgetBytes) {
    this.folder = folder;
    this.environment = environment;
    this.budgetBytes = budgetBytes;
  }

  async append(cluster: ClusterId, snapshot: Snapshot): Promise<AppendOutcome> {
    if (!Number.isSafeInteger(snapshot.at)) {
      throw new Error('A snapshot needs a whole number of milliseconds as its time.');
    }
    const outcome = await this.history(cluster).append(snapshot);
    await this.keepBudget(cluster);
    return outcome;
  }

  trend(cluster: ClusterId, query: TrendRequest): Promise<Trend> {
    return this.read(cluster, (database) => database.trend(query, this.environment.now()));
  }

  samples(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly Snapshot[]> {
    return this.read(cluster, (database) => database.samples(from, to));
  }

  snapshotAt(cluster: ClusterId, at: EpochMs): Promise<Snapshot | null> {
    return this.read(cluster, (database) => database.snapshotAt(at));
  }

  days(cluster: ClusterId, bounds: readonly EpochMs[]): Promise<readonly DaySummary[]> {
    return this.read(cluster, (database) => database.days(bounds));
  }

  problemsBetween(
    cluster: ClusterId,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly ProblemInterval[]> {
    return this.read(cluster, (database) => database.problemsBetween(from, to));
  }

  ranBetween(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly RanInterval[]> {
    return this.read(cluster, (database) => database.ranBetween(from, to));
  }

  openProblems(cluster: ClusterId): Promise<readonly StoredProblem[]> {
    return this.read(cluster, (database) => database.openProblems());
  }

  lastAt(cluster: ClusterId): Promise<EpochMs | null> {
    return this.read(cluster, (database) => database.lastAt());
  }

  subjectsNear(
    cluster: ClusterId,
    kind: SubjectKind,
    at: EpochMs,
    withinMs: number,
  ): Promise<readonly SubjectPoint[]> {
    return this.read(cluster, (database) => database.subjectsNear(kind, at, withinMs));
  }

  subjectDays(
    cluster: ClusterId,
    kind: SubjectKind,
    from: EpochMs,
    to: EpochMs,
  ): Promise<readonly SubjectDay[]> {
    return this.read(cluster, (database) => database.subjectDays(kind, from, to));
  }

  async importLines(cluster: ClusterId, lines: readonly ImportLine[]): Promise<number> {
    const inserted = await this.history(cluster).importOlder(toSnapshots(lines));
    await this.keepBudget(cluster);
    return inserted;
  }

  stretch(cluster: ClusterId, from: EpochMs, to: EpochMs): Promise<readonly Snapshot[]> {
    return this.read(cluster, (database) => database.stretch(from, to));
  }

  extent(cluster: ClusterId): Promise<Extent | null> {
    return this.read(cluster, (database) => database.extent());
  }

  async exportFile(cluster: ClusterId, name: string): Promise<Uint8Array> {
    const bytes = await this.read(cluster, (database) => database.copy());
    return toRecordedFile(this.environment.sql, bytes, name);
  }

  async addRecorded(cluster: ClusterId, file: string): Promise<RecordedHistory> {
    await saveRecorded(this.environment, path.join(this.folder, cluster), file);
    const added = await this.recordedOf(cluster);
    if (added === null) {
      await this.deleteCluster(cluster);
      throw new RecordedFileError('The file holds no history: nothing was recorded in it.');
    }
    return added;
  }

  async recorded(): Promise<readonly RecordedHistory[]> {
    const names = await this.environment.fs.list(this.folder);
    const found: RecordedHistory[] = [];
    for (const cluster of names.filter((name) => isClusterId(name))) {
      const recorded = await this.recordedOf(cluster);
      found.push(...(recorded === null ? [] : [recorded]));
    }
    return found;
  }

  private async recordedOf(id: ClusterId): Promise<RecordedHistory | null> {
    const name = await readRecordedName(this.environment.fs, path.join(this.folder, id));
    const extent = name === null ? null : await this.extent(id);
    return name === null || extent === null ? null : { id, name, ...extent };
  }

  size(cluster: ClusterId): Promise<number> {
    return this.history(cluster).size();
  }

  async deleteCluster(cluster: ClusterId): Promise<void> {
    await this.history(cluster).remove();
    this.clusters.delete(cluster);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.clusters.values()].map((history) => history.close()));
  }

  private history(cluster: ClusterId): ClusterHistory {
    if (this.isClosed) {
      throw new Error('The history is closed.');
    }
    if (!isClusterId(cluster)) {
      throw new Error('A cluster id is a UUID; it names a folder.');
    }
    const known = this.clusters.get(cluster);
    if (known !== undefined) {
      return known;
    }
    const history = new ClusterHistory(path.join(this.folder, cluster), this.environment);
    this.clusters.set(cluster, history);
    return history;
  }

  private async read<T>(
    cluster: ClusterId,
    question: (database: ClusterDatabase) => T,
  ): Promise<T> {
    const answer = await this.history(cluster).read(question);
    await this.keepBudget(cluster);
    return answer;
  }

  /** Unloads the databases read longest ago until the rest fits; the one in use stays. */
  private async keepBudget(inUse: ClusterId): Promise<void> {
    const loaded = [...this.clusters]
      .map(([id, history]) => ({ id, history, bytes: history.memoryBytes() }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => a.history.readAt - b.history.readAt);
    let total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { id, history, bytes } of loaded) {
      if (total > this.budgetBytes && id !== inUse) {
        await history.unload();
        total -= bytes;
      }
    }
  }
}

/** Names a folder. */
function isClusterId(name: string): boolean {
  return /^[0-9A-Za-z-]{1,64}$/.test(name);
}
