/** Which queries ended in a second, one by one, as the counters of the FEs say it in numbers. */
import type { ClusterState, RunningQueryState } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { EndedQuery } from '../truthQueries';
import { pick, roll, uuidOf } from './dice';
import { inhabitantsOf, type Inhabitants } from './inhabitants';
import { allNodes } from './nodes';

const MINUTE = 60_000;
const KB = 1024;
/** The session variable big_query_profile_threshold. */
const PROFILED_MS = 30_000;

/** Of the long ones: those that ran before and do not any more. */
export function endedLong(before: ClusterState, after: ClusterState): readonly EndedQuery[] {
  const running = new Set(after.runningQueries.map((query) => query.queryId));
  const nodesAlive = allNodes(before).some((node) => node.running);
  return before.runningQueries
    .filter((query) => !running.has(query.queryId))
    .flatMap((query) => {
      const frontend = after.frontends.find((fe) => fe.name === query.frontend);
      return frontend?.running === true
        ? [long(query, frontend, nodesAlive ? query.outcome : 'internal', after.at)]
        : [];
    });
}

/** Of the short ones: what the counters rose by beyond the long ones. */
export function endedShort(
  before: ClusterState,
  after: ClusterState,
  longOnes: readonly EndedQuery[],
): readonly EndedQuery[] {
  const inhabitants = inhabitantsOf(after);
  if (inhabitants === undefined) {
    return [];
  }
  return after.frontends.flatMap((frontend) => {
    const then = before.frontends.find((fe) => fe.name === frontend.name);
    if (then?.startedAt !== frontend.startedAt || !frontend.running) {
      return [];
    }
    const rise = {
      success: frontend.counters.querySuccess - then.counters.querySuccess,
      analysis: frontend.counters.queryAnalysisErr - then.counters.queryAnalysisErr,
      timeout: frontend.counters.queryTimeout - then.counters.queryTimeout,
      internal: frontend.counters.queryInternalErr - then.counters.queryInternalErr,
    };
    for (const { frontend: host, outcome } of longOnes) {
      rise[outcome] -= host === frontend.host ? 1 : 0;
    }
    return (Object.keys(rise) as (keyof typeof rise)[]).flatMap((outcome) =>
      Array.from({ length: Math.max(0, rise[outcome]) }, (_, index) =>
        short(after, frontend, inhabitants, outcome, index),
      ),
    );
  });
}

function long(
  query: RunningQueryState,
  frontend: FrontendState,
  outcome: EndedQuery['outcome'],
  endedAt: number,
): EndedQuery {
  const session = frontend.sessions.find((each) => each.connectionId === query.connectionId);
  return {
    queryId: query.queryId,
    frontend: frontend.host,
    user: query.user,
    clientAddress: session?.clientAddress ?? '',
    database: query.database,
    sql: query.sql,
    startedAt: query.startedAt,
    durationMs: endedAt - query.startedAt,
    outcome,
    counted: true,
    scanBytes: query.scanBytes,
    scanRows: query.scanRows,
    returnRows: outcome === 'success' ? 500 : 0,
    cpuMs: query.cpuMs,
    memoryBytes: query.memoryBytes,
    resourceGroup: query.resourceGroup,
    relations: relationsOf(query.sql, query.database),
    profiled: endedAt - query.startedAt >= PROFILED_MS,
    real: false,
    deliveredAt: delivery(endedAt, frontend.id),
  };
}

function short(
  state: ClusterState,
  frontend: FrontendState,
  { people, shortQueries }: Inhabitants,
  outcome: EndedQuery['outcome'],
  index: number,
): EndedQuery {
  const { seed, at } = state;
  const salt = `ended ${String(frontend.id)} ${outcome} ${String(index)}`;
  const person = pick(seed, `${salt} who`, at, people);
  const statement = pick(seed, `${salt} what`, at, shortQueries);
  const durationMs =
    outcome === 'success'
      ? latencyOf(frontend, roll(seed, `${salt} ms`, at))
      : { analysis: 3, internal: 900, timeout: 300_000 }[outcome];
  const rows = Math.floor(4000 * roll(seed, `${salt} rows`, at));
  return {
    queryId: uuidOf(seed, salt, at),
    frontend: frontend.host,
    user: person.user,
    clientAddress: `${person.from}9:41000`,
    database: statement.database,
    sql: outcome === 'analysis' ? statement.sql.replace(/ FROM /i, ' FORM ') : statement.sql,
    startedAt: at - durationMs,
    durationMs,
    outcome,
    counted: true,
    scanBytes: outcome === 'success' ? rows * 2 * KB : 0,
    scanRows: outcome === 'success' ? rows : 0,
    returnRows: outcome === 'success' ? Math.min(rows, 10) : 0,
    cpuMs: outcome === 'success' ? Math.round(durationMs * 0.7) : 0,
    memoryBytes: 300 * KB,
    resourceGroup: person.group,
    relations: outcome === 'analysis' ? [] : relationsOf(statement.sql, statement.database),
    profiled: false,
    real: false,
    deliveredAt: delivery(at, frontend.id),
  };
}

/** What takes longer is one of the long ones: the FE's counter of slow queries holds only these. */
const LONGEST_SHORT_MS = 4900;

/** A draw from the distribution that the FE's summary describes, whole milliseconds. */
function latencyOf({ latency }: FrontendState, chance: number): number {
  const marks: readonly (readonly [share: number, ms: number])[] = [
    [0, latency.p75 / 12],
    [0.75, latency.p75],
    [0.95, latency.p95],
    [0.99, latency.p99],
    [1, latency.p999],
  ];
  const next = marks.findIndex(([share]) => share > chance);
  const [from, low] = marks[next - 1] ?? [0, 0];
  const [to, high] = marks[next] ?? [1, latency.p999];
  const ms = Math.round(low + ((high - low) * (chance - from)) / (to - from));
  return Math.min(LONGEST_SHORT_MS, ms);
}

/** Of our own few statements the words after FROM, JOIN and INTO are tables, and nothing else is. */
export function relationsOf(sql: string, database: string): readonly string[] {
  const names = [...sql.matchAll(/\b(?:from|join|into)\s+(`[^`]+`|[^\s,()`;]+)/giu)].map(
    ([, name = '']) => name.replaceAll('`', ''),
  );
  return [...new Set(names.map((name) => (name.includes('.') ? name : `${database}.${name}`)))];
}

/** Each FE's loader has its own minute. */
export function delivery(endedAt: number, frontendId: number): number {
  const phase = frontendId * 1000;
  return Math.ceil((endedAt + 1 - phase) / MINUTE) * MINUTE + phase;
}
