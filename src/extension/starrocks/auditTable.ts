import { quoteIdentifier } from './sqlText';

/** Where the audit log plugin writes, unless the profile names another table. */
const usual = 'starrocks_audit_db__.starrocks_audit_tbl__';

export type AuditTable = {
  /** As it was written. */
  readonly name: string;
  readonly catalog: string | undefined;
  readonly database: string;
  readonly table: string;
  /** The whole name, each part quoted. */
  readonly quoted: string;
};

/** Reads `table`, `database.table` or `catalog.database.table`; parts may be in backticks. */
export function auditTableOf(setting: string | undefined): AuditTable {
  const name = setting ?? usual;
  const parts = [...name.matchAll(/`((?:[^`]|``)+)`|([^.`]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('``', '`') ?? plain?.trim() ?? '',
  );
  const [table = '', database = 'starrocks_audit_db__', catalog] = parts.reverse();
  const named = [...(catalog === undefined ? [] : [catalog]), database, table];
  return { name, catalog, database, table, quoted: named.map(quoteIdentifier).join('.') };
}
