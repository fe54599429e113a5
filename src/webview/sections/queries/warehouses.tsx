import { formatNumber } from '../../../shared/format';
import type { Warehouse, Warehouses } from '../../../shared/model/warehouses';
import type { Rows } from '../../../shared/reading';
import { figureColumn, textColumn } from '../../components/columns';
import type { Column } from '../../components/dataTable';
import { DataTable } from '../../components/dataTable';
import { Figure } from '../../components/figure';
import { RowsBox } from '../../components/moduleBox';
import { Block } from '../../components/sectionFrame';
import { locale, t } from '../../text';

/** The warehouses of shared-data, their nodes, and what runs and waits in them. */
export function WarehousesBlock({ warehouses }: { warehouses: Warehouses }) {
  return (
    <Block
      title={t('panel.warehouses.title')}
      detail={<Figure reading={warehouses.total} unit="count" />}
    >
      <RowsBox
        rows={warehouses.warehouses}
        what={t('panel.what.warehouses')}
        empty={t('panel.empty.warehouses')}
      >
        {({ rows, total }) => (
          <DataTable
            id="warehouses"
            caption={t('panel.warehouses.title')}
            rows={rows}
            total={total}
            shown={5}
            rowKey={({ id }) => id}
            columns={columns(warehouses.warehouses)}
          />
        )}
      </RowsBox>
    </Block>
  );
}

const number = (value: number) => formatNumber(value, locale.value);
const nameOf = ({ name }: Warehouse) => name;

function columns(rows: Rows<Warehouse>): readonly Column<Warehouse>[] {
  return [
    textColumn('name', t('panel.column.warehouse'), nameOf, { tip: nameOf }),
    textColumn('state', t('panel.column.state'), ({ state }) => state, { width: '92px' }),
    figureColumn(rows, 'alive', t('panel.column.aliveNodes'), number, { width: '72px' }),
    figureColumn(rows, 'nodes', t('panel.column.allNodes'), number, { width: '72px', priority: 3 }),
    figureColumn(rows, 'running', t('panel.column.runningHere'), number, { width: '72px' }),
    figureColumn(rows, 'queued', t('panel.column.queuedHere'), number, {
      width: '72px',
      priority: 2,
    }),
  ];
}
