import type { NewCluster } from '../../../shared/clusterProfile';
import { phrase } from '../../../shared/phrase';
import type { Observation } from '../../collect/observation';
import type { ClusterSession, SqlAskOptions } from '../clusterSession';
import { auditTables, type AuditTable } from '../auditTable';
import { quoteIdentifier, quoteLiteral } from '../sqlText';
import type { SqlSource } from '../sources/source';
import type { Outcome } from './outcome';

/** Whether there is such a table, as far as the user sees. */
function listed({ catalog, database, table }: AuditTable): SqlSource<boolean> {
  const place = [...(catalog === undefined ? [] : [catalog]), database];
  return {
    id: 'capabilities',
    privilege: 'rows',
    select: false,
    forms: [
      {
        form: 'tables',
        sql: `SHOW TABLES FROM ${place.map(quoteIdentifier).join('.')} LIKE ${quoteLiteral(table)}`,
        parse: ({ rows }) => ({ value: rows.length > 0, rows: rows.length }),
      },
    ],
  };
}

function readable(audit: AuditTable): SqlSource<null> {
  return {
    id: 'capabilities',
    privilege: 'none',
    select: true,
    forms: [
      {
        form: 'select',
        sql: `SELECT 1 FROM ${audit.quoted} LIMIT 1`,
        parse: ({ rows }) => ({ value: null, rows: rows.length }),
      },
    ],
  };
}

/** Audit table found, absent, or hidden for want of a right; looked for under every usual name. */
export async function auditOutcome(
  cluster: NewCluster,
  session: ClusterSession,
  options: SqlAskOptions,
): Promise<Outcome> {
  const tables = auditTables(cluster.auditTable);
  for (const audit of tables) {
    const list = await session.ask(listed(audit), options);
    if (list.ok && list.value) {
      return cluster.quiet === true
        ? { state: 'ok', text: phrase('connection.audit.quiet', { table: audit.name }) }
        : readableOutcome(audit.name, await session.ask(readable(audit), options));
    }
    if (!list.ok && !/Unknown database/i.test(list.message)) {
      return list.why === 'denied'
        ? denied(audit.name, list.message)
        : failed(audit.name, list.message);
    }
  }
  return {
    // One is not installed everywhere; one that was named should be there.
    state: cluster.auditTable === undefined ? 'ok' : 'warning',
    text: phrase('connection.audit.absent', { table: tables[0].name }),
    remedy: phrase('remedy.audit.absent'),
    field: 'auditTable',
  };
}

function readableOutcome(table: string, answer: Observation<null>): Outcome {
  if (answer.ok) {
    return { state: 'ok', text: phrase('connection.audit.ok', { table }) };
  }
  return answer.why === 'denied' ? denied(table, answer.message) : failed(table, answer.message);
}

function denied(table: string, message: string): Outcome {
  return {
    state: 'warning',
    text: phrase('connection.audit.denied', { table, message }),
    remedy: phrase('remedy.audit.denied'),
  };
}

function failed(table: string, message: string): Outcome {
  return {
    state: 'warning',
    text: phrase('connection.audit.failed', { table, message }),
    field: 'auditTable',
  };
}
