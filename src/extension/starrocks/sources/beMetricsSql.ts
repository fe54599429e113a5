import {
  computeMetricNames,
  isOfComputeNode,
  toComputeMetrics,
  type ComputeMetrics,
} from './beMetrics';
import { metricsStatement, readMetrics, type MetricsTable } from './metricsBySql';
import type { SqlSource } from './source';

const prefix = 'starrocks_be_';

/** A bvar, and those are not in the table; cores in use, whose fraction is cut off there. */
const onlyByHttp: readonly string[] = ['load1m', 'groupCores'];
const groupCores = `${prefix}resource_group_inuse_cpu_cores`;

const table: MetricsTable = {
  table: 'be_metrics',
  nodeColumn: 'BE_ID',
  prefix,
  names: [...computeMetricNames].filter((name) => name.startsWith(prefix) && name !== groupCores),
  labelsOf: labelsOfPairs,
};

/**
 * Metrics of all BEs and CNs by node id, where their HTTP port is closed to us. Every node must
 * answer; in shared-data only those of the current warehouse are asked.
 */
export const beMetricsSql: SqlSource<ReadonlyMap<string, ComputeMetrics>> = {
  id: 'beMetricsSql',
  privilege: 'operate',
  select: true,
  forms: [
    {
      form: 'be_metrics',
      sql: metricsStatement(table),
      parse: (answer) => {
        const { value, rows } = readMetrics(answer, table);
        const all = [...value].map(
          ([id, text]) => [id, { ...toComputeMetrics(text), needsHttp: onlyByHttp }] as const,
        );
        return { value: new Map(all.filter(([, metrics]) => isOfComputeNode(metrics))), rows };
      },
    },
  ],
};

/** `type=read,path=/data1`; a comma inside a value does not begin a label. */
function labelsOfPairs(cell: string): Readonly<Record<string, string>> | undefined {
  const labels: Record<string, string> = {};
  for (const pair of cell === '' ? [] : cell.split(/,(?=[A-Za-z_]\w*=)/)) {
    const [, key, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) {
      return undefined;
    }
    labels[key] = value;
  }
  return labels;
}
