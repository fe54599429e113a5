import type {
  CapacityForecast,
  CapacityPrediction,
  DatabaseForecast,
  GrowthPerDay,
  NodeForecast,
} from '../../shared/model/capacityPrediction';
import { phrase } from '../../shared/phrase';
import {
  combineReadings,
  known,
  mapReading,
  sameReason,
  unknown,
  type Reading,
  type Rows,
} from '../../shared/reading';
import { byHost, cutRows, runModeOf, tableOf } from './clusterFacts';
import { databaseBytes } from './databaseSizes';
import { distinctDisks } from './distinctDisks';
import { firstFull } from './firstFull';
import { daysUntil, fitDays, type GrowthFit } from './growthFit';
import type { OverviewInput } from './overviewInput';

export function computeCapacityPrediction(input: OverviewInput): CapacityPrediction {
  const { series, growth } = input;
  return {
    cluster: clusterForecast(input),
    objectStorage: {
      used: onlyIn(input, 'shared_data', series['data.bytes']),
      growth: onlyIn(input, 'shared_data', growthReading(input, growth.data)),
    },
    firstFull: onlyIn(input, 'shared_nothing', firstFull(input)),
    nodes: cutRows(nodeForecastRows(input)),
    databases: cutRows(databaseForecastRows(input)),
  };
}

/** Local disks are for data in one run mode, object storage in the other. */
function onlyIn<T>(
  input: OverviewInput,
  mode: 'shared_nothing' | 'shared_data',
  reading: Reading<T>,
): Reading<T> {
  const runMode = runModeOf(input);
  if (!runMode.known) {
    return sameReason(runMode);
  }
  return runMode.value === mode
    ? reading
    : unknown('not-applicable', runMode.observedAt, { source: 'collector' });
}

function clusterForecast(input: OverviewInput): CapacityForecast {
  const local = <T>(reading: Reading<T>) => onlyIn(input, 'shared_nothing', reading);
  const used = local(input.series['disk.used']);
  const total = local(input.series['disk.total']);
  const growth = local(growthReading(input, input.growth.cluster));
  const until = (pct: number) =>
    combineReadings(
      combineReadings(used, total, (bytes, all) => (all * pct) / 100 - bytes),
      growth,
      daysUntil,
    );
  return { used, total, growth, until80: until(80), until90: until(90), until100: until(100) };
}

/** A slope, or why there is none yet. */
export function growthReading(
  { startedAt }: Pick<OverviewInput, 'startedAt'>,
  fit: GrowthFit,
): Reading<GrowthPerDay> {
  if (fit.fits) {
    const { perDay, low, high, days } = fit;
    return known({ perDay, low, high, days }, { observedAt: startedAt, source: 'collector' });
  }
  return unknown('insufficient-history', startedAt, {
    source: 'collector',
    detail:
      fit.why === 'flat'
        ? phrase('capacity.flat', { n: fit.days })
        : phrase('capacity.fewDays', { n: fit.days, least: fitDays.least }),
  });
}

const noDays: GrowthFit = { fits: false, why: 'days', days: 0 };

/** BEs whose disks are measured now. */
export function nodeForecastRows(input: OverviewInput): Rows<NodeForecast> {
  const { backends, beMetrics, growth } = input;
  return onlyIn(
    input,
    'shared_nothing',
    mapReading(backends, (list) => {
      const rows = list.flatMap(({ node, host }): NodeForecast[] => {
        const sample = beMetrics.get(node);
        const disks = sample?.known === true ? distinctDisks(sample.value.disks) : [];
        return disks.length === 0
          ? []
          : [nodeForecast({ node, host }, disks, growth.nodes.get(node) ?? noDays)];
      });
      const young = rows.some(({ perDay }) => perDay === null);
      return {
        ...tableOf(rows.sort(byHost)),
        ...(young ? { unknownColumns: { perDay: 'insufficient-history' as const } } : {}),
      };
    }),
  );
}

function nodeForecast(
  about: Pick<NodeForecast, 'node' | 'host'>,
  disks: readonly { readonly total: number; readonly avail: number }[],
  fit: GrowthFit,
): NodeForecast {
  const total = disks.reduce((sum, disk) => sum + disk.total, 0);
  const used = disks.reduce((sum, disk) => sum + disk.total - disk.avail, 0);
  const likely = (pct: number) =>
    fit.fits ? daysUntil((total * pct) / 100 - used, fit).likely : null;
  return {
    ...about,
    used,
    total,
    perDay: fit.fits ? fit.perDay : null,
    likely80: likely(80),
    likely90: likely(90),
    likely100: likely(100),
    days: fit.days,
  };
}

/** Fastest growing first. */
export function databaseForecastRows(input: OverviewInput): Rows<DatabaseForecast> {
  return mapReading(databaseBytes(input), (bytes) => {
    const rows = [...bytes].map(([name, size]): DatabaseForecast => {
      const fit = input.growth.databases.get(name) ?? noDays;
      return fit.fits
        ? { name, bytes: size, perDay: fit.perDay, low: fit.low, high: fit.high }
        : { name, bytes: size, perDay: null, low: null, high: null };
    });
    const order = ({ perDay }: DatabaseForecast) => perDay ?? Number.NEGATIVE_INFINITY;
    rows.sort((a, b) => {
      const [first, second] = [order(a), order(b)];
      return first === second ? b.bytes - a.bytes : second - first;
    });
    const why = 'insufficient-history' as const;
    const young = rows.some(({ perDay }) => perDay === null);
    return {
      ...tableOf(rows),
      ...(young ? { unknownColumns: { perDay: why, low: why, high: why } } : {}),
    };
  });
}
