/** Long-running queries: start, progress, end. Short ones are only counted (stepFrontends). */
import type { ClusterState, RunningQueryState } from '../truth';
import { countOf, pick, roll, uuidOf } from './dice';
import { inhabitantsOf, type Inhabitants } from './inhabitants';
import { allNodes } from './nodes';
import type { Second } from './second';
import { concurrency, errorShares } from './waves';

const MEAN_SECONDS = 22;
const MB = 1024 ** 2;

export function stepQueries(state: ClusterState, second: Second): ClusterState {
  const nodesAlive = allNodes(state).some((node) => node.running);
  const kept: RunningQueryState[] = [];
  for (const query of state.runningQueries) {
    const frontend = state.frontends.find((fe) => fe.name === query.frontend);
    if (frontend?.running !== true) {
      continue;
    }
    const failed = !nodesAlive;
    if (failed || query.endsAt <= state.at) {
      noteEnd(second, query, failed ? 'internal' : query.outcome, state.at - query.startedAt);
      continue;
    }
    const scan = query.pace.scanBytes * (0.6 + 0.8 * roll(state.seed, query.queryId, state.at));
    second.scannedBytes += Math.round(scan);
    second.scannedRows += query.pace.scanRows;
    kept.push({
      ...query,
      scanBytes: query.scanBytes + Math.round(scan),
      scanRows: query.scanRows + query.pace.scanRows,
      memoryBytes: Math.round(
        query.pace.memoryBytes * Math.min(1, (state.at - query.startedAt) / 6000),
      ),
      spillBytes: query.pace.memoryBytes > 5_000 * MB ? query.spillBytes + 40 * MB : 0,
      cpuMs: query.cpuMs + query.pace.cpuMs,
      progressPct: Math.min(
        99.9,
        (100 * (state.at - query.startedAt)) / (query.endsAt - query.startedAt),
      ),
    });
  }
  const frontends = state.frontends.filter((fe) => fe.running);
  const first = frontends[0];
  let queryNo = state.next.queryNo;
  const inhabitants = inhabitantsOf(state);
  if (first !== undefined && nodesAlive && inhabitants !== undefined) {
    const mean = (concurrency(second.climate, state.at) * state.knobs.trafficFactor) / MEAN_SECONDS;
    const starts = countOf(state.seed, 'starts', state.at, mean);
    for (let index = 0; index < starts; index++) {
      queryNo += 1;
      const frontend = pick(state.seed, 'which fe', queryNo, [first, ...frontends.slice(1)]);
      const started = startQuery(state, second, inhabitants, queryNo, frontend.name, kept);
      if (started !== null) {
        kept.push(started);
      }
    }
  }
  return { ...state, runningQueries: kept, next: { ...state.next, queryNo } };
}

function startQuery(
  state: ClusterState,
  second: Second,
  { people, longQueries }: Inhabitants,
  no: number,
  frontendName: string,
  running: readonly RunningQueryState[],
): RunningQueryState | null {
  const frontend = state.frontends.find((fe) => fe.name === frontendName);
  const person = pick(state.seed, 'who', no, people);
  const statement = pick(state.seed, 'what', no, longQueries);
  const busy = new Set(
    running.filter((query) => query.frontend === frontendName).map((query) => query.connectionId),
  );
  const session = frontend?.sessions.find(
    (candidate) =>
      candidate.user === person.user && !candidate.real && !busy.has(candidate.connectionId),
  );
  if (session === undefined) {
    return null;
  }
  const shares = errorShares(second.climate, state.at);
  const chance = roll(state.seed, 'outcome', no);
  const weight = 0.3 + 1.4 * roll(state.seed, 'weight', no) ** 2;
  const seconds = Math.round(4 + MEAN_SECONDS * 1.6 * roll(state.seed, 'length', no) ** 1.6);
  return {
    queryId: uuidOf(state.seed, 'query', no),
    frontend: frontendName,
    connectionId: session.connectionId,
    user: person.user,
    database: statement.database,
    sql: statement.sql,
    startedAt: state.at,
    endsAt: state.at + seconds * 1000,
    outcome:
      chance < shares.timeout * 10
        ? 'timeout'
        : chance < (shares.timeout + shares.internal) * 10
          ? 'internal'
          : 'success',
    scanBytes: 0,
    scanRows: 0,
    memoryBytes: 0,
    spillBytes: 0,
    cpuMs: 0,
    progressPct: 0,
    warehouse: 'default_warehouse',
    resourceGroup: person.group,
    customQueryId: '',
    pace: {
      scanBytes: Math.round(310 * MB * weight),
      scanRows: Math.round(5_200_000 * weight),
      cpuMs: Math.round(5200 * weight),
      memoryBytes: Math.round(2600 * MB * weight),
    },
  };
}

function noteEnd(
  second: Second,
  query: RunningQueryState,
  outcome: RunningQueryState['outcome'],
  ms: number,
): void {
  const ended = second.ended.get(query.frontend) ?? {
    success: 0,
    slow: 0,
    timeout: 0,
    internal: 0,
  };
  ended[outcome] += 1;
  if (outcome === 'success' && ms > 5000) {
    ended.slow += 1;
  }
  second.ended.set(query.frontend, ended);
}
