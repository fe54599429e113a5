import { readTable } from './readTable';
import type { SqlSource } from './source';

export type WarehouseRow = {
  readonly id: string;
  readonly name: string;
  readonly state: string;
};

const columns = { id: 'Id', name: 'Name', state: 'State' } as const;

/** Before its columns were told apart, the name stood under this one. */
const olderColumns = { ...columns, name: 'Warehouse' } as const;

/**
 * Warehouses that the user may see. Their counts of nodes and queries are left alone: the default
 * warehouse always answers zeros there.
 */
export const warehouses: SqlSource<readonly WarehouseRow[]> = {
  id: 'warehouses',
  privilege: 'rows',
  select: false,
  forms: [
    {
      form: 'show',
      sql: 'SHOW WAREHOUSES',
      parse: (answer) => {
        const named = answer.columns.includes(columns.name) ? columns : olderColumns;
        return readTable(answer, named, ['id', 'name', 'state'], ({ required }) => ({
          id: required('id'),
          name: required('name'),
          state: required('state'),
        }));
      },
    },
  ],
};
