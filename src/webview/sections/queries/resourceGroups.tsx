import { formatNumber } from '../../../shared/format';
import type { ResourceGroup, ResourceGroups } from '../../../shared/model/resourceGroups';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import { quantityText } from '../../../shared/quantity';

/** How resource groups share the nodes, as they are defined. */
export function ResourceGroupsBlock({ groups }: { groups: ResourceGroups }) {
  return (
    <Block title={t('panel.groups.title')} detail={<Figure reading={groups.total} unit="count" />}>
      <RowsBox rows={groups.groups} what={t('panel.what.groups')} empty={t('panel.empty.groups')}>
        {({ rows, total }) => (
          <DataTable
            id="resourceGroups"
            caption={t('panel.groups.title')}
            rows={rows}
            total={total}
            shown={5}
            rowKey={({ id }) => id}
            columns={columns(groups.groups)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const number = (value: number) => formatNumber(value, locale.value);
const percent = (value: number) => quantityText(value, 'percent', locale.value);

function columns(rows: Rows<ResourceGroup>): readonly Column<ResourceGroup>[] {
  return [
    textColumn('name', t('panel.column.group'), ({ name }) => name, {
      tip: ({ name, classifiers }) => [name, ...classifiers].join('\n'),
    }),
    figureColumn(rows, 'cpuWeight', t('panel.column.cpuWeight'), number, { width: '84px' }),
    figureColumn(rows, 'exclusiveCores', t('panel.column.exclusiveCores'), number, {
      width: '84px',
      priority: 3,
    }),
    figureColumn(rows, 'memLimitPct', t('panel.column.memLimit'), percent, { width: '84px' }),
    figureColumn(rows, 'concurrencyLimit', t('panel.column.concurrency'), number, {
      width: '96px',
      priority: 2,
      nothing: ({ concurrencyLimit }) => concurrencyLimit === null,
    }),
  ];
}
