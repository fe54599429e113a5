import { groupBy } from '../../shared/groupBy';
import type {
  ActiveUser,
  QueryErrorCount,
  QueryTop,
  TableAccess,
} from '../../shared/model/queryTop';
import type { QueryShape } from '../../shared/model/slowQueries';
import {
  known,
  sameReason,
  type KnownReading,
  type Reading,
  type Rows,
} from '../../shared/reading';
import { hourMs } from '../../shared/time';
import { sqlTables, type TableName } from '../sql/sqlTables';
import type { AuditedText, AuditedUser } from '../starrocks/sources/auditTop';
import { cutRows, cutSql, tableOf } from './clusterFacts';
import type { OverviewInput } from './overviewInput';
import { cutShapes, queryShapes, statementRows } from './queryShapes';
import { foreignSessions } from './foreignSessions';

export function computeQueryTop(input: OverviewInput): QueryTop {
  const { auditTop } = input;
  return {
    shapes: cutShapes(topShapeRows(input)),
    tables: cutRows(tableAccessRows(input), statementRows),
    tablesApproximate: auditTop.known
      ? { ...auditTop, value: isApproximate(auditTop.value.texts) }
      : sameReason(auditTop),
    activeLastHour: activeUsers(input, hourMs, ({ lastHour }) => lastHour > 0),
    activeLastDay: activeUsers(input, 24 * hourMs, () => true),
    users: cutRows(activeUserRows(input), statementRows),
    errors: cutSql(cutRows(queryErrorRows(input), statementRows)),
  };
}

/** Rows get lost on their way to the audit log. */
function counted<R>(from: KnownReading<unknown>, rows: readonly R[]): KnownReading<readonly R[]> {
  return { ...from, value: rows, bound: 'lower' };
}

function tableReading<R>(reading: Reading<readonly R[]>): Rows<R> {
  return reading.known ? { ...reading, value: tableOf(reading.value) } : sameReason(reading);
}

export function topShapeRows({ auditTop }: Pick<OverviewInput, 'auditTop'>): Rows<QueryShape> {
  if (!auditTop.known) {
    return sameReason(auditTop);
  }
  const shapes = queryShapes(
    auditTop.value.texts.map(({ relations: _relations, ...text }) => ({
      ...text,
      memoryBytes: null,
    })),
  );
  return {
    ...counted(auditTop, shapes),
    // A maximum of maxima would be of no node.
    value: { ...tableOf(shapes), unknownColumns: { memoryBytes: 'not-applicable' as const } },
  };
}

/** Where the cluster names what it read, its word holds; else the texts are read, roughly. */
function isApproximate(texts: readonly AuditedText[]): boolean {
  return texts.every(({ relations }) => relations === null);
}

export function tableAccessRows({ auditTop }: Pick<OverviewInput, 'auditTop'>): Rows<TableAccess> {
  if (!auditTop.known) {
    return sameReason(auditTop);
  }
  const { texts } = auditTop.value;
  const approximate = isApproximate(texts);
  const tables = new Map<string, TableAccess>();
  for (const text of texts) {
    const names = approximate ? sqlTables(text.sql) : (text.relations ?? []).map(nameOf);
    // What failed may name what is not there.
    const queries = text.queries - text.failed;
    for (const name of queries > 0 ? names : []) {
      const { catalog, table } = name;
      const database = name.database ?? text.database;
      const key = JSON.stringify([catalog, database, table]);
      const before = tables.get(key);
      tables.set(key, {
        catalog,
        database,
        table,
        queries: before === undefined ? queries : before.queries + queries,
        totalMs: before === undefined ? text.totalMs : before.totalMs + text.totalMs,
      });
    }
  }
  const rows = [...tables.values()].sort(
    (a, b) => b.queries - a.queries || b.totalMs - a.totalMs || a.table.localeCompare(b.table),
  );
  return tableReading(counted(auditTop, rows));
}

/** `catalog.db.table`, `db.table` or `table`. */
function nameOf(relation: string): TableName {
  const [table = relation, database = null, catalog = null] = relation.split('.').reverse();
  return { catalog, database, table };
}

/** Who was active; without an audit log who has a session that was, as far as it was seen. */
function activeUsers(
  input: OverviewInput,
  withinMs: number,
  isActive: (user: AuditedUser) => boolean,
): Reading<number> {
  const { auditTop, samples, now } = input;
  if (auditTop.known) {
    const names = new Set(auditTop.value.users.filter(isActive).map(({ user }) => user));
    return known(names.size, auditTop, { bound: 'lower' });
  }
  const sessions = foreignSessions(input);
  return sessions.known
    ? known(
        [...samples.lastActive.values()].filter((at) => at >= now - withinMs).length,
        sessions,
        {
          bound: 'lower',
        },
      )
    : sameReason(sessions);
}

export function activeUserRows(input: OverviewInput): Rows<ActiveUser> {
  const { auditTop, samples } = input;
  if (!auditTop.known) {
    const sessions = foreignSessions(input);
    if (!sessions.known) {
      return sameReason(sessions);
    }
    const seen = [...samples.lastActive].map(([user, lastAt]): ActiveUser => ({
      user,
      lastHour: null,
      lastDay: null,
      failed: null,
      lastAt,
    }));
    const { why } = auditTop;
    return {
      ...known(seen, sessions, { bound: 'lower' }),
      value: {
        ...tableOf(seen.sort(byUse)),
        unknownColumns: { lastHour: why, lastDay: why, failed: why },
      },
    };
  }
  const users = new Map<string, ActiveUser & typeof nothing>();
  for (const row of auditTop.value.users) {
    const { lastHour, lastDay, failed, lastAt } = users.get(row.user) ?? nothing;
    users.set(row.user, {
      user: row.user,
      lastHour: lastHour + row.lastHour,
      lastDay: lastDay + row.queries,
      failed: failed + (row.failed ? row.queries : 0),
      lastAt: later(lastAt, row.lastAt),
    });
  }
  return tableReading(counted(auditTop, [...users.values()].sort(byUse)));
}

/** What a sum begins with. */
const nothing: { lastHour: number; lastDay: number; failed: number; lastAt: number | null } = {
  lastHour: 0,
  lastDay: 0,
  failed: 0,
  lastAt: null,
};

const byUse = (a: ActiveUser, b: ActiveUser): number =>
  Number(b.lastDay) - Number(a.lastDay) ||
  Number(b.lastAt) - Number(a.lastAt) ||
  a.user.localeCompare(b.user, 'en');

export function queryErrorRows(
  input: Pick<OverviewInput, 'auditTop' | 'auditTable'>,
): Rows<QueryErrorCount> {
  const { auditTop, auditTable } = input;
  if (!auditTop.known) {
    return sameReason(auditTop);
  }
  const failed = auditTop.value.users.filter((row) => row.failed);
  const byCode = groupBy(failed, ({ errorCode }) => errorCode);
  const rows = [...byCode].map(([code, failures]): QueryErrorCount => ({
    code,
    queries: failures.reduce((sum, { queries }) => sum + queries, 0),
    users: new Set(failures.map(({ user }) => user)).size,
    lastAt: failures.reduce<number | null>((at, row) => later(at, row.lastAt), null),
    sql: failures.find(({ sql }) => sql !== null)?.sql ?? null,
  }));
  rows.sort((a, b) => b.queries - a.queries || String(a.code).localeCompare(String(b.code), 'en'));
  const found = auditTable.known ? auditTable.value.found : undefined;
  const untold = found?.ok === true && found.columns.errorCode === undefined;
  return {
    ...counted(auditTop, rows),
    value: {
      ...tableOf(rows),
      ...(untold ? { unknownColumns: { code: 'unsupported-version' as const } } : {}),
    },
  };
}

function later(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
