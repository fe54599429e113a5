import type { SeriesId } from './series';

/** Official scrape configuration: one job per cluster, `group` fe (FE :8030) or be (BE, CN :8040). */
const fe = 'job="$job",group="fe"';
const be = 'job="$job",group="be"';

const sum = (metric: string, labels: string, window: string) =>
  `sum(rate(${metric}{${labels}}[${window}]))`;
const perFe = (metric: string) => `sum by (instance)(rate(${metric}{${fe}}[1m]))`;
const perBe = (metric: string) => `sum by (instance)(rate(${metric}{${be}}[2m]))`;
const latency = (quantile: string, by: '' | ' by (instance)') =>
  `max${by}(starrocks_fe_query_latency_ms{${fe},quantile="${quantile}"} and on(instance) (rate(starrocks_fe_query_latency_ms_count{${fe}}[5m]) > 0))`;
const cpu = `100 * (1 - sum by (instance)(rate(starrocks_be_cpu{${be},mode=~"idle|iowait"}[2m])) / sum by (instance)(rate(starrocks_be_cpu{${be},mode!~"guest|guest_nice"}[2m])))`;
const heap = `100 * jvm_heap_size_bytes{${fe},type="used"} / on(instance) jvm_heap_size_bytes{${fe},type="max"}`;
const disk = `100 * (1 - starrocks_be_disks_avail_capacity{${be}} / (starrocks_be_disks_total_capacity{${be}} > 0))`;
const devices = 'device!~"lo|veth.*|docker.*|cni.*|br-.*|virbr.*"';
const received = `starrocks_be_network_receive_bytes{${be},${devices}}[2m]`;
const sent = `starrocks_be_network_send_bytes{${be},${devices}}[2m]`;
const busy = `rate(starrocks_be_disk_io_time_ms{${be}}[2m])`;

/**
 * Series as PromQL, for whoever has Prometheus: `$job` is the job of the cluster. Gauges of the leader
 * are taken by `max`, for the other FEs export 0. A series that is not here comes from SQL alone, or
 * cannot be had of `/metrics` as exactly. Formulas: docs/prometheus.md.
 */
export const promql: Readonly<Partial<Record<SeriesId, string>>> = {
  'fe.alive': `count(up{${fe}} == 1)`,
  'fe.total': `count(up{${fe}})`,
  'compute.alive': `count(up{${be}} == 1)`,
  'compute.total': `count(up{${be}})`,
  'query.qps': sum('starrocks_fe_query_total', fe, '1m'),
  'query.rps': sum('starrocks_fe_request_total', fe, '1m'),
  'query.err_timeout': sum('starrocks_fe_query_timeout', fe, '5m'),
  'query.err_analysis': sum('starrocks_fe_query_analysis_err', fe, '5m'),
  'query.slow': sum('starrocks_fe_slow_query', fe, '5m'),
  'query.p75': latency('0.75', ''),
  'query.p95': latency('0.95', ''),
  'query.p99': latency('0.99', ''),
  'query.queued': `sum(starrocks_fe_query_queue_pending{${fe}})`,
  'conn.total': `sum(starrocks_fe_connection_total{${fe}})`,
  'cpu.avg': `avg(${cpu})`,
  'cpu.max': `max(${cpu})`,
  'heap.max': `max(${heap})`,
  'gc.old': `max(rate(jvm_old_gc{${fe},type="time"}[5m]))`,
  'disk.used': `sum(starrocks_be_disks_total_capacity{${be}}) - sum(starrocks_be_disks_avail_capacity{${be}})`,
  'disk.total': `sum(starrocks_be_disks_total_capacity{${be}})`,
  'disk.max_pct': `max(${disk})`,
  'compaction.score': `max(starrocks_fe_max_tablet_compaction_score{${fe}})`,
  'compaction.versions': `max(starrocks_be_max_tablet_rowset_num{${be}})`,
  'load.rows': sum('starrocks_be_load_rows', be, '2m'),
  'load.bytes': sum('starrocks_be_load_bytes', be, '2m'),
  'txn.success': sum('starrocks_fe_txn_success', fe, '5m'),
  'txn.failed': sum('starrocks_fe_txn_failed', fe, '5m'),
  'txn.running': `sum(max by (db)(starrocks_fe_txn_running{${fe}}))`,
  'routine.lag': `max(starrocks_fe_routine_load_max_lag_of_partition{${fe}})`,
  'net.rx': `sum(rate(${received}))`,
  'net.tx': `sum(rate(${sent}))`,
  'io.read': sum('starrocks_be_disk_bytes_read', be, '2m'),
  'io.write': sum('starrocks_be_disk_bytes_written', be, '2m'),
  'io.util_max': `max(${busy}) / 10`,
  'journal.write': sum('starrocks_fe_edit_log_write', fe, '1m'),
  'journal.image_gap': `max(starrocks_fe_meta_log_count{${fe}} and on(instance) (node_info{${fe},type="is_master"} == 1))`,
  'fe.up': `up{${fe}}`,
  'fe.qps': perFe('starrocks_fe_query_total'),
  'fe.p99': latency('0.99', ' by (instance)'),
  'fe.conn': `sum by (instance)(starrocks_fe_connection_total{${fe}})`,
  'fe.heap': heap,
  'fe.gc_old': `rate(jvm_old_gc{${fe},type="time"}[5m])`,
  'be.up': `up{${be}}`,
  'be.cpu': cpu,
  'be.disk_max': `max by (instance)(${disk})`,
  'be.versions': `starrocks_be_max_tablet_rowset_num{${be}}`,
  'be.scan_bytes': perBe('starrocks_be_query_scan_bytes'),
  'be.load_rows': perBe('starrocks_be_load_rows'),
  'be.net_rx': `sum by (instance)(rate(${received}))`,
  'be.net_tx': `sum by (instance)(rate(${sent}))`,
  'be.io_read': perBe('starrocks_be_disk_bytes_read'),
  'be.io_write': perBe('starrocks_be_disk_bytes_written'),
  'be.io_util': `max by (instance)(${busy}) / 10`,
};

/** One query per line of a chart, each below its title; undefined where PromQL has none of them. */
export function promqlText(
  lines: readonly { readonly series: SeriesId; readonly title: string }[],
): string | undefined {
  const known = lines.flatMap(({ series, title }) => {
    const query = promql[series];
    return query === undefined ? [] : [`# ${title.replace(/\s+/g, ' ')}\n${query}`];
  });
  return known.length === 0 ? undefined : `${known.join('\n\n')}\n`;
}
