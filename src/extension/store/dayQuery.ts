import type { DayFigure, DayFigureId, DaySummary } from '../../shared/model/days';
import type { ProblemInterval } from '../../shared/model/healthHistory';
import { compareWorstFirst } from '../../shared/model/verdict';
import type { Aggregate, ClusterSeriesId } from '../../shared/series';
import { secondMs } from '../../shared/time';
import type { EpochMs } from '../../shared/time';
import { aggregateColumn, averageScale, clusterColumns, hours, toNatural } from './schema';
import { oldestAt, readProblemIntervals } from './snapshotTable';
import { numberIn, numberOrNull, selectRows } from './sqlDatabase';
import type { Database } from './sqlDatabase';
import { isPartial, parseState } from './stateText';

/**
 * Sums up days from the hours. Each pair of neighbours in `bounds` is a day; days of before the first
 * stored hour are left out. The roll-ups must be up to date.
 */
export function queryDays(db: Database, bounds: readonly EpochMs[]): readonly DaySummary[] {
  const first = oldestAt(db, hours.clusterTable);
  return bounds.flatMap((from, index): DaySummary[] => {
    const to = bounds[index + 1];
    return to === undefined || first === null || to <= first ? [] : [summaryOf(db, from, to)];
  });
}

/** One value of a series in one hour. */
type Hourly = { readonly value: number; readonly measuredMs: number; readonly partial: boolean };

type Hour = {
  readonly coversMs: number;
  readonly judgedMs: number;
  readonly downMs: number;
  readonly values: ReadonlyMap<Wanted, Hourly>;
};

const wanted = [
  'query.qps a',
  'query.qps x',
  'query.err_internal a',
  'query.err_timeout a',
  'query.p99 x',
  'cpu.avg a',
  'cpu.max x',
  'mem.avg a',
  'mem.max x',
  'heap.max a',
  'heap.max x',
  'disk.used l',
  'disk.max_pct x',
  'compute.alive n',
  'data.bytes l',
  'load.finished a',
  'load.failed a',
  'health.score n',
] as const satisfies readonly `${ClusterSeriesId} ${Aggregate}`[];
type Wanted = (typeof wanted)[number];

const columns = wanted.map((key) => {
  const [id, aggregate] = key.split(' ');
  const column = clusterColumns.find(({ series }) => series === id);
  const kept = column?.rollup.find((each) => each === aggregate);
  if (column === undefined || kept === undefined) {
    throw new Error(`The history keeps no ${key}.`);
  }
  return { key, column, aggregate: kept };
});

/** An hour of a file from before its measured time was stored counts as not measured. */
function readHours(db: Database, from: EpochMs, to: EpochMs): readonly Hour[] {
  return selectRows(
    db,
    `SELECT json, rounds, covers_ms, judged_ms, down_ms, ${columns
      .map(
        ({ column, aggregate }) =>
          `${aggregateColumn(column, aggregate)}, ${aggregateColumn(column, 'count')}`,
      )
      .join(', ')}
     FROM ${hours.clusterTable} AS hour LEFT JOIN state ON state.id = hour.state
     WHERE at >= ? AND at < ? AND rounds > 0 ORDER BY at`,
    [from, to],
  ).map(([json, rounds, coversMs, judgedMs, downMs, ...stored]) => {
    const states = parseState<ClusterSeriesId>(json);
    const values = new Map<Wanted, Hourly>();
    columns.forEach(({ key, column, aggregate }, index) => {
      const value = numberOrNull(stored[2 * index]);
      const known = numberOrNull(stored[2 * index + 1]);
      if (value !== null && known !== null) {
        const scale = aggregate === 'a' ? averageScale(column) : column.scale;
        values.set(key, {
          value: numberIn(toNatural(value, scale)),
          measuredMs: (numberIn(coversMs) * known) / numberIn(rounds),
          partial: isPartial(states[column.series]),
        });
      }
    });
    return {
      coversMs: numberIn(coversMs),
      judgedMs: numberIn(judgedMs),
      downMs: numberIn(downMs),
      values,
    };
  });
}

function summaryOf(db: Database, from: EpochMs, to: EpochMs): DaySummary {
  const rows = readHours(db, from, to);
  const worst = worstProblem(db, from, to);
  return {
    from,
    to,
    measuredS: seconds(rows.map(({ coversMs }) => coversMs)),
    figures: figuresOf(rows),
    ...(worst === undefined ? {} : { worst }),
  };
}

function figuresOf(rows: readonly Hour[]): Record<DayFigureId, DayFigure> {
  const of = (key: Wanted) => rows.flatMap(({ values }) => values.get(key) ?? []);
  const queries = summed(of('query.qps a'));
  const errors = errorsOf(rows);
  const asked = summed(errors.map(({ qps }) => qps));
  const failed = summed(errors.map(({ errors: hourly }) => hourly));
  const data = of('data.bytes l');
  const judgedMs = rows.map((row) => row.judgedMs);
  const judgedS = seconds(judgedMs);
  const downS = seconds(rows.map((row) => row.downMs));
  return {
    queries,
    errors: failed,
    errorPct: {
      ...failed,
      value:
        failed.value === null || asked.value === null || asked.value === 0
          ? null
          : (100 * failed.value) / asked.value,
    },
    qpsAvg: averaged(of('query.qps a')),
    qpsMax: extreme(of('query.qps x'), Math.max),
    p99Max: extreme(of('query.p99 x'), Math.max),
    cpuAvg: averaged(of('cpu.avg a')),
    cpuMax: extreme(of('cpu.max x'), Math.max),
    memAvg: averaged(of('mem.avg a')),
    memMax: extreme(of('mem.max x'), Math.max),
    heapAvg: averaged(of('heap.max a')),
    heapMax: extreme(of('heap.max x'), Math.max),
    diskUsed: figure(of('disk.used l'), (values) => values.at(-1)),
    diskMaxPct: extreme(of('disk.max_pct x'), Math.max),
    computeAliveMin: extreme(of('compute.alive n'), Math.min),
    downtimeS: { value: judgedS === 0 ? null : downS, measuredS: judgedS },
    availabilityPct: {
      value: judgedS === 0 ? null : 100 * (1 - downS / judgedS),
      measuredS: judgedS,
    },
    dataFirst: figure(data, (values) => values[0]),
    dataLast: figure(data, (values) => values.at(-1)),
    dataGrowth: figure(data, ([first, ...rest]) => {
      const last = rest.at(-1);
      return first === undefined || last === undefined ? undefined : last - first;
    }),
    loadsFinished: summed(of('load.finished a')),
    loadsFailed: summed(of('load.failed a')),
    scoreMin: extreme(of('health.score n'), Math.min),
  };
}

/** Both kinds of errors beside the queries, of hours that measured all three. */
function errorsOf(rows: readonly Hour[]) {
  return rows.flatMap(({ values }) => {
    const qps = values.get('query.qps a');
    const internal = values.get('query.err_internal a');
    const timeout = values.get('query.err_timeout a');
    if (qps === undefined || internal === undefined || timeout === undefined) {
      return [];
    }
    const measuredMs = Math.min(qps.measuredMs, internal.measuredMs, timeout.measuredMs);
    const partial = qps.partial || internal.partial || timeout.partial;
    return [
      {
        qps: { ...qps, measuredMs },
        errors: { value: internal.value + timeout.value, measuredMs, partial },
      },
    ];
  });
}

/** Σ rate × measured time. */
function summed(hourly: readonly Hourly[]): DayFigure {
  return figure(hourly, () =>
    hourly.reduce((sum, { value, measuredMs }) => sum + (value * measuredMs) / secondMs, 0),
  );
}

function averaged(hourly: readonly Hourly[]): DayFigure {
  return figure(hourly, () => {
    const weight = hourly.reduce((sum, { measuredMs }) => sum + measuredMs, 0);
    return hourly.reduce((sum, { value, measuredMs }) => sum + value * measuredMs, 0) / weight;
  });
}

function extreme(hourly: readonly Hourly[], pick: (...values: number[]) => number): DayFigure {
  return figure(hourly, (values) => pick(...values));
}

function figure(
  hourly: readonly Hourly[],
  combine: (values: readonly number[]) => number | undefined,
): DayFigure {
  const value = hourly.length === 0 ? undefined : combine(hourly.map(({ value: each }) => each));
  return {
    value: value === undefined ? null : short(value),
    measuredS: seconds(hourly.map(({ measuredMs }) => measuredMs)),
    ...(hourly.some(({ partial }) => partial) ? { partial: true } : {}),
  };
}

/** Six digits are more than anybody reads of what is computed. */
function short(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(6));
}

function seconds(parts: readonly number[]): number {
  return Math.round(parts.reduce((sum, ms) => sum + ms, 0) / secondMs);
}

function worstProblem(db: Database, from: EpochMs, to: EpochMs): ProblemInterval | undefined {
  const problems = readProblemIntervals(db, from, to).map((problem): ProblemInterval => ({
    ...problem,
    from: Math.max(problem.from, from),
    to: Math.min(problem.to, to),
  }));
  const lasted = (problem: ProblemInterval) => problem.to - problem.from;
  return problems.sort((a, b) => compareWorstFirst(a.level, b.level) || lasted(b) - lasted(a))[0];
}
