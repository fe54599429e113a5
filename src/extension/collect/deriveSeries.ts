import type { NodeId } from '../../shared/ids';
import type { WorstNode } from '../../shared/model/resourceMetrics';
import { known, unknown, type Reading, sameReason } from '../../shared/reading';
import { clusterSeriesIds, type ClusterSeriesId, type NodeSeriesId } from '../../shared/series';
import { whyEmptyOfNodes } from '../overview/emptyCell';
import type { LocalCompactionRates } from '../overview/overviewInput';
import { localTablets } from '../overview/tabletHealth';
import { visiblePartitions } from '../overview/visiblePartitions';
import { computeFigures } from './computeSeries';
import { dataBytes, metadataInput } from './dataSeries';
import { type DeriveContext } from './deriveContext';
import { frontendFigures } from './frontendSeries';
import { nodeLists } from './nodeLists';
import { latencySeries } from './latencySeries';
import { storageFigures } from './storageSeries';
import { jobSeries } from './jobSeries';

export type DerivedSeries = {
  readonly cluster: Readonly<Record<ClusterSeriesId, Reading<number>>>;
  readonly nodes: ReadonlyMap<NodeId, Readonly<Partial<Record<NodeSeriesId, Reading<number>>>>>;
  readonly worst: Readonly<Partial<Record<ClusterSeriesId, WorstNode>>>;
  readonly latencyNode: Reading<NodeId>;
  /** Rates of local compaction by BE; empty unless the cluster is shared-nothing. */
  readonly localCompaction: ReadonlyMap<NodeId, LocalCompactionRates>;
};

/** Every series of the catalogue at this moment. `health.score` is filled in after the rules ran. */
export function deriveSeries(context: DeriveContext): DerivedSeries {
  const { live, now } = context;
  const frontends = frontendFigures(context);
  const computes = computeFigures(context);
  const storage = storageFigures(context);
  const latency = latencySeries(context, {
    node: live.frontends().length === 0 ? frontendsUnknown(context) : frontends.latencyNode,
    of: frontends.quantile,
  });
  const measured: Partial<Record<ClusterSeriesId, Reading<number>>> = {
    ...frontends.cluster,
    ...computes.cluster,
    ...listSeries(context),
    ...storage.cluster,
    ...jobSeries(context),
    'data.bytes': dataBytes(context),
    'tablet.unhealthy': localTablets(
      {
        now,
        runMode: context.runMode,
        statistic: live.reading('tabletHealth', now),
        unknownColumns: live.unknownColumns,
      },
      'unhealthy',
    ),
    ...latency.series,
  };
  const cluster = Object.fromEntries(
    clusterSeriesIds.map((id) => [
      id,
      measured[id] ?? unknown('not-collected-yet', now, { source: 'collector' }),
    ]),
  ) as Record<ClusterSeriesId, Reading<number>>;
  return {
    cluster,
    nodes: new Map([
      ...frontends.nodes,
      ...[...computes.nodes].map(
        ([node, figures]) => [node, { ...figures, ...storage.nodes.get(node) }] as const,
      ),
    ]),
    worst: { ...frontends.worst, ...computes.worst, ...storage.worst },
    latencyNode: latency.node,
    localCompaction: storage.compaction,
  };
}

function frontendsUnknown({ live, now }: DeriveContext): Reading<NodeId> {
  const frontends = live.reading('frontends', now);
  return frontends.known
    ? unknown('not-collected-yet', now, { source: 'frontends' })
    : sameReason(frontends);
}

/** Series that are counted from the lists of nodes, queries, compactions and partitions. */
function listSeries(context: DeriveContext): Partial<Record<ClusterSeriesId, Reading<number>>> {
  const { live, now, runMode } = context;
  const frontends = live.reading('frontends', now);
  const lists = nodeLists(context);
  const count = <T>(list: Reading<readonly T[]>, f: (row: T) => boolean): Reading<number> =>
    list.known ? { ...list, value: list.value.filter(f).length } : sameReason(list);
  const onlySharedData = (reading: Reading<number>): Reading<number> =>
    runMode.known && runMode.value === 'shared_nothing'
      ? unknown('not-applicable', now, { source: 'lakeCompactions' })
      : reading;
  const partitions = visiblePartitions(live.reading('partitions', now), metadataInput(context));
  const compactions = live.reading('lakeCompactions', now);
  const tablets = lists.known ? lists.value.map((row) => row.tablets) : [];
  return {
    'fe.alive': count(frontends, (row) => row.alive === true),
    'fe.total': count(frontends, () => true),
    'compute.alive': count(lists, (row) => row.alive === true && row.decommissioned !== true),
    'compute.total': count(lists, (row) => row.decommissioned !== true),
    'query.running': runningQueries(context),
    'compaction.running': count(
      compactions,
      (row) => row.finishedAt === null && row.error === null,
    ),
    'compaction.failed': compactionFailures(context),
    'compaction.over': onlySharedData(
      partitions.known ? { ...partitions, value: partitions.value.over } : sameReason(partitions),
    ),
    'tablet.total': lists.known
      ? tablets.some((n) => n === null)
        ? unknown(
            whyEmptyOfNodes(
              live.unknownColumns,
              lists.value.filter((row) => row.tablets === null),
              'tablets',
            ),
            lists.observedAt,
            { source: lists.source },
          )
        : { ...lists, value: tablets.reduce((sum: number, n) => sum + Number(n), 0) }
      : sameReason(lists),
    'own.statements': ownCost(context, 'statements'),
    'own.ms': ownCost(context, 'ms'),
  };
}

/** Running queries without this monitor's own: ours carry our connection ids. */
function runningQueries({ live, now, isOwnSession }: DeriveContext): Reading<number> {
  const reading = live.reading('runningQueries', now);
  if (!reading.known) {
    return sameReason(reading);
  }
  const foreign = reading.value.filter(
    (row) => !isOwnSession(row.frontendHost, row.connectionId, row.user),
  );
  return { ...reading, value: foreign.length };
}

function compactionFailures(context: DeriveContext): Reading<number> {
  const reading = context.live.reading('lakeCompactions', context.now);
  if (!reading.known) {
    return sameReason(reading);
  }
  return context.compactionFailuresPerSecond === undefined
    ? unknown('insufficient-history', reading.observedAt, { source: 'lakeCompactions' })
    : known(context.compactionFailuresPerSecond, reading, { bound: 'lower' });
}

function ownCost({ ownCost: cost, now }: DeriveContext, key: 'statements' | 'ms'): Reading<number> {
  return cost === undefined
    ? unknown('insufficient-history', now, { source: 'collector' })
    : known(cost[key], { observedAt: now, source: 'collector' });
}
