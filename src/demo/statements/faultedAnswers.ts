/** Answers that a fault has spoiled, and errors of things a fault has taken away. */
import type { FaultEffect } from '../faults';
import type { WireCell } from '../wire/mysql/packets';
import type { Answer, StatementContext } from './context';
import {
  accessDenied,
  type SqlError,
  syntaxError,
  unknownColumn,
  unknownProcPath,
  unknownTable,
} from './sqlError';

export function accessDeniedFor(
  context: StatementContext,
  privilege: string | undefined,
): SqlError {
  return accessDenied(
    context.profile,
    privilege ?? 'OPERATE',
    'SYSTEM',
    context.session.user.roles,
  );
}

/**
 * The error for a table, column or proc path that does not exist here. Without a name, the thing
 * the statement is about; undefined when the named thing does not occur in the statement.
 */
export function missingThing(
  context: StatementContext,
  name: string | undefined,
): SqlError | undefined {
  const { sql, profile } = context;
  const path = /^show\s+proc\s+['"]([^'"]*)['"]/i.exec(sql)?.[1];
  if (path !== undefined) {
    return name === undefined || path.startsWith(name) ? unknownProcPath(path) : undefined;
  }
  const table = /\binformation_schema\s*\.\s*`?(\w+)/i.exec(sql)?.[1];
  if (table !== undefined && (name === undefined || table.toLowerCase() === name.toLowerCase())) {
    return unknownTable(profile, `information_schema.${table}`);
  }
  if (table !== undefined && name !== undefined) {
    return new RegExp(`\\b${name}\\b`, 'i').test(sql) ? unknownColumn(sql, name) : undefined;
  }
  if (name === undefined) {
    const word = sql.split(/\s+/)[1] ?? sql;
    return syntaxError(sql, sql.indexOf(word), word);
  }
  return undefined;
}

/** A result as the fault leaves it. */
export function spoiled(answer: Answer, effect: FaultEffect): Answer {
  if (answer.kind !== 'rows') {
    return answer;
  }
  switch (effect.kind) {
    case 'empty':
      return { ...answer, rows: [] };
    case 'nan':
      return withCells(answer, effect.column, 'NaN');
    case 'garbage':
      return withCells(answer, effect.column, '\u0001%$ not a value 🤷');
    case 'missing': {
      // A column missing from a SHOW: the other columns stay.
      const index = answer.columns.findIndex(
        (column) => column.name.toLowerCase() === effect.name?.toLowerCase(),
      );
      return index < 0
        ? answer
        : {
            ...answer,
            columns: answer.columns.filter((_, at) => at !== index),
            rows: answer.rows.map((row) => row.filter((_, at) => at !== index)),
          };
    }
    default:
      return answer;
  }
}

function withCells(
  answer: Extract<Answer, { kind: 'rows' }>,
  column: string | undefined,
  value: string,
): Answer {
  const rows = answer.rows.map((row) =>
    row.map((cell, index): WireCell =>
      column === undefined || answer.columns[index]?.name === column ? value : cell,
    ),
  );
  return { ...answer, rows };
}
