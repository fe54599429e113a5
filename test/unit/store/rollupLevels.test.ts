import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ClusterDatabase } from '../../../src/extension/store/clusterDatabase';
import type { Snapshot } from '../../../src/extension/store/historyStore';
import { openDatabase, selectRows, type Sql } from '../../../src/extension/store/sqlDatabase';
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/time';
import { aSnapshot, migrations, sqlForTests, start } from './support/historyFixture';

const roundMs = 30 * secondMs;
const node = 'be:10.0.0.1:9050';

/** What one round measured: a number, unknown (a counter was reset), or no round at all. */
const measured = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 5_000_000 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

/** Rounds from 30 s to 40 min apart over some days, and in which order they come to the store. */
const course = fc.record({
  rounds: fc.array(fc.tuple(measured, fc.integer({ min: 1, max: 80 })), {
    minLength: 5,
    maxLength: 250,
  }),
  cuts: fc.array(fc.nat({ max: 249 }), { maxLength: 3 }),
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
});

function snapshotsOf(rounds: readonly (readonly [number | null | undefined, number])[]) {
  let at = start;
  return rounds.flatMap(([value, distance]): Snapshot[] => {
    at += distance * roundMs;
    return value === undefined
      ? []
      : [
          aSnapshot(at, {
            values: {
              'query.qps': value === null ? null : value / 1_000,
              'disk.used': value,
              'fe.alive': value,
            },
            state: value === null ? { 'query.qps': { why: 'counter-reset' } } : {},
            nodes: { [node]: { 'be.cpu': value === null ? null : value / 50_000 } },
          }),
        ];
  });
}

/** `n` counts the rows of the level below, so each level names it. */
const levels = [
  ['5m', 5 * minuteMs, roundMs],
  ['1h', hourMs, 5 * minuteMs],
  ['1d', dayMs, hourMs],
] as const;

/** A bucket in plain JavaScript, from the raw rounds alone. */
function bucketOf(rows: readonly Snapshot[], belowMs: number) {
  const known = (values: readonly (number | null | undefined)[]) =>
    values.filter((value) => typeof value === 'number');
  const qps = known(rows.map(({ values }) => values['query.qps'])).map((value) => value * 1_000);
  const cpu = known(rows.map(({ nodes }) => nodes[node]?.['be.cpu'])).map((value) =>
    Math.round(value * 100),
  );
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const extreme = (pick: (...values: number[]) => number, values: readonly number[]) =>
    values.length === 0 ? null : Math.round(pick(...values));
  return {
    n: new Set(rows.map(({ at }) => Math.floor(at / belowMs))).size,
    known: qps.length,
    avg: mean(qps),
    max: extreme(Math.max, qps),
    min: extreme(Math.min, known(rows.map(({ values }) => values['fe.alive']))),
    last: known(rows.map(({ values }) => values['disk.used'])).at(-1) ?? null,
    isReset: rows.every(({ values }) => values['query.qps'] === null),
    nodeAvg: mean(cpu),
    nodeMax: extreme(Math.max, cpu),
    nodeKnown: cpu.length,
  };
}

/** What `getDays` gives of each day, against the raw rounds alone. */
function assertDays(sql: Sql, bytes: Uint8Array | null, snapshots: readonly Snapshot[]): void {
  const { database } = ClusterDatabase.open(sql, bytes, migrations, null);
  const dayOf = (at: number) => Math.floor(at / dayMs);
  const days = snapshots.map(({ at }) => dayOf(at));
  const first = Math.min(...days);
  const bounds = Array.from(
    { length: Math.max(...days) - first + 2 },
    (_, index) => (first + index) * dayMs,
  );
  const told = snapshots.length === 0 ? [] : database.days(bounds);
  database.close();
  for (const { from, measuredS, figures } of told) {
    const rounds = snapshots.filter(({ at }) => dayOf(at) === dayOf(from));
    const qps = rounds.flatMap(({ values }) => values['query.qps'] ?? []);
    const roundS = roundMs / secondMs;
    const where = `day of ${from}`;
    assert.equal(measuredS, rounds.length * roundS, where);
    assert.equal(figures.queries.measuredS, qps.length * roundS, where);
    assert.equal(figures.qpsMax.value, qps.length === 0 ? null : short(Math.max(...qps)), where);
    const queries = qps.reduce((sum, value) => sum + value * roundS, 0);
    assert.equal(figures.queries.value === null, qps.length === 0, where);
    // Averages of 5 minutes and of hours are rounded to thousandths; sums to six digits.
    const rounding = 0.001 * qps.length * roundS + queries / 1e5;
    assert.ok(Math.abs(Number(figures.queries.value) - queries) <= rounding, where);
    const used = rounds.flatMap(({ values }) => values['disk.used'] ?? []);
    assert.equal(figures.diskUsed.value, used.at(-1) ?? null, where);
  }
  assert.equal(
    told.filter(({ measuredS }) => measuredS > 0).length,
    new Set(days).size,
    'days with rounds',
  );
}

const short = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(6)));

describe('the roll-up levels', () => {
  it('and the days equal the aggregates of the raw rounds, over gaps, resets, late rounds and saved files', async () => {
    const sql = await sqlForTests();
    fc.assert(
      fc.property(course, ({ rounds, cuts, order }) => {
        const snapshots = snapshotsOf(rounds);
        const bounds = [0, ...[...cuts].sort((a, b) => a - b), snapshots.length];
        const pieces = order.map((index) => snapshots.slice(bounds[index], bounds[index + 1]));
        let bytes: Uint8Array | null = null;
        for (const [index, piece] of pieces.entries()) {
          const { database } = ClusterDatabase.open(sql, bytes, migrations, null);
          database.insert(piece);
          bytes = database.export(index, start);
          database.close();
        }

        const db = openDatabase(sql, bytes);
        for (const [name, stepMs, belowMs] of levels) {
          const buckets = new Map<number, Snapshot[]>();
          for (const snapshot of snapshots) {
            const at = Math.floor(snapshot.at / stepMs) * stepMs;
            buckets.set(at, [...(buckets.get(at) ?? []), snapshot]);
          }
          const rows = selectRows(
            db,
            `SELECT level.at, level.n, query_qps_n, query_qps_avg, query_qps_max, fe_alive_min,
               disk_used_last, coalesce(state.json LIKE '%counter-reset%', 0),
               node.be_cpu_avg, node.be_cpu_max, node.be_cpu_n
             FROM rollup_${name} AS level LEFT JOIN state ON state.id = level.state
             LEFT JOIN node_rollup_${name} AS node ON node.at = level.at ORDER BY level.at`,
          );
          assert.deepEqual(
            rows.map(([at]) => at),
            [...buckets.keys()],
          );
          for (const [
            at,
            n,
            known,
            avg,
            max,
            min,
            last,
            reset,
            nodeAvg,
            nodeMax,
            nodeKnown,
          ] of rows) {
            const wanted = bucketOf(buckets.get(Number(at)) ?? [], belowMs);
            const where = `${name} at ${String(at)}`;
            assert.deepEqual(
              { n, known, max, min, last, reset, nodeMax, nodeKnown },
              {
                n: wanted.n,
                known: wanted.known,
                max: wanted.max,
                min: wanted.min,
                last: wanted.last,
                reset: wanted.isReset ? 1 : 0,
                nodeMax: wanted.nodeMax,
                nodeKnown: wanted.nodeKnown,
              },
              where,
            );
            // Each of three levels rounds its average once.
            for (const [stored, mean] of [
              [avg, wanted.avg],
              [nodeAvg, wanted.nodeAvg],
            ] as const) {
              assert.equal(stored === null, mean === null, where);
              assert.ok(Math.abs(Number(stored) - Number(mean)) <= 1.5, where);
            }
          }
        }
        db.close();
        assertDays(sql, bytes, snapshots);
      }),
      { numRuns: 25 },
    );
  });
});
