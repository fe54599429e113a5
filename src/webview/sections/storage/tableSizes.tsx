import { formatCompact } from '../../../shared/format';
import type { DataStatistics, TableSize } from '../../../shared/model/dataStatistics';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';
import { growthText } from '../../view/growthText';
import { quantityText } from '../../../shared/quantity';

const shown = 8;

/** The largest tables of all. */
export function LargestTables({ data }: { data: DataStatistics }) {
  return (
    <Block title={t('panel.data.largest')}>
      <RowsBox rows={data.largest} what={t('panel.what.data')} empty={t('panel.empty.tables')}>
        {({ rows, total }) => (
          <DataTable
            id="tableSizes"
            caption={t('panel.data.largest')}
            rows={rows}
            total={total}
            shown={shown}
            rowKey={keyOf}
            columns={columns(data.largest)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

/** Those of the largest tables that grew most. */
export function GrowingTables({ data }: { data: DataStatistics }) {
  return (
    <Block title={t('panel.data.growing')}>
      <RowsBox rows={data.growing} what={t('panel.what.data')} empty={t('panel.data.notGrowing')}>
        {({ rows }) => (
          <DataTable
            id="growingTables"
            caption={t('panel.data.growing')}
            rows={rows}
            total={rows.length}
            shown={shown}
            rowKey={keyOf}
            columns={columns(data.growing)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

function keyOf({ database, name }: TableSize): string {
  return JSON.stringify([database, name]);
}

function columns(rows: Rows<TableSize>): readonly Column<TableSize>[] {
  const fullName = ({ database, name }: TableSize) => `${database}.${name}`;
  const bytes = (value: number) => quantityText(value, 'bytes', locale.value);
  return [
    textColumn('name', t('panel.column.table'), fullName, { tip: fullName }),
    figureColumn(rows, 'bytes', t('panel.column.size'), bytes, { width: '84px' }),
    figureColumn(rows, 'rows', t('panel.column.rows'), (n) => formatCompact(n, locale.value), {
      width: '72px',
      priority: 3,
    }),
    figureColumn(rows, 'grownDay', t('panel.column.grownDay'), growthText, {
      width: '84px',
      priority: 2,
    }),
    figureColumn(rows, 'grownWeek', t('panel.column.grownWeek'), growthText, { width: '84px' }),
  ];
}
