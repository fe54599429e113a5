/** Errors as an FE sends them: number, SQLSTATE and exact text. */
import type { Profile } from '../profiles/profile';
import { nodesNotFound } from '../state/nodes';
import type { RunMode } from '../truth';

export class SqlError extends Error {
  readonly code: number;
  readonly sqlState: string;

  constructor(code: number, message: string, sqlState = 'HY000') {
    super(message);
    this.name = 'SqlError';
    this.code = code;
    this.sqlState = sqlState;
  }
}

/** A semantic error: everything the analyzer refuses. */
export function analyzingError(
  detail: string,
  code = 1064,
  sqlState = 'HY000',
  position = '',
): SqlError {
  return new SqlError(
    code,
    `Getting analyzing error${position}. Detail message: ${detail}.`,
    sqlState,
  );
}

/** Line and column (from 0) of a piece of a statement, as analyzing and syntax errors name it. */
export function positionOf(sql: string, offset: number): string {
  const before = sql.slice(0, Math.max(0, offset));
  const line = before.split('\n').length;
  return ` at line ${String(line)}, column ${String(before.length - (before.lastIndexOf('\n') + 1))}`;
}

export function syntaxError(sql: string, offset: number, word: string): SqlError {
  return new SqlError(
    1064,
    `Getting syntax error${positionOf(sql, offset)}. Detail message: Unexpected input '${word}', the most similar input is {<EOF>, ';'}.`,
  );
}

export function unknownColumn(sql: string, name: string): SqlError {
  return analyzingError(
    `Column '${name}' cannot be resolved`,
    1064,
    'HY000',
    positionOf(sql, sql.toLowerCase().indexOf(name.toLowerCase())),
  );
}

export function unknownTable(profile: Profile, name: string): SqlError {
  const code = profile.errors.unknownTable;
  return analyzingError(`Unknown table '${name}'`, code, code === 5502 ? '42602' : '42S02');
}

export function unknownDatabase(profile: Profile, name: string): SqlError {
  const code = profile.errors.unknownDatabase;
  return analyzingError(`Unknown database '${name}'`, code, code === 5501 ? '3F000' : '42000');
}

export function unknownProcPath(path: string): SqlError {
  return analyzingError(`Unknown proc node path: ${path}. msg: Cannot find path: ${path}`);
}

export function accessDenied(
  profile: Profile,
  privilege: string,
  object: string,
  roles: readonly string[],
): SqlError {
  const current = roles.length === 0 ? 'NONE' : `[${roles.join(', ')}]`;
  const { accessDenied: code, accessDeniedWording: wording } = profile.errors;
  if (wording !== 'long') {
    const old = privilege.replace('OPERATE', 'ADMIN').replace(' OR ', '/');
    return new SqlError(
      code,
      `Access denied; you need (at least one of) the ${wording === '2.5' ? old : privilege} privilege(s) for this operation`,
      '42000',
    );
  }
  return new SqlError(
    code,
    `Access denied; you need (at least one of) the ${privilege} privilege(s) on ${object} for this operation. Please ask the admin to grant permission(s) or try activating existing roles using <set [default] role>. Current role(s): ${current}. Inactivated role(s): NONE.`,
    '42000',
  );
}

export function noNodes(runMode: RunMode): SqlError {
  return new SqlError(1064, nodesNotFound(runMode));
}

/** A statement that had to be forwarded found nobody to answer. The exact text is not verified. */
export function noLeader(): SqlError {
  return new SqlError(
    1064,
    'Failed to forward the statement: the leader is unknown or does not answer',
  );
}

/** Names the three known variables that look most alike. */
export function unknownVariable(
  profile: Profile,
  known: readonly string[],
  wanted: string,
): SqlError {
  const pairs = (text: string): ReadonlySet<string> =>
    new Set(
      Array.from({ length: Math.max(0, text.length - 1) }, (_, index) =>
        text.slice(index, index + 2),
      ),
    );
  const own = pairs(wanted);
  const likeness = (name: string): number =>
    [...pairs(name)].filter((pair) => own.has(pair)).length / (name.length + wanted.length);
  const similar = [...known].sort((a, b) => likeness(b) - likeness(a)).slice(0, 3);
  const list = similar.map((name) => `'${name}'`).join(', ');
  const text = `Unknown system variable '${wanted}', the most similar variables are {${list}}`;
  return profile.errors.unknownVariable === 1193
    ? new SqlError(1193, text)
    : analyzingError(text, profile.errors.unknownVariable);
}
