import assert from 'node:assert/strict';
import { clock } from '../../../../src/extension/starrocks/sources/clock';
import { feConfig } from '../../../../src/extension/starrocks/sources/feConfig';
import { lakeCompactions } from '../../../../src/extension/starrocks/sources/lakeCompactions';
import { partitions } from '../../../../src/extension/starrocks/sources/partitions';
import {
  runningQueries,
  runningQueriesOfFrontend,
} from '../../../../src/extension/starrocks/sources/runningQueries';
import { sessions } from '../../../../src/extension/starrocks/sources/sessions';
import type { SqlSource } from '../../../../src/extension/starrocks/sources/source';
import { answerOf, at, shanghai } from '../support/answers';

const parse = <T>(source: SqlSource<T>, ...answer: Parameters<typeof answerOf>) =>
  source.forms[0].parse(answerOf(...answer), shanghai, new Map());

const gb = 2 ** 30;

describe('runningQueries', () => {
  it('reads a row of all FEs', () => {
    const { value } = parse(
      runningQueries,
      'StartTime, feIp, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, DiskSpillSize, CPUTime, ExecTime, ExecProgress, Warehouse, CustomQueryId, ResourceGroup',
      '2025-06-27 10:00:01 | 10.0.0.11 | 7c56495f-ae8b-11ed-8ebf-00163e00accc | 16777221 | sales | alice | 12.345 GB | 1200345 rows | 2.100 GB | 0.000 B | 31.507 s | 12.004 s | 42.42% | default_warehouse |  | default_wg',
    );

    assert.deepEqual(value, [
      {
        queryId: '7c56495f-ae8b-11ed-8ebf-00163e00accc',
        frontendHost: '10.0.0.11',
        connectionId: '16777221',
        database: 'sales',
        user: 'alice',
        startedAt: Date.UTC(2025, 5, 27, 2, 0, 1),
        scanBytes: Math.round(12.345 * gb),
        scanRows: 1_200_345,
        memoryBytes: Math.round(2.1 * gb),
        spillBytes: 0,
        cpuMs: 31_507,
        execMs: 12_004,
        progressPct: 42.42,
        warehouse: 'default_warehouse',
        resourceGroup: 'default_wg',
      },
    ]);
  });

  it('reads the older, local list and says what it does not tell', () => {
    const [local] = runningQueriesOfFrontend.forms;
    assert.equal(local.sql, "SHOW PROC '/current_queries'");
    const parsed = local.parse(
      answerOf(
        'StartTime, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, CPUTime, ExecTime',
        '2025-06-27 10:00:01 | q | 5 |  | bob | 0.000  | 0 rows | 1.000 B | 0.000 s | 0.001 s',
      ),
      shanghai,
      new Map(),
    );

    assert.equal(at(parsed.value, 0).database, null);
    assert.equal(at(parsed.value, 0).scanBytes, 0);
    assert.deepEqual(parsed.unknownColumns, [
      'frontendHost',
      'spillBytes',
      'progressPct',
      'warehouse',
      'resourceGroup',
    ]);
  });
});

describe('sessions', () => {
  it('reads sessions of all FEs, with columns that came after 4.0', () => {
    const { value } = parse(
      sessions,
      'ServerName, Id, User, Host, Db, Command, ConnectionStartTime, Time, State, Info, IsPending, Warehouse, Catalog, QueryId',
      '10.0.0.11_9010_1700000000001 | 16777221 | alice | 10.0.9.5:51234 | sales | Query | 2025-06-27 09:58:00 | 12 | OK | select count(*) from orders | false | default_warehouse | default_catalog | q',
      '10.0.0.11_9010_1700000000001 | 16777220 | bi | 10.0.9.6:40022 |  | Sleep | 2025-06-27 08:00:00 | 611 | EOF | select 1 |  | default_warehouse | default_catalog | ',
    );

    assert.deepEqual(value[0], {
      frontendName: '10.0.0.11_9010_1700000000001',
      connectionId: '16777221',
      user: 'alice',
      host: '10.0.9.5:51234',
      database: 'sales',
      command: 'Query',
      connectedAt: Date.UTC(2025, 5, 27, 1, 58, 0),
      timeS: 12,
      sql: 'select count(*) from orders',
      pending: false,
      warehouse: 'default_warehouse',
    });
    assert.equal(at(value, 1).database, null);
    assert.equal(at(value, 1).pending, null);
  });

  it('reads the older columns', () => {
    const { value, unknownColumns } = parse(
      sessions,
      'Id, User, Host, Db, Command, ConnectionStartTime, Time, State, Info, IsPending',
      '20 | root | 10.0.9.5:51234 | sales | Query | 2023-01-05 16:30:19 | 0 | OK | show full processlist | false',
    );

    assert.equal(at(value, 0).frontendName, null);
    assert.deepEqual(unknownColumns, ['frontendName', 'warehouse']);
  });
});

describe('lakeCompactions', () => {
  const columns = 'Partition, TxnID, StartTime, CommitTime, FinishTime, Error, Profile';

  it('reads running, finished and failed tasks', () => {
    const { value } = parse(
      lakeCompactions,
      columns,
      'sales.orders.11207 | 197562 | 2025-06-27 10:00:00 | NULL! | NULL! | NULL! | NULL!',
      'sales.orders.11210 | 197550 | 2025-06-27 09:58:00 | 2025-06-27 09:58:20 | 2025-06-27 09:58:21 |  | {"sub_task_count":12,"read_local_sec":0,"new_word":"x"}',
      'a.b.c.9 | 3 | 2025-06-27 09:58:00 |  | 2025-06-27 09:58:21 | tablet not found | {broken',
    );

    assert.deepEqual(value[0], {
      table: 'sales.orders',
      partitionId: '11207',
      txnId: '197562',
      startedAt: Date.UTC(2025, 5, 27, 2, 0, 0),
      committedAt: null,
      finishedAt: null,
      error: null,
      profile: null,
    });
    assert.deepEqual(at(value, 1).profile, { sub_task_count: 12, read_local_sec: 0 });
    assert.equal(at(value, 1).finishedAt, Date.UTC(2025, 5, 27, 1, 58, 21));
    assert.deepEqual(
      [at(value, 2).table, at(value, 2).partitionId, at(value, 2).error, at(value, 2).profile],
      ['a.b.c', '9', 'tablet not found', null],
    );
  });

  it('reads an empty list', () => {
    assert.deepEqual(parse(lakeCompactions, columns).value, []);
  });
});

describe('partitions', () => {
  const columns =
    'DB_NAME, TABLE_NAME, PARTITION_NAME, PARTITION_ID, AVG_CS, P50_CS, MAX_CS, SEEN, OVER_MARK';

  it('asks nine columns, the worst fifty, in one walk', () => {
    assert.equal(
      partitions(100).forms[0].sql,
      'SELECT DB_NAME, TABLE_NAME, PARTITION_NAME, PARTITION_ID, AVG_CS, P50_CS, MAX_CS, ' +
        'count(*) OVER () AS SEEN, sum(if(MAX_CS > 100, 1, 0)) OVER () AS OVER_MARK ' +
        'FROM information_schema.partitions_meta ORDER BY MAX_CS DESC LIMIT 50',
    );
  });

  it('reads the worst and the totals', () => {
    const { value } = parse(
      partitions(100),
      columns,
      'sales | orders | p1 | 11207 | 3.25 | 3.0 | 212.0 | 4711 | 2',
    );

    assert.deepEqual(value, {
      worst: [
        {
          database: 'sales',
          table: 'orders',
          partition: 'p1',
          partitionId: '11207',
          averageScore: 3.25,
          p50Score: 3,
          maxScore: 212,
        },
      ],
      seen: 4711,
      over: 2,
      threshold: 100,
    });
  });

  it('sees nothing in an empty answer and refuses totals it cannot read', () => {
    assert.deepEqual(parse(partitions(100), columns).value, {
      worst: [],
      seen: 0,
      over: 0,
      threshold: 100,
    });
    assert.throws(
      () => parse(partitions(100), columns, 'a | b | c | 1 | 0 | 0 | 0 | x | 2'),
      /totals/,
    );
  });
});

describe('feConfig', () => {
  it('keeps the keys of the list and lets passwords go', () => {
    const { value, rows } = parse(
      feConfig,
      'Key, AliasNames, Value, Type, IsMutable, Comment',
      'lake_ingest_slowdown_threshold | [] | 100 | long | true | ',
      'run_mode | [] | shared_data | String | false | ',
      'ssl_keystore_password | [] | S3cret | String | false | ',
    );

    assert.deepEqual(value, { lake_ingest_slowdown_threshold: '100', run_mode: 'shared_data' });
    assert.equal(rows, 2);
  });
});

describe('clock', () => {
  const columns = 'now_text, session_zone, global_zone';
  const receivedAt = Date.UTC(2025, 5, 27, 2, 0, 10, 300);

  const at = (text: string, sessionZone = 'Asia/Shanghai') =>
    clock.forms[0].parse(
      answerOf(columns, `${text} | ${sessionZone} | CST`),
      { sessionOffsetMs: null, globalOffsetMs: null, skewMs: null, receivedAt, tookMs: 4 },
      new Map(),
    ).value;

  it('takes less than the resolution of NOW() for no difference', () => {
    assert.deepEqual(at('2025-06-27 10:00:10'), {
      sessionOffsetMs: 8 * 3_600_000,
      skewMs: 0,
      sessionZone: 'Asia/Shanghai',
      globalZone: 'CST',
      globalOffsetMs: 8 * 3_600_000,
    });
  });

  it('tells how far the clocks are apart', () => {
    const { sessionOffsetMs, skewMs } = at('2025-06-27 10:01:40');
    assert.ok(Math.abs(skewMs - 89_700) <= 5, String(skewMs));
    assert.equal(sessionOffsetMs, 8 * 3_600_000 + skewMs);
  });

  it('takes clocks that are hours apart for no other zone', () => {
    for (const [text, apartMs] of [
      ['2025-06-27 10:10:00', 589_700],
      ['2025-06-27 08:00:10', -2 * 3_600_000 - 298],
    ] as const) {
      const { sessionOffsetMs, skewMs, globalOffsetMs } = at(text);
      assert.ok(Math.abs(skewMs - apartMs) <= 5, `${text}: ${skewMs}`);
      assert.equal(sessionOffsetMs, 8 * 3_600_000 + skewMs);
      assert.equal(globalOffsetMs, sessionOffsetMs);
    }
  });

  it('knows zones of half and quarter hours, by their names or by the time there', () => {
    for (const zone of ['Asia/Kathmandu', '+05:45', 'SYSTEM']) {
      const { sessionOffsetMs, skewMs } = at('2025-06-27 07:45:10', zone);
      assert.deepEqual([sessionOffsetMs, skewMs], [5.75 * 3_600_000, 0], zone);
    }
  });

  it('refuses an answer without a time', () => {
    assert.throws(() => at('soon'), /no time/);
  });
});
