import { formatDuration, formatNumber } from '../../shared/format';
import type { CollectorCost, SourceCost } from '../../shared/model/collectorCost';
import type { Rows } from '../../shared/reading';
import { sourceText } from '../../shared/sourceText';
import { locale, t } from '../text';
import { quantityText } from '../../shared/quantity';
import { figureColumn, textColumn } from './columns';
import type { Column } from './dataTable';
import { DataTable } from './dataTable';
import { Figure } from './figure';
import { RowsBox } from './moduleBox';

/** What watching costs the cluster, in all and by what is asked. */
export function OwnCost({ cost }: { cost: CollectorCost }) {
  return (
    <details data-testid="own-cost">
      <summary>
        {t('panel.cost.title')}
        {': '}
        <Costs costs={cost.perMinute} /> {t('panel.cost.perMinute')}
      </summary>
      <div class="footer-line">
        {t('panel.cost.lastRound')}
        {': '}
        <Costs costs={cost.lastRound} />
      </div>
      <RowsBox rows={cost.sources} what={t('panel.what.cost')} empty={t('panel.empty.cost')}>
        {({ rows, total }) => (
          <DataTable
            id="sourceCosts"
            caption={t('panel.cost.title')}
            rows={rows}
            total={total}
            shown={40}
            rowKey={({ source }) => source}
            columns={columns(cost.sources)}
          />
        )}
      </RowsBox>
    </details>
  );
}

function Costs({ costs }: { costs: CollectorCost['perMinute'] }) {
  return (
    <>
      <Figure reading={costs.statements} unit="count" /> {t('panel.cost.statements')}{' '}
      <Figure reading={costs.ms} unit="ms" />
      {' · '}
      <Figure reading={costs.requests} unit="count" /> {t('panel.cost.requests')}
      {' · '}
      <Figure reading={costs.rows} unit="count" /> {t('panel.cost.rows')}
      {' · '}
      <Figure reading={costs.bytes} unit="bytes" />
    </>
  );
}

const number = (value: number) => formatNumber(value, locale.value);

function nameOf({ source }: SourceCost): string {
  return source === 'session' || source === 'action'
    ? t(`panel.cost.${source}`)
    : sourceText(source, locale.value);
}

function columns(rows: Rows<SourceCost>): readonly Column<SourceCost>[] {
  return [
    textColumn('source', t('panel.column.costSource'), nameOf, { width: '34%', tip: nameOf }),
    figureColumn(rows, 'statements', t('panel.column.statements'), number, { width: '92px' }),
    figureColumn(rows, 'requests', t('panel.column.requests'), number, { width: '84px' }),
    figureColumn(
      rows,
      'ms',
      t('panel.column.costMs'),
      (value) => formatDuration(value, locale.value),
      { width: '84px', priority: 2 },
    ),
    figureColumn(rows, 'rows', t('panel.column.costRows'), number, { width: '76px', priority: 2 }),
    figureColumn(
      rows,
      'bytes',
      t('panel.column.costBytes'),
      (value) => quantityText(value, 'bytes', locale.value),
      { width: '84px' },
    ),
  ];
}
