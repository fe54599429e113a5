import { quoteIdentifier } from './sqlText';

/**
 * Columns of the audit table by what they hold; each with its names, that of the newest generation
 * first. Case does not matter to StarRocks, and differs between generations.
 */
const namesOf = {
  queryId: ['queryId', 'query_id'],
  /** When the statement began, on the wall clock of the FE's host. */
  startedAt: ['timestamp', 'time'],
  /** query, slow_query or connection. */
  type: ['queryType'],
  user: ['user'],
  database: ['db'],
  resourceGroup: ['resourceGroup'],
  warehouse: ['warehouse'],
  /** EOF, OK or ERR. */
  state: ['state'],
  errorCode: ['errorCode'],
  durationMs: ['queryTime', 'query_time'],
  pendingMs: ['pendingTimeMs'],
  scanBytes: ['scanBytes', 'scan_bytes'],
  scanRows: ['scanRows', 'scan_rows'],
  returnRows: ['returnRows', 'return_rows'],
  cpuNs: ['cpuCostNs', 'cpu_cost_ns'],
  memoryBytes: ['memCostBytes', 'mem_cost_bytes'],
  isQuery: ['isQuery', 'is_query'],
  frontend: ['feIp', 'frontend_ip'],
  sql: ['stmt'],
  /** Tables and views that were read; an array. */
  relations: ['QueriedRelations'],
} as const satisfies Record<string, readonly string[]>;

export type AuditField = keyof typeof namesOf;

/** Quoted column of each field that the table has. */
export type AuditColumns = Readonly<Partial<Record<AuditField, string>>>;

/** Without these a row says nothing. */
const needed = ['queryId', 'startedAt', 'user', 'state', 'durationMs', 'sql'] as const;

/** What a usable audit table has at least. */
export type UsableAuditColumns = AuditColumns & Readonly<Record<(typeof needed)[number], string>>;

/** Those of the newest generation that every newer one has. */
export const usualAuditColumns: UsableAuditColumns = {
  queryId: quoteIdentifier('queryId'),
  startedAt: quoteIdentifier('timestamp'),
  user: quoteIdentifier('user'),
  state: quoteIdentifier('state'),
  durationMs: quoteIdentifier('queryTime'),
  sql: quoteIdentifier('stmt'),
};

/** @returns undefined when it is another kind of table */
export function auditColumns(actual: readonly string[]): UsableAuditColumns | undefined {
  const byName = new Map(actual.map((name) => [name.toLowerCase(), name]));
  const columns: Partial<Record<AuditField, string>> = {};
  for (const [field, names] of Object.entries(namesOf) as [AuditField, readonly string[]][]) {
    const name = names.map((each) => byName.get(each.toLowerCase())).find(Boolean);
    if (name !== undefined) {
      columns[field] = quoteIdentifier(name);
    }
  }
  return isUsable(columns) ? columns : undefined;
}

function isUsable(columns: AuditColumns): columns is UsableAuditColumns {
  return needed.every((field) => columns[field] !== undefined);
}
