/** An FE's metrics in the two forms of its HTTP port: Prometheus text and JSON. */
import { profileOf } from '../../profiles/profiles';
import { javaDouble } from '../../statements/format';
import type { ClusterState } from '../../truth';
import type { FrontendState } from '../../truthFrontends';
import { frontendMetrics } from './feMetrics';
import type { Metric, Sample } from './metric';

/** Label values are not escaped: a quote in a name breaks the line, as it does in StarRocks. */
function labelText(labels: Sample['labels']): string {
  return labels.length === 0
    ? ''
    : `{${labels.map(([key, value]) => `${key}="${value}"`).join(', ')}}`;
}

export type ValueText = (name: string, value: number, double: boolean) => string;

export const plainValue: ValueText = (_name, value, double) =>
  double ? javaDouble(value) : String(value);

export function frontendMetricsText(
  state: ClusterState,
  fe: FrontendState,
  text: ValueText = plainValue,
): string {
  const { jvm, counters, histograms, late, nodeInfo: info } = frontendMetrics(state, fe);
  const prefix = `${profileOf(state.profile).metrics.prefix}_fe`;
  const lines: string[] = [];
  for (const each of jvm) {
    lines.push(`# HELP  ${each.name} ${each.help}`, `# TYPE  ${each.name} ${each.type}`);
    lines.push(
      ...each.samples.map(
        (sample) =>
          `${each.name}${labelText(sample.labels)} ${text(each.name, sample.value, false)}`,
      ),
    );
  }
  const write = (each: Metric): void => {
    const name = `${prefix}_${each.name}`;
    lines.push(`# HELP ${name} ${each.help}`, `# TYPE ${name} ${each.type}`);
    for (const sample of each.samples) {
      const [first] = sample.labels;
      if (each.type === 'summary' && first?.[0] === '') {
        const isCount = first[1] === 'count';
        lines.push(`${name}_${first[1]} ${text(each.name, sample.value, !isCount)}`);
      } else {
        lines.push(
          `${name}${labelText(sample.labels)} ${text(each.name, sample.value, each.double)}`,
        );
      }
    }
  };
  // Series of one name are not adjacent in a real FE: the per-database ones come late.
  const scattered = new Set(['snmp', 'routine_load_jobs']);
  counters.filter((each) => !scattered.has(each.name)).forEach(write);
  counters.filter((each) => scattered.has(each.name)).forEach(write);
  histograms.forEach(write);
  late.forEach(write);
  lines.push('# TYPE  node_info gauge');
  lines.push(
    ...info.map(
      (sample) => `node_info${labelText(sample.labels)} ${text('node_info', sample.value, false)}`,
    ),
  );
  return `${lines.join('\n')}\n`;
}

export type TaggedMetric = {
  readonly tags: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly value: number;
};

/** The JSON form, which is also what information_schema.fe_metrics reads. */
export function frontendMetricsTagged(
  state: ClusterState,
  fe: FrontendState,
): readonly TaggedMetric[] {
  const { jvm, counters, histograms, late, nodeInfo: info } = frontendMetrics(state, fe);
  const plain = [...jvm, ...counters, ...late].flatMap((each) =>
    each.samples.map((sample) => ({
      tags: { metric: each.name, ...Object.fromEntries(sample.labels) },
      unit: each.name.startsWith('query_') || each.name === 'request_total' ? 'requests' : 'nounit',
      value: sample.value,
    })),
  );
  const summaries = histograms.flatMap((each) =>
    each.samples.map((sample) => {
      const dotted = `starrocks_fe_${each.name.replaceAll('_', '.')}`;
      const [first] = sample.labels;
      const suffix = first?.[0] === '' ? `_${first[1]}` : '';
      return {
        tags: {
          metric: `${dotted}${suffix}`,
          ...(suffix === '' ? Object.fromEntries(sample.labels) : {}),
        },
        unit: suffix === '_count' ? 'nounit' : 'milliseconds',
        value: sample.value,
      };
    }),
  );
  const nodes = info.map((sample) => ({
    tags: {
      metric: 'node_info',
      ...Object.fromEntries(
        sample.labels.map(([key, value]) => [key === 'state' ? 'status' : key, value]),
      ),
    },
    unit: 'nounit',
    value: sample.value,
  }));
  return [...plain, ...summaries, ...nodes];
}
