import type { UnknownReason } from '../../../shared/reading';
import { auditColumns, type UsableAuditColumns } from '../auditColumns';
import { auditTables, type AuditTable } from '../auditTable';
import { countOf } from '../values';
import type { PartOutcome, SqlPart, SqlSource } from './source';

/** The audit table of a cluster, if it has one that we may see. */
export type AuditLookup = {
  readonly found:
    | {
        readonly ok: true;
        /** `database.table` for people, and the quoted name for statements. */
        readonly name: string;
        readonly quoted: string;
        readonly columns: UsableAuditColumns;
      }
    | { readonly ok: false; readonly why: UnknownReason; readonly message: string };
  /** Global query_timeout: how late a row may come; null = not known. */
  readonly queryTimeoutMs: number | null;
};

export type FoundAudit = Extract<AuditLookup['found'], { ok: true }>;

/**
 * Looks for the audit table where it usually is, or where the profile says. DESC needs no SELECT and
 * no BE. A variable is asked along, because rows come as late as statements may take.
 *
 * @param setting table of the profile; undefined = the usual names, one after the other
 */
export function auditTable(setting: string | undefined): SqlSource<AuditLookup> {
  const tables = auditTables(setting);
  return {
    id: 'auditTable',
    privilege: 'rows',
    select: false,
    forms: [
      {
        form: 'desc',
        sql: "SHOW GLOBAL VARIABLES LIKE 'query_timeout'",
        parts: tables.map((table, i): SqlPart => {
          const before = tables[i - 1];
          const part = { name: table.name, sql: `DESC ${table.quoted}` };
          return before === undefined ? part : { ...part, ifFailed: before.name };
        }),
        parse: ({ rows }, _context, parts) => {
          const seconds = countOf(rows[0]?.['Value'] ?? null);
          return {
            value: {
              found: foundIn(tables, parts),
              queryTimeoutMs: seconds === null ? null : seconds * 1000,
            },
            rows: 1,
          };
        },
      },
    ],
  };
}

type Parts = ReadonlyMap<string, PartOutcome>;

/** The first that is there; else the first reason that is more than "not here". */
function foundIn(tables: readonly AuditTable[], parts: Parts): AuditLookup['found'] {
  let nothing: AuditLookup['found'] = {
    ok: false,
    why: 'not-installed',
    message: `There is no table ${tables.map(({ name }) => name).join(', ')}.`,
  };
  for (const { name, quoted } of tables) {
    const part = parts.get(name);
    if (part?.ok === true) {
      const columns = auditColumns(part.answer.rows.flatMap((row) => row['Field'] ?? []));
      return columns === undefined
        ? { ok: false, why: 'malformed', message: `${name} has not the columns of an audit table.` }
        : { ok: true, name, quoted, columns };
    }
    if (part !== undefined && nothing.why === 'not-installed' && !isAbsence(part.failure)) {
      nothing = { ok: false, ...part.failure };
    }
  }
  return nothing;
}

function isAbsence({ why, message }: { readonly why: string; readonly message: string }): boolean {
  return why === 'unsupported-version' || /Unknown (?:database|catalog)/i.test(message);
}
