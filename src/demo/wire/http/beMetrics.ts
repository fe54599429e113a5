/** What a BE or CN exports at /metrics: registry metrics (prefix) and bvar lines (none). */
import { profileOf } from '../../profiles/profiles';
import { uuidOf } from '../../state/dice';
import type { ClusterState } from '../../truth';
import type { ComputeNodeState, ResourceGroupUse } from '../../truthNodes';
import { compactionMetrics, compactionRequests } from './compactionMetrics';
import { byLabel, metric, type Metric } from './metric';

/** Registry metrics by name without `starrocks_be_`, sorted as the process sorts them. */
export function nodeMetrics(state: ClusterState, node: ComputeNodeState): readonly Metric[] {
  const { counters, published, cache } = node;
  const disks = node.storage?.reported.disks ?? node.disks;
  const count = (name: string, value: number): Metric => metric(name, 'counter', '', value);
  const gauge = (name: string, value: number): Metric => metric(name, 'gauge', '', value);
  const j = published.cpuJiffies;
  const network = (
    field: 'receiveBytes' | 'sendBytes' | 'receivePackets' | 'sendPackets',
  ): Readonly<Record<string, number>> =>
    Object.fromEntries(
      Object.entries(published.network).map(([device, values]) => [device, values[field]]),
    );
  const device = (
    field: keyof ComputeNodeState['system']['blockDevices'][string],
  ): Readonly<Record<string, number>> =>
    Object.fromEntries(
      Object.entries(published.blockDevices).map(([name, values]) => [name, values[field]]),
    );
  const path = (
    field: 'totalBytes' | 'availBytes' | 'dataUsedBytes',
  ): Readonly<Record<string, number>> =>
    Object.fromEntries(disks.map((disk) => [disk.path, disk[field]]));
  const mem = published.processMemBytes;
  const ofGroups = (field: keyof ResourceGroupUse): Readonly<Record<string, number>> =>
    Object.fromEntries(
      Object.entries(published.resourceGroups).map(([name, use]) => [name, use[field]]),
    );
  const metrics: Metric[] = [
    metric(
      'cpu',
      'counter',
      '',
      byLabel('mode', {
        guest: j.guest,
        guest_nice: j.guestNice,
        idle: j.idle,
        iowait: j.iowait,
        irq: j.irq,
        nice: j.nice,
        soft_irq: j.softIrq,
        steal: j.steal,
        system: j.system,
        user: j.user,
      }),
    ),
    ...compactionMetrics(node),
    metric('disk_bytes_read', 'counter', '', byLabel('device', device('readBytes'))),
    metric('disk_bytes_written', 'counter', '', byLabel('device', device('writtenBytes'))),
    metric('disk_reads_completed', 'counter', '', byLabel('device', device('reads'))),
    metric('disk_writes_completed', 'counter', '', byLabel('device', device('writes'))),
    metric('disk_read_time_ms', 'counter', '', byLabel('device', device('readMs'))),
    metric('disk_write_time_ms', 'counter', '', byLabel('device', device('writeMs'))),
    metric('disk_io_time_ms', 'counter', '', byLabel('device', device('ioMs'))),
    metric('disk_io_time_weigthed', 'counter', '', byLabel('device', device('ioWeightedMs'))),
    metric('disks_total_capacity', 'gauge', '', byLabel('path', path('totalBytes'))),
    metric('disks_avail_capacity', 'gauge', '', byLabel('path', path('availBytes'))),
    metric('disks_data_used_capacity', 'gauge', '', byLabel('path', path('dataUsedBytes'))),
    metric(
      'disks_state',
      'gauge',
      '',
      disks.map((disk) => ({
        labels: [['path', disk.path]] as const,
        value: disk.usable ? 1 : 0,
      })),
    ),
    metric('engine_requests_total', 'counter', '', [
      {
        labels: [
          ['status', 'failed'],
          ['type', 'publish'],
        ],
        value: counters.publishFailed,
      },
      {
        labels: [
          ['status', 'total'],
          ['type', 'publish'],
        ],
        value: counters.publishTotal,
      },
      {
        labels: [
          ['status', 'failed'],
          ['type', 'create_tablet'],
        ],
        value: 0,
      },
      {
        labels: [
          ['status', 'total'],
          ['type', 'create_tablet'],
        ],
        value: 24_120,
      },
      ...compactionRequests(node),
    ]),
    count('load_rows', counters.loadRows),
    count('load_bytes', counters.loadBytes),
    metric(
      'stream_load',
      'counter',
      '',
      byLabel('type', {
        load_rows: counters.streamLoadRows,
        receive_bytes: counters.streamLoadBytes,
      }),
    ),
    count('streaming_load_requests_total', counters.streamingLoadRequests),
    count('streaming_load_bytes', counters.streamLoadBytes),
    count('streaming_load_duration_ms', counters.streamingLoadRequests * 2100),
    gauge('streaming_load_current_processing', 0),
    metric(
      'txn_request',
      'counter',
      '',
      byLabel('type', {
        begin: counters.txnBegin,
        commit: counters.txnCommit,
        exec: 0,
        rollback: counters.txnRollback,
      }),
    ),
    metric('network_receive_bytes', 'counter', '', byLabel('device', network('receiveBytes'))),
    metric('network_receive_packets', 'counter', '', byLabel('device', network('receivePackets'))),
    metric('network_send_bytes', 'counter', '', byLabel('device', network('sendBytes'))),
    metric('network_send_packets', 'counter', '', byLabel('device', network('sendPackets'))),
    metric(
      'snmp',
      'counter',
      '',
      byLabel('name', {
        tcp_in_errs: published.snmp.tcpInErrs,
        tcp_in_segs: published.snmp.tcpInSegs,
        tcp_out_segs: published.snmp.tcpOutSegs,
        tcp_retrans_segs: published.snmp.tcpRetransSegs,
      }),
    ),
    gauge('max_disk_io_util_percent', published.maxDiskIoUtilPct),
    gauge('max_network_receive_bytes_rate', published.maxNetworkReceiveRate),
    gauge('max_network_send_bytes_rate', published.maxNetworkSendRate),
    count('query_scan_bytes', counters.queryScanBytes),
    count('query_scan_rows', counters.queryScanRows),
    gauge('process_mem_bytes', mem),
    gauge('query_mem_bytes', Math.round(mem * 0.31)),
    gauge('load_mem_bytes', Math.round(mem * 0.06)),
    gauge('metadata_mem_bytes', Math.round(mem * 0.08)),
    gauge('compaction_mem_bytes', Math.round(mem * 0.04)),
    gauge('update_mem_bytes', Math.round(mem * 0.05)),
    gauge('storage_page_cache_mem_bytes', Math.round(mem * 0.2)),
    gauge('column_pool_mem_bytes', Math.round(mem * 0.01)),
    gauge('datacache_mem_bytes', cache.memUsedBytes),
    gauge('jemalloc_allocated_bytes', Math.round(mem * 0.97)),
    gauge('jemalloc_resident_bytes', Math.round(mem * 1.06)),
    gauge('process_thread_num', published.processThreads),
    gauge('process_fd_num_used', published.processFdUsed),
    gauge('process_fd_num_limit_soft', published.processFdSoftLimit),
    gauge('process_fd_num_limit_hard', published.processFdHardLimit),
    gauge('fd_num_used', published.hostFdUsed),
    gauge('fd_num_limit', published.hostFdLimit),
    gauge('pip_query_ctx_cnt', published.pipelineQueries),
    gauge('pipe_drivers', published.pipelineDrivers),
    gauge('pipe_driver_queue_len', Math.max(0, published.pipelineQueries - 4)),
    gauge('page_cache_capacity', 12_079_595_520),
    gauge('page_cache_lookup_count', Math.floor(counters.queryScanRows / 4096)),
    gauge('page_cache_hit_count', Math.floor((counters.queryScanRows / 4096) * 0.91)),
    metric('query_cache_hit_ratio', 'gauge', '', 0, true),
    metric(
      'resource_group_inuse_cpu_cores',
      'gauge',
      '',
      byLabel('name', ofGroups('cpuCores')),
      true,
    ),
    metric('resource_group_mem_inuse_bytes', 'gauge', '', byLabel('name', ofGroups('memoryBytes'))),
    metric('resource_group_running_queries', 'gauge', '', byLabel('name', ofGroups('queries'))),
    count('http_requests_total', 0),
  ];
  const absent = new Set(profileOf(state.profile).metrics.backendAbsent);
  return metrics
    .filter((each) => !absent.has(each.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** bvar lines by name: gauges of bRPC and of the lake code. */
export function nodeBvars(
  state: ClusterState,
  node: ComputeNodeState,
): readonly (readonly [string, number])[] {
  const uptime = Math.max(0, Math.floor((state.at - node.startedAt) / 1000));
  const compacting = state.compactions.running.filter((task) =>
    task.tasks.some((part) => part.nodeId === node.id),
  ).length;
  const latency =
    9000 +
    (parseInt(uuidOf(state.seed, 'publish', Math.floor(state.at / 10_000)).slice(0, 3), 16) % 4000);
  return [
    ['bthread_worker_usage', node.cpuPct / 12],
    ['lake_metacache_capacity', 2_147_483_648],
    ['lake_metacache_usage', 1_903_226_880],
    ['lake_metadata_cache_hit_minute', 41_200 + node.id],
    ['lake_metadata_cache_miss_minute', 812],
    ['lake_publish_tablet_version_count', node.counters.publishTotal * 16],
    ['lake_publish_tablet_version_latency', latency],
    ['lake_publish_tablet_version_latency_99', latency * 4],
    ['lake_publish_tablet_version_qps', 21],
    ['lake_publish_version_active_tasks', compacting],
    ['lake_publish_version_failed_tasks', node.counters.publishFailed],
    ['lake_publish_version_queued_tasks', 0],
    ['lake_vacuum_active_tasks', 1],
    ['lake_vacuum_queued_tasks', 0],
    ['process_cpu_usage', (node.cpuPct / 100) * node.cpuCores],
    ['process_memory_resident', Math.round(node.memUsedBytes * 1.06)],
    ['process_uptime', uptime],
    ['rpc_server_8060_connection_count', 14],
    ['starlet_io_read_bytes_second', 5_100_200],
    ['starlet_io_write_bytes_second', 2_100_200],
    ['system_loadavg_15m', node.loadAverage.m15],
    ['system_loadavg_1m', node.loadAverage.m1],
    ['system_loadavg_5m', node.loadAverage.m5],
  ];
}

const SIX_DECIMALS = 6;

export function nodeValue(value: number, double: boolean): string {
  return Number.isNaN(value) ? 'nan' : double ? value.toFixed(SIX_DECIMALS) : String(value);
}

export function bvarValue(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 1000) / 1000);
}

export type NodeValueText = (name: string, text: string) => string;

export function nodeMetricsText(
  state: ClusterState,
  node: ComputeNodeState,
  override: NodeValueText = (_name, text) => text,
): string {
  const lines: string[] = [];
  const prefix = `${profileOf(state.profile).metrics.prefix}_be`;
  for (const each of nodeMetrics(state, node)) {
    const name = `${prefix}_${each.name}`;
    lines.push(`# TYPE ${name} ${each.type}`);
    for (const sample of each.samples) {
      const labels = [...sample.labels].sort(([a], [b]) => (a < b ? -1 : 1));
      const text =
        labels.length === 0
          ? ''
          : `{${labels.map(([key, value]) => `${key}="${value}"`).join(',')}}`;
      lines.push(`${name}${text} ${override(each.name, nodeValue(sample.value, each.double))}`);
    }
  }
  for (const [name, value] of nodeBvars(state, node)) {
    lines.push(
      `# HELP ${name}`,
      `# TYPE ${name} gauge`,
      `${name} ${override(name, bvarValue(value))}`,
    );
  }
  const rpc = 'rpc_server_8060_p_internal_service_exec_plan_fragment';
  lines.push(`# HELP ${rpc}`, `# TYPE ${rpc} summary`);
  for (const [quantile, value] of [
    ['0.8', 812],
    ['0.9', 1410],
    ['0.99', 5120],
    ['0.999', 9001],
    ['0.9999', 12_000],
    ['1', 15_001],
  ] as const) {
    lines.push(`${rpc}{quantile="${quantile}"} ${override(rpc, String(value))}`);
  }
  lines.push(`${rpc}_sum 98123`, `${rpc}_count 120`);
  return `${lines.join('\n')}\n`;
}
