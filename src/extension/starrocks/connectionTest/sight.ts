import type { NewCluster } from '../../../shared/clusterProfile';
import { phrase } from '../../../shared/phrase';
import type { Observation } from '../../collect/observation';
import { builtInDatabases } from '../builtInDatabases';
import type { ClusterSession, SqlAskOptions } from '../clusterSession';
import { MalformedAnswer } from '../failures';
import type { FrontendMetrics } from '../sources/feMetrics';
import type { SqlSource } from '../sources/source';
import { countOf } from '../values';
import type { Outcome } from './outcome';

const visibleDatabases: SqlSource<number> = {
  id: 'capabilities',
  privilege: 'rows',
  select: false,
  forms: [
    {
      form: 'databases',
      sql: 'SHOW DATABASES',
      parse: ({ rows, columns }) => {
        const [column = ''] = columns;
        const own = rows.filter((row) => !builtInDatabases.has(row[column] ?? ''));
        return { value: own.length, rows: rows.length };
      },
    },
  ],
};

const visibleTables: SqlSource<number> = {
  id: 'capabilities',
  privilege: 'rows',
  select: true,
  forms: [
    {
      form: 'tables',
      sql:
        'SELECT count(*) AS SEEN FROM information_schema.tables ' +
        `WHERE TABLE_SCHEMA NOT IN (${[...builtInDatabases].map((name) => `'${name}'`).join(', ')})`,
      parse: ({ rows }) => {
        const seen = countOf(rows[0]?.['SEEN'] ?? null);
        if (seen === null) {
          throw new MalformedAnswer('the number of tables is missing');
        }
        return { value: seen, rows: rows.length };
      },
    },
  ],
};

/**
 * How much of the cluster the user's rights let through: row-filtered lists shrink silently, the
 * gauges of an FE do not.
 */
export async function sightOutcome(
  { quiet }: NewCluster,
  session: ClusterSession,
  options: SqlAskOptions,
  metrics: FrontendMetrics | undefined,
): Promise<Outcome> {
  const databases = await session.ask(visibleDatabases, options);
  if (!databases.ok) {
    const { message } = databases;
    return { state: 'warning', text: phrase('connection.sight.failed', { message }) };
  }
  const tables = quiet === true ? undefined : await session.ask(visibleTables, options);
  return compare(databases.value, tables, metrics);
}

function compare(
  databases: number,
  tables: Observation<number> | undefined,
  metrics: FrontendMetrics | undefined,
): Outcome {
  const ofDatabases = metrics?.databases ?? null;
  const ofTables = metrics?.tables ?? null;
  const seenTables = tables?.ok === true ? tables.value : null;
  if (ofDatabases === null || ofTables === null) {
    return {
      state: 'warning',
      text: phrase('connection.sight.unknown', { databases }),
      remedy: phrase('remedy.sight.unknown'),
      field: 'http',
    };
  }
  const all = databases >= ofDatabases && (seenTables === null || seenTables >= ofTables);
  const args = { databases, ofDatabases, tables: seenTables ?? '?', ofTables };
  const id = seenTables === null ? 'connection.sight.databases' : 'connection.sight.both';
  return {
    state: all ? 'ok' : 'warning',
    text: phrase(id, args),
    ...(all ? {} : { remedy: phrase('remedy.sight') }),
  };
}
