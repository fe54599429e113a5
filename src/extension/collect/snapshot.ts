import type { ClusterEvent } from '../../shared/model/trends';
import type { Reading } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type {
  RanSeen,
  SeriesState,
  Snapshot,
  StoredProblem,
  SubjectPoint,
} from '../store/historyStore';
import type { DerivedSeries } from './deriveSeries';

type Column<Id extends string> = {
  readonly values: Partial<Record<Id, number | null>>;
  readonly state: Partial<Record<Id, SeriesState>>;
};

/**
 * What is stored of a round: values, and beside each unknown or partial one the reason or coverage.
 *
 * @param gridMs distance of the stored grid: the snapshot stands for so long
 */
export function snapshotOf(
  at: EpochMs,
  gridMs: number,
  derived: Pick<DerivedSeries, 'cluster' | 'nodes'>,
  problems: readonly StoredProblem[],
  events: readonly ClusterEvent[],
  subjects: readonly SubjectPoint[] = [],
  ran: readonly RanSeen[] = [],
): Snapshot {
  const cluster = columnOf(derived.cluster);
  const nodes = [...derived.nodes].map(([node, series]) => [node, columnOf(series)] as const);
  return {
    at,
    gridMs,
    ...cluster,
    nodes: Object.fromEntries(nodes.map(([node, { values }]) => [node, values])),
    nodeState: Object.fromEntries(nodes.map(([node, { state }]) => [node, state])),
    problems,
    events,
    ...(subjects.length === 0 ? {} : { subjects }),
    ...(ran.length === 0 ? {} : { ran }),
  };
}

function columnOf<Id extends string>(
  series: Readonly<Partial<Record<Id, Reading<number>>>>,
): Column<Id> {
  const values: Partial<Record<Id, number | null>> = {};
  const state: Partial<Record<Id, SeriesState>> = {};
  for (const [id, reading] of Object.entries(series) as [Id, Reading<number>][]) {
    values[id] = reading.known ? reading.value : null;
    const note = stateOf(reading);
    if (note !== undefined) {
      state[id] = note;
    }
  }
  return { values, state };
}

function stateOf(reading: Reading<number>): SeriesState | undefined {
  if (!reading.known) {
    return { why: reading.why };
  }
  const { coverage, bound } = reading;
  const bounded = bound === undefined ? undefined : { bound };
  return coverage === undefined || coverage.have >= coverage.of
    ? bounded
    : { have: coverage.have, of: coverage.of, ...bounded };
}
