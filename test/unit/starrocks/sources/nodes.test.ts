import assert from 'node:assert/strict';
import { backends } from '../../../../src/extension/starrocks/sources/backends';
import { computeNodes } from '../../../../src/extension/starrocks/sources/computeNodes';
import { frontends, frontendsByProc } from '../../../../src/extension/starrocks/sources/frontends';
import type { SqlSource } from '../../../../src/extension/starrocks/sources/source';
import { answerOf, at, shanghai } from '../support/answers';

const parse = <T>(source: SqlSource<T>, ...answer: Parameters<typeof answerOf>) =>
  source.forms[0].parse(answerOf(...answer), shanghai, new Map());

const gb = 2 ** 30;

const frontendColumns =
  'Id, Name, IP, EditLogPort, HttpPort, QueryPort, RpcPort, Role, ClusterId, Join, Alive, ReplayedJournalId, LastHeartbeat, IsHelper, ErrMsg, StartTime, Version';
const leaderRow =
  '1 | 10.0.0.11_9010_1700000000001 | 10.0.0.11 | 9010 | 8030 | 9030 | 9020 | LEADER | 1747363037 | true | true | 1589233 | 2025-06-27 10:00:05 | true |  | 2025-06-01 08:00:00 | 3.5.0-abc1234';
const deadRow =
  '3 | 10.0.0.13_9010_1700000000003 | 10.0.0.13 | 9010 | 8030 | 0 | 9020 | FOLLOWER | 1747363037 | true | false | 1588000 | 2025-06-27 09:58:00 | true | got exception | NULL | NULL';

describe('frontends', () => {
  it('reads a living leader and a dead follower', () => {
    const { value, rows, unknownColumns } = parse(frontends, frontendColumns, leaderRow, deadRow);

    assert.equal(rows, 2);
    assert.equal(unknownColumns, undefined);
    assert.deepEqual(value[0], {
      node: 'fe:10.0.0.11:9010',
      name: '10.0.0.11_9010_1700000000001',
      host: '10.0.0.11',
      editLogPort: 9010,
      httpPort: 8030,
      queryPort: 9030,
      role: 'LEADER',
      alive: true,
      replayedJournalId: 1_589_233,
      lastHeartbeatAt: Date.UTC(2025, 5, 27, 2, 0, 5),
      startedAt: Date.UTC(2025, 5, 1, 0, 0, 0),
      startText: '2025-06-01 08:00:00',
      version: '3.5.0-abc1234',
      errMsg: null,
    });
    assert.deepEqual(
      (({ alive, queryPort, startedAt, version, errMsg }) => ({
        alive,
        queryPort,
        startedAt,
        version,
        errMsg,
      }))(at(value, 1)),
      { alive: false, queryPort: null, startedAt: null, version: null, errMsg: 'got exception' },
    );
  });

  it('reads by name: other order, unknown columns first, MASTER of old versions', () => {
    const { value } = parse(
      frontends,
      'Mood, Alive, Role, EditLogPort, IP, Name, HttpPort, QueryPort, ReplayedJournalId, LastHeartbeat, StartTime, Version, ErrMsg',
      'happy | true | MASTER | 9010 | 10.0.0.11 | n | 8030 | 9030 | 5 | NULL! | NULL! | 2.3 | ',
    );

    assert.equal(at(value, 0).role, 'LEADER');
    assert.equal(at(value, 0).node, 'fe:10.0.0.11:9010');
    assert.equal(at(value, 0).lastHeartbeatAt, null);
  });

  it('names columns that are missing and refuses an answer without its keys', () => {
    const { value, unknownColumns } = parse(
      frontends,
      'Name, IP, EditLogPort, Role, Alive',
      'n | h | 9010 | FOLLOWER | maybe',
    );

    assert.equal(at(value, 0).alive, null);
    assert.deepEqual(unknownColumns, [
      'httpPort',
      'queryPort',
      'replayedJournalId',
      'lastHeartbeatAt',
      'startedAt',
      'startText',
      'version',
      'errMsg',
    ]);
    assert.throws(() => parse(frontends, 'Name, IP', 'n | h'), /no column EditLogPort/);
    assert.throws(
      () => parse(frontends, frontendColumns, leaderRow.replace('9010 |', 'x |')),
      /EditLogPort holds 'x'/,
    );
  });

  it('knows no times before the clock is known', () => {
    const parsed = frontends.forms[0].parse(
      answerOf(frontendColumns, leaderRow),
      { ...shanghai, sessionOffsetMs: null },
      new Map(),
    );
    assert.equal(at(parsed.value, 0).startedAt, null);
    assert.equal(at(parsed.value, 0).alive, true);
  });

  it('asks the proc tree where there is no leader to forward to', () => {
    assert.equal(frontendsByProc.forms[0].sql, "SHOW PROC '/frontends'");
    assert.equal(frontends.forms[0].sql, 'SHOW FRONTENDS');
  });
});

const backendColumns =
  'BackendId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, TabletNum, DataUsedCapacity, AvailCapacity, TotalCapacity, UsedPct, MaxDiskUsedPct, ErrMsg, Version, Status, DataTotalCapacity, DataUsedPct, CpuCores, MemLimit, NumRunningQueries, MemUsedPct, CpuUsedPct, DataCacheMetrics, Location, StatusCode';

describe('backends', () => {
  it('reads a healthy backend', () => {
    const { value, unknownColumns } = parse(
      backends,
      backendColumns,
      '10004 | 10.0.0.21 | 9050 | 9060 | 8040 | 8060 | 2025-06-01 08:00:10 | 2025-06-27 10:00:05 | true | false | false | 2199 | 1.204 TB | 584.578 GB | 1.968 TB | 71.00 % | 73.42 % |  | 3.5.0-abc1234 | {"lastSuccessReportTabletsTime":"2025-06-27 09:59:31"} | 1.775 TB | 67.83 % | 16 | 56.250GB | 3 | 41.37 % | 12.4 % | Status: Normal, DiskUsage: 1.5GB/10GB, MemUsage: 0B/0B | | OK',
    );

    assert.deepEqual(unknownColumns, ['warehouse']);
    assert.deepEqual(value[0], {
      node: 'be:10.0.0.21:9050',
      role: 'be',
      id: '10004',
      host: '10.0.0.21',
      heartbeatPort: 9050,
      httpPort: 8040,
      alive: true,
      decommissioned: false,
      lastHeartbeatAt: Date.UTC(2025, 5, 27, 2, 0, 5),
      startedAt: Date.UTC(2025, 5, 1, 0, 0, 10),
      startText: '2025-06-01 08:00:10',
      version: '3.5.0-abc1234',
      errMsg: null,
      statusCode: 'OK',
      warehouse: null,
      cpuCores: 16,
      cpuUsedPct: 12.4,
      memLimitBytes: Math.round(56.25 * gb),
      memUsedPct: 41.37,
      runningQueries: 3,
      tablets: 2199,
      cacheUsedBytes: Math.round(1.5 * gb),
      cacheQuotaBytes: 10 * gb,
      cacheStatus: 'Normal',
      cacheMemUsedBytes: 0,
      cacheMemQuotaBytes: 0,
      diskTotalBytes: Math.round(1.968 * 2 ** 40),
      diskAvailBytes: Math.round(584.578 * gb),
      maxDiskUsedPct: 73.42,
    });
  });

  it('takes the zeros of a node that has not reported yet for unknown', () => {
    const { value } = parse(
      backends,
      backendColumns,
      '10009 | 10.0.0.29 | 9050 | -1 | -1 | -1 | NULL! | NULL! | false | false | false | 0 | 0.000 B | 1.000 B | 0.000 B | 0.00 % | 0.00 % |  |  | {"lastSuccessReportTabletsTime":"N/A"} | 1.000 B | 0.00 % | 0 | 0.000B | 0 | 0.00 % | 0.0 % | N/A |  | CONNECTING',
    );
    const row = at(value, 0);

    for (const field of [
      'httpPort',
      'cpuCores',
      'cpuUsedPct',
      'memLimitBytes',
      'memUsedPct',
      'runningQueries',
      'cacheUsedBytes',
      'diskTotalBytes',
      'diskAvailBytes',
      'maxDiskUsedPct',
      'version',
    ] as const) {
      assert.equal(row[field], null, field);
    }
    assert.equal(row.alive, false);
    assert.equal(row.tablets, 0);
  });

  it('reads a German locale, and the old columns without those that came later', () => {
    const { value, unknownColumns } = parse(
      backends,
      'BackendId, IP, HeartbeatPort, HttpPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, TabletNum, AvailCapacity, TotalCapacity, MaxDiskUsedPct, ErrMsg, Version, CpuCores, NumRunningQueries, MemUsedPct, CpuUsedPct',
      '1 | h | 9050 | 8040 | NULL! | NULL! | true | true | 7 | 1,500 GB | 2,000 GB | 25,00 % |  | 3.2.1 | 8 | 0 | 33,10 % | 20,5 %',
    );

    assert.equal(at(value, 0).diskAvailBytes, Math.round(1.5 * gb));
    assert.equal(at(value, 0).cpuUsedPct, 20.5);
    assert.equal(at(value, 0).runningQueries, 0);
    assert.equal(at(value, 0).decommissioned, true);
    assert.deepEqual(unknownColumns, [
      'statusCode',
      'warehouse',
      'memLimitBytes',
      'cacheUsedBytes',
      'cacheQuotaBytes',
      'cacheStatus',
      'cacheMemUsedBytes',
      'cacheMemQuotaBytes',
    ]);
  });
});

describe('computeNodes', () => {
  const columns =
    'ComputeNodeId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, ErrMsg, Version, CpuCores, MemLimit, NumRunningQueries, MemUsedPct, CpuUsedPct, DataCacheMetrics, HasStoragePath, StatusCode, StarletPort, WorkerId, WarehouseName, TabletNum';

  it('reads a node of a shared-data cluster, which has no disks', () => {
    const { value, unknownColumns } = parse(
      computeNodes,
      columns,
      '10101 | 10.0.0.31 | 9050 | 9060 | 8040 | 8060 | 2025-06-20 07:00:01 | 2025-06-27 10:00:05 | true | false | false |  | 3.5.0-abc1234 | 16 | 56.250GB | 2 | 33.10 % | 20.5 % | Status: Normal, DiskUsage: 81.2GB/400GB, MemUsage: 1.1GB/6GB | true | OK | 9070 | 1 | default_warehouse | 1250',
      '10102 | 10.0.0.32 | 9050 | 9060 | 8040 | 8060 | 2025-06-20 07:00:03 | 2025-06-27 09:40:10 | false | false | false | exception: java.net.ConnectException: Connection refused | 3.5.0-abc1234 | 16 | 56.250GB | 5 | 71.02 % | 99.8 % | N/A | true | DISCONNECTED | 9070 | 2 | default_warehouse | 0',
    );

    assert.equal(unknownColumns, undefined);
    assert.equal(at(value, 0).node, 'cn:10.0.0.31:9050');
    assert.equal(at(value, 0).warehouse, 'default_warehouse');
    assert.equal(at(value, 0).tablets, 1250);
    assert.equal(at(value, 0).diskTotalBytes, null);
    assert.equal(at(value, 0).cacheQuotaBytes, 400 * gb);
    assert.equal(at(value, 1).alive, false);
    assert.equal(at(value, 1).errMsg, 'exception: java.net.ConnectException: Connection refused');
  });
});
