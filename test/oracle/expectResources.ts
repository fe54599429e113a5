/** `ResourceMetrics` from the truth (semantics 2.1; starrocks-metrics J). */
import type { ComputeNodeState } from '../../src/demo/truthNodes';
import { expectDisks } from './expectDisks';
import type { Expectation } from './expectation';
import { fields, known, unknown, within } from './expectation';
import type { Combined, NodeFigure } from './figures';
import {
  combinedMeta,
  combinedReading,
  computeGauge,
  frontendGauge,
  maxOf,
  onlyByHttp,
  sumOf,
} from './figures';
import { column, eachCompute } from './computeFigures';
import { eachFrontend, heapPct, oldGcRate } from './frontendFigures';
import type { Interval } from './interval';
import { divide, hull, point, scale, sum } from './interval';
import type { Situation } from './situation';
import { aliveComputes, computeId } from './situation';
import { expectWorst } from './worstNode';
import type { Told } from './versions';
import { told } from './versions';
import { percentText, sizeWith1Decimal, sizeWith3Decimals } from './wireRounding';

const lists = ['backends', 'computeNodes'] as const;

export const cpuText = (node: ComputeNodeState): Interval => percentText(node.cpuPct, 1);
export const memText = (node: ComputeNodeState): Interval => percentText(node.memUsedPct, 2);
const memLimitText = (node: ComputeNodeState): Interval => sizeWith3Decimals(node.memLimitBytes);
const cacheUsed = (node: ComputeNodeState): Interval =>
  sizeWith1Decimal(node.cacheReported.diskUsedBytes);
const cacheQuota = (node: ComputeNodeState): Interval =>
  sizeWith1Decimal(node.cacheReported.diskQuotaBytes);

export function expectResources(situation: Situation): Expectation {
  const figures = (range: (node: ComputeNodeState) => Interval): readonly NodeFigure[] =>
    eachCompute(situation, (node) => column(situation, node, range));
  const total = (range: (node: ComputeNodeState) => Interval, column?: Told): Expectation => {
    const sum = sumOf(figures(range));
    return column === undefined || told(situation, column) || !sum.ok
      ? combinedReading(situation, lists, sum)
      : unknown('unsupported-version');
  };
  return fields({
    cpu: fields({
      average: combinedReading(situation, lists, cpuMean(situation)),
      worst: expectWorst(situation, lists, figures(cpuText)),
    }),
    memory: fields({
      average: combinedReading(situation, lists, memMean(situation)),
      worst: expectWorst(situation, lists, figures(memText)),
    }),
    heap: fields({
      average: heapAverage(situation),
      worst: expectWorst(
        situation,
        'feMetrics',
        eachFrontend(situation, (node) => heapPct(situation, node)),
      ),
    }),
    gcOld: combinedReading(
      situation,
      'feMetrics',
      maxOf(eachFrontend(situation, (node) => oldGcRate(situation, node))),
    ),
    disk: expectDisks(situation),
    cache: fields({
      used: total(cacheUsed, 'nodes.DataCacheMetrics'),
      quota: total(cacheQuota, 'nodes.DataCacheMetrics'),
    }),
    fileDescriptors: expectWorst(
      situation,
      'beMetrics',
      eachCompute(situation, (node) =>
        computeGauge(
          situation,
          node,
          ({ published }) => (100 * published.processFdUsed) / published.processFdSoftLimit,
        ),
      ),
    ),
    loadAverage: expectWorst(
      situation,
      'beMetrics',
      eachCompute(situation, (node) =>
        onlyByHttp(widened(computeGauge(situation, node, ({ loadAverage }) => loadAverage.m1))),
      ),
    ),
    cpuCores: total((node) => point(node.cpuCores)),
    memoryLimit: total(memLimitText, 'nodes.MemLimit'),
  });
}

/** bvar prints the load with a few decimals only. */
function widened(figure: NodeFigure['figure']): NodeFigure['figure'] {
  return figure.ok
    ? { ...figure, range: { lo: figure.range.lo - 0.01, hi: figure.range.hi + 0.01 } }
    : figure;
}

/** Mean CPU of the alive nodes, by their cores. */
export const cpuMean = (situation: Situation): Combined =>
  weightedMean(situation, cpuText, (node) => point(node.cpuCores));

/** Mean memory of the alive nodes, by their limits; a plain mean where those are not told. */
export const memMean = (situation: Situation): Combined =>
  weightedMean(
    situation,
    memText,
    told(situation, 'nodes.MemLimit') ? memLimitText : () => point(1),
  );

/** Σ value × weight ÷ Σ weight of the alive nodes. */
function weightedMean(
  situation: Situation,
  value: (node: ComputeNodeState) => Interval,
  weight: (node: ComputeNodeState) => Interval,
): Combined {
  const parts = sumOf(eachCompute(situation, (node) => column(situation, node, value)));
  if (!parts.ok) {
    return parts;
  }
  const nodes = aliveComputes(situation).map(computeId);
  const range = (of: (node: ComputeNodeState) => Interval, node: string): Interval => {
    const figure = column(situation, node, of);
    return figure.ok ? figure.range : { lo: NaN, hi: NaN };
  };
  const above = nodes.map((node) => {
    const v = range(value, node);
    const w = range(weight, node);
    return { lo: v.lo * w.lo, hi: v.hi * w.hi };
  });
  return { ...parts, range: divide(sum(above), sum(nodes.map((node) => range(weight, node)))) };
}

/** Σ used ÷ Σ max over the FEs. */
function heapAverage(situation: Situation): Expectation {
  const part = (pick: 'usedBytes' | 'maxBytes') =>
    sumOf(eachFrontend(situation, (node) => frontendGauge(situation, node, (fe) => fe.heap[pick])));
  const used = part('usedBytes');
  const max = part('maxBytes');
  return used.ok && max.ok
    ? known(within(hull([scale(divide(used.range, max.range), 100)])), {
        ...combinedMeta(situation, 'feMetrics', used),
        // An average over fewer FEs is no bound in either direction.
        bound: null,
      })
    : unknown(...(used.ok ? [] : used.why));
}
