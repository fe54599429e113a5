import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ClusterAction } from '../../shared/model/action';
import { t } from '../text';
import type { SortKey } from '../view/sortRows';
import { nextSorting, sortRows } from '../view/sortRows';
import { usePage } from './context';
import { RowActions } from './rowActions';

export type Column<R> = {
  readonly id: string;
  readonly label: string;
  /** Right-aligned. */
  readonly numeric?: boolean;
  /** 2 falls away under 640 px, 3 under 1180 px. */
  readonly priority?: 2 | 3;
  /** CSS width; without one the column shares what is left. */
  readonly width?: string;
  readonly cell: (row: R) => ComponentChildren;
  readonly sort?: (row: R) => SortKey;
};

type DataTableProps<R> = {
  /** Names the kept sorting. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  /** How many there are in all; more than `rows.length` when the host cut the list. */
  readonly total?: number;
  /** How many are shown before "show all". */
  readonly shown?: number;
  readonly rowKey: (row: R) => string;
  readonly rowProps?: (row: R) => Readonly<Record<string, string | number>>;
  /** What can be done to a row; shown in a last column where access and version let one. */
  readonly actions?: (row: R) => readonly ClusterAction[];
};

/** A native table: keyed rows keep focus and scroll through a refresh; sorted by its heads. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { id, caption, columns, rows, rowKey, rowProps, shown = 10 } = props;
  const { store } = usePage();
  const [whole, setWhole] = useState(false);
  const sorting = store.view.value.sorts?.[id];
  const sortKey = columns.find((column) => column.id === sorting?.column)?.sort;
  const sorted =
    sorting === undefined || sortKey === undefined
      ? rows
      : sortRows(rows, sortKey, sorting.descending);
  const visible = whole ? sorted : sorted.slice(0, shown);
  const total = props.total ?? rows.length;
  const offered = store.actions.value;
  const offers = (row: R) =>
    props.actions?.(row).filter(({ kind }) => offered.includes(kind)) ?? [];
  const acts = visible.some((row) => offers(row).length > 0);

  const sortBy = (column: string) => {
    const { [id]: _old, ...others } = store.view.value.sorts ?? {};
    const next = nextSorting(sorting, column);
    store.updateView({ sorts: next === undefined ? others : { ...others, [id]: next } });
  };

  return (
    <div class="table">
      <table>
        <caption class="spoken">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.id}
                column={column}
                direction={
                  sorting?.column !== column.id
                    ? undefined
                    : sorting.descending
                      ? 'descending'
                      : 'ascending'
                }
                onSort={sortBy}
              />
            ))}
            {acts ? (
              <th scope="col" class="row-actions">
                <span class="spoken">{t('panel.column.actions')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {visible.map((row) => (
            <tr key={rowKey(row)} {...rowProps?.(row)}>
              {columns.map((column) => (
                <td key={column.id} class={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
              {acts ? (
                <td class="row-actions">
                  <RowActions actions={offers(row)} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {total > visible.length || whole ? (
        <p class="table-foot">
          {t('panel.table.shown', { shown: visible.length, total })}
          {rows.length > shown ? (
            <button
              type="button"
              class="link"
              onClick={() => {
                setWhole(!whole);
              }}
            >
              {whole ? t('panel.table.less') : t('panel.table.more', { count: rows.length })}
            </button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

function Head<R>({
  column,
  direction,
  onSort,
}: {
  column: Column<R>;
  direction: 'ascending' | 'descending' | undefined;
  onSort: (column: string) => void;
}) {
  const width = column.width === undefined ? {} : { style: { width: column.width } };
  return (
    <th scope="col" class={classOf(column)} aria-sort={direction ?? 'none'} {...width}>
      {column.sort === undefined ? (
        column.label
      ) : (
        <button
          type="button"
          class="sort"
          onClick={() => {
            onSort(column.id);
          }}
        >
          {column.label}
          {direction === undefined ? null : (
            <span aria-hidden="true">{direction === 'descending' ? ' ▾' : ' ▴'}</span>
          )}
        </button>
      )}
    </th>
  );
}

function classOf<R>(column: Column<R>): string {
  return [
    column.numeric === true ? 'number' : '',
    column.priority === undefined ? '' : `priority-${column.priority}`,
  ]
    .join(' ')
    .trim();
}
