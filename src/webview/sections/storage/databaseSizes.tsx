import { formatNumber } from '../../../shared/format';
import type { DatabaseSize, DataStatistics } from '../../../shared/model/dataStatistics';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import { growthText } from '../../view/growthText';
import { quantityText } from '../../../shared/quantity';

/** Databases by size. */
export function DatabaseSizes({ data }: { data: DataStatistics }) {
  return (
    <Block title={t('panel.data.byDatabase')}>
      <RowsBox rows={data.byDatabase} what={t('panel.what.data')} empty={t('panel.empty.tables')}>
        {({ rows, total }) => (
          <DataTable
            id="databaseSizes"
            caption={t('panel.data.byDatabase')}
            rows={rows}
            total={total}
            shown={8}
            rowKey={({ name }) => name}
            columns={columns(data.byDatabase)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

function columns(rows: Rows<DatabaseSize>): readonly Column<DatabaseSize>[] {
  const bytes = (value: number) => quantityText(value, 'bytes', locale.value);
  const nameOf = ({ name }: DatabaseSize) => name;
  return [
    textColumn('name', t('panel.column.database'), nameOf, { tip: nameOf }),
    figureColumn(rows, 'bytes', t('panel.column.size'), bytes, { width: '84px' }),
    figureColumn(
      rows,
      'tables',
      t('panel.column.tableCount'),
      (value) => formatNumber(value, locale.value),
      { width: '72px', priority: 3 },
    ),
    figureColumn(rows, 'grownDay', t('panel.column.grownDay'), growthText, {
      width: '84px',
      priority: 2,
    }),
    figureColumn(rows, 'grownWeek', t('panel.column.grownWeek'), growthText, { width: '84px' }),
  ];
}
