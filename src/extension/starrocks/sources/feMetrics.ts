import { builtInDatabases } from '../builtInDatabases';
import { MalformedAnswer } from '../failures';
import { MetricsReader, MetricsText } from '../prometheusText';
import type { HttpSource } from './source';

/**
 * What is kept of one FE's /metrics. Counters are cumulative. null = the name was absent
 * (`unsupported-version`), or present but unusable (NaN, −1, not a number): then `unusable` names it.
 */
export type FrontendMetrics = {
  readonly queryTotal: number | null;
  readonly requestTotal: number | null;
  readonly queryErr: number | null;
  readonly queryInternalErr: number | null;
  readonly queryAnalysisErr: number | null;
  readonly queryTimeout: number | null;
  readonly slowQuery: number | null;
  /** ms, this FE's own decaying window. */
  readonly p75: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly latencyCount: number | null;
  /** Σ over users; 0 when the scrape worked and no series exists is a real 0. */
  readonly connections: number | null;
  /** The same by user; null where the version sums them up itself. */
  readonly connectionsByUser: Readonly<Record<string, number>> | null;
  readonly queuePending: number | null;
  readonly queueTimeout: number | null;
  readonly txnBegin: number | null;
  readonly txnSuccess: number | null;
  readonly txnFailed: number | null;
  /** Leader: running transactions by database, of none before one was created; null where the version has no such gauge. */
  readonly txnRunningByDatabase: Readonly<Record<string, number>> | null;
  /** Leader: running alter jobs. */
  readonly alterRunning: number | null;
  readonly editLogWrite: number | null;
  readonly metaLogCount: number | null;
  readonly maxJournalId: number | null;
  /** 15 s gauges: can freeze for good. */
  readonly maxTabletCompactionScore: number | null;
  readonly qpsGauge: number | null;
  readonly heapUsedBytes: number | null;
  readonly heapMaxBytes: number | null;
  readonly oldGcMs: number | null;
  /** 15 s gauge of the leader: 1 while new transactions are refused. */
  readonly safeMode: number | null;
  /** Leader: 0.99 quantile of one journal write with its waiting, ms. */
  readonly editLogP99: number | null;
  /** Brokers that are dead, as this FE counts them. */
  readonly brokersDead: number | null;
  /** Fullest figure of each thread pool: threads, active ones or waiting tasks; null = no such series. */
  readonly threadPools: Readonly<Record<string, number>> | null;
  /** Whether it says `node_info{type="is_master"} 1`; null when it tells of no nodes at all. */
  readonly isLeader: boolean | null;
  readonly databases: number | null;
  readonly tables: number | null;
  /** Leader: bytes by database, all replicas; null on other FEs, which know none. */
  readonly databaseBytes: Readonly<Record<string, number>> | null;
  /** Keys of this type whose value was there but unusable (`malformed`). */
  readonly unusable: readonly string[];
  /** Keys of this type that SQL cannot tell; absent when the answer came over HTTP. */
  readonly needsHttp?: readonly string[];
  /** Lines that did not parse: counted, never fatal. */
  readonly badLines: number;
};

const fe = 'starrocks_fe_';

/** Names of the series that are read. */
export const frontendMetricNames: ReadonlySet<string> = new Set([
  ...[
    'query_total',
    'request_total',
    'query_err',
    'query_internal_err',
    'query_analysis_err',
    'query_timeout',
    'slow_query',
    'query_latency_ms',
    'query_latency_ms_count',
    'connection_total',
    'query_queue_pending',
    'query_queue_timeout',
    'txn_begin',
    'txn_success',
    'txn_failed',
    'txn_running',
    'job',
    'edit_log_write',
    'meta_log_count',
    'max_journal_id',
    'max_tablet_compaction_score',
    'qps',
    'safe_mode',
    'editlog_write_latency_ms',
    'thread_pool',
    'database_num',
    'table_num',
    'db_size_bytes',
  ].map((name) => fe + name),
  'jvm_heap_size_bytes',
  'jvm_old_gc',
  'node_info',
]);

/** GET /metrics of one FE: no login, one lock inside the FE, so never two at once to the same one. */
export const feMetrics: HttpSource<FrontendMetrics> = {
  id: 'feMetrics',
  form: 'metrics',
  path: '/metrics',
  open: () => {
    const text = new MetricsText(frontendMetricNames);
    return {
      line: (line) => text.line(line),
      finish: () => {
        if (text.sampleLines === 0) {
          throw new MalformedAnswer('the metrics are empty: the FE has not finished starting');
        }
        const value = toFrontendMetrics(text);
        if (!isOfFrontend(value)) {
          throw new MalformedAnswer('this is not the /metrics of a StarRocks FE');
        }
        return { value, rows: text.sampleLines };
      },
    };
  },
};

/** Whether any of the figures is there that every FE has. */
export function isOfFrontend(value: FrontendMetrics): boolean {
  return value.queryTotal !== null || value.maxJournalId !== null || value.heapUsedBytes !== null;
}

/** What is kept of an FE's samples, however they came. */
export function toFrontendMetrics(text: MetricsText): FrontendMetrics {
  const reader = new MetricsReader(text);
  const single = (field: string, name: string): number | null => reader.value(field, fe + name);
  const quantile = (field: string, q: string): number | null =>
    reader.value(field, `${fe}query_latency_ms`, { quantile: q });
  const leads = isLeader(text);
  const sizes = reader.byLabel('databaseBytes', `${fe}db_size_bytes`, 'db_name');
  const connections = reader.sum('connections', `${fe}connection_total`);
  return {
    queryTotal: single('queryTotal', 'query_total'),
    requestTotal: single('requestTotal', 'request_total'),
    queryErr: single('queryErr', 'query_err'),
    queryInternalErr: single('queryInternalErr', 'query_internal_err'),
    queryAnalysisErr: single('queryAnalysisErr', 'query_analysis_err'),
    queryTimeout: single('queryTimeout', 'query_timeout'),
    slowQuery: single('slowQuery', 'slow_query'),
    p75: quantile('p75', '0.75'),
    p95: quantile('p95', '0.95'),
    p99: quantile('p99', '0.99'),
    latencyCount: single('latencyCount', 'query_latency_ms_count'),
    connections: text.samples(`${fe}connection_total`).length === 0 ? 0 : connections,
    connectionsByUser: connectionsByUser(reader, text),
    queuePending: single('queuePending', 'query_queue_pending'),
    queueTimeout: single('queueTimeout', 'query_queue_timeout'),
    txnBegin: single('txnBegin', 'txn_begin'),
    txnSuccess: single('txnSuccess', 'txn_success'),
    txnFailed: single('txnFailed', 'txn_failed'),
    txnRunningByDatabase: transactionsByDatabase(reader, text),
    alterRunning: reader.sum('alterRunning', `${fe}job`, { job: 'alter', state: 'running' }),
    editLogWrite: single('editLogWrite', 'edit_log_write'),
    metaLogCount: single('metaLogCount', 'meta_log_count'),
    maxJournalId: single('maxJournalId', 'max_journal_id'),
    maxTabletCompactionScore: single('maxTabletCompactionScore', 'max_tablet_compaction_score'),
    qpsGauge: single('qpsGauge', 'qps'),
    heapUsedBytes: reader.value('heapUsedBytes', 'jvm_heap_size_bytes', { type: 'used' }),
    heapMaxBytes: reader.value('heapMaxBytes', 'jvm_heap_size_bytes', { type: 'max' }),
    oldGcMs: reader.value('oldGcMs', 'jvm_old_gc', { type: 'time' }),
    safeMode: single('safeMode', 'safe_mode'),
    editLogP99: reader.value('editLogP99', `${fe}editlog_write_latency_ms`, { quantile: '0.99' }),
    brokersDead: reader.value('brokersDead', 'node_info', {
      type: 'broker_node_num',
      state: 'dead',
    }),
    threadPools: threadPoolsOf(text),
    isLeader: leads,
    databases: single('databases', 'database_num'),
    tables: reader.sum('tables', `${fe}table_num`),
    databaseBytes: leads === true && sizes !== null ? Object.fromEntries(sizes) : null,
    unusable: reader.unusable,
    badLines: text.badLines,
  };
}

/** A line per database that was created, so that none at all is of a cluster in which none was yet. */
function transactionsByDatabase(
  reader: MetricsReader,
  text: MetricsText,
): FrontendMetrics['txnRunningByDatabase'] {
  const name = `${fe}txn_running`;
  if (text.samples(name).length === 0) {
    const created = text
      .samples(`${fe}table_num`)
      .some(({ labels }) => !builtInDatabases.has(labels['db_name'] ?? ''));
    return text.samples(`${fe}database_num`).length > 0 && !created ? {} : null;
  }
  const running = reader.byLabel('txnRunningByDatabase', name, 'db');
  return running === null ? null : Object.fromEntries(running);
}

function connectionsByUser(
  reader: MetricsReader,
  text: MetricsText,
): FrontendMetrics['connectionsByUser'] {
  const name = `${fe}connection_total`;
  const samples = text.samples(name);
  if (samples.some(({ labels }) => labels['user'] === undefined)) {
    return null;
  }
  const counts = samples.length === 0 ? [] : reader.byLabel('connectionsByUser', name, 'user');
  return counts === null ? null : Object.fromEntries(counts);
}

function isLeader(text: MetricsText): boolean | null {
  const told = text.samples('node_info');
  return told.length === 0
    ? null
    : told.some(({ labels, value }) => labels['type'] === 'is_master' && value === 1);
}

/** The count of completed tasks grows for ever; the others tell how full a pool is. */
function threadPoolsOf(text: MetricsText): FrontendMetrics['threadPools'] {
  const samples = text.samples(`${fe}thread_pool`);
  const pools: Record<string, number> = {};
  for (const { labels, value } of samples) {
    const name = labels['name'];
    const counts = labels['type'] !== 'completed_task_count' && Number.isFinite(value);
    if (name !== undefined && counts) {
      pools[name] = Math.max(pools[name] ?? value, value);
    }
  }
  return samples.length === 0 ? null : pools;
}
