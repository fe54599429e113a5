import type { CacheStats, NodeCache } from '../../../shared/model/cacheStats';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Cell, Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import { quantityText } from '../../../shared/quantity';
import { columnReason } from '../../view/readingText';

/** The data caches of all nodes: how full, and how often what is read is in them. */
export function Caches({ cache }: { cache: CacheStats }) {
  return (
    <Block
      title={t('panel.caches.title')}
      detail={
        <>
          <Figure reading={cache.hitPct} unit="percent" /> {t('panel.caches.hit')}
          {' · '}
          {t('panel.caches.onDisk')} <Figure reading={cache.diskUsed} unit="bytes" />{' '}
          {t('panel.caches.of')} <Figure reading={cache.diskQuota} unit="bytes" />
          {' · '}
          {t('panel.caches.inMemory')} <Figure reading={cache.memoryUsed} unit="bytes" />{' '}
          {t('panel.caches.of')} <Figure reading={cache.memoryQuota} unit="bytes" />
        </>
      }
    >
      <RowsBox rows={cache.nodes} what={t('panel.what.caches')} empty={t('panel.empty.caches')}>
        {({ rows, total }) => (
          <DataTable
            id="nodeCaches"
            caption={t('panel.caches.title')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={({ node }) => node}
            columns={columns(cache.nodes)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const bytes = (value: number) => quantityText(value, 'bytes', locale.value);
const percent = (value: number) => quantityText(value, 'percent', locale.value);

function columns(rows: Rows<NodeCache>): readonly Column<NodeCache>[] {
  return [
    textColumn('host', t('panel.column.node'), ({ host }) => host, { tip: ({ node }) => node }),
    {
      id: 'status',
      label: t('panel.column.cacheStatus'),
      width: '76px',
      priority: 3,
      sort: ({ status }) => status,
      cell: ({ status }) => (
        <Cell value={status} why={columnReason(rows, 'status', locale.value)}>
          <span class="ellipsis">{status}</span>
        </Cell>
      ),
    },
    figureColumn(rows, 'hitPct', t('panel.column.cacheHit'), percent, { width: '56px' }),
    figureColumn(rows, 'diskUsed', t('panel.column.cacheDisk'), bytes, { width: '80px' }),
    figureColumn(rows, 'diskQuota', t('panel.column.cacheDiskQuota'), bytes, {
      width: '96px',
      priority: 2,
    }),
    figureColumn(rows, 'memoryUsed', t('panel.column.cacheMemory'), bytes, {
      width: '84px',
      priority: 2,
    }),
    figureColumn(rows, 'memoryQuota', t('panel.column.cacheMemoryQuota'), bytes, {
      width: '108px',
      priority: 3,
    }),
  ];
}
