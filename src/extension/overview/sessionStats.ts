import { groupBy } from '../../shared/groupBy';
import type { Session, SessionGroup, SessionStats } from '../../shared/model/sessionStats';
import { compareNaturally } from '../../shared/naturalOrder';
import { perObject } from '../../shared/perObject';
import { unknown, type Reading, type Rows, sameReason } from '../../shared/reading';
import { phrase } from '../../shared/phrase';
import type { SessionRow } from '../starrocks/sources/sessions';
import { cutRows, cutSql, firstRows, listLimit, tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import type { OverviewInput } from './overviewInput';
import { frontendHost, ownSessionTest } from './ownSessions';

export function computeSessionStats(input: OverviewInput): SessionStats {
  const sessions = foreignSessions(input);
  const count = (f: (row: SessionRow) => boolean): Reading<number> =>
    sessions.known ? { ...sessions, value: sessions.value.filter(f).length } : sameReason(sessions);
  const groups = (nameOf: (row: SessionRow) => string): Rows<SessionGroup> =>
    cutRows(groupRows(sessions, nameOf));
  return {
    total: count(() => true),
    active: count(isActive),
    idle: count((row) => !isActive(row)),
    pending: pendingCount(input, sessions),
    byUser: cutRows(sessionsByUserRows(input)),
    byHost: groups((row) => hostWithoutPort(row.host)),
    byDatabase: groups((row) => row.database ?? ''),
    byCommand: groups((row) => row.command),
    sessions: cutSql(sessionRows(input, listLimit)),
  };
}

/**
 * Sessions of others. Without OPERATE the cluster silently lists our own alone: then it is the
 * privilege that is missing, not the sessions.
 */
export const foreignSessions = perObject((input: OverviewInput): Reading<readonly SessionRow[]> => {
  const { sessions, capabilities } = input;
  if (!sessions.known) {
    return sameReason(sessions);
  }
  const operate = capabilities.known ? capabilities.value.privileges.operate : null;
  if (operate === false) {
    return unknown('denied', sessions.observedAt, {
      source: 'sessions',
      detail: phrase('health.needsOperate'),
    });
  }
  const isOwn = ownSessionTest(input);
  const rows = sessions.value.filter(
    (row) => !isOwn(frontendHost(input, row.frontendName), row.connectionId, row.user),
  );
  return { ...sessions, value: rows, ...(operate === null ? { bound: 'lower' as const } : {}) };
});

/** Sessions, busy ones first, then by the time of their last statement; all of them without a limit. */
export function sessionRows(input: OverviewInput, limit = Number.POSITIVE_INFINITY): Rows<Session> {
  const sessions = foreignSessions(input);
  return sessions.known
    ? { ...sessions, value: firstRows(sessions.value, compareSessions, limit, shownSession) }
    : sameReason(sessions);
}

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
  return groupRows(foreignSessions(input), (row) => row.user);
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

function groupRows(
  sessions: Reading<readonly SessionRow[]>,
  nameOf: (row: SessionRow) => string,
): Rows<SessionGroup> {
  if (!sessions.known) {
    return sameReason(sessions);
  }
  const groups = [...groupBy(sessions.value, nameOf)].map(([name, rows]): SessionGroup => {
    const active = rows.filter(isActive).length;
    const connected = rows.flatMap((row) => (row.connectedAt === null ? [] : [row.connectedAt]));
    return {
      name,
      active,
      idle: rows.length - active,
      oldestMs:
        connected.length === 0 ? null : Math.max(0, sessions.observedAt - Math.min(...connected)),
    };
  });
  groups.sort(
    (a, b) => b.active + b.idle - (a.active + a.idle) || a.name.localeCompare(b.name, 'en'),
  );
  return { ...sessions, value: tableOf(groups) };
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
