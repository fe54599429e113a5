/** What an FE exports at /metrics, with all its oddities. */
import { profileOf } from '../../profiles/profiles';
import { byDatabase } from '../../state/byDatabase';
import { isBuiltIn } from '../../state/catalog';
import type { ClusterState } from '../../truth';
import type { FrontendState, LatencyState } from '../../truthFrontends';
import type { ComputeNodeState } from '../../truthNodes';
import { byLabel, metric, type Metric, type Sample } from './metric';
import { inVersion } from './metricsByVersion';

/** Metrics without the prefix `starrocks_fe_`. */
export type FrontendMetrics = {
  readonly jvm: readonly Metric[];
  readonly counters: readonly Metric[];
  readonly histograms: readonly Metric[];
  /** Printed after the histograms. */
  readonly late: readonly Metric[];
  readonly nodeInfo: readonly Sample[];
};

export function frontendMetrics(state: ClusterState, fe: FrontendState): FrontendMetrics {
  return inVersion(allFrontendMetrics(state, fe), profileOf(state.profile).metrics);
}

/** Those of all versions. */
function allFrontendMetrics(state: ClusterState, fe: FrontendState): FrontendMetrics {
  const leads = fe.role === 'LEADER';
  const { counters, gauges, tick, heap, gc } = fe;
  const onLeader = (value: number): number => (leads ? value : 0);
  const tablets = state.partitions.reduce((sum, partition) => sum + partition.buckets, 0);
  const leaderLabel: readonly [string, string] = ['is_leader', String(leads)];
  const loadsIn = (kind: string, loadState: string): number =>
    state.loads.filter((load) => load.type === kind && load.state === loadState).length;
  const jobs: Sample[] = [];
  for (const type of ['BROKER', 'SPARK', 'INSERT']) {
    for (const jobState of [
      'UNKNOWN',
      'PENDING',
      'ETL',
      'LOADING',
      'COMMITTED',
      'FINISHED',
      'CANCELLED',
      'QUEUEING',
    ]) {
      jobs.push({
        labels: [leaderLabel, ['job', 'load'], ['type', type], ['state', jobState]],
        value: onLeader(loadsIn(type, jobState)),
      });
    }
  }
  for (const kind of ['SCHEMA_CHANGE', 'ROLLUP'] as const) {
    const running = state.alterJobs.filter(
      (job) => job.kind === kind && job.state === 'RUNNING',
    ).length;
    jobs.push({
      labels: [leaderLabel, ['job', 'alter'], ['type', kind], ['state', 'running']],
      value: onLeader(running),
    });
  }
  const routineIn = (which: string): number =>
    state.routineLoads.filter((job) => (which === 'UNSTABLE' ? job.unstable : job.state === which))
      .length;
  const databases = state.databases.filter((db) => !isBuiltIn(db));
  const tablesOf = byDatabase(state.tables);
  const transactionsOf = byDatabase(state.transactions);
  const perDatabase = (value: (name: string) => number): readonly Sample[] =>
    databases.map((db) => ({ labels: [['db_name', db.name]], value: value(db.name) }));
  const count = (name: string, value: number, help: string): Metric =>
    metric(name, 'counter', help, value);
  const gauge = (name: string, value: number, help: string): Metric =>
    metric(name, 'gauge', help, value);
  return {
    jvm: [
      metric(
        'jvm_heap_size_bytes',
        'gauge',
        'jvm heap stat',
        byLabel('type', {
          max: heap.maxBytes,
          committed: heap.committedBytes,
          used: heap.usedBytes,
        }),
      ),
      metric(
        'jvm_non_heap_size_bytes',
        'gauge',
        'jvm non heap stat',
        byLabel('type', { committed: 301_000_000, used: 287_000_000 }),
      ),
      metric(
        'jvm_young_size_bytes',
        'gauge',
        'jvm young mem pool stat',
        byLabel('type', {
          committed: heap.committedBytes - heap.oldBytes,
          used: Math.max(0, heap.usedBytes - heap.oldBytes),
          peak_used: Math.round(heap.maxBytes * 0.3),
          max: 0,
        }),
      ),
      metric(
        'jvm_old_size_bytes',
        'gauge',
        'jvm old mem pool stat',
        byLabel('type', {
          committed: heap.committedBytes,
          used: heap.oldBytes,
          peak_used: Math.round(heap.maxBytes * 0.6),
          max: heap.maxBytes,
        }),
      ),
      metric(
        'jvm_direct_buffer_pool_size_bytes',
        'gauge',
        'jvm direct buffer pool stat',
        byLabel('type', { count: 41, used: 51_002_211, capacity: 51_002_211 }),
      ),
      metric(
        'jvm_young_gc',
        'gauge',
        'jvm young gc stat',
        byLabel('type', { count: gc.youngCount, time: gc.youngMs }),
      ),
      metric(
        'jvm_old_gc',
        'gauge',
        'jvm old gc stat',
        byLabel('type', { count: gc.oldCount, time: gc.oldMs }),
      ),
      metric(
        'jvm_thread',
        'gauge',
        'jvm thread stat',
        byLabel('type', { count: fe.threads.count, peak_count: fe.threads.peak }),
      ),
    ],
    counters: [
      metric('job', 'gauge', 'job statistics', jobs),
      gauge('max_journal_id', fe.maxJournalId, 'max journal id of this frontends'),
      gauge('meta_log_count', fe.maxJournalId - fe.imageJournalId, 'meta log count'),
      metric('qps', 'gauge', 'query per second', tick.qps, true),
      metric('rps', 'gauge', 'request per second', tick.rps, true),
      metric('query_err_rate', 'gauge', 'query error rate', tick.queryErrRate, true),
      metric('query_internal_err_rate', 'gauge', 'query internal error rate', 0, true),
      metric('query_analysis_err_rate', 'gauge', 'query analysis error rate', 0, true),
      metric('query_timeout_rate', 'gauge', 'query timeout rate', 0, true),
      // Zero unless enable_collect_query_detail_info is on.
      metric(
        'query_latency',
        'gauge',
        'mean of query latency',
        byLabel('type', {
          mean: 0,
          '50_quantile': 0,
          '75_quantile': 0,
          '90_quantile': 0,
          '95_quantile': 0,
          '99_quantile': 0,
          '999_quantile': 0,
        }),
        true,
      ),
      gauge(
        'max_tablet_compaction_score',
        tick.maxTabletCompactionScore,
        'max tablet compaction score of all backends',
      ),
      metric('safe_mode', 'gauge', 'safe mode flag', byLabel('type', { safe_mode: tick.safeMode })),
      count('request_total', counters.requestTotal, 'total request'),
      count('query_total', counters.queryTotal, 'total query'),
      count('query_success', counters.querySuccess, 'total success query'),
      count('query_err', counters.queryErr, 'total error query'),
      count('query_internal_err', counters.queryInternalErr, 'total internal error query'),
      count('query_analysis_err', counters.queryAnalysisErr, 'total analysis error query'),
      count('query_timeout', counters.queryTimeout, 'total timeout query'),
      count('slow_query', counters.slowQuery, 'total slow query'),
      count('query_queue_pending', gauges.queryQueuePending, 'total pending query'),
      count('query_queue_total', counters.queryQueueTotal, 'total history queued query'),
      count(
        'query_queue_timeout',
        counters.queryQueueTimeout,
        'total history query for timeout in queue',
      ),
      count('query_queue_slot_pending', 0, 'pending slots'),
      count('query_queue_slot_running', 0, 'running slots'),
      count('sql_block_hit_count', 0, 'total hit sql by sql block rule'),
      count('shortcircuit_query', 0, 'total shortcircuit query'),
      count('txn_begin', counters.txnBegin, 'counter of begining transactions'),
      count('txn_reject', counters.txnReject, 'counter of rejected transactions'),
      count('txn_success', counters.txnSuccess, 'counter of success transactions'),
      count('txn_failed', counters.txnFailed, 'counter of failed transactions'),
      count('load_add', counters.loadAdd, 'total load submit'),
      count('load_finished', counters.loadFinished, 'total load finished'),
      metric(
        'routine_load_jobs',
        'gauge',
        'routine load jobs',
        ['NEED_SCHEDULE', 'RUNNING', 'PAUSED', 'STOPPED', 'CANCELLED', 'UNSTABLE'].map((which) => ({
          labels: [leaderLabel, ['state', which]],
          value: onLeader(routineIn(which)),
        })),
      ),
      count('routine_load_paused', counters.routineLoadPaused, 'counter of routine load paused'),
      count('routine_load_rows', counters.routineLoadRows, 'total rows of routine load'),
      count(
        'routine_load_receive_bytes',
        counters.routineLoadReceiveBytes,
        'total receive bytes of routine load',
      ),
      count(
        'routine_load_error_rows',
        counters.routineLoadErrorRows,
        'total error rows of routine load',
      ),
      count('edit_log_write', counters.editLogWrite, 'counter of edit log write into bdbje'),
      count('edit_log_read', counters.editLogRead, 'counter of edit log read from bdbje'),
      count('edit_log_size_bytes', counters.editLogSizeBytes, 'size of edit log'),
      gauge('editlog_stacked_num', gauges.editLogStacked, 'counter of edit log that are stacked'),
      count('image_write', counters.imageWrite, 'counter of image generated'),
      count(
        'image_push',
        counters.imagePush,
        'counter of image succeeded in pushing to other frontends',
      ),
      metric('scheduled_tablet_num', 'gauge', 'number of tablets being scheduled', [
        { labels: [leaderLabel], value: onLeader(gauges.scheduledTablets) },
      ]),
      ...perBackend(state, leaderLabel, onLeader),
      gauge('report_queue_size', onLeader(gauges.reportQueueSize), 'report queue size'),
      gauge('tablet_count', tablets, 'tablet count'),
      metric(
        'memory',
        'gauge',
        'memory statistics',
        byLabel('type', { tablet_count: tablets, tablet_bytes: tablets * 432 }),
      ),
      gauge('database_num', databases.length, 'count of database'),
      metric(
        'table_num',
        'gauge',
        'count of table',
        perDatabase((name) => tablesOf(name).length),
      ),
      metric(
        'db_size_bytes',
        'gauge',
        'size of database in bytes',
        perDatabase((name) =>
          onLeader(tablesOf(name).reduce((sum, table) => sum + table.reportedBytes, 0)),
        ),
      ),
      count('unfinished_backup_job', 0, 'current unfinished backup job'),
      count('unfinished_restore_job', 0, 'current unfinished restore job'),
      count('http_connections_num', 2, 'the number of established http connections currently'),
      count('http_handling_requests_num', 1, 'the number of http requests that is being handled'),
      metric('thread_pool', 'gauge', 'thread_pool statistics', threadPools(fe)),
      metric(
        'snmp',
        'gauge',
        'All TCP packets retransmitted',
        byLabel('name', {
          tcp_retrans_segs: fe.snmp.tcpRetransSegs,
          tcp_in_errs: fe.snmp.tcpInErrs,
          tcp_in_segs: fe.snmp.tcpInSegs,
          tcp_out_segs: fe.snmp.tcpOutSegs,
        }),
      ),
    ],
    histograms: [
      histogram('query_latency_ms', fe.latency),
      histogram('editlog_write_latency_ms', fe.editLogLatency),
      histogram('journal_write_latency_ms', fe.editLogLatency),
    ],
    late: [
      metric(
        'connection_total',
        'gauge',
        'total connection',
        byLabel('user', fe.connectionsByUser),
      ),
      metric(
        'txn_running',
        'gauge',
        'number of running transactions',
        databases.map((db) => ({
          labels: [['db', db.name]],
          value: onLeader(
            transactionsOf(db.name).filter((txn) => txn.source !== 'ROUTINE_LOAD_TASK').length,
          ),
        })),
      ),
    ],
    nodeInfo: nodeInfo(state, leads),
  };
}

/** Only BEs have these: `tablet_num` and the score each last reported. */
function perBackend(
  state: ClusterState,
  leaderLabel: readonly [string, string],
  onLeader: (value: number) => number,
): readonly Metric[] {
  const samples = (value: (node: ComputeNodeState) => number): readonly Sample[] =>
    state.backends.map((node) => ({
      labels: [leaderLabel, ['backend', `${node.host}:${String(node.heartbeatPort)}`]],
      value: onLeader(value(node)),
    }));
  return state.backends.length === 0
    ? []
    : [
        metric(
          'tablet_num',
          'gauge',
          'tablet number',
          samples((node) => node.tabletNum),
        ),
        metric(
          'tablet_max_compaction_score',
          'gauge',
          'tablet max compaction score',
          samples((node) => node.storage?.reported.maxScore ?? 0),
        ),
      ];
}

function threadPools(fe: FrontendState): readonly Sample[] {
  return [
    'heartbeat-mgr-pool',
    'connect-scheduler-check-timer',
    'leader-pending-load-task-scheduler-pool',
  ].flatMap((name, index) => [
    {
      labels: [
        ['name', name],
        ['type', 'pool_size'],
      ] as const,
      value: 8 + index,
    },
    {
      labels: [
        ['name', name],
        ['type', 'active_thread_num'],
      ] as const,
      value: index,
    },
    {
      labels: [
        ['name', name],
        ['type', 'task_in_queue'],
      ] as const,
      value: 0,
    },
    {
      labels: [
        ['name', name],
        ['type', 'completed_task_count'],
      ] as const,
      value: Math.floor(fe.counters.requestTotal / (index + 3)),
    },
  ]);
}

function histogram(name: string, latency: LatencyState): Metric {
  const quantiles: readonly (readonly [string, number])[] = [
    ['0.75', latency.p75],
    ['0.95', latency.p95],
    ['0.98', latency.p98],
    ['0.99', latency.p99],
    ['0.999', latency.p999],
  ];
  return {
    name,
    help: '',
    type: 'summary',
    double: true,
    samples: [
      ...quantiles.map(([quantile, value]): Sample => ({
        labels: [['quantile', quantile]],
        value,
      })),
      { labels: [['', 'sum']], value: latency.count * latency.mean },
      { labels: [['', 'count']], value: latency.count },
    ],
  };
}

function nodeInfo(state: ClusterState, leads: boolean): readonly Sample[] {
  const of = (type: string, stateName: string, value: number): Sample => ({
    labels: [
      ['type', type],
      ['state', stateName],
    ],
    value,
  });
  const alive = (nodes: readonly { readonly alive: boolean }[]): number =>
    nodes.filter((node) => node.alive).length;
  return [
    of('fe_node_num', 'total', state.frontends.length),
    of('fe_node_num', 'alive', alive(state.frontends)),
    of('be_node_num', 'total', state.backends.length),
    of('be_node_num', 'alive', alive(state.backends)),
    of(
      'be_node_num',
      'decommissioned',
      state.backends.filter((node) => node.decommissioned).length,
    ),
    of('broker_node_num', 'dead', state.brokers.filter((broker) => !broker.alive).length),
    of('cn_node_num', 'total', state.computeNodes.length),
    of('cn_node_num', 'alive', alive(state.computeNodes)),
    ...(leads ? [{ labels: [['type', 'is_master']] as const, value: 1 }] : []),
  ];
}
