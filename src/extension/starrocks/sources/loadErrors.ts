import { integerLiteral } from '../sqlText';
import { readTable } from './readTable';
import type { SqlSource } from './source';

export type LoadErrorText = { readonly text: string; readonly cut: boolean };

/** Each row is the log of one node, of which the cluster tells at most 64 KiB. */
const mostLogs = 16;
const mostCharacters = 1024 * 1024;

/**
 * The log of the rows that one load rejected, null where none is kept. Came with 3.0. A node reads it
 * from the others, hence only by job id: the cluster refuses to tell those of all loads.
 */
export function loadErrors(loadId: string): SqlSource<LoadErrorText | null> {
  return {
    id: 'loadErrors',
    privilege: 'none',
    select: true,
    forms: [
      {
        form: 'select',
        sql: `SELECT TRACKING_LOG FROM information_schema.load_tracking_logs WHERE JOB_ID = ${integerLiteral(loadId)} LIMIT ${mostLogs}`,
        parse: (answer) => {
          const parsed = readTable(answer, { log: 'TRACKING_LOG' }, ['log'], ({ text }) =>
            text('log'),
          );
          const logs = parsed.value.filter((log) => log !== null && log.trim() !== '');
          const text = logs.join('\n');
          const cut = parsed.rows >= mostLogs || text.length > mostCharacters;
          return {
            ...parsed,
            value: logs.length === 0 ? null : { text: text.slice(0, mostCharacters), cut },
          };
        },
      },
    ],
  };
}
