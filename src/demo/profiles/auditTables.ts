/** The audit table by generation, as section L of the facts about metrics has it. */
import type { AuditKind } from '../truthQueries';
import { columns } from './columnText';
import type { ColumnDef } from './profile';

export type AuditTable = {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly ColumnDef[];
};

const camelCase =
  'queryId, timestamp DATETIME, queryType, clientIp, user, authorizedUser, resourceGroup, catalog, db, state, errorCode, queryTime BIGINT, scanBytes BIGINT, scanRows BIGINT, returnRows BIGINT, cpuCostNs BIGINT, memCostBytes BIGINT, stmtId BIGINT, isQuery INT, feIp, stmt, digest, planCpuCosts DOUBLE, planMemCosts DOUBLE, pendingTimeMs BIGINT';

export const AUDIT_TABLES: Readonly<Record<AuditKind, AuditTable>> = {
  // Plugin 4.2
  plugin: {
    database: 'starrocks_audit_db__',
    table: 'starrocks_audit_tbl__',
    columns: columns(`${camelCase}, candidateMvs, hitMVs, warehouse`),
  },
  // Plugin 2.0; that a cluster may still have the names of the time before it is assumed.
  older: {
    database: 'doris_audit_db__',
    table: 'doris_audit_tbl__',
    columns: columns(
      'query_id, time DATETIME, client_ip, user, db, state, query_time BIGINT, scan_bytes BIGINT, scan_rows BIGINT, return_rows BIGINT, stmt_id INT, is_query INT, frontend_ip, stmt',
    ),
  },
  // Built into the FE, after June 2025
  builtIn: {
    database: 'starrocks_audit_db__',
    table: 'starrocks_audit_tbl__',
    columns: columns(`${camelCase}, candidateMVs, hitMvs, QueriedRelations NESTED, warehouse`),
  },
};
