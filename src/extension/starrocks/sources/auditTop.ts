import { minuteMs, type EpochMs } from '../../../shared/time';
import type { SqlAnswer } from '../lane';
import { quoteLiteral } from '../sqlText';
import { countOf, sessionTime, wallClockText } from '../values';
import { auditSqlChars, auditWhere, type AuditWindow } from './auditQuery';
import { must, readTable } from './readTable';
import type { SqlSource } from './source';

/** Statements of one text in one database during the last hour. */
export type AuditedText = {
  /** Untrusted text, cut. */
  readonly sql: string;
  readonly database: string | null;
  readonly queries: number;
  readonly failed: number;
  readonly totalMs: number;
  readonly longestMs: number;
  readonly scanBytes: number | null;
  readonly cpuMs: number | null;
  readonly lastAt: EpochMs | null;
  /** `db.table` of what it read, as the cluster itself says; null where it does not. */
  readonly relations: readonly string[] | null;
};

/** Statements of one user that ended in one way during 24 hours. */
export type AuditedUser = {
  readonly user: string;
  readonly failed: boolean;
  readonly errorCode: string | null;
  readonly queries: number;
  readonly lastHour: number;
  readonly lastAt: EpochMs | null;
  /** One of the statements; untrusted text, cut. */
  readonly sql: string | null;
};

export type AuditTop = {
  readonly texts: readonly AuditedText[];
  readonly users: readonly AuditedUser[];
};

const auditGroups = 5000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Names of tables may hold a comma, no line break. */
const separator = '\n';
const sampleChars = 200;

const textFields = {
  sql: 'sql_text',
  database: 'database_name',
  queries: 'queries',
  failed: 'failed',
  totalMs: 'total_ms',
  longestMs: 'longest_ms',
  scanBytes: 'scan_bytes',
  cpuNs: 'cpu_ns',
  lastAt: 'last_at',
  relations: 'relations',
} as const;

const userFields = {
  user: 'user_name',
  state: 'state',
  errorCode: 'error_code',
  queries: 'queries',
  lastHour: 'last_hour',
  lastAt: 'last_at',
  sql: 'sql_text',
} as const;

/**
 * What is asked most, and by whom: two statements of at most 5,000 groups each.
 *
 * @param window its end counts: the texts are of the hour before it, the users of the day before it
 */
export function auditTop({ table, toWall }: AuditWindow): SqlSource<AuditTop> {
  const hour = { table, toWall, fromWall: toWall - hourMs };
  const day = { table, toWall, fromWall: toWall - dayMs };
  return {
    id: 'auditTop',
    privilege: 'rows',
    select: true,
    forms: [
      {
        form: 'top',
        sql: textStatement(hour),
        parts: [{ name: 'users', sql: userStatement(day) }],
        parse: (answer, { globalOffsetMs }, parts) => {
          const users = parts.get('users');
          if (users?.ok !== true) {
            throw new Error(users?.failure.message ?? 'the users were not asked for');
          }
          const texts = readTexts(answer, globalOffsetMs);
          const people = readUsers(users.answer, globalOffsetMs);
          return {
            ...texts,
            value: {
              texts: texts.value,
              users: people.value,
            },
          };
        },
      },
    ],
  };
}

function textStatement(window: AuditWindow): string {
  const { columns, quoted } = window.table;
  const { sql, database, state, durationMs, scanBytes, cpuNs, startedAt, relations } = columns;
  const sum = (column: string | undefined, name: string) =>
    column === undefined ? [] : [`sum(if(${column} > 0, ${column}, 0)) AS ${name}`];
  const list = [
    `left(${sql}, ${auditSqlChars}) AS sql_text`,
    ...(database === undefined ? [] : [`${database} AS database_name`]),
    'count(*) AS queries',
    `sum(if(${state} = 'ERR', 1, 0)) AS failed`,
    `sum(${durationMs}) AS total_ms`,
    `max(${durationMs}) AS longest_ms`,
    ...sum(scanBytes, 'scan_bytes'),
    ...sum(cpuNs, 'cpu_ns'),
    `max(${startedAt}) AS last_at`,
    ...(relations === undefined
      ? []
      : [`any_value(array_join(${relations}, ${quoteLiteral(separator)})) AS relations`]),
  ].join(', ');
  const groups = database === undefined ? '1' : '1, 2';
  return `SELECT ${list} FROM ${quoted} WHERE ${auditWhere(window)} GROUP BY ${groups} ORDER BY total_ms DESC LIMIT ${auditGroups}`;
}

function userStatement(window: AuditWindow): string {
  const { columns, quoted } = window.table;
  const { user, state, errorCode, startedAt, sql } = columns;
  const hour = quoteLiteral(wallClockText(window.toWall - hourMs));
  const list = [
    `${user} AS user_name`,
    `if(${state} = 'ERR', 'ERR', 'OK') AS state`,
    ...(errorCode === undefined ? [] : [`${errorCode} AS error_code`]),
    'count(*) AS queries',
    `sum(if(${startedAt} >= ${hour}, 1, 0)) AS last_hour`,
    `max(${startedAt}) AS last_at`,
    `any_value(left(${sql}, ${sampleChars})) AS sql_text`,
  ].join(', ');
  const groups = errorCode === undefined ? '1, 2' : '1, 2, 3';
  return `SELECT ${list} FROM ${quoted} WHERE ${auditWhere(window)} GROUP BY ${groups} ORDER BY queries DESC LIMIT ${auditGroups}`;
}

const count = (cell: string, column: string): number => must(countOf(cell), column, cell);

function readTexts(answer: SqlAnswer, offset: number | null) {
  const keys = ['sql', 'queries', 'failed', 'totalMs', 'longestMs'] as const;
  const parsed = readTable(answer, textFields, keys, ({ text, required }): AuditedText => {
    const cpuNs = countOf(text('cpuNs'));
    return {
      sql: required('sql'),
      database: text('database'),
      queries: count(required('queries'), 'queries'),
      failed: count(required('failed'), 'failed'),
      totalMs: count(required('totalMs'), 'total_ms'),
      longestMs: count(required('longestMs'), 'longest_ms'),
      scanBytes: countOf(text('scanBytes')),
      cpuMs: cpuNs === null ? null : Math.round(cpuNs / 1_000_000),
      lastAt: sessionTime(text('lastAt'), offset),
      relations: text('relations')?.split(separator).filter(Boolean) ?? null,
    };
  });
  const { unknownColumns: missing, ...rest } = parsed;
  const unknownColumns = missing?.map((field) => (field === 'cpuNs' ? 'cpuMs' : field));
  return { ...rest, ...(unknownColumns === undefined ? {} : { unknownColumns }) };
}

function readUsers(answer: SqlAnswer, offset: number | null) {
  const keys = ['user', 'state', 'queries', 'lastHour'] as const;
  return readTable(answer, userFields, keys, ({ text, required }): AuditedUser => ({
    user: required('user'),
    failed: required('state') === 'ERR',
    errorCode: text('errorCode'),
    queries: count(required('queries'), 'queries'),
    lastHour: count(required('lastHour'), 'last_hour'),
    lastAt: sessionTime(text('lastAt'), offset),
    sql: text('sql'),
  }));
}
