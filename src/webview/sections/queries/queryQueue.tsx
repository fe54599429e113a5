import { formatMoment, formatNumber } from '../../../shared/format';
import type { QueryQueue, QueuedQuery } from '../../../shared/model/queryQueue';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import { usePage } from '../../components/context';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';

/** What waits in the query queue, longest first, and what it let through. */
export function QueryQueueBlock({ queue }: { queue: QueryQueue }) {
  return (
    <Block
      title={t('panel.queue.title')}
      detail={
        <>
          <Figure reading={queue.waiting} unit="count" /> {t('panel.queue.waiting')}
          {' · '}
          <Figure reading={queue.timedOutPerSecond} unit="perSecond" /> {t('panel.queue.timedOut')}
          {' · '}
          <Figure reading={queue.admitted} unit="count" /> {t('panel.queue.admitted')}
          {' · '}
          <Figure reading={queue.slots} unit="count" /> {t('panel.queue.slots')}
        </>
      }
    >
      <RowsBox rows={queue.queries} what={t('panel.what.queue')} empty={t('panel.empty.queue')}>
        {({ rows, total }) => (
          <DataTable
            id="queuedQueries"
            caption={t('panel.queue.title')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={({ queryId }) => queryId}
            columns={columns(queue.queries)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const idOf = ({ queryId }: QueuedQuery) => queryId;

function columns(rows: Rows<QueuedQuery>): readonly Column<QueuedQuery>[] {
  const { store } = usePage();
  const moment = (at: number) => formatMoment(at, locale.value, store.now.peek());
  return [
    textColumn('queryId', t('panel.column.queuedQuery'), idOf, { tip: idOf }),
    textColumn('state', t('panel.column.state'), ({ state }) => state, { width: '84px' }),
    figureColumn(rows, 'startedAt', t('panel.column.since'), moment, { width: '92px' }),
    figureColumn(rows, 'waitsUntil', t('panel.column.waitsUntil'), moment, {
      width: '92px',
      priority: 2,
    }),
    figureColumn(
      rows,
      'slots',
      t('panel.column.slots'),
      (value) => formatNumber(value, locale.value),
      { width: '60px', priority: 3 },
    ),
  ];
}
