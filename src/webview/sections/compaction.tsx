import { formatDuration, formatMoment, formatNumber } from '../../shared/format';
import type {
  CompactionStats,
  CompactionTask,
  PartitionScore,
} from '../../shared/model/compactionStats';
import type { Rows } from '../../shared/reading';
import { compactionActions, partitionActions } from '../../shared/rowActions';
import { CompactionScale } from '../components/compactionScale';
import { usePage } from '../components/context';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Cell, Figure } from '../components/figure';
import { Glyph } from '../components/glyph';
import { ModuleBox, RowsBox } from '../components/moduleBox';
import { Block, SectionFrame } from '../components/sectionFrame';
import { locale, t } from '../text';
import { compactionSentence } from '../view/compactionSentence';
import { columnReason, readingText } from '../view/readingText';
import type { GlyphName } from '../view/severity';
import { isSharedNothing } from '../view/sharedNothing';
import { CompactionAdviceList } from './compactionAdvice';
import { LocalCompaction, versionMarksSentence } from './localCompaction';

/** Where compaction stands on the cluster's own scale, which partitions lead, and what runs. */
export function CompactionSection() {
  const { store } = usePage();
  const compaction = store.modules.compaction.value;
  return (
    <SectionFrame
      id="compaction"
      title={t('panel.section.compaction')}
      sentence={compaction?.known === true ? sentenceOf(compaction.value) : ''}
    >
      <ModuleBox reading={compaction} what={t('panel.what.compaction')} lines={5}>
        {(value) => (
          <>
            {isSharedNothing(value) ? (
              <LocalCompaction stats={value} />
            ) : (
              <Compaction stats={value} />
            )}
            <CompactionAdviceList advice={value.advice} />
          </>
        )}
      </ModuleBox>
    </SectionFrame>
  );
}

const sentenceOf = (stats: CompactionStats): string =>
  isSharedNothing(stats) ? versionMarksSentence(stats) : marksSentence(stats);

function marksSentence({ marks }: CompactionStats): string {
  const all = [marks.selectorMin, marks.slowdown, marks.critical, marks.upperBound]
    .filter((mark) => mark !== null)
    .sort((a, b) => a - b)
    .map((mark) => formatNumber(mark, locale.value));
  return t(marks.assumed ? 'panel.compaction.marksAssumed' : 'panel.compaction.marksRead', {
    marks: [...new Set(all)].join(', '),
  });
}

function Compaction({ stats }: { stats: CompactionStats }) {
  const limit = stats.maxTasks;
  return (
    <div class="grid-compaction">
      <div>
        <CompactionScale score={stats.score} marks={stats.marks} />
        <p class="scale-sentence">{compactionSentence(stats, locale.value)}</p>
        <RowsBox
          rows={stats.partitions}
          what={t('panel.what.partitions')}
          empty={t('panel.empty.partitions')}
        >
          {({ rows, total }) => (
            <DataTable
              id="partitions"
              caption={t('panel.compaction.partitions')}
              rows={rows}
              total={total}
              shown={6}
              rowKey={(row) => row.partitionId}
              columns={partitionColumns(stats.partitions, stats.marks.slowdown)}
              actions={partitionActions}
            />
          )}
        </RowsBox>
      </div>
      <Block
        title={t('panel.compaction.tasks')}
        detail={
          <>
            <Figure reading={stats.running} unit="count" /> {t('panel.compaction.running')}
            {limit.known ? (
              <span data-tip={t('panel.compaction.limitTip')}>
                {' '}
                {t('panel.resource.of')}{' '}
                {readingText(limit, (value) => formatNumber(value, locale.value))}
              </span>
            ) : null}
            {' · '}
            <Figure reading={stats.finished} unit="count" /> {t('panel.compaction.finished')}
            {' · '}
            <span class={stats.failed.known && stats.failed.value > 0 ? 'ink-warning' : ''}>
              <Figure reading={stats.failed} unit="count" /> {t('panel.compaction.failed')}
            </span>
            {' · '}
            <span data-tip={t('panel.compaction.successTip')}>
              <Figure reading={stats.successRate} unit="percent" /> {t('panel.compaction.success')}
            </span>
          </>
        }
      >
        <RowsBox rows={stats.tasks} what={t('panel.what.tasks')} empty={t('panel.empty.tasks')}>
          {({ rows, total }) => (
            <DataTable
              id="compactionTasks"
              caption={t('panel.compaction.tasks')}
              rows={rows}
              total={total}
              shown={8}
              rowKey={(row) => `${row.txnId}|${row.partitionId}`}
              columns={taskColumns(stats.tasks)}
              actions={compactionActions}
            />
          )}
        </RowsBox>
      </Block>
    </div>
  );
}

function partitionColumns(
  rows: Rows<PartitionScore>,
  slowdown: number,
): readonly Column<PartitionScore>[] {
  const score = (
    id: 'max' | 'average' | 'p50',
    label: string,
    priority?: 2,
  ): Column<PartitionScore> => ({
    id,
    label,
    numeric: true,
    width: id === 'max' ? '86px' : '66px',
    ...(priority === undefined ? {} : { priority }),
    sort: (row) => row[id],
    cell: (row) => (
      <Cell value={row[id]} why={columnReason(rows, id, locale.value)}>
        <span class="figure">
          {id === 'max' && row.max !== null && row.max > slowdown ? (
            <Glyph name="warning" small />
          ) : null}
          {row[id] === null ? '' : formatNumber(row[id], locale.value)}
        </span>
      </Cell>
    ),
  });
  return [
    {
      id: 'partition',
      label: t('panel.column.partition'),
      sort: (row) => `${row.database}.${row.table}.${row.partition}`,
      cell: (row) => (
        <span
          class="ellipsis"
          data-tip={`${row.database}.${row.table}.${row.partition} (${row.partitionId})`}
        >
          {row.database}.{row.table} <span class="muted">{row.partition}</span>
        </span>
      ),
    },
    score('max', t('panel.column.maxScore')),
    score('average', t('panel.column.average')),
    score('p50', t('panel.column.p50'), 2),
  ];
}

const glyphOfTask: Readonly<Record<CompactionTask['state'], GlyphName>> = {
  running: 'info',
  committed: 'info',
  finished: 'ok',
  failed: 'warning',
};

function taskColumns(rows: Rows<CompactionTask>): readonly Column<CompactionTask>[] {
  const { store } = usePage();
  const took = (task: CompactionTask) =>
    task.startedAt === null
      ? null
      : (task.finishedAt ?? (rows.known ? rows.observedAt : task.startedAt)) - task.startedAt;
  return [
    {
      id: 'table',
      label: t('panel.column.table'),
      sort: (task) => task.table,
      cell: (task) => (
        <span class="name" data-tip={taskTip(task)}>
          <Glyph name={glyphOfTask[task.state]} small />
          <span class="ellipsis">
            {task.table} <span class="muted">{task.partitionId}</span>
          </span>
        </span>
      ),
    },
    {
      id: 'state',
      label: t('panel.column.state'),
      width: '84px',
      sort: (task) => task.state,
      cell: (task) => (
        <span class={task.state === 'failed' ? 'ink-warning' : ''}>
          {t(`panel.task.${task.state}`)}
        </span>
      ),
    },
    {
      id: 'started',
      label: t('panel.column.started'),
      numeric: true,
      priority: 2,
      width: '78px',
      sort: (task) => task.startedAt,
      cell: (task) => (
        <Cell value={task.startedAt} why={columnReason(rows, 'startedAt', locale.value)}>
          {task.startedAt === null
            ? ''
            : formatMoment(task.startedAt, locale.value, store.now.peek())}
        </Cell>
      ),
    },
    {
      id: 'took',
      label: t('panel.column.took'),
      numeric: true,
      width: '76px',
      sort: took,
      cell: (task) => {
        const duration = took(task);
        return (
          <Cell value={duration} why={columnReason(rows, 'startedAt', locale.value)}>
            {duration === null ? '' : formatDuration(duration, locale.value)}
          </Cell>
        );
      },
    },
  ];
}

function taskTip(task: CompactionTask): string {
  return [
    `${task.table} ${task.partitionId}`,
    t('panel.task.txn', { txn: task.txnId }),
    ...(task.error === null ? [] : [task.error]),
    ...Object.entries(task.profile ?? {}).map(
      ([name, value]) => `${name} ${formatNumber(value, locale.value)}`,
    ),
  ].join('\n');
}
