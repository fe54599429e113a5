/** The audit table: who may read it, its columns, its rows. */
import { AUDIT_TABLES, type AuditTable } from '../profiles/auditTables';
import { timeText } from '../state/zone';
import type { AuditKind, EndedQuery } from '../truthQueries';
import { reported, seesDatabase, showAnswer, type Answer, type StatementContext } from './context';
import type { SchemaRow } from './select/sqlEngine';
import { accessDenied, unknownDatabase, unknownTable } from './sqlError';

export function auditTableOf({ world }: StatementContext): AuditTable | undefined {
  const { audit } = world.queries;
  return audit === undefined ? undefined : AUDIT_TABLES[audit];
}

/** Whether a statement names the audit table; throws when the user may not read it. */
export function readsAudit(context: StatementContext): boolean {
  const audit = auditTableOf(context);
  if (audit === undefined || !context.sql.replaceAll('`', '').includes(fullName(audit))) {
    return false;
  }
  if (!seesDatabase(context, audit.database)) {
    throw denied(context, audit, 'SELECT');
  }
  return true;
}

/** DESC of the audit table; nobody asks for the columns of another one. */
export function describeTable(context: StatementContext, database: string, table: string): Answer {
  const audit = auditTableOf(context);
  if (!context.state.databases.some(({ name }) => name === database)) {
    throw unknownDatabase(context.profile, database);
  }
  if (audit?.database !== database || audit.table !== table) {
    throw unknownTable(context.profile, `${database}.${table}`);
  }
  if (!seesDatabase(context, database)) {
    throw denied(context, audit, 'ANY');
  }
  return showAnswer(
    ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra'],
    audit.columns.map(([name, type]) => [
      name,
      type === 'NESTED' ? 'array<varchar(65533)>' : type.toLowerCase(),
      'YES',
      'false',
      null,
      '',
    ]),
    false,
  );
}

function denied(context: StatementContext, audit: AuditTable, privilege: string): Error {
  const { profile, session } = context;
  return accessDenied(profile, privilege, `TABLE ${audit.table}`, session.user.roles);
}

const fullName = ({ database, table }: AuditTable): string => `${database}.${table}`;

/** The plugin's own idea of slow. */
const SLOW_MS = 5000;

const ERROR_CODES: Readonly<Record<EndedQuery['outcome'], string>> = {
  success: '',
  // Assumed words of the FE's error types.
  analysis: 'ANALYSIS_ERR',
  timeout: 'EXEC_TIME_OUT',
  internal: 'INTERNAL_ERR',
};

export function auditRow(context: StatementContext, kind: AuditKind, query: EndedQuery): SchemaRow {
  const { timeZone } = context.state;
  const isSelect = /^\s*(?:\/\*[\s\S]*?\*\/\s*)*\(*\s*(?:select|with)\b/i.test(query.sql);
  const failed = query.outcome !== 'success';
  const state = failed
    ? 'ERR'
    : isSelect || /^\s*(?:\/\*[\s\S]*?\*\/\s*)*show\b/i.test(query.sql)
      ? 'EOF'
      : 'OK';
  // The plugin writes the wall clock of the FE's host.
  const startedAt = timeText(reported(context, query.startedAt), timeZone);
  const isQuery = isSelect || query.outcome === 'analysis' ? 1 : 0;
  if (kind === 'older') {
    return {
      query_id: query.queryId,
      time: startedAt,
      client_ip: query.clientAddress,
      user: query.user,
      db: query.database,
      state,
      query_time: query.durationMs,
      scan_bytes: query.scanBytes,
      scan_rows: query.scanRows,
      return_rows: query.returnRows,
      stmt_id: 1,
      is_query: isQuery,
      frontend_ip: query.frontend,
      stmt: query.sql,
    };
  }
  return {
    queryId: query.queryId,
    timestamp: startedAt,
    queryType: query.durationMs > SLOW_MS ? 'slow_query' : 'query',
    clientIp: query.clientAddress,
    user: query.user,
    authorizedUser: `'${query.user}'@'%'`,
    resourceGroup: query.resourceGroup,
    catalog: 'default_catalog',
    db: query.database,
    state,
    errorCode: ERROR_CODES[query.outcome],
    queryTime: query.durationMs,
    scanBytes: query.scanBytes,
    scanRows: query.scanRows,
    returnRows: query.returnRows,
    cpuCostNs: query.cpuMs * 1_000_000,
    memCostBytes: query.memoryBytes,
    stmtId: 1,
    isQuery,
    feIp: query.frontend,
    stmt: query.sql,
    digest: '',
    planCpuCosts: null,
    planMemCosts: null,
    pendingTimeMs: -1,
    warehouse: 'default_warehouse',
    ...(kind === 'builtIn' ? { QueriedRelations: JSON.stringify(query.relations) } : {}),
  };
}
