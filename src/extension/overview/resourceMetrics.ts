import type { NodeId } from '../../shared/ids';
import type { ResourceMetrics, WorstNode } from '../../shared/model/resourceMetrics';
import {
  combineReadings,
  known,
  maxReading,
  sumReadings,
  unknown,
  type NodeReading,
  type Reading,
  sameReason,
} from '../../shared/reading';
import type { ClusterSeriesId } from '../../shared/series';
import type { ComputeMetrics } from '../starrocks/sources/beMetrics';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { FrontendMetrics } from '../starrocks/sources/feMetrics';
import { expectedNodes } from './clusterFacts';
import { columnSum, noNodes } from './columnSum';
import { missingFigure, type Sampled } from './missingFigure';
import type { OverviewInput } from './overviewInput';

export function computeResourceMetrics(input: OverviewInput): ResourceMetrics {
  const { series } = input;
  return {
    cpu: { average: series['cpu.avg'], worst: worstOf(input, 'cpu.max') },
    memory: { average: series['mem.avg'], worst: worstOf(input, 'mem.max') },
    heap: { average: heapAverage(input), worst: worstOf(input, 'heap.max') },
    gcOld: series['gc.old'],
    disk: {
      used: series['disk.used'],
      total: series['disk.total'],
      worst: worstOf(input, 'disk.max_pct'),
    },
    cache: { used: series['cache.used'], quota: series['cache.quota'] },
    fileDescriptors: worstNode(
      measuredParts(input, (row) =>
        combineReadings(
          computeFigure(input, row.node, 'fdUsed'),
          computeFigure(input, row.node, 'fdLimit'),
          (used, limit) => (limit > 0 ? (100 * used) / limit : Number.NaN),
        ),
      ).map(withoutNaN),
      input,
    ),
    loadAverage: worstNode(
      measuredParts(input, (row) => computeFigure(input, row.node, 'load1m')),
      input,
    ),
    cpuCores: columnSum(input, 'cpuCores'),
    memoryLimit: columnSum(input, 'memLimitBytes'),
  };
}

/** The maximum with the node behind it. */
export function worstOf(input: OverviewInput, id: ClusterSeriesId): Reading<WorstNode> {
  const reading = input.series[id];
  const worst = input.worst[id];
  if (!reading.known) {
    return sameReason(reading);
  }
  return worst === undefined
    ? unknown('not-collected-yet', reading.observedAt, { source: reading.source })
    : { ...reading, value: worst };
}

/** One part per node that is asked for its own metrics. */
function measuredParts(
  input: OverviewInput,
  f: (row: ComputeRow) => Reading<number>,
): readonly NodeReading[] {
  return expectedNodes(input).map((row) => ({ node: row.node, reading: f(row) }));
}

/** Maximum with the node's name, over the nodes that were measured. */
function worstNode(parts: readonly NodeReading[], input: OverviewInput): Reading<WorstNode> {
  const highest = maxReading(parts, input.now);
  if (!highest.known) {
    return parts.length === 0 ? noNodes(input) : sameReason(highest);
  }
  const owner = parts.find(({ reading }) => reading.known && reading.value === highest.value);
  return owner === undefined
    ? unknown('failed', highest.observedAt)
    : { ...highest, value: { node: owner.node, value: highest.value } };
}

function withoutNaN({ node, reading }: NodeReading): NodeReading {
  return reading.known && Number.isNaN(reading.value)
    ? { node, reading: unknown('malformed', reading.observedAt, { source: reading.source }) }
    : { node, reading };
}

function computeFigure(
  input: OverviewInput,
  node: NodeId,
  key: 'fdUsed' | 'fdLimit' | 'load1m',
): Reading<number> {
  return metricFigure<ComputeMetrics>(input.beMetrics.get(node), key, input.now);
}

function metricFigure<T extends Sampled>(
  sample: Reading<T> | undefined,
  key: keyof T & string,
  now: number,
): Reading<number> {
  if (sample === undefined) {
    return unknown('not-collected-yet', now);
  }
  if (!sample.known) {
    return sameReason(sample);
  }
  const value = sample.value[key];
  return typeof value === 'number'
    ? known(value, sample)
    : missingFigure(sample.value, key, sample);
}

/** Σ used ÷ Σ max of the FEs that told both: a partial average carries its coverage. */
function heapAverage(input: OverviewInput): Reading<number> {
  const { frontends, now } = input;
  if (!frontends.known) {
    return sameReason(frontends);
  }
  const pairs = frontends.value
    .filter((row) => row.alive === true)
    .map(({ node }) => {
      const sample = input.feMetrics.get(node);
      const used = metricFigure<FrontendMetrics>(sample, 'heapUsedBytes', now);
      const max = metricFigure<FrontendMetrics>(sample, 'heapMaxBytes', now);
      return {
        node,
        used: combineReadings(used, max, (value) => value),
        max: combineReadings(max, used, (value) => value),
      };
    });
  if (pairs.length === 0) {
    return unknown('node-down', frontends.observedAt, { source: 'frontends' });
  }
  const used = sumReadings(
    pairs.map(({ node, used: reading }) => ({ node, reading })),
    now,
  );
  const max = sumReadings(
    pairs.map(({ node, max: reading }) => ({ node, reading })),
    now,
  );
  const average = combineReadings(used, max, (u, m) => (100 * u) / m);
  if (!average.known) {
    return average;
  }
  if (!Number.isFinite(average.value)) {
    return unknown('malformed', average.observedAt, { source: 'feMetrics' });
  }
  // An average over fewer FEs is partial, but no bound in either direction.
  const { bound: _bound, ...rest } = average;
  return rest;
}
