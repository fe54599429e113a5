import type { RowPage, RowQuery } from '../../shared/api';

/** The rows that a query asks for, of all there are. */
export function pageOf<R extends object>(
  rows: readonly R[],
  { offset, limit, node }: RowQuery,
): RowPage<R> {
  const found =
    node === undefined ? rows : rows.filter((row) => !('node' in row) || row.node === node);
  return { rows: found.slice(offset, offset + limit), total: found.length };
}
