/** `RunningQueries` from the truth: SHOW PROC '/global_current_queries' joined with the sessions. */
import type { ClusterState, RunningQueryState } from '../../src/demo/truth';
import type { Expectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import { point, widen } from './interval';
import { partMeta, partOf } from './frontendParts';
import { foreignRunning, tellingRunning } from './runningQueryRows';
import type { Sight, Situation } from './situation';
import { metaOf, seen, toldTime } from './situation';
import type { Told } from './versions';
import { told } from './versions';
import { sizeWith3Decimals, percentText } from './wireRounding';

export function expectRunningQueries(situation: Situation): Expectation {
  const answer = seen(situation, 'runningQueries');
  if (!answer.ok) {
    const why = unknown(answer.why);
    return fields({ total: why, longestMs: why, queries: why });
  }
  return anyOf(answer.sight.states.map((state) => ofState(situation, answer.sight, state)));
}

function ofState(situation: Situation, sight: Sight, state: ClusterState): Expectation {
  const queries = foreignRunning(situation, sight, state);
  const meta = {
    ...metaOf(situation, tellingRunning(queries.length), sight),
    ...partMeta(partOf(situation, sight, 'global_current_queries')),
  };
  const untold = (['DiskSpillSize', 'ExecProgress'] as const).filter(
    (column) => !told(situation, `queries.${column}`),
  );
  const longest = queries[0];
  return fields({
    total: known(exact(queries.length), meta),
    longestMs:
      longest === undefined
        ? unknown('no-traffic', 'not-applicable')
        : known(within(durationOf(situation, sight, state, longest)), meta),
    queries: {
      kind: 'rows',
      meta,
      rows: queries.map((query) => expectQuery(situation, sight, state, query)),
      ids: queries.map((query) => query.queryId),
      idOf: (row) => String(row['queryId']),
      unknownColumns: Object.fromEntries(
        untold.map((column) => [
          column === 'DiskSpillSize' ? 'spillBytes' : 'progressPct',
          ['unsupported-version'] as const,
        ]),
      ),
    },
  });
}

function durationOf(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
  query: RunningQueryState,
): { readonly lo: number; readonly hi: number } {
  const atState = point(state.at - query.startedAt);
  const atAsking = point(sight.at - query.startedAt);
  return widen(
    { lo: Math.min(atState.lo, atAsking.lo), hi: Math.max(atState.hi, atAsking.hi) },
    1 + situation.jitterMs,
  );
}

function expectQuery(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
  query: RunningQueryState,
): Expectation {
  const frontend = state.frontends.find((fe) => fe.name === query.frontend);
  const only = (column: Told, expected: Expectation): Expectation =>
    told(situation, column) ? expected : exact(null);
  return fields({
    queryId: exact(query.queryId),
    frontend: exact(frontend?.host ?? null),
    connectionId: exact(String(query.connectionId)),
    user: exact(query.user),
    database: exact(query.database === '' ? null : query.database),
    startedAt: within(toldTime(situation, query.startedAt)),
    durationMs: within(durationOf(situation, sight, state, query)),
    scanBytes: within(sizeWith3Decimals(query.scanBytes)),
    scanRows: within(widen(point(query.scanRows), 0.5)),
    memoryBytes: within(sizeWith3Decimals(query.memoryBytes)),
    spillBytes: only('queries.DiskSpillSize', within(sizeWith3Decimals(query.spillBytes))),
    cpuMs: within(widen(point(query.cpuMs), 1)),
    // Before the first report of progress the cell is empty.
    progressPct: only(
      'queries.ExecProgress',
      query.progressPct === 0 ? oneOf([0, null]) : within(percentText(query.progressPct, 2)),
    ),
    warehouse: only('queries.Warehouse', exact(query.warehouse)),
    resourceGroup: only('queries.ResourceGroup', exact(query.resourceGroup)),
    sql: expectSql(situation, query),
  });
}

/** Times are told in whole seconds: a younger query may be taken for one that the list does not know. */
const leastAgeMs = 3000;

/** The text comes with the session list, which is asked more rarely: what it does not know is null. */
function expectSql(situation: Situation, query: RunningQueryState): Expectation {
  const sessions = seen(situation, 'sessions');
  if (!sessions.ok) {
    return exact(null);
  }
  const part = partOf(situation, sessions.sight, 'sessions.ServerName');
  const texts = sessions.sight.states.map((state) => {
    const session = state.frontends
      .filter((fe) => fe.running && fe.name === query.frontend && part.includes(fe))
      .flatMap((fe) => fe.sessions)
      .find((candidate) => candidate.connectionId === query.connectionId);
    return session === undefined || session.command === 'Sleep' ? null : session.sql;
  });
  const always =
    texts.every((sql) => sql === query.sql) && query.startedAt <= sessions.sight.at - leastAgeMs;
  return oneOf([...texts.filter((sql) => sql === query.sql), ...(always ? [] : [null])]);
}
