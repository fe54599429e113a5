import { originPrefix, quoteLiteral } from '../sqlText';
import { wallClockText } from '../values';
import type { FoundAudit } from './auditTable';

/**
 * Which rows of the audit table: those that began in [from, to), as wall clock of the FE's host read
 * as UTC. Literals beside the bare column: only partitions of these days are read.
 */
export type AuditWindow = {
  readonly table: FoundAudit;
  readonly fromWall: number;
  readonly toWall: number;
};

/** Statements are told apart, and shown, by their first characters: nobody else's texts leave whole. */
export const auditSqlChars = 1000;

/** WHERE of a window, without this monitor's own statements and without logins. */
export function auditWhere(
  { table: { columns }, fromWall, toWall }: AuditWindow,
  more: readonly string[] = [],
): string {
  const { startedAt, sql, type } = columns;
  return [
    `${startedAt} >= ${quoteLiteral(wallClockText(fromWall))}`,
    `${startedAt} < ${quoteLiteral(wallClockText(toWall))}`,
    `left(${sql}, ${originPrefix.length}) <> ${quoteLiteral(originPrefix)}`,
    ...(type === undefined ? [] : [`${type} <> 'connection'`]),
    ...more,
  ].join(' AND ');
}
