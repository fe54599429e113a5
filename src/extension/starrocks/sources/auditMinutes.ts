import type { EpochMs } from '../../../shared/time';
import { countOf, sessionTime, wallClockMs } from '../values';
import { auditWhere, type AuditWindow } from './auditQuery';
import { must, readTable } from './readTable';
import type { SqlSource } from './source';

/** What began in one minute, has ended and has been delivered: counts are lower bounds. */
export type AuditMinute = {
  readonly startedAt: EpochMs;
  readonly queries: number;
  readonly failed: number;
  /** Of the successful ones, ms; null when there was none. */
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

export type AuditMinutes = {
  readonly minutes: readonly AuditMinute[];
  /** Newest beginning, as wall clock read as UTC: where the next question begins, less its overlap. */
  readonly watermark: number | null;
};

const columns = {
  startedAt: 'minute_at',
  queries: 'queries',
  failed: 'failed',
  p50: 'p50',
  p75: 'p75',
  p95: 'p95',
  p99: 'p99',
} as const;

const shares = { p50: 0.5, p75: 0.75, p95: 0.95, p99: 0.99 } as const;

/** Queries by the minute in which they began. Each id once: a forwarded one is written twice. */
export function auditMinutes(window: AuditWindow): SqlSource<AuditMinutes> {
  const { queryId, startedAt, state, durationMs, isQuery } = window.table.columns;
  const quantiles = Object.entries(shares).map(
    ([name, share]) =>
      `percentile_approx(if(${state} = 'ERR', NULL, ${durationMs}), ${share}) AS ${name}`,
  );
  const list = [
    `date_trunc('minute', ${startedAt}) AS minute_at`,
    `count(DISTINCT ${queryId}) AS queries`,
    `count(DISTINCT if(${state} = 'ERR', ${queryId}, NULL)) AS failed`,
    ...quantiles,
  ].join(', ');
  const where = auditWhere(window, isQuery === undefined ? [] : [`${isQuery} = 1`]);
  return {
    id: 'auditMinutes',
    privilege: 'rows',
    select: true,
    forms: [
      {
        form: 'minutes',
        sql: `SELECT ${list} FROM ${window.table.quoted} WHERE ${where} GROUP BY 1 ORDER BY 1`,
        parse: (answer, { globalOffsetMs }) => {
          const walls: number[] = [];
          const keys = ['startedAt', 'queries'] as const;
          const parsed = readTable(answer, columns, keys, ({ text, required }): AuditMinute => {
            const minute = required('startedAt');
            walls.push(must(wallClockMs(minute), 'minute_at', minute));
            return {
              startedAt: must(sessionTime(minute, globalOffsetMs), 'minute_at', minute),
              queries: must(countOf(required('queries')), 'queries', required('queries')),
              failed: must(countOf(required('failed')), 'failed', required('failed')),
              p50: countOf(text('p50')),
              p75: countOf(text('p75')),
              p95: countOf(text('p95')),
              p99: countOf(text('p99')),
            };
          });
          const watermark = walls.length === 0 ? null : Math.max(...walls);
          return { ...parsed, value: { minutes: parsed.value, watermark } };
        },
      },
    ],
  };
}
