import type { ComponentChildren } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { ClusterAction } from '../../shared/model/action';
import { t } from '../text';
import type { SortKey } from '../view/sortRows';
import { nextSorting, sortRows } from '../view/sortRows';
import { filterRows, inFrozenOrder, rowWindow, scrollStep, tableCsv } from '../view/tableRows';
import { readingContext } from '../view/readingContext';
import { RowsSource, usePage } from './context';
import { RowActions } from './rowActions';
import { moveByKey } from './tableKeys';
import { TableTools } from './tableTools';

export type Column<R> = {
  readonly id: string;
  readonly label: string;
  /** Right-aligned. */
  readonly numeric?: boolean;
  /** 2 falls away under 640 px, 3 under 1180 px. */
  readonly priority?: 2 | 3;
  /** CSS width; without one the column shares what is left. */
  readonly width?: string;
  /** Its figures do not exist for such a cluster: it is not shown. */
  readonly absent?: boolean;
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
  /** What else a row offers, whatever the access: it changes nothing. */
  readonly rowButton?: (row: R) => ComponentChildren;
};

const rowHeight = 26;
/** Rows from which on an opened table scrolls in a box of its own, under a head that stays. */
const boxedRows = 30;
const boxHeight = 520;

/**
 * A native table: keyed rows keep focus and scroll through a refresh, and their order while they are
 * pointed at; sorted by its heads, filtered by words, walked by arrow keys. Actions of rows are given
 * by `actions`.
 */
export function DataTable<R>(props: DataTableProps<R>) {
  const { id, caption, rows, rowKey, rowProps, shown = 10 } = props;
  const columns = props.columns.filter(({ absent }) => absent !== true);
  const { store } = usePage();
  const asked = readingContext(useContext(RowsSource), store.header.peek()?.clusterId);
  const [whole, setWhole] = useState(false);
  const [filter, setFilter] = useState('');
  const [frozen, setFrozen] = useState<readonly string[] | undefined>(undefined);
  const [scrollTop, setScrollTop] = useState(0);
  const sorting = store.sorts.value?.[id];
  const sortKey = columns.find((column) => column.id === sorting?.column)?.sort;
  const found = filterRows(rows, columns, filter);
  const sorted =
    sorting === undefined || sortKey === undefined
      ? found
      : sortRows(found, sortKey, sorting.descending);
  const ordered = inFrozenOrder(sorted, rowKey, frozen);
  const visible = whole ? ordered : ordered.slice(0, shown);
  const isBoxed = visible.length > boxedRows;
  const { first, end } = rowWindow(visible.length, scrollTop, boxHeight, rowHeight);
  const drawn = visible.slice(first, end);
  const total = props.total ?? rows.length;
  const offered = store.actions.value;
  const offers = (row: R) =>
    props.actions?.(row).filter(({ kind }) => offered.includes(kind)) ?? [];
  // Where nothing is offered, which is usual, no row need be looked at.
  const acts =
    props.rowButton !== undefined ||
    (offered.length > 0 && visible.some((row) => offers(row).length > 0));
  const width = columns.length + (acts ? 1 : 0);

  const sortBy = (column: string) => {
    const { [id]: _old, ...others } = store.sorts.value ?? {};
    const next = nextSorting(sorting, column);
    store.updateView({ sorts: next === undefined ? others : { ...others, [id]: next } });
    setFrozen(undefined);
  };

  return (
    <div class="table" data-vscode-context={asked}>
      {rows.length > shown ? (
        <TableTools
          caption={caption}
          filter={filter}
          onFilter={setFilter}
          csv={() => tableCsv(ordered, columns)}
        />
      ) : null}
      <div
        class={isBoxed ? 'table-box' : ''}
        {...(isBoxed ? { tabIndex: 0, role: 'group', 'aria-label': caption } : {})}
        onScroll={(event) => {
          setScrollTop(scrollStep(visible.length, event.currentTarget.scrollTop, rowHeight));
        }}
      >
        <table
          onKeyDown={moveByKey}
          {...(drawn.length < visible.length ? { 'aria-rowcount': visible.length + 1 } : {})}
        >
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
          <tbody
            onPointerEnter={() => {
              setFrozen(sorted.map(rowKey));
            }}
            onPointerLeave={() => {
              setFrozen(undefined);
            }}
          >
            <Spacer rows={first} width={width} />
            {drawn.map((row, index) => (
              <tr
                key={rowKey(row)}
                {...(drawn.length < visible.length ? { 'aria-rowindex': first + index + 2 } : {})}
                {...rowProps?.(row)}
              >
                {columns.map((column) => (
                  <td key={column.id} class={classOf(column)}>
                    {column.cell(row)}
                  </td>
                ))}
                {acts ? (
                  <td class="row-actions">
                    {props.rowButton?.(row)}
                    <RowActions actions={offers(row)} />
                  </td>
                ) : null}
              </tr>
            ))}
            <Spacer rows={visible.length - end} width={width} />
          </tbody>
        </table>
      </div>
      {total > visible.length || whole ? (
        <p class="table-foot">
          {t('panel.table.shown', { shown: visible.length, total })}
          {rows.length > shown ? (
            <button
              type="button"
              class="link"
              onClick={() => {
                setWhole(!whole);
                setScrollTop(0);
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

/** In place of rows that are out of sight, so that the bar scrolls as far as the list is long. */
function Spacer({ rows, width }: { rows: number; width: number }) {
  return rows === 0 ? null : (
    <tr aria-hidden="true" class="spacer">
      <td colSpan={width} style={{ height: `${rows * rowHeight}px` }} />
    </tr>
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
  // Bars of a figure beside them: a heading without words is none.
  if (column.label === '') {
    return <td class={classOf(column)} {...width} />;
  }
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
