import type { Rows } from '../../shared/reading';
import { locale } from '../text';
import { columnReason, isAbsent } from '../view/readingText';
import type { Column } from './dataTable';
import { Cell } from './figure';
import { Glyph } from './glyph';
import type { GlyphName } from '../view/severity';

type Layout = Pick<Column<unknown>, 'width' | 'priority'>;

/** A figure of a row: right-aligned, sortable, a dash with the column's reason when it is null. */
export function figureColumn<R>(
  rows: Rows<R>,
  id: keyof R & string,
  label: string,
  format: (value: number) => string,
  layout: Layout & {
    /** Computed from the row; the field itself when absent. */
    readonly value?: (row: R) => number | null;
    readonly className?: (row: R) => string;
    /** Rows in which there is nothing to measure: an empty cell, not an unknown one. */
    readonly nothing?: (row: R) => boolean;
  },
): Column<R> {
  const { value: computed, className, nothing, ...rest } = layout;
  const value = (row: R): number | null => {
    const field = computed === undefined ? row[id] : computed(row);
    return typeof field === 'number' ? field : null;
  };
  return {
    id,
    label,
    numeric: true,
    absent: isAbsent(rows, id),
    ...rest,
    sort: value,
    cell: (row) => {
      const shown = value(row);
      return nothing?.(row) === true ? null : (
        <Cell value={shown} why={columnReason(rows, id, locale.value)}>
          <span class={className?.(row) ?? ''}>{shown === null ? '' : format(shown)}</span>
        </Cell>
      );
    },
  };
}

/** A text of a row, cut to the column; untrusted, so it is only ever text. */
export function textColumn<R>(
  id: string,
  label: string,
  text: (row: R) => string,
  layout: Layout & {
    readonly tip?: (row: R) => string;
    readonly className?: (row: R) => string;
  } = {},
): Column<R> {
  const { tip, className, ...rest } = layout;
  return {
    id,
    label,
    ...rest,
    sort: text,
    cell: (row) => (
      <span class={`ellipsis ${className?.(row) ?? ''}`.trim()} data-tip={tip?.(row)}>
        {text(row)}
      </span>
    ),
  };
}

/** What a row is about, with its state as a shape before it. */
export function nameColumn<R>(
  label: string,
  text: (row: R) => string,
  glyph: (row: R) => GlyphName,
  more: { readonly muted?: (row: R) => string; readonly tip: (row: R) => string },
): Column<R> {
  return {
    id: 'name',
    label,
    sort: text,
    cell: (row) => (
      <span class="name" data-tip={more.tip(row)}>
        <Glyph name={glyph(row)} small />
        <span class="ellipsis">
          {text(row)}
          {more.muted === undefined ? null : <span class="muted"> {more.muted(row)}</span>}
        </span>
      </span>
    ),
  };
}
