import type { EpochMs } from '../../../shared/time';
import type { AuditField } from '../auditColumns';
import { countOf, sessionTime } from '../values';
import { auditSqlChars, auditWhere, type AuditWindow } from './auditQuery';
import { must, readTable } from './readTable';
import type { Parsed, PartOutcome, SqlSource } from './source';
import type { SqlAnswer } from '../lane';

/** A statement of the audit log; null = not collected, or the table has no such column. */
export type AuditedQuery = {
  readonly queryId: string;
  readonly startedAt: EpochMs | null;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly errorCode: string | null;
  readonly user: string;
  readonly database: string | null;
  readonly frontend: string | null;
  readonly resourceGroup: string | null;
  readonly warehouse: string | null;
  readonly pendingMs: number | null;
  readonly scanBytes: number | null;
  readonly scanRows: number | null;
  readonly returnRows: number | null;
  readonly cpuMs: number | null;
  /** Of the node that used most. */
  readonly memoryBytes: number | null;
  /** Untrusted text, cut. */
  readonly sql: string | null;
};

export type SlowWindow = AuditWindow & { readonly minMs: number; readonly limit: number };

const fields = {
  queryId: 'query_id',
  startedAt: 'started_at',
  durationMs: 'duration_ms',
  state: 'state',
  errorCode: 'error_code',
  user: 'user_name',
  database: 'database_name',
  frontend: 'frontend',
  resourceGroup: 'resource_group',
  warehouse: 'warehouse',
  pendingMs: 'pending_ms',
  scanBytes: 'scan_bytes',
  scanRows: 'scan_rows',
  returnRows: 'return_rows',
  cpuNs: 'cpu_ns',
  memoryBytes: 'memory_bytes',
  sql: 'sql_text',
} as const satisfies Partial<Record<AuditField, string>>;

type Field = keyof typeof fields;

/**
 * What took long, failed and timed-out ones included, longest first.
 *
 * @param again a second window: what ran so long that its row came after the first one had passed
 */
export function auditSlow(
  window: SlowWindow,
  again?: SlowWindow,
): SqlSource<readonly AuditedQuery[]> {
  return {
    id: 'auditSlow',
    privilege: 'rows',
    select: true,
    forms: [
      {
        form: 'slow',
        sql: statement(window),
        ...(again === undefined ? {} : { parts: [{ name: 'again', sql: statement(again) }] }),
        parse: (answer, { globalOffsetMs }, parts) => {
          const first = parse(answer, globalOffsetMs);
          const second = again === undefined ? undefined : parts.get('again');
          const late = second === undefined ? undefined : parse(answerOf(second), globalOffsetMs);
          return { ...first, value: [...first.value, ...(late?.value ?? [])] };
        },
      },
    ],
  };
}

/** What failed alone fails the whole: half an answer would pass for all there is. */
function answerOf(part: PartOutcome): SqlAnswer {
  if (!part.ok) {
    throw new Error(part.failure.message);
  }
  return part.answer;
}

function statement(window: SlowWindow): string {
  const { columns, quoted } = window.table;
  const list = (Object.keys(fields) as Field[]).flatMap((field) => {
    const column = columns[field];
    const cell = field === 'sql' ? `left(${columns.sql}, ${auditSqlChars})` : column;
    return cell === undefined ? [] : [`${cell} AS ${fields[field]}`];
  });
  const where = auditWhere(window, [`${columns.durationMs} >= ${Math.round(window.minMs)}`]);
  return `SELECT ${list.join(', ')} FROM ${quoted} WHERE ${where} ORDER BY ${columns.durationMs} DESC LIMIT ${Math.round(window.limit)}`;
}

function parse(answer: SqlAnswer, globalOffsetMs: number | null): Parsed<readonly AuditedQuery[]> {
  const keys = ['queryId', 'durationMs', 'state', 'user'] as const;
  const parsed = readTable(answer, fields, keys, ({ text, required }): AuditedQuery => {
    const cpuNs = countOf(text('cpuNs'));
    const duration = required('durationMs');
    return {
      queryId: required('queryId'),
      startedAt: sessionTime(text('startedAt'), globalOffsetMs),
      durationMs: must(countOf(duration), fields.durationMs, duration),
      failed: required('state').toUpperCase() === 'ERR',
      errorCode: text('errorCode'),
      user: required('user'),
      database: text('database'),
      frontend: text('frontend'),
      resourceGroup: text('resourceGroup'),
      warehouse: text('warehouse'),
      pendingMs: countOf(text('pendingMs')),
      scanBytes: countOf(text('scanBytes')),
      scanRows: countOf(text('scanRows')),
      returnRows: countOf(text('returnRows')),
      cpuMs: cpuNs === null ? null : Math.round(cpuNs / 1_000_000),
      memoryBytes: countOf(text('memoryBytes')),
      sql: text('sql'),
    };
  });
  const { unknownColumns: missing, ...rest } = parsed;
  const unknownColumns = missing?.map((field) => (field === 'cpuNs' ? 'cpuMs' : field));
  return { ...rest, ...(unknownColumns === undefined ? {} : { unknownColumns }) };
}
