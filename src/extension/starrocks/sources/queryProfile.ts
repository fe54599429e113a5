import { quoteLiteral } from '../sqlText';
import type { SqlSource } from './source';

/**
 * The profile of one query as text, null where the FE that is asked keeps none: each keeps those of
 * its own queries, in memory. Came with 3.0.
 */
export function queryProfile(queryId: string): SqlSource<string | null> {
  return {
    id: 'queryProfile',
    privilege: 'none',
    select: true,
    forms: [
      {
        form: 'select',
        sql: `SELECT get_query_profile(${quoteLiteral(queryId)}) AS profile`,
        parse: ({ rows }) => {
          const text = rows[0]?.['profile'] ?? '';
          return { value: text.trim() === '' ? null : text, rows: rows.length };
        },
      },
    ],
  };
}
