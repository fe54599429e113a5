/** What a BE exports about its local compactions; a CN exports the same names with zeros. */
import type { ComputeNodeState } from '../../truthNodes';
import {
  COMPACTION_KINDS,
  NO_TALLY,
  type CompactionKind,
  type CompactionTally,
} from '../../truthStorage';
import { byLabel, metric, type Metric, type Sample } from './metric';

const tallyOf = (node: ComputeNodeState, kind: CompactionKind): CompactionTally =>
  node.storage?.tallies[kind] ?? NO_TALLY;

export function compactionMetrics(node: ComputeNodeState): readonly Metric[] {
  const gauge = (name: string, value: number): Metric => metric(name, 'gauge', '', value);
  const perKind = (name: string, field: 'bytes' | 'deltas'): Metric =>
    metric(
      name,
      'counter',
      '',
      byLabel(
        'type',
        Object.fromEntries(COMPACTION_KINDS.map((kind) => [kind, tallyOf(node, kind)[field]])),
      ),
    );
  const running = node.storage?.running ?? [];
  return [
    perKind('compaction_bytes_total', 'bytes'),
    perKind('compaction_deltas_total', 'deltas'),
    gauge('max_tablet_rowset_num', node.storage?.reported.maxRowsets ?? 0),
    ...COMPACTION_KINDS.flatMap((kind) => [
      gauge(`tablet_${kind}_max_compaction_score`, tallyOf(node, kind).lastScore),
      gauge(
        `running_${kind}_compaction_task_num`,
        running.filter((task) => task.kind === kind).length,
      ),
    ]),
    // There is no such gauge for update compactions.
    gauge('wait_base_compaction_task_num', tallyOf(node, 'base').waiting),
    gauge('wait_cumulative_compaction_task_num', tallyOf(node, 'cumulative').waiting),
    metric(
      'primary_key_table_error_state_total',
      'counter',
      '',
      node.storage?.brokenPrimaryKeyTablets ?? 0,
    ),
  ];
}

/** Samples of `engine_requests_total` for the three kinds of compaction. */
export function compactionRequests(node: ComputeNodeState): readonly Sample[] {
  return COMPACTION_KINDS.flatMap((kind) => [
    requests(kind, 'failed', tallyOf(node, kind).failures),
    requests(kind, 'total', tallyOf(node, kind).requests),
  ]);
}

function requests(kind: CompactionKind, status: 'failed' | 'total', value: number): Sample {
  return {
    labels: [
      ['status', status],
      ['type', `${kind}_compaction`],
    ],
    value,
  };
}
