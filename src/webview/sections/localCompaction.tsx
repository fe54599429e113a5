import { formatNumber } from '../../shared/format';
import { hostOf } from '../../shared/ids';
import {
  compactionKinds,
  type BECompactionScore,
  type CompactionKind,
} from '../../shared/model/beCompactionScore';
import type { CompactionStats } from '../../shared/model/compactionStats';
import type { Reading } from '../../shared/reading';
import type { SeriesUnit } from '../../shared/series';
import type { Column } from '../components/dataTable';
import { DataTable } from '../components/dataTable';
import { Figure } from '../components/figure';
import { Glyph } from '../components/glyph';
import { RowsBox } from '../components/moduleBox';
import { locale, t } from '../text';
import { quantityText } from '../../shared/quantity';
import { readingText, whyText } from '../view/readingText';

/** Shared-nothing: each BE by its fullest tablet, and what it compacts. There are no marks of partitions. */
export function LocalCompaction({ stats }: { stats: CompactionStats }) {
  return (
    <div>
      <p class="scale-sentence">{fullestSentence(stats)}</p>
      <p class="scale-sentence">
        <Figure reading={stats.running} unit="count" /> {t('panel.compaction.running')}
        {' · '}
        <Figure reading={stats.waiting} unit="count" /> {t('panel.compaction.waiting')}
        {' · '}
        <Figure reading={stats.failedPerSecond} unit="perSecond" /> {t('panel.compaction.failed')}
      </p>
      <RowsBox
        rows={stats.backends}
        what={t('panel.what.backends')}
        empty={t('panel.empty.compute')}
      >
        {({ rows, total }) => (
          <DataTable
            id="beCompactions"
            caption={t('panel.compaction.backends')}
            rows={rows}
            total={total}
            shown={12}
            rowKey={(row) => row.node}
            columns={columns()}
          />
        )}
      </RowsBox>
    </div>
  );
}

/** What stands beside the title: the limit, and whether it was read. */
export function versionMarksSentence({ versionMarks }: CompactionStats): string {
  return t(versionMarks.assumed ? 'panel.compaction.limitAssumed' : 'panel.compaction.limitRead', {
    limit: formatNumber(versionMarks.limit, locale.value),
  });
}

function fullestSentence({ versions, versionMarks }: CompactionStats): string {
  return versions.known
    ? t('panel.compaction.fullest', {
        node: hostOf(versions.value.node),
        n: formatNumber(versions.value.value, locale.value),
        limit: formatNumber(versionMarks.limit, locale.value),
      })
    : t('panel.compaction.unknown', { why: whyText(versions, locale.value) });
}

const sortable = (reading: Reading<number>) => (reading.known ? reading.value : null);

const columns = (): readonly Column<BECompactionScore>[] => [
  {
    id: 'backend',
    label: t('panel.column.backend'),
    sort: (row) => row.host,
    cell: (row) => (
      <span class="name" data-tip={backendTip(row)}>
        <Glyph name={row.level} small />
        <b class="ellipsis">{row.host}</b>
      </span>
    ),
  },
  {
    id: 'versions',
    label: t('panel.column.fullestTablet'),
    numeric: true,
    width: '176px',
    sort: (row) => sortable(row.versions),
    cell: (row) => (
      <span>
        <Figure
          reading={row.versions}
          unit="count"
          level={row.level === 'warning' || row.level === 'critical' ? row.level : undefined}
        />
        <span class="muted">
          {' '}
          {t('panel.resource.of')} {formatNumber(row.versionLimit, locale.value)}
          {row.versionLimitAssumed ? ` ${t('panel.compaction.assumed')}` : null}
        </span>
      </span>
    ),
  },
  ...compactionKinds.map(tasksColumn),
  {
    id: 'bytes',
    label: t('panel.column.compacted'),
    numeric: true,
    priority: 2,
    width: '96px',
    sort: (row) => sortable(row.kinds.cumulative.bytesPerSecond),
    cell: (row) => <Figure reading={row.kinds.cumulative.bytesPerSecond} unit="bytesPerSecond" />,
  },
];

/** Running tasks of one kind, and beside them those that wait. */
function tasksColumn(kind: CompactionKind): Column<BECompactionScore> {
  return {
    id: kind,
    label: t(`panel.column.compaction.${kind}`),
    numeric: true,
    // The narrow page keeps the kind that runs all the time.
    ...(kind === 'cumulative' ? {} : { priority: 2 as const }),
    width: '104px',
    sort: (row) => sortable(row.kinds[kind].running),
    cell: ({ kinds }) => {
      const { running, waiting } = kinds[kind];
      return (
        <span>
          <Figure reading={running} unit="count" />
          {waiting.known && waiting.value > 0 ? (
            <span class="muted">
              {' '}
              + <Figure reading={waiting} unit="count" />
            </span>
          ) : null}
        </span>
      );
    },
  };
}

/** What the columns have no room for; the score of `update` is in bytes and compares with nothing. */
function backendTip({ node, kinds }: BECompactionScore): string {
  const figure = (reading: Reading<number>, unit: SeriesUnit) =>
    readingText(reading, (value) => quantityText(value, unit, locale.value));
  return [
    node,
    ...compactionKinds.map((kind) =>
      t('panel.compaction.kind', {
        kind: t(`panel.column.compaction.${kind}`),
        score: figure(kinds[kind].score, kind === 'update' ? 'bytes' : 'count'),
        bytes: figure(kinds[kind].bytesPerSecond, 'bytesPerSecond'),
        rowsets: figure(kinds[kind].deltasPerSecond, 'perSecond'),
        failed: figure(kinds[kind].failuresPerSecond, 'perSecond'),
      }),
    ),
  ].join('\n');
}
