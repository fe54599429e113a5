/** Columns that a version nobody has seen yet puts in front of every SHOW. */
import { TYPE, type WireCell, type WireColumn } from '../wire/mysql/packets';
import type { Answer, StatementContext } from './context';

/** Values that would pass for those of the columns that used to stand there. */
const COLUMNS: readonly (readonly [name: string, cell: WireCell])[] = [
  ['TenantId', '10001'],
  ['Alive2', 'false'],
  ['Reserved', null],
];

/** An answer as a client of an unknown version gets it. */
export function withUnknownColumns(context: StatementContext, answer: Answer): Answer {
  if (
    answer.kind !== 'rows' ||
    !context.state.knobs.unknownColumns ||
    !/^\s*(admin\s+)?show\b/i.test(context.sql)
  ) {
    return answer;
  }
  const cells = COLUMNS.map(([, cell]) => cell);
  return {
    kind: 'rows',
    columns: [
      ...COLUMNS.map(([name]): WireColumn => ({
        name,
        type: TYPE.varString,
        charset: 33,
        length: 90,
      })),
      ...answer.columns,
    ],
    rows: answer.rows.map((row) => [...cells, ...row]),
  };
}
