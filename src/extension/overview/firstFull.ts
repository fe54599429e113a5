import { roleOf, type NodeId } from '../../shared/ids';
import type { FirstFull } from '../../shared/model/capacityPrediction';
import { known, sameReason, unknown, type Reading } from '../../shared/reading';
import { distinctDisks } from './distinctDisks';
import { daysUntil, type GrowthFit } from './growthFit';
import type { OverviewInput } from './overviewInput';
import { diskLimits, limitPct } from './storageLimits';
import { diskSubject } from './storedSizes';

type ForecastInput = Pick<
  OverviewInput,
  'startedAt' | 'feConfig' | 'beMetrics' | 'series' | 'growth'
>;

/** The disk, or all of them evenly filled, that reaches the soft limit first. */
export function firstFull(input: ForecastInput): Reading<FirstFull> {
  const { beMetrics, growth, series } = input;
  const disks = [...beMetrics].flatMap(([node, sample]) =>
    sample.known && roleOf(node) === 'be'
      ? distinctDisks(sample.value.disks).flatMap(
          (disk) => untilSoftLimit(input, disk, { node, path: disk.path }) ?? [],
        )
      : [],
  );
  const [used, total] = [series['disk.used'], series['disk.total']];
  const all =
    used.known && total.known
      ? fullAt(input, total.value, total.value - used.value, growth.cluster, null)
      : undefined;
  const candidates = [...disks, ...(all === undefined ? [] : [all])];
  const [first] = candidates.sort((a, b) => orderOf(a) - orderOf(b));
  if (first !== undefined) {
    return known(first, { observedAt: input.startedAt, source: 'collector' });
  }
  return used.known
    ? unknown('insufficient-history', input.startedAt, { source: 'collector' })
    : sameReason(used);
}

/** When one disk reaches its soft limit; undefined while its growth is not known. */
export function untilSoftLimit(
  input: ForecastInput,
  { total, avail }: { readonly total: number; readonly avail: number },
  disk: { readonly node: NodeId; readonly path: string },
): FirstFull | undefined {
  const fit = input.growth.disks.get(diskSubject(disk.node, disk.path));
  return fit === undefined ? undefined : fullAt(input, total, avail, fit, disk);
}

function fullAt(
  { feConfig }: ForecastInput,
  total: number,
  avail: number,
  fit: GrowthFit,
  disk: FirstFull['disk'],
): FirstFull | undefined {
  const pct = limitPct(diskLimits(feConfig).soft, total);
  const room = (total * pct) / 100 - (total - avail);
  return fit.fits ? { disk, limitPct: pct, days: daysUntil(room, fit) } : undefined;
}

/** Those never full come last, the slower the later. */
function orderOf({ days: { likely } }: FirstFull): number {
  return likely ?? Number.MAX_VALUE;
}
