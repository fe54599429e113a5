import assert from 'node:assert/strict';
import { beMetrics } from '../../../../src/extension/starrocks/sources/beMetrics';
import { beMetricsSql } from '../../../../src/extension/starrocks/sources/beMetricsSql';
import { feMetrics } from '../../../../src/extension/starrocks/sources/feMetrics';
import { feMetricsSql } from '../../../../src/extension/starrocks/sources/feMetricsSql';
import type { HttpSource } from '../../../../src/extension/starrocks/sources/source';
import { answerOf, shanghai } from '../support/answers';

function scrape<T>(source: HttpSource<T>, text: string): T {
  const reader = source.open();
  text.split('\n').forEach(reader.line);
  return reader.finish().value;
}

const leader = `# HELP  jvm_heap_size_bytes jvm heap stat
# TYPE  jvm_heap_size_bytes gauge
jvm_heap_size_bytes{type="max"} 8589934592
jvm_heap_size_bytes{type="committed"} 4294967296
jvm_heap_size_bytes{type="used"} 1879048192
jvm_young_gc{type="time"} 15233
jvm_old_gc{type="count"} 2
jvm_old_gc{type="time"} 812
starrocks_fe_job{is_leader="true", job="load", type="INSERT", state="FINISHED"} 214
starrocks_fe_job{is_leader="true", job="alter", type="SCHEMA_CHANGE", state="running"} 1
starrocks_fe_job{is_leader="true", job="alter", type="ROLLUP", state="running"} 2
starrocks_fe_max_journal_id 48216703
starrocks_fe_qps 41.3125
starrocks_fe_query_latency{type="99_quantile"} 0.0
starrocks_fe_query_total 5120334
starrocks_fe_query_err 12
starrocks_fe_query_internal_err 3
starrocks_fe_table_num{db_name="sales"} 132
starrocks_fe_table_num{db_name="hr"} 8
starrocks_fe_database_num 2
# HELP starrocks_fe_query_latency_ms \n# TYPE starrocks_fe_query_latency_ms summary
starrocks_fe_query_latency_ms{quantile="0.75"} 38.0
starrocks_fe_query_latency_ms{quantile="0.95"} 412.0
starrocks_fe_query_latency_ms{quantile="0.98"} 903.0
starrocks_fe_query_latency_ms{quantile="0.99"} 1804.0
starrocks_fe_query_latency_ms_sum 5.12033498712E8
starrocks_fe_query_latency_ms_count 5101877
starrocks_fe_connection_total{user="root"} 3
starrocks_fe_connection_total{user="bi_"reader} x"} 57
starrocks_fe_txn_running{db="sales"} 4
starrocks_fe_max_tablet_compaction_score 23
starrocks_fe_safe_mode 0
starrocks_fe_editlog_write_latency_ms{quantile="0.75"} 4.0
starrocks_fe_editlog_write_latency_ms{quantile="0.99"} 31.0
starrocks_fe_thread_pool{name="agent-task-pool", type="pool_size"} 41
starrocks_fe_thread_pool{name="agent-task-pool", type="completed_task_count"} 9812233
starrocks_fe_thread_pool{name="mysql-nio-pool", type="active_thread_num"} 12
starrocks_fe_thread_pool{name="mysql-nio-pool", type="task_in_queue"} 4096
node_info{type="broker_node_num", state="dead"} 1
# TYPE  node_info gauge
node_info{type="fe_node_num", state="total"} 3
node_info{type="is_master"} 1
`;

describe('feMetrics', () => {
  it('reads the answer of a leader', () => {
    const metrics = scrape(feMetrics, leader);

    assert.deepEqual(metrics, {
      queryTotal: 5_120_334,
      requestTotal: null,
      queryErr: 12,
      queryInternalErr: 3,
      queryAnalysisErr: null,
      queryTimeout: null,
      slowQuery: null,
      p75: 38,
      p95: 412,
      p99: 1804,
      latencyCount: 5_101_877,
      connections: 60,
      connectionsByUser: { 'bi_"reader} x': 57, root: 3 },
      queuePending: null,
      queueTimeout: null,
      txnBegin: null,
      txnSuccess: null,
      txnFailed: null,
      txnRunningByDatabase: { sales: 4 },
      alterRunning: 3,
      editLogWrite: null,
      metaLogCount: null,
      maxJournalId: 48_216_703,
      maxTabletCompactionScore: 23,
      qpsGauge: 41.3125,
      heapUsedBytes: 1_879_048_192,
      heapMaxBytes: 8_589_934_592,
      oldGcMs: 812,
      safeMode: 0,
      editLogP99: 31,
      brokersDead: 1,
      threadPools: { 'agent-task-pool': 41, 'mysql-nio-pool': 4096 },
      isLeader: true,
      databases: 2,
      tables: 140,
      databaseBytes: null,
      unusable: [],
      badLines: 0,
    });
  });

  it('takes missing connection series for none, and the series without label of older versions', () => {
    const without = leader.replace(/^starrocks_fe_connection_total.*\n/gm, '');
    assert.equal(scrape(feMetrics, without).connections, 0);
    assert.equal(scrape(feMetrics, `${without}starrocks_fe_connection_total 9\n`).connections, 9);
  });

  it('knows that no transaction runs while nobody created a database', () => {
    const untold = leader.replace(/^starrocks_fe_txn_running.*\n/gm, '');
    const empty = untold.replace(/"(sales|hr)"/g, '"sys"');
    assert.equal(scrape(feMetrics, untold).txnRunningByDatabase, null);
    assert.deepEqual(scrape(feMetrics, empty).txnRunningByDatabase, {});
    const uncounted = empty.replace(/^starrocks_fe_database_num.*\n/gm, '');
    assert.equal(scrape(feMetrics, uncounted).txnRunningByDatabase, null);
  });

  it('names the fields that are there but unusable', () => {
    const metrics = scrape(
      feMetrics,
      leader.replace('query_total 5120334', 'query_total NaN').replace('score 23', 'score -1'),
    );

    assert.equal(metrics.queryTotal, null);
    assert.equal(metrics.maxTabletCompactionScore, null);
    assert.deepEqual(metrics.unusable, ['queryTotal', 'maxTabletCompactionScore']);
  });

  it('does not take a follower for the leader, nor an empty or foreign page for an answer', () => {
    assert.equal(
      scrape(feMetrics, leader.replace('node_info{type="is_master"} 1\n', '')).isLeader,
      false,
    );
    assert.throws(() => scrape(feMetrics, ''), /not finished starting/);
    assert.throws(() => scrape(feMetrics, '# TYPE x gauge\n'), /not finished starting/);
    assert.throws(
      () => scrape(feMetrics, 'go_goroutines 12\n'),
      /not the \/metrics of a StarRocks FE/,
    );
  });
});

const backend = `# TYPE starrocks_be_load_rows counter
starrocks_be_load_rows 1000
starrocks_be_load_bytes 98123344512
starrocks_be_query_scan_bytes 77
starrocks_be_disk_bytes_read{device="nvme0n1"} 10
starrocks_be_disk_bytes_read{device="nvme0n1p1"} 9
starrocks_be_disk_bytes_read{device="sdb1"} 5
starrocks_be_disk_bytes_written{device="nvme0n1"} 20
starrocks_be_disk_bytes_written{device="nvme0n1p1"} 19
starrocks_be_disk_bytes_written{device="sdb1"} 6
starrocks_be_disk_io_time_ms{device="nvme0n1"} 30
starrocks_be_disk_io_time_ms{device="nvme0n1p1"} 29
starrocks_be_disk_io_time_ms{device="sdb1"} 7
starrocks_be_disks_avail_capacity{path="/data/starrocks/storage"} 1203348762624
starrocks_be_disks_avail_capacity{path="/cn"} 0
starrocks_be_disks_data_used_capacity{path="/data/starrocks/storage"} 2203348762624
starrocks_be_disks_state{path="/data/starrocks/storage"} 1
starrocks_be_disks_state{path="/data2"} 0
starrocks_be_disks_total_capacity{path="/data/starrocks/storage"} 3840755982336
starrocks_be_disks_total_capacity{path="/cn"} 0
starrocks_be_network_receive_bytes{device="eth0"} 100
starrocks_be_network_receive_bytes{device="eth0.100"} 50
starrocks_be_network_receive_bytes{device="bond1.7"} 40
starrocks_be_network_receive_bytes{device="lo"} 1
starrocks_be_network_receive_bytes{device="docker0"} 2
starrocks_be_network_receive_bytes{device="br-1234"} 3
starrocks_be_network_receive_bytes{device="veth12"} 3
starrocks_be_network_send_bytes{device="eth0"} 200
starrocks_be_network_send_bytes{device="eth0.100"} 60
starrocks_be_network_send_bytes{device="bond1.7"} 70
starrocks_be_network_send_bytes{device="lo"} 1
starrocks_be_max_tablet_rowset_num 37
starrocks_be_running_base_compaction_task_num 1
starrocks_be_running_cumulative_compaction_task_num 3
starrocks_be_running_update_compaction_task_num 2
starrocks_be_wait_base_compaction_task_num 0
starrocks_be_wait_cumulative_compaction_task_num 5
starrocks_be_compaction_bytes_total{type="base"} 81320017221
starrocks_be_compaction_bytes_total{type="cumulative"} 190233412009
starrocks_be_compaction_bytes_total{type="update"} 0
starrocks_be_compaction_deltas_total{type="base"} 11
starrocks_be_compaction_deltas_total{type="cumulative"} 22
starrocks_be_compaction_deltas_total{type="update"} 33
starrocks_be_engine_requests_total{status="failed",type="clone"} 9
starrocks_be_engine_requests_total{status="failed",type="cumulative_compaction"} 2
starrocks_be_engine_requests_total{status="total",type="cumulative_compaction"} 812
starrocks_be_tablet_cumulative_max_compaction_score 88
starrocks_be_tablet_update_max_compaction_score 734003200
starrocks_be_process_fd_num_used 512
starrocks_be_process_fd_num_limit_soft 65535
starrocks_be_process_mem_bytes 38123344512
starrocks_be_query_mem_bytes 12000000000
starrocks_be_metadata_mem_bytes 800000
starrocks_be_tablet_metadata_mem_bytes 500000
starrocks_be_resource_group_inuse_cpu_cores{name="default_wg"} 3.412000
starrocks_be_resource_group_inuse_cpu_cores{name="odd "one"} 0.500000
starrocks_be_resource_group_mem_inuse_bytes{name="default_wg"} 3145728
# HELP system_loadavg_1m
# TYPE system_loadavg_1m gauge
system_loadavg_1m 3.25
`;

describe('beMetrics', () => {
  it('reads counters, devices and disks, each thing once', () => {
    assert.deepEqual(scrape(beMetrics, backend), {
      loadRows: 1000,
      loadBytes: 98_123_344_512,
      scanBytes: 77,
      // That of tablets is a part of that of metadata.
      memory: { query: 12_000_000_000, metadata: 800_000 },
      network: { eth0: { receive: 100, send: 200 }, 'bond1.7': { receive: 40, send: 70 } },
      devices: {
        nvme0n1: { read: 10, written: 20, ioTimeMs: 30 },
        sdb1: { read: 5, written: 6, ioTimeMs: 7 },
      },
      disks: {
        '/data/starrocks/storage': {
          total: 3_840_755_982_336,
          avail: 1_203_348_762_624,
          dataUsed: 2_203_348_762_624,
          usable: true,
        },
      },
      failedPaths: ['/data2'],
      maxVersions: 37,
      compaction: {
        base: {
          running: 1,
          waiting: 0,
          bytes: 81_320_017_221,
          deltas: 11,
          requests: null,
          failed: null,
          lastScore: null,
        },
        cumulative: {
          running: 3,
          waiting: 5,
          bytes: 190_233_412_009,
          deltas: 22,
          requests: 812,
          failed: 2,
          lastScore: 88,
        },
        update: {
          running: 2,
          waiting: null,
          bytes: 0,
          deltas: 33,
          requests: null,
          failed: null,
          lastScore: 734_003_200,
        },
      },
      fdUsed: 512,
      fdLimit: 65_535,
      load1m: 3.25,
      processMemBytes: 38_123_344_512,
      groupCores: { default_wg: 3.412, 'odd "one': 0.5 },
      groupMemBytes: { default_wg: 3_145_728 },
      groupQueries: null,
      unusable: [],
      badLines: 0,
    });
  });

  it('has no devices where the node exports none, as in containers', () => {
    assert.equal(scrape(beMetrics, backend.replace(/^starrocks_be_disk_.*\n/gm, '')).devices, null);
  });

  it('gives up a whole group when a part of it is unusable', () => {
    const metrics = scrape(
      beMetrics,
      backend.replace('written{device="sdb1"} 6', 'written{device="sdb1"} NaN'),
    );

    assert.equal(metrics.devices, null);
    assert.deepEqual(metrics.unusable, ['devices']);
  });

  it('names the one figure of compaction that is there but unusable', () => {
    const metrics = scrape(
      beMetrics,
      backend.replace(
        'running_update_compaction_task_num 2',
        'running_update_compaction_task_num -1',
      ),
    );

    assert.equal(metrics.compaction.update.running, null);
    assert.equal(metrics.compaction.cumulative.running, 3);
    assert.deepEqual(metrics.unusable, ['compaction.update.running']);
  });

  it('does not take an empty or foreign page for an answer', () => {
    assert.throws(() => scrape(beMetrics, ''), /not finished starting/);
    assert.throws(
      () => scrape(beMetrics, 'starrocks_fe_query_total 1\n'),
      /not the \/metrics of a StarRocks BE/,
    );
  });
});

describe('feMetricsSql', () => {
  const { parse, sql } = feMetricsSql.forms[0];
  const read = (...rows: readonly string[]) =>
    parse(answerOf('FE_ID, NAME, LABELS, VALUE', ...rows), shanghai, new Map()).value;

  it('asks counters and whole gauges by their short names, and no latency', () => {
    assert.match(sql, /FROM information_schema\.fe_metrics WHERE NAME IN \(/);
    for (const name of ['query_total', 'jvm_heap_size_bytes', 'node_info', 'connection_total']) {
      assert.ok(sql.includes(`'${name}'`), name);
    }
    assert.ok(!sql.includes('latency') && !sql.includes("'qps'") && !sql.includes('starrocks_fe_'));
  });

  it('counts dead brokers, whose state is a status here', () => {
    const all = read(
      'a_9010_1 | query_total | {"metric":"query_total"} | 1',
      'a_9010_1 | node_info | {"metric":"node_info","type":"broker_node_num","status":"dead"} | 2',
    );
    assert.equal(all.get('a_9010_1')?.brokersDead, 2);
  });

  it('tells the metrics of each FE apart', () => {
    const all = read(
      'a_9010_1 | query_total | {"metric":"query_total"} | 1203345',
      'a_9010_1 | jvm_heap_size_bytes | {"metric":"jvm_heap_size_bytes","type":"used"} | 5',
      'a_9010_1 | jvm_heap_size_bytes | {"metric":"jvm_heap_size_bytes","type":"max"} | 8',
      'a_9010_1 | node_info | {"metric":"node_info","type":"is_master"} | 1',
      'b_9010_2 | query_total | {"metric":"query_total"} | 7',
      'b_9010_2 | connection_total | {"metric":"connection_total","user":"a"} | 3',
      'b_9010_2 | connection_total | {"metric":"connection_total","user":"b"} | 4',
    );
    const a = all.get('a_9010_1');
    assert.deepEqual(
      [a?.queryTotal, a?.heapUsedBytes, a?.heapMaxBytes, a?.isLeader],
      [1_203_345, 5, 8, true],
    );
    const b = all.get('b_9010_2');
    assert.deepEqual([b?.queryTotal, b?.connections, b?.isLeader], [7, 7, null]);
    assert.deepEqual([b?.p99, b?.needsHttp?.includes('p99')], [null, true]);
  });

  it('counts rows that do not parse, and knows an FE without figures as missing', () => {
    const all = read(
      'a_9010_1 | query_total | no json | 5',
      'a_9010_1 | max_journal_id | {"metric":"max_journal_id"} | 9',
      'b_9010_2 | query_total | {} | many',
    );
    assert.deepEqual([...all.keys()], ['a_9010_1']);
    assert.equal(all.get('a_9010_1')?.badLines, 1);
    assert.throws(() => read(), /empty/);
  });
});

describe('beMetricsSql', () => {
  const { parse, sql } = beMetricsSql.forms[0];

  it('tells the metrics of each node apart, with its labels', () => {
    assert.ok(!sql.includes('starrocks_be_') && !sql.includes('loadavg'));
    const all = parse(
      answerOf(
        'BE_ID, NAME, LABELS, VALUE',
        '10004 | process_mem_bytes |  | 24159191040',
        '10004 | disks_total_capacity | path=/data,1/starrocks | 100',
        '10004 | disks_avail_capacity | path=/data,1/starrocks | 40',
        '10005 | load_rows |  | 12',
      ),
      shanghai,
      new Map(),
    ).value;
    assert.equal(all.get('10004')?.processMemBytes, 24_159_191_040);
    assert.deepEqual(all.get('10004')?.disks, {
      '/data,1/starrocks': { total: 100, avail: 40, dataUsed: null, usable: null },
    });
    assert.deepEqual([all.get('10005')?.loadRows, all.get('10005')?.load1m], [12, null]);
  });
});
