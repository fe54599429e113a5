/** The audit table as one more table of the cluster. */
import { AUDIT_TABLES } from '../profiles/auditTables';
import type { ClusterState } from '../truth';
import type { AuditKind } from '../truthQueries';

const DAY = 24 * 3_600_000;
const ID = 10_900;

export function withAuditTable(state: ClusterState, kind: AuditKind): ClusterState {
  const { database, table } = AUDIT_TABLES[kind];
  return {
    ...state,
    databases: [...state.databases, { id: ID, name: database, system: false }],
    tables: [
      ...state.tables,
      {
        id: ID + 1,
        database,
        name: table,
        kind: 'table',
        model: 'DUP_KEYS',
        rows: 0,
        bytes: 0,
        // Its few minutes of rows are below what the statistics job tells.
        reportedRows: 0,
        reportedBytes: 0,
        createdAt: state.begun - 30 * DAY,
        comment: '',
      },
    ],
  };
}
