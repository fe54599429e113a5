/** A beginning whose names, hosts and error texts attack who shows them. */
import type { ClusterState, SessionState } from '../truth';
import type { ComputeNodeState } from '../truthNodes';
import type { LoadState } from '../truthJobs';
import { HOSTILE, HOSTILE_PEOPLE, HOSTILE_SHORT_QUERIES } from './hostilePeople';
import { PEOPLE } from './people';

/** The company's databases by what they are called here. */
const DATABASES: Readonly<Record<string, string>> = {
  events: HOSTILE.markdown,
  finance: HOSTILE.lines,
  sales: HOSTILE.script,
  sandbox: HOSTILE.emoji,
  门店: HOSTILE.backticks,
};

const TABLES: Readonly<Record<string, string>> = {
  orders: HOSTILE.html,
  order_items: HOSTILE.quotes,
  refunds: HOSTILE.member,
  page_views: HOSTILE.long,
  clicks: HOSTILE.rightToLeft,
  ledger: HOSTILE.template,
  mv_sales_by_hour: HOSTILE.markdown,
  mv_sessions: HOSTILE.lines,
};

const ERROR = `${HOSTILE.script}\n${HOSTILE.markdown}\n${HOSTILE.rightToLeft}\n${HOSTILE.long}`;

/** Two hosts of nodes: markup, and more letters than a line has. */
const HOSTS: readonly string[] = [
  'node-1.<b onmouseover=alert(1)>.example',
  `${'node-2.'.padEnd(60, 'a')}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(30)}.example`,
];

const named = (names: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name;
const database = (name: string): string => named(DATABASES, name);
const table = (name: string): string => named(TABLES, name);

export function withHostileNames(state: ClusterState): ClusterState {
  const placed = <T extends { readonly database: string; readonly table: string }>(
    thing: T,
  ): T => ({
    ...thing,
    database: database(thing.database),
    table: table(thing.table),
  });
  return {
    ...state,
    inhabitants: 'hostile',
    databases: state.databases.map((each) => ({ ...each, name: database(each.name) })),
    tables: state.tables.map((each) => ({
      ...each,
      database: database(each.database),
      name: table(each.name),
      comment: HOSTILE.html,
    })),
    partitions: state.partitions.map((each) => ({
      ...placed(each),
      name: each.name === each.table ? table(each.name) : each.name,
    })),
    loads: failedLoads(state),
    routineLoads: state.routineLoads.map((each, index) => ({
      ...placed(each),
      ...(index === 0
        ? { name: HOSTILE.markdown, state: 'PAUSED', pausedAt: state.at, reason: ERROR }
        : { name: HOSTILE.rightToLeft }),
    })),
    materializedViews: state.materializedViews.map((each, index) => ({
      ...each,
      database: database(each.database),
      name: table(each.name),
      ...(index === 0 ? { failsWith: ERROR } : { active: false, inactiveReason: ERROR }),
    })),
    taskRuns: state.taskRuns.map((each) => ({ ...each, database: database(each.database) })),
    alterJobs: state.alterJobs.map((each) => ({ ...placed(each), message: ERROR })),
    transactionsFinished: Object.fromEntries(
      Object.entries(state.transactionsFinished).map(([name, count]) => [database(name), count]),
    ),
    frontends: state.frontends.map((each) => ({
      ...each,
      sessions: each.sessions.map((session) => hostileSession(session)),
    })),
    backends: state.backends.map(hostileNode),
    // In a mixed cluster the BEs are enough: a host must not occur twice.
    computeNodes:
      state.backends.length > 0 ? state.computeNodes : state.computeNodes.map(hostileNode),
  };
}

function hostileSession(session: SessionState): SessionState {
  const person = HOSTILE_PEOPLE[PEOPLE.findIndex((each) => each.user === session.user)];
  return person === undefined
    ? session
    : {
        ...session,
        user: person.user,
        database: person.database,
        clientAddress: `${person.from}${session.clientAddress.replace(/^.*\./, '')}`,
        sql: HOSTILE_SHORT_QUERIES[0].sql,
      };
}

/** Two with other hosts; the last one dead with an error text. */
function hostileNode(
  node: ComputeNodeState,
  index: number,
  nodes: readonly ComputeNodeState[],
): ComputeNodeState {
  return {
    ...node,
    host: HOSTS[index] ?? node.host,
    ...(index < nodes.length - 1
      ? {}
      : { running: false, alive: false, statusCode: 'DISCONNECTED', errMsg: ERROR }),
  };
}

/** Loads that failed before the beginning, one per hostile table. */
function failedLoads(state: ClusterState): readonly LoadState[] {
  return Object.values(TABLES).map((name, index) => ({
    jobId: state.next.jobId - 100 + index,
    txnId: state.next.txnId - 100 + index,
    label: `${name}_${String(index)}`,
    database: HOSTILE.script,
    table: name,
    user: HOSTILE_PEOPLE[0].user,
    state: 'CANCELLED',
    type: 'INSERT',
    scanRows: 0,
    scanBytes: 0,
    filteredRows: 0,
    sinkRows: 0,
    createdAt: state.at,
    startedAt: state.at,
    committedAt: null,
    finishedAt: state.at,
    error: ERROR,
    warehouse: 'default_warehouse',
    partitionId: -1,
    nodeId: -1,
    plan: { endAt: state.at, error: ERROR },
  }));
}
