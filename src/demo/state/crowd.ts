/** Far more of everything than anyone looks at: what a monitor must not be slowed down by. */
import type { ClusterState } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { DatabaseState, TableState } from '../truthData';
import type { LoadState } from '../truthJobs';
import { DAY, MINUTE } from './waves';

/** How many more there are than in the cluster of the scenario. */
export type Crowd = {
  readonly databases: number;
  /** Spread evenly over these databases. */
  readonly tables: number;
  /** Idle, spread evenly over the FEs. */
  readonly sessions: number;
  /** Finished within the last hour. */
  readonly loads: number;
};

const FIRST_DATABASE = 2_000_000;
const FIRST_TABLE = 3_000_000;
const FIRST_LOAD = 4_000_000;
const MB = 1024 ** 2;

export function withCrowd(state: ClusterState, crowd: Crowd): ClusterState {
  const databases = Array.from({ length: crowd.databases }, (_, index): DatabaseState => ({
    id: FIRST_DATABASE + index,
    name: `tenant_${String(index + 1).padStart(5, '0')}`,
    system: false,
  }));
  return {
    ...state,
    databases: [...state.databases, ...databases],
    tables: [...state.tables, ...tablesOf(state, databases, crowd.tables)],
    loads: [...loadsOf(state, crowd.loads), ...state.loads],
    frontends: state.frontends.map((frontend, index) =>
      crowded(frontend, shareOf(crowd.sessions, state.frontends.length, index)),
    ),
    frontendConfig: {
      ...state.frontendConfig,
      label_keep_max_num: String(Math.max(1000, 2 * crowd.loads)),
    },
  };
}

/** Whole parts that add up to the total. */
const shareOf = (total: number, parts: number, index: number): number =>
  Math.floor((total * (index + 1)) / parts) - Math.floor((total * index) / parts);

function tablesOf(
  state: ClusterState,
  databases: readonly DatabaseState[],
  count: number,
): readonly TableState[] {
  return Array.from({ length: databases.length === 0 ? 0 : count }, (_, index) => {
    const bytes = MB * (1 + (index % 97));
    const rows = 10_000 * (1 + (index % 97));
    return {
      id: FIRST_TABLE + index,
      database: databases[index % databases.length]?.name ?? '',
      name: `facts_${String(index + 1).padStart(6, '0')}`,
      kind: 'table',
      model: 'DUP_KEYS',
      rows,
      bytes,
      reportedRows: rows,
      reportedBytes: bytes,
      createdAt: state.begun - 90 * DAY,
      comment: '',
    };
  });
}

/** Of the tables and partitions that there are, long enough ago not to be shown as running. */
function loadsOf(state: ClusterState, count: number): readonly LoadState[] {
  const { partitions, at } = state;
  return Array.from({ length: partitions.length === 0 ? 0 : count }, (_, index) => {
    const partition = partitions[index % partitions.length];
    const finishedAt = at - MINUTE - Math.floor((index * 58 * MINUTE) / count);
    return {
      jobId: FIRST_LOAD + index,
      txnId: FIRST_LOAD + index,
      label: `insert_${String(index)}`,
      database: partition?.database ?? '',
      table: partition?.table ?? '',
      user: 'etl',
      state: 'FINISHED',
      type: 'INSERT',
      scanRows: 1_000_000,
      scanBytes: 100 * MB,
      filteredRows: 0,
      sinkRows: 1_000_000,
      createdAt: finishedAt - 5000,
      startedAt: finishedAt - 4000,
      committedAt: finishedAt - 1000,
      finishedAt,
      error: null,
      warehouse: 'default_warehouse',
      partitionId: partition?.id ?? 0,
      nodeId: state.computeNodes[0]?.id ?? state.backends[0]?.id ?? 0,
      plan: { endAt: finishedAt, error: null },
    };
  });
}

function crowded(frontend: FrontendState, count: number): FrontendState {
  const [pattern] = frontend.sessions;
  if (pattern === undefined) {
    return frontend;
  }
  const first = Math.max(...frontend.sessions.map(({ connectionId }) => connectionId)) + 1;
  const added = Array.from({ length: count }, (_, index) => ({
    ...pattern,
    connectionId: first + index,
    clientAddress: `10.40.${String(index % 250)}.7:${String(20_000 + index)}`,
    sql: `SELECT ${String(index)}`,
  }));
  const { user } = pattern;
  return {
    ...frontend,
    sessions: [...frontend.sessions, ...added],
    connectionsByUser: {
      ...frontend.connectionsByUser,
      [user]: (frontend.connectionsByUser[user] ?? 0) + count,
    },
    connectionCounter: frontend.connectionCounter + count,
  };
}
