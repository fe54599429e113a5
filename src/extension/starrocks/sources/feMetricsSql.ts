import {
  frontendMetricNames,
  isOfFrontend,
  toFrontendMetrics,
  type FrontendMetrics,
} from './feMetrics';
import { metricsStatement, readMetrics, type MetricsTable } from './metricsBySql';
import type { SqlSource } from './source';

/** Latencies are summaries: idle FEs give nonsense there. A fraction cut off a gauge looks frozen. */
const onlyByHttp: Readonly<Record<string, readonly string[]>> = {
  starrocks_fe_query_latency_ms: ['p75', 'p95', 'p99'],
  starrocks_fe_query_latency_ms_count: ['latencyCount'],
  starrocks_fe_qps: ['qpsGauge'],
  starrocks_fe_editlog_write_latency_ms: ['editLogP99'],
};

const table: MetricsTable = {
  table: 'fe_metrics',
  nodeColumn: 'FE_ID',
  prefix: 'starrocks_fe_',
  names: [...frontendMetricNames].filter((name) => !Object.hasOwn(onlyByHttp, name)),
  labelsOf: labelsOfJson,
};

/**
 * Metrics of all FEs by FE name, where their HTTP port is closed to us: a BE or CN asks every alive
 * FE over HTTP, so one that is closed to the BEs as well fails the whole statement.
 */
export const feMetricsSql: SqlSource<ReadonlyMap<string, FrontendMetrics>> = {
  id: 'feMetricsSql',
  privilege: 'operate',
  select: true,
  forms: [
    {
      form: 'fe_metrics',
      sql: metricsStatement(table),
      parse: (answer) => {
        const { value, rows } = readMetrics(answer, table);
        const needsHttp = Object.values(onlyByHttp).flat();
        const all = [...value].map(
          ([name, text]) => [name, { ...toFrontendMetrics(text), needsHttp }] as const,
        );
        return { value: new Map(all.filter(([, metrics]) => isOfFrontend(metrics))), rows };
      },
    },
  ],
};

/** `{"metric":"jvm_heap_size_bytes","type":"used"}`; `node_info` says `status` for `state` here. */
function labelsOfJson(cell: string): Readonly<Record<string, string>> | undefined {
  try {
    const tags: unknown = JSON.parse(cell);
    return typeof tags === 'object' && tags !== null && !Array.isArray(tags)
      ? Object.fromEntries(
          Object.entries(tags).map(([key, value]) => [
            key === 'status' ? 'state' : key,
            String(value),
          ]),
        )
      : undefined;
  } catch {
    return undefined;
  }
}
