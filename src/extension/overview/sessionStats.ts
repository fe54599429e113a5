import { groupBy } from '../../shared/groupBy';
import type { Session, SessionGroup, SessionStats } from '../../shared/model/sessionStats';
import { compareNaturally } from '../../shared/naturalOrder';
import { perObject } from '../../shared/perObject';
import { unknown, type Reading, type Rows, sameReason } from '../../shared/reading';
import type { EpochMs } from '../../shared/time';
import type { SessionRow } from '../starrocks/sources/sessions';
import { cutRows, cutSql, firstRows, listLimit, tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import { foreignSessions } from './foreignSessions';
import type { OverviewInput } from './overviewInput';

export function computeSessionStats(input: OverviewInput): SessionStats {
  const sessions = foreignSessions(input);
  const count = (of: (rows: readonly SessionRow[]) => number): Reading<number> =>
    sessions.known ? { ...sessions, value: of(sessions.value) } : sameReason(sessions);
  return {
    total: count((rows) => rows.length),
    active: count(activeCount),
    idle: count((rows) => rows.length - activeCount(rows)),
    pending: pendingCount(input, sessions),
    byUser: cutRows(sessionsByUserRows(input)),
    byHost: cutRows(groupRows(sessions, hostGroups)),
    byDatabase: cutRows(groupRows(sessions, databaseGroups)),
    byCommand: cutRows(groupRows(sessions, commandGroups)),
    sessions: sessions.known
      ? cutSql({ ...sessions, value: firstSessions(sessions.value) })
      : sameReason(sessions),
  };
}

/** All sessions, busy ones first, then by the time of their last statement. */
export function sessionRows(input: OverviewInput): Rows<Session> {
  const sessions = foreignSessions(input);
  return sessions.known
    ? { ...sessions, value: firstRows(sessions.value, compareSessions, Infinity, shownSession) }
    : sameReason(sessions);
}

const firstSessions = perObject((rows: readonly SessionRow[]) =>
  firstRows(rows, compareSessions, listLimit, shownSession),
);

function compareSessions(a: SessionRow, b: SessionRow): number {
  const longest = ({ timeS }: SessionRow) => timeS ?? Number.NEGATIVE_INFINITY;
  return (
    Number(isActive(b)) - Number(isActive(a)) ||
    (longest(a) === longest(b) ? 0 : longest(b) - longest(a)) ||
    compareNaturally(a.connectionId, b.connectionId)
  );
}

function shownSession(row: SessionRow): Session {
  return {
    frontend: row.frontendName,
    connectionId: row.connectionId,
    user: row.user,
    host: row.host,
    database: row.database,
    command: row.command,
    connectedAt: row.connectedAt,
    timeMs: row.timeS === null ? null : row.timeS * 1000,
    sql: row.sql,
  };
}

export function sessionsByUserRows(input: OverviewInput): Rows<SessionGroup> {
  return groupRows(foreignSessions(input), userGroups);
}

const sleeping = /^sleep$/i;

/** The State column is a packet state; only the command tells whether a session works. */
function isActive(row: { readonly command: string }): boolean {
  return !sleeping.test(row.command);
}

/** `10.0.0.7:53211` to `10.0.0.7`; `[::1]:53211` to `[::1]`. */
function hostWithoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}

const activeCount = perObject((rows: readonly SessionRow[]) => rows.filter(isActive).length);

/** Sessions of one name. */
type Group = Pick<SessionGroup, 'name' | 'active' | 'idle'> & {
  /** When the first of them connected; null where none tells. */
  readonly since: EpochMs | null;
};

const userGroups = perObject((rows: readonly SessionRow[]) => groupsOf(rows, (row) => row.user));
const hostGroups = perObject((rows: readonly SessionRow[]) =>
  groupsOf(rows, (row) => hostWithoutPort(row.host)),
);
const databaseGroups = perObject((rows: readonly SessionRow[]) =>
  groupsOf(rows, (row) => row.database ?? ''),
);
const commandGroups = perObject((rows: readonly SessionRow[]) =>
  groupsOf(rows, (row) => row.command),
);

/** Largest first. */
function groupsOf(
  sessions: readonly SessionRow[],
  nameOf: (row: SessionRow) => string,
): readonly Group[] {
  const groups = [...groupBy(sessions, nameOf)].map(([name, rows]): Group => {
    let active = 0;
    let since: EpochMs | null = null;
    for (const row of rows) {
      active += Number(isActive(row));
      since = row.connectedAt === null ? since : Math.min(since ?? Infinity, row.connectedAt);
    }
    return { name, active, idle: rows.length - active, since };
  });
  return groups.sort(
    (a, b) => b.active + b.idle - (a.active + a.idle) || a.name.localeCompare(b.name, 'en'),
  );
}

function groupRows(
  sessions: Reading<readonly SessionRow[]>,
  groups: (rows: readonly SessionRow[]) => readonly Group[],
): Rows<SessionGroup> {
  if (!sessions.known) {
    return sameReason(sessions);
  }
  const rows = groups(sessions.value).map(({ name, active, idle, since }): SessionGroup => ({
    name,
    active,
    idle,
    oldestMs: since === null ? null : Math.max(0, sessions.observedAt - since),
  }));
  return { ...sessions, value: tableOf(rows) };
}

function pendingCount(
  input: OverviewInput,
  sessions: Reading<readonly SessionRow[]>,
): Reading<number> {
  if (!sessions.known) {
    return sameReason(sessions);
  }
  const told = sessions.value.filter(({ pending }) => pending !== null);
  const untold = sessions.value.length - told.length;
  if (untold > 0 && told.length === 0) {
    return unknown(whyEmpty(input.unknownColumns, 'sessions', 'pending'), sessions.observedAt, {
      source: 'sessions',
    });
  }
  return {
    ...sessions,
    value: told.filter(({ pending }) => pending === true).length,
    ...(untold > 0 ? { bound: 'lower' as const } : {}),
  };
}
