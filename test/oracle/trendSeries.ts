/** Every series of the two trend modules at a moment, from the truth alone (semantics 2.1). */
import type { performanceTrendSeries, resourceTrendSeries } from '../../src/shared/model/trends';
import { seriesDefinition, storageScale } from '../../src/shared/series';
import type { IoFigure } from './computeFigures';
import { column, deviceUtil, eachCompute, ioRate, wholeDisks } from './computeFigures';
import { cpuMean, cpuText, memMean, memText } from './expectResources';
import type { Combined } from './figures';
import { maxOf, sumOf } from './figures';
import { eachFrontend, heapPct } from './frontendFigures';
import type { Interval } from './interval';
import { widen } from './interval';
import { series } from './series';
import type { Situation } from './situation';
import { aliveComputes, computeId } from './situation';

export type TrendSeriesId =
  (typeof performanceTrendSeries)[number] | (typeof resourceTrendSeries)[number];

const io =
  (which: IoFigure) =>
  (situation: Situation): Combined =>
    sumOf(eachCompute(situation, (node) => ioRate(situation, node, which)));

const worst =
  (text: typeof cpuText) =>
  (situation: Situation): Combined =>
    maxOf(eachCompute(situation, (node) => column(situation, node, text)));

export const trendSeries: Readonly<Record<TrendSeriesId, (situation: Situation) => Combined>> = {
  'query.qps': series.qps.value,
  'query.p75': series.p75.value,
  'query.p95': series.p95.value,
  'query.p99': series.p99.value,
  'query.err_internal': series.errorsInternal.value,
  'query.err_timeout': series.errorsTimeout.value,
  'query.running': series.running.value,
  'query.queued': series.queued.value,
  'load.rows': series.loadRows.value,
  'compaction.score': series.compactionScore.value,
  'cpu.avg': cpuMean,
  'cpu.max': worst(cpuText),
  'mem.avg': memMean,
  'mem.max': worst(memText),
  'heap.max': (situation) => maxOf(eachFrontend(situation, (node) => heapPct(situation, node))),
  'net.rx': io('receive'),
  'net.tx': io('send'),
  'io.read': io('read'),
  'io.write': io('write'),
  'io.util_max': (situation) =>
    maxOf(
      aliveComputes(situation).flatMap((node) =>
        wholeDisks(node.published).map((device) => ({
          node: computeId(node),
          figure: deviceUtil(situation, computeId(node), device),
        })),
      ),
    ),
};

/** What history and trends keep of a value: a scaled integer, then four significant digits. */
export function asDrawn(id: TrendSeriesId, { lo, hi }: Interval): Interval {
  const digits = 0.000_5 * Math.max(Math.abs(lo), Math.abs(hi));
  return widen({ lo, hi }, 0.5 / storageScale(seriesDefinition(id).unit) + digits);
}
