import {
  compactionKinds,
  localCompactionKey,
  type CompactionKind,
} from '../../../shared/model/beCompactionScore';
import type { MetricsReader } from '../prometheusText';

/** What a BE's /metrics say of one kind of local compaction. Counters are cumulative. */
export type LocalCompactionMetrics = {
  readonly running: number | null;
  /** Always null for `update`: there is no such gauge. */
  readonly waiting: number | null;
  readonly bytes: number | null;
  readonly deltas: number | null;
  readonly requests: number | null;
  readonly failed: number | null;
  /** Of the candidate submitted last; sticky. */
  readonly lastScore: number | null;
};

export type LocalCompactionFigure = keyof LocalCompactionMetrics;

const be = 'starrocks_be_';

/** The names to keep of a scrape. */
export const localCompactionNames: readonly string[] = [
  'compaction_bytes_total',
  'compaction_deltas_total',
  'engine_requests_total',
  ...compactionKinds.flatMap((kind) => [
    `running_${kind}_compaction_task_num`,
    `wait_${kind}_compaction_task_num`,
    `tablet_${kind}_max_compaction_score`,
  ]),
].map((name) => be + name);

export function readLocalCompaction(
  reader: MetricsReader,
): Readonly<Record<CompactionKind, LocalCompactionMetrics>> {
  return {
    base: ofKind(reader, 'base'),
    cumulative: ofKind(reader, 'cumulative'),
    update: ofKind(reader, 'update'),
  };
}

function ofKind(reader: MetricsReader, kind: CompactionKind): LocalCompactionMetrics {
  const value = (
    figure: LocalCompactionFigure,
    name: string,
    labels: Readonly<Record<string, string>> = {},
  ) => reader.value(localCompactionKey(kind, figure), be + name, labels);
  const type = `${kind}_compaction`;
  return {
    running: value('running', `running_${kind}_compaction_task_num`),
    waiting: value('waiting', `wait_${kind}_compaction_task_num`),
    bytes: value('bytes', 'compaction_bytes_total', { type: kind }),
    deltas: value('deltas', 'compaction_deltas_total', { type: kind }),
    requests: value('requests', 'engine_requests_total', { type, status: 'total' }),
    failed: value('failed', 'engine_requests_total', { type, status: 'failed' }),
    lastScore: value('lastScore', `tablet_${kind}_max_compaction_score`),
  };
}
