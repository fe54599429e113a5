import type { NodeId } from '../../shared/ids';
import { nodeSeries, type NodeSeriesId, type SeriesId } from '../../shared/series';
import { dayMs, hourMs, minuteMs, type EpochMs } from '../../shared/time';
import type { RecentHistory, Sample } from '../overview/overviewInput';
import type { Snapshot } from '../store/historyStore';
import { isRestart } from '../../shared/rollingRestarts';

const recentMs = hourMs + 10 * minuteMs;

/** The snapshots of the last hour and of the same time yesterday, in memory: what windows read. */
export class SnapshotWindow implements RecentHistory {
  readonly stepMs: number;
  #recent: Snapshot[] = [];
  #yesterday: readonly Snapshot[] = [];

  /** @param stepMs distance of the stored grid */
  constructor(stepMs: number) {
    this.stepMs = stepMs;
  }

  /** Adds one snapshot, newer than all before. */
  push(snapshot: Snapshot): void {
    this.#recent = [
      ...this.#recent.filter((old) => old.at > snapshot.at - recentMs && old.at < snapshot.at),
      snapshot,
    ];
  }

  /** Replaces the window of yesterday, as it was read from the store. */
  setYesterday(snapshots: readonly Snapshot[]): void {
    this.#yesterday = snapshots;
  }

  /** Stored snapshots of before this start, oldest first. */
  seed(snapshots: readonly Snapshot[]): void {
    const first = this.#recent[0];
    this.#recent = [
      ...snapshots.filter((snapshot) => first === undefined || snapshot.at < first.at),
      ...this.#recent,
    ];
  }

  restarts(node: NodeId, from: EpochMs, to: EpochMs): readonly EpochMs[] {
    return this.#recent
      .flatMap(({ events }) => events)
      .filter((event) => event.node === node && isRestart(event))
      .filter(({ at }) => at >= from && at < to)
      .map(({ at }) => at);
  }

  samples(series: SeriesId, node: NodeId | null, from: EpochMs, to: EpochMs): readonly Sample[] {
    const found: Sample[] = [];
    for (const snapshot of [...this.#yesterday, ...this.#recent]) {
      // A coarse snapshot (imported, or of a longer interval) stands for all its grid times.
      const end = snapshot.at + Math.max(this.stepMs, snapshot.gridMs ?? this.stepMs);
      for (let at = snapshot.at; at < end; at += this.stepMs) {
        if (at >= from && at < to) {
          found.push({ ...sampleOf(snapshot, series, node), at });
        }
      }
    }
    return found;
  }
}

function sampleOf(snapshot: Snapshot, series: SeriesId, node: NodeId | null): Sample {
  if (node !== null || isNodeSeries(series)) {
    const value = node === null ? undefined : snapshot.nodes[node]?.[series as NodeSeriesId];
    return { at: snapshot.at, value: value ?? null };
  }
  const value = snapshot.values[series] ?? null;
  const state = snapshot.state[series];
  return {
    at: snapshot.at,
    value,
    ...(state !== undefined && 'have' in state
      ? { coverage: { have: state.have, of: state.of } }
      : {}),
  };
}

function isNodeSeries(series: SeriesId): series is NodeSeriesId {
  return Object.hasOwn(nodeSeries, series);
}

/** The stretch of yesterday that deltas compare with, for all rounds with `from` ≤ at < `to`. */
export function yesterdayWindow(
  from: EpochMs,
  to: EpochMs,
  stepMs: number,
): { from: EpochMs; to: EpochMs } {
  return { from: from - dayMs - 10 * minuteMs - stepMs, to: to - dayMs + stepMs };
}
