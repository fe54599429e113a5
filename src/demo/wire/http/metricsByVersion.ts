/** What a version makes of the metrics: names it lacks, labels it does not put. */
import type { Profile } from '../../profiles/profile';
import type { FrontendMetrics } from './feMetrics';
import type { Metric } from './metric';

export function inVersion(
  metrics: FrontendMetrics,
  { frontendAbsent, leaderLabel, connectionsByUser, allNodeInfo }: Profile['metrics'],
): FrontendMetrics {
  const absent = new Set(frontendAbsent);
  const change = (list: readonly Metric[]): readonly Metric[] =>
    list
      .filter((each) => !absent.has(each.name))
      .map((each) => (leaderLabel ? each : withoutLabel(each, 'is_leader')))
      .map((each) =>
        each.name === 'connection_total' && !connectionsByUser ? summed(each) : each,
      );
  return {
    ...metrics,
    counters: change(metrics.counters),
    histograms: change(metrics.histograms),
    late: change(metrics.late),
    nodeInfo: allNodeInfo
      ? metrics.nodeInfo
      : metrics.nodeInfo.filter(({ labels }) => {
          const { type, state } = Object.fromEntries(labels);
          return type !== 'cn_node_num' && !(type === 'fe_node_num' && state === 'alive');
        }),
  };
}

function withoutLabel(each: Metric, label: string): Metric {
  return {
    ...each,
    samples: each.samples.map((sample) => ({
      ...sample,
      labels: sample.labels.filter(([key]) => key !== label),
    })),
  };
}

function summed(each: Metric): Metric {
  const value = each.samples.reduce((sum, sample) => sum + sample.value, 0);
  return { ...each, samples: [{ labels: [], value }] };
}
