/** `ResourceMetrics` from the truth (semantics 2.1; starrocks-metrics J). */
import type { ComputeNodeState } from '../../src/demo/truth';
import type { Expectation } from './expectation';
import { fields, known, unknown, within } from './expectation';
import type { Combined, NodeFigure } from './figures';
import {
  combinedMeta,
  combinedReading,
  computeGauge,
  frontendGauge,
  maxOf,
  sumOf,
} from './figures';
import { column, eachCompute } from './computeFigures';
import { eachFrontend, heapPct, oldGcRate } from './frontendFigures';
import type { Interval } from './interval';
import { divide, hull, point, scale, sum } from './interval';
import type { ListedNode, Situation } from './situation';
import { aliveComputes, aliveFrontends, computeId, computesSeen, frontendId } from './situation';
import { expectWorst } from './worstNode';
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
    eachCompute(situation, (listed) => column(listed, range));
  const total = (range: (node: ComputeNodeState) => Interval): Expectation =>
    combinedReading(situation, lists, whenListed(situation, sumOf(figures(range))));
  return fields({
    cpu: fields({
      average: weighted(situation, cpuText, (node) => point(node.cpuCores)),
      worst: expectWorst(situation, lists, figures(cpuText)),
    }),
    memory: fields({
      average: weighted(situation, memText, memLimitText),
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
    cache: fields({ used: total(cacheUsed), quota: total(cacheQuota) }),
    fileDescriptors: expectWorst(
      situation,
      'beMetrics',
      eachCompute(situation, ({ node }) =>
        computeGauge(
          situation,
          computeId(node),
          ({ published }) => (100 * published.processFdUsed) / published.processFdSoftLimit,
        ),
      ),
    ),
    loadAverage: expectWorst(
      situation,
      'beMetrics',
      eachCompute(situation, ({ node }) =>
        widened(computeGauge(situation, computeId(node), ({ loadAverage }) => loadAverage.m1)),
      ),
    ),
    cpuCores: total((node) => point(node.cpuCores)),
    memoryLimit: total(memLimitText),
  });
}

/** bvar prints the load with a few decimals only. */
function widened(figure: NodeFigure['figure']): NodeFigure['figure'] {
  return figure.ok
    ? { ...figure, range: { lo: figure.range.lo - 0.01, hi: figure.range.hi + 0.01 } }
    : figure;
}

function whenListed(situation: Situation, combined: Combined): Combined {
  if (computesSeen(situation) !== undefined) {
    return combined;
  }
  const why = lists.flatMap((list) => situation.blocked.get(list)?.why ?? []);
  return { ok: false, why: why.length === 0 ? ['not-collected-yet'] : why };
}

/** Σ value × weight ÷ Σ weight of the alive nodes. */
function weighted(
  situation: Situation,
  value: (node: ComputeNodeState) => Interval,
  weight: (node: ComputeNodeState) => Interval,
): Expectation {
  const alive = aliveComputes(situation);
  const parts = whenListed(
    situation,
    sumOf(eachCompute(situation, (listed) => column(listed, value))),
  );
  if (!parts.ok) {
    return unknown(...parts.why);
  }
  const range = (of: (node: ComputeNodeState) => Interval, listed: ListedNode): Interval => {
    const figure = column(listed, of);
    return figure.ok ? figure.range : { lo: NaN, hi: NaN };
  };
  const above = alive.map((listed) => {
    const v = range(value, listed);
    const w = range(weight, listed);
    return { lo: v.lo * w.lo, hi: v.hi * w.hi };
  });
  return known(
    within(divide(sum(above), sum(alive.map((listed) => range(weight, listed))))),
    combinedMeta(situation, lists, parts),
  );
}

/** Σ used ÷ Σ max over the FEs. */
function heapAverage(situation: Situation): Expectation {
  const nodes = aliveFrontends(situation).map(frontendId);
  const part = (pick: 'usedBytes' | 'maxBytes') =>
    sumOf(
      nodes.map((node) => ({
        node,
        figure: frontendGauge(situation, node, (fe) => fe.heap[pick]),
      })),
    );
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

/** Compute nodes have no data disks: their local disk is a cache and is never judged as a disk. */
function expectDisks(situation: Situation): Expectation {
  const nodes = computesSeen(situation);
  const why =
    nodes === undefined
      ? lists.flatMap((list) => situation.blocked.get(list)?.why ?? [])
      : (['not-applicable'] as const);
  const none = unknown(...(why.length === 0 ? (['not-collected-yet'] as const) : why));
  return fields({ used: none, total: none, worst: none });
}
