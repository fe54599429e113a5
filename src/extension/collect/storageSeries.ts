import {
  compactionKinds,
  localCompactionKey,
  type CompactionKind,
} from '../../shared/model/beCompactionScore';
import type { NodeId } from '../../shared/ids';
import {
  maxReading,
  sameReason,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
} from '../../shared/reading';
import type { ClusterSeriesId, NodeSeriesId } from '../../shared/series';
import type { WorstNode } from '../../shared/model/resourceMetrics';
import { compactionGauge } from '../overview/beCompactionScores';
import type { CompactionRate, LocalCompactionRates } from '../overview/overviewInput';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import { rate } from './computeRates';
import { figure, nobodyExpected, type DeriveContext } from './deriveContext';
import { worstOf } from './worstOf';

export type StorageFigures = {
  readonly nodes: ReadonlyMap<NodeId, Readonly<Partial<Record<NodeSeriesId, Reading<number>>>>>;
  readonly cluster: Readonly<Partial<Record<ClusterSeriesId, Reading<number>>>>;
  readonly worst: Readonly<Partial<Record<ClusterSeriesId, WorstNode>>>;
  /** Of the BEs, while the cluster is shared-nothing. */
  readonly compaction: ReadonlyMap<NodeId, LocalCompactionRates>;
};

/** What the BEs of a shared-nothing cluster tell of tablets and local compaction. */
export function storageFigures(context: DeriveContext): StorageFigures {
  const { live, now, runMode } = context;
  const rows = live.computes();
  const elsewhere = runMode.known && runMode.value === 'shared_data';
  const why: Reading<number> | undefined = elsewhere
    ? unknown('not-applicable', now, { source: 'beMetrics' })
    : runMode.known
      ? undefined
      : sameReason(runMode);
  const nodes = new Map(
    rows.map((row) => [
      row.node,
      {
        'be.versions': why ?? ofBackend(context, row, (sample) => figure(sample, 'maxVersions')),
        'be.compactions': why ?? ofBackend(context, row, runningTasks),
      },
    ]),
  );
  const backends = rows.filter((row) => row.role === 'be' && row.alive === true);
  const each = (id: 'be.versions' | 'be.compactions'): NodeReading[] =>
    backends.map(({ node }) => ({
      node,
      reading: nodes.get(node)?.[id] ?? unknown('not-collected-yet', now),
    }));
  if (why !== undefined) {
    return { nodes, cluster: { 'compaction.versions': why }, worst: {}, compaction: new Map() };
  }
  const compaction = new Map(
    rows
      .filter((row) => row.role === 'be')
      .map((row) => [row.node, compactionRatesOf(context, row)] as const),
  );
  const combined = (
    combine: (parts: readonly NodeReading[], now: number) => Reading<number>,
    parts: readonly NodeReading[],
  ) => (parts.length === 0 ? nobodyExpected(context, 'backends') : combine(parts, now));
  return {
    nodes,
    cluster: {
      'compaction.versions': combined(maxReading, each('be.versions')),
      'compaction.running': combined(sumReadings, each('be.compactions')),
      'compaction.failed': combined(
        sumReadings,
        backends.map(({ node }) => ({ node, reading: failures(compaction.get(node), now) })),
      ),
    },
    worst: worstOf('compaction.versions', each('be.versions')),
    compaction,
  };
}

function ofBackend(
  { live, now }: DeriveContext,
  row: ComputeRow,
  read: (sample: Reading<ComputeMetrics>) => Reading<number>,
): Reading<number> {
  if (row.role === 'cn') {
    return unknown('not-applicable', now, { source: 'beMetrics' });
  }
  return row.alive === true
    ? read(live.nodeReading('beMetrics', row.node, now))
    : unknown('node-down', row.lastHeartbeatAt ?? now, { source: 'beMetrics' });
}

/** Tasks of all kinds; unknown when one of them is. */
function runningTasks(sample: Reading<ComputeMetrics>): Reading<number> {
  return addUp(compactionKinds.map((kind) => compactionGauge(sample, kind, 'running')));
}

function failures(rates: LocalCompactionRates | undefined, now: number): Reading<number> {
  return rates === undefined
    ? unknown('not-collected-yet', now, { source: 'beMetrics' })
    : addUp(compactionKinds.map((kind) => rates[kind].failed));
}

function addUp(parts: readonly Reading<number>[]): Reading<number> {
  let total: Reading<number> | undefined;
  for (const part of parts) {
    if (!part.known) {
      return sameReason(part);
    }
    total = { ...part, value: part.value + (total?.known === true ? total.value : 0) };
  }
  return total ?? unknown('not-collected-yet', 0, { source: 'beMetrics' });
}

function compactionRatesOf(context: DeriveContext, row: ComputeRow): LocalCompactionRates {
  const of = (kind: CompactionKind, key: CompactionRate) =>
    ofBackend(context, row, () =>
      rate(
        context,
        row.node,
        (metrics) => metrics.compaction[kind][key],
        localCompactionKey(kind, key),
      ),
    );
  const ofKind = (kind: CompactionKind) => ({
    bytes: of(kind, 'bytes'),
    deltas: of(kind, 'deltas'),
    requests: of(kind, 'requests'),
    failed: of(kind, 'failed'),
  });
  return { base: ofKind('base'), cumulative: ofKind('cumulative'), update: ofKind('update') };
}
