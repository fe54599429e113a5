import { formatNumber } from '../../../shared/format';
import type { ResourceGroups, ResourceGroupUsage } from '../../../shared/model/resourceGroups';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import { quantityText } from '../../../shared/quantity';

/** What each resource group uses now, over all nodes. */
export function ResourceGroupUsageBlock({ groups }: { groups: ResourceGroups }) {
  return (
    <Block title={t('panel.groups.usage')}>
      <RowsBox
        rows={groups.usage}
        what={t('panel.what.groups')}
        empty={t('panel.empty.groupUsage')}
      >
        {({ rows, total }) => (
          <DataTable
            id="resourceGroupUsage"
            caption={t('panel.groups.usage')}
            rows={rows}
            total={total}
            shown={5}
            rowKey={({ name }) => name}
            columns={columns(groups.usage)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const number = (value: number) => formatNumber(value, locale.value);
const bytes = (value: number) => quantityText(value, 'bytes', locale.value);
const nameOf = ({ name }: ResourceGroupUsage) => name;

function columns(rows: Rows<ResourceGroupUsage>): readonly Column<ResourceGroupUsage>[] {
  return [
    textColumn('name', t('panel.column.group'), nameOf, { tip: nameOf }),
    figureColumn(rows, 'cpuCores', t('panel.column.cpuCores'), number, { width: '96px' }),
    figureColumn(rows, 'memory', t('panel.column.memoryInUse'), bytes, { width: '108px' }),
    figureColumn(rows, 'queries', t('panel.column.queriesOnNodes'), number, {
      width: '108px',
      priority: 2,
    }),
  ];
}
