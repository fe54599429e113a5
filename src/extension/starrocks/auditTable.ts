import { quoteIdentifier } from './sqlText';

export type AuditTable = {
  /** As it was written. */
  readonly name: string;
  readonly catalog: string | undefined;
  readonly database: string;
  readonly table: string;
  /** The whole name, each part quoted. */
  readonly quoted: string;
};

/** Where the plugin of today, Alibaba's service and the plugin of old write, most usual first. */
const usual = [
  'starrocks_audit_db__.starrocks_audit_tbl__',
  '_starrocks_audit_db_.starrocks_audit_tbl',
  'doris_audit_db__.doris_audit_tbl__',
] as const;

/** Reads `table`, `database.table` or `catalog.database.table`; parts may be in backticks. */
export function auditTableOf(setting: string | undefined): AuditTable {
  const name = setting ?? usual[0];
  const parts = [...name.matchAll(/`((?:[^`]|``)+)`|([^.`]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('``', '`') ?? plain?.trim() ?? '',
  );
  const [table = '', database = 'starrocks_audit_db__', catalog] = parts.reverse();
  const named = [...(catalog === undefined ? [] : [catalog]), database, table];
  return { name, catalog, database, table, quoted: named.map(quoteIdentifier).join('.') };
}

/** Where to look: the table of the profile alone, or else every usual one. */
export function auditTables(setting: string | undefined): readonly [AuditTable, ...AuditTable[]] {
  const [first, ...others] = usual;
  return setting === undefined
    ? [auditTableOf(first), ...others.map(auditTableOf)]
    : [auditTableOf(setting)];
}
