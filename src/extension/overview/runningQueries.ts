import type { RunningQueries, RunningQuery } from '../../shared/model/runningQuery';
import { perObject } from '../../shared/perObject';
import {
  unknown,
  type Reading,
  type Rows,
  type UnknownReason,
  sameReason,
} from '../../shared/reading';
import { secondMs, type EpochMs } from '../../shared/time';
import type { RunningQueryRow } from '../starrocks/sources/runningQueries';
import type { SessionRow } from '../starrocks/sources/sessions';
import { cutRows, cutSql, tableOf } from './clusterFacts';
import { whyEmpty } from './emptyCell';
import type { OverviewInput } from './overviewInput';
import { frontendHost, ownSessionTest } from './ownSessions';

export function computeRunningQueries(input: OverviewInput): RunningQueries {
  const queries = runningQueryRows(input);
  return {
    total: queries.known ? { ...queries, value: queries.value.total } : sameReason(queries),
    longestMs: longest(input, queries),
    queries: cutSql(cutRows(queries)),
  };
}

/** All running queries but our own, longest first. */
export const runningQueryRows = perObject((input: OverviewInput): Rows<RunningQuery> => {
  const { runningQueries } = input;
  if (!runningQueries.known) {
    return sameReason(runningQueries);
  }
  const isOwn = ownSessionTest(input);
  const sqlOf = sqlBySession(input, runningQueries.value);
  const rows = runningQueries.value
    .filter((row) => !isOwn(row.frontendHost, row.connectionId, row.user))
    .map((row): RunningQuery => {
      const { frontendHost: frontend, execMs, ...rest } = row;
      return {
        frontend,
        durationMs: execMs ?? sinceStart(row, runningQueries.observedAt),
        sql: sqlOf(row),
        ...rest,
      };
    });
  const duration = (row: RunningQuery) => row.durationMs ?? Number.NEGATIVE_INFINITY;
  rows.sort((a, b) =>
    duration(a) === duration(b) ? a.queryId.localeCompare(b.queryId) : duration(b) - duration(a),
  );
  const unknownColumns = unknownColumnsOf(input);
  return {
    ...runningQueries,
    value: {
      ...tableOf(rows),
      ...(Object.keys(unknownColumns).length === 0 ? {} : { unknownColumns }),
    },
  };
});

function sinceStart(row: RunningQueryRow, observedAt: EpochMs): number | null {
  return row.startedAt === null ? null : Math.max(0, observedAt - row.startedAt);
}

/** With nothing running there is no longest one. */
function longest(input: OverviewInput, queries: Rows<RunningQuery>): Reading<number> {
  if (!queries.known) {
    return sameReason(queries);
  }
  const durations = queries.value.rows.flatMap(({ durationMs }) =>
    durationMs === null ? [] : [durationMs],
  );
  if (durations.length > 0) {
    const untold = durations.length < queries.value.total;
    const value = Math.max(...durations);
    return { ...queries, value, ...(untold ? { bound: 'lower' as const } : {}) };
  }
  const why =
    queries.value.total === 0
      ? 'no-traffic'
      : whyEmpty(input.unknownColumns, 'runningQueries', 'execMs', 'startedAt');
  return unknown(why, queries.observedAt, { source: queries.source });
}

/** Statement text by FE and connection; one from before the query began belongs to another query. */
function sqlBySession(
  input: OverviewInput,
  queries: readonly RunningQueryRow[],
): (row: RunningQueryRow) => string | null {
  const { sessions } = input;
  if (!sessions.known) {
    return () => null;
  }
  const wanted = new Set(queries.map(({ connectionId }) => connectionId));
  const bySession = new Map(
    sessions.value
      .filter(({ connectionId }) => wanted.has(connectionId))
      .map((session) => [
        `${frontendHost(input, session.frontendName) ?? ''}|${session.connectionId}`,
        session,
      ]),
  );
  return (row) => {
    const session =
      bySession.get(`${row.frontendHost ?? ''}|${row.connectionId}`) ??
      bySession.get(`|${row.connectionId}`);
    if (session?.user !== row.user || session.command.toLowerCase() === 'sleep') {
      return null;
    }
    return isOfQuery(sessions.observedAt, session, row.startedAt) ? session.sql : null;
  };
}

/** Times of both lists are whole seconds: what they tell may have begun up to one later. */
const toldStepMs = secondMs;
const sameStartMs = 2 * secondMs;

/** The text of a session is that of its newest statement, which may have begun before or after the query. */
function isOfQuery(listedAt: EpochMs, { timeS }: SessionRow, startedAt: EpochMs | null): boolean {
  if (startedAt === null) {
    return true;
  }
  const beganAt = timeS === null ? startedAt : listedAt - timeS * secondMs;
  return listedAt >= startedAt + toldStepMs && Math.abs(beganAt - startedAt) <= sameStartMs;
}

/** Figures that a version may not offer; a text that is missing says nothing. */
const figures = [
  'scanBytes',
  'scanRows',
  'memoryBytes',
  'spillBytes',
  'cpuMs',
  'progressPct',
] as const satisfies readonly (keyof RunningQuery)[];

function unknownColumnsOf(
  input: OverviewInput,
): Partial<Record<keyof RunningQuery, UnknownReason>> {
  const columns: Partial<Record<keyof RunningQuery, UnknownReason>> = {};
  for (const column of figures) {
    if (whyEmpty(input.unknownColumns, 'runningQueries', column) === 'unsupported-version') {
      columns[column] = 'unsupported-version';
    }
  }
  const { sessions, capabilities } = input;
  if (!sessions.known) {
    columns.sql = sessions.why;
  } else if (capabilities.known && capabilities.value.privileges.operate === false) {
    columns.sql = 'denied';
  }
  return columns;
}
