import assert from 'node:assert/strict';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { secondMs } from '../../../src/shared/time';
import type { Snapshot, SeriesState } from '../../../src/extension/store/historyStore';
import { migrate } from '../../../src/extension/store/migrations';
import { rollUp } from '../../../src/extension/store/rollup';
import { addMissingColumns, fiveMinutes } from '../../../src/extension/store/schema';
import { insertSnapshots } from '../../../src/extension/store/snapshotTable';
import { openDatabase, selectRows } from '../../../src/extension/store/sqlDatabase';
import type { Database } from '../../../src/extension/store/sqlDatabase';
import { mergeStates } from '../../../src/extension/store/stateText';
import { aSnapshot, migrations, sqlForTests, start } from './support/historyFixture';

const roundMs = 30 * secondMs;
const node = 'fe:10.0.0.1:9010';

describe('rollUp', () => {
  let template: Uint8Array;

  before(async () => {
    const db = openDatabase(await sqlForTests(), null);
    migrate(db, migrations);
    addMissingColumns(db);
    template = db.export();
    db.close();
  });

  let opened: Database[] = [];
  after(() => {
    opened.forEach((db) => {
      db.close();
    });
    opened = [];
  });

  async function databaseWith(snapshots: readonly Snapshot[]): Promise<Database> {
    const db = openDatabase(await sqlForTests(), template);
    opened.push(db);
    insertSnapshots(db, snapshots);
    return db;
  }

  /** One value per slot of two hours: undefined = no row (a gap), null = unknown. */
  const slots = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 100_000 }).map((n) => n / 1_000) },
      { weight: 2, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.constant(undefined) },
    ),
    { minLength: 1, maxLength: 240 },
  );

  const toSnapshots = (values: readonly (number | null | undefined)[]) =>
    values.flatMap((value, index) =>
      value === undefined
        ? []
        : [
            aSnapshot(start + index * roundMs, {
              values: {
                'query.qps': value,
                'fe.alive': value === null ? null : Math.round(value),
                'disk.used': value === null ? null : Math.round(value * 1_000),
              },
              nodes: { [node]: { 'fe.heap': value } },
            }),
          ],
    );

  type Row = Record<'at' | 'n' | 'avg' | 'max' | 'known' | 'min' | 'last', number | null>;

  function read(db: Database, table: string): Row[] {
    return selectRows(
      db,
      `SELECT at, n, query_qps_avg, query_qps_max, query_qps_n, fe_alive_min, disk_used_last FROM ${table} ORDER BY at`,
    ).map(([at, n, avg, max, known, min, last]) => ({ at, n, avg, max, known, min, last }) as Row);
  }

  /** The same in plain JavaScript, from the raw values. */
  function expected(snapshots: readonly Snapshot[], stepMs: number): Row[] {
    const buckets = new Map<number, Snapshot[]>();
    for (const snapshot of snapshots) {
      const at = Math.floor(snapshot.at / stepMs) * stepMs;
      buckets.set(at, [...(buckets.get(at) ?? []), snapshot]);
    }
    return [...buckets].map(([at, rows]) => {
      const numbers = (series: 'query.qps' | 'fe.alive' | 'disk.used') =>
        rows.map((row) => row.values[series]).filter((value) => typeof value === 'number');
      const qps = numbers('query.qps').map((value) => Math.round(value * 1_000));
      return {
        at,
        n: rows.length,
        avg: qps.length === 0 ? null : qps.reduce((a, b) => a + b, 0) / qps.length,
        max: qps.length === 0 ? null : Math.max(...qps),
        known: qps.length,
        min: qps.length === 0 ? null : Math.min(...numbers('fe.alive')),
        last: numbers('disk.used').at(-1) ?? null,
      };
    });
  }

  function assertSame(actual: readonly Row[], wanted: readonly Row[], tolerance: number) {
    assert.equal(actual.length, wanted.length);
    actual.forEach((row, index) => {
      const { avg, ...others } = wanted[index] ?? assert.fail();
      const { avg: actualAvg, ...actualOthers } = row;
      assert.deepEqual(actualOthers, others);
      if (avg === null || actualAvg === null) {
        assert.equal(actualAvg, avg);
      } else {
        assert.ok(Math.abs(actualAvg - avg) <= tolerance, `${actualAvg} is not ${avg}`);
      }
    });
  }

  it('equals the aggregates of the raw rows, with nulls and gaps', async () => {
    await fc.assert(
      fc.asyncProperty(slots, async (values) => {
        const snapshots = toSnapshots(values);
        const db = await databaseWith(snapshots);

        rollUp(db, fiveMinutes, start, start + values.length * roundMs);

        assertSame(read(db, 'rollup_5m'), expected(snapshots, fiveMinutes.stepMs), 0.5);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same rows when it is done again, in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(slots, fc.integer({ min: 1, max: 239 }), async (values, cut) => {
        const snapshots = toSnapshots(values);
        const end = start + values.length * roundMs;
        const once = await databaseWith(snapshots);
        const twice = await databaseWith(snapshots);

        rollUp(once, fiveMinutes, start, end);
        rollUp(twice, fiveMinutes, start, start + cut * roundMs);
        rollUp(twice, fiveMinutes, start, end);
        rollUp(twice, fiveMinutes, start + cut * roundMs, end);

        const dump = (db: Database) => [
          selectRows(db, 'SELECT * FROM rollup_5m ORDER BY at'),
          selectRows(db, 'SELECT * FROM node_rollup_5m ORDER BY at, node'),
        ];
        assert.deepEqual(dump(twice), dump(once));
      }),
      { numRuns: 20 },
    );
  });

  it('keeps two digits of an average of whole numbers, per node', async () => {
    const db = await databaseWith([
      aSnapshot(start, { values: { 'query.running': 1 }, nodes: { [node]: { 'fe.heap': 10 } } }),
      aSnapshot(start + roundMs, {
        values: { 'query.running': 2 },
        nodes: { [node]: { 'fe.heap': 11 } },
      }),
      aSnapshot(start + 2 * roundMs, { values: { 'query.running': 2 }, nodes: { [node]: {} } }),
    ]);

    rollUp(db, fiveMinutes, start, start + 1);

    assert.deepEqual(selectRows(db, 'SELECT query_running_avg, query_running_n FROM rollup_5m'), [
      [167, 3],
    ]);
    assert.deepEqual(
      selectRows(
        db,
        'SELECT n, fe_heap_avg, fe_heap_min, fe_heap_max, fe_heap_n FROM node_rollup_5m',
      ),
      [[3, 1_050, 1_000, 1_100, 2]],
    );
  });
});

describe('mergeStates', () => {
  const timeout: SeriesState = { why: 'timeout' };
  const denied: SeriesState = { why: 'denied' };

  it('gives the most common reason only if every row is unknown', () => {
    assert.deepEqual(mergeStates([{ a: denied }, { a: timeout }, { a: timeout }]), { a: timeout });
    assert.deepEqual(mergeStates([{ a: timeout }, {}]), {});
  });

  it('keeps that a row was only a bound', () => {
    const bound: SeriesState = { bound: 'lower' };
    assert.deepEqual(mergeStates([{ a: bound }, {}]), { a: bound });
    assert.deepEqual(mergeStates([{ a: bound }, { a: timeout }]), { a: bound });
  });

  it('gives the lowest coverage of the known rows', () => {
    const of3 = (have: number): SeriesState => ({ have, of: 3, bound: 'lower' });
    assert.deepEqual(mergeStates([{ a: of3(2) }, { a: of3(1) }, { a: timeout }, {}]), {
      a: of3(1),
    });
  });
});
