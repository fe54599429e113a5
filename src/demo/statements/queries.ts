/** Running queries and sessions. */
import { uuidOf } from '../state/dice';
import { allNodes } from '../state/nodes';
import type { RunningQueryState } from '../truth';
import type { FrontendState } from '../truthFrontends';
import {
  byTitle,
  mayOperate,
  sessionTime,
  showAnswer,
  wireCell,
  wireColumn,
  type Answer,
  type ShowCell,
  type StatementContext,
} from './context';
import { secondsText, sizeS3 } from './format';
import { analyzingError, SqlError } from './sqlError';

/** query_queue_pending_timeout_second. */
const PENDING_TIMEOUT_MS = 300_000;

export function showCurrentQueries(
  context: StatementContext,
  of: FrontendState | 'all',
  forwarded: boolean,
): Answer {
  const titles = context.profile.columns.currentQueries;
  if (
    context.profile.behaviour.currentQueriesNeedAllNodes &&
    allNodes(context.state).some((node) => node.alive && !node.running)
  ) {
    throw new SqlError(1064, 'Sending collect query statistics request fails');
  }
  const rows = context.state.runningQueries
    .filter((query) => isListed(context, query, of))
    .map((query): Readonly<Record<string, ShowCell>> => {
      const frontend = context.state.frontends.find((fe) => fe.name === query.frontend);
      return {
        StartTime: sessionTime(context, query.startedAt),
        feIp: frontend?.host ?? '',
        QueryId: query.queryId,
        ConnectionId: String(query.connectionId),
        Database: query.database,
        User: query.user,
        ScanBytes: sizeS3(query.scanBytes),
        ScanRows: `${String(query.scanRows)} rows`,
        MemoryUsage: sizeS3(query.memoryBytes),
        DiskSpillSize: sizeS3(query.spillBytes),
        CPUTime: secondsText(query.cpuMs),
        ExecTime: secondsText(context.world.now() - query.startedAt),
        ExecProgress: query.progressPct > 0 ? `${query.progressPct.toFixed(2)}%` : '',
        Warehouse: query.warehouse,
        CustomQueryId: query.customQueryId,
        ResourceGroup: query.resourceGroup,
      };
    });
  return showAnswer(titles, byTitle(titles, rows, context.profile), forwarded);
}

/** '/global_current_queries' skips FEs that do not answer. */
function isListed(
  context: StatementContext,
  query: RunningQueryState,
  of: FrontendState | 'all',
): boolean {
  const frontend = context.state.frontends.find((fe) => fe.name === query.frontend);
  return frontend !== undefined && frontend.running && (of === 'all' || of.name === frontend.name);
}

/** `SHOW PROC '/current_queries/<id>'`: one row with the text, on the owning FE only. */
export function showQueryText(
  context: StatementContext,
  queryId: string,
  hosts: boolean,
  answering: FrontendState,
): Answer {
  const query = context.state.runningQueries.find(
    (candidate) => candidate.queryId === queryId && candidate.frontend === answering.name,
  );
  if (query === undefined) {
    throw analyzingError(`${queryId} does't exist`);
  }
  if (!hosts) {
    return showAnswer(['Sql'], [[query.sql]], false);
  }
  const nodes = allNodes(context.state).filter((node) => node.running);
  return showAnswer(
    ['Host', 'ScanBytes', 'ScanRows', 'CpuCostSeconds', 'MemUsageBytes'],
    nodes.map((node) => [
      `${node.host}:${String(node.bePort)}`,
      sizeS3(query.scanBytes / nodes.length),
      `${String(Math.round(query.scanRows / nodes.length))} rows`,
      secondsText(query.cpuMs / nodes.length),
      sizeS3(query.memoryBytes / nodes.length),
    ]),
    false,
  );
}

export function showProcessList(
  context: StatementContext,
  full: boolean,
  forUser: string | undefined,
): Answer {
  const defs = context.profile.columns.processList;
  const all = context.profile.behaviour.processListOf === 'all';
  const now = context.world.now();
  const rows = context.state.frontends
    .filter((fe) => fe.running && (all || fe.name === context.frontend.name))
    .flatMap((fe) =>
      fe.sessions
        .filter((session) => mayOperate(context) || session.user === context.session.user.name)
        .filter((session) => forUser === undefined || session.user === forUser)
        .map((session): Readonly<Record<string, ShowCell>> => ({
          ServerName: fe.name,
          Id: String(session.connectionId),
          User: session.user,
          Host: session.clientAddress,
          Db: session.database,
          Command: session.command,
          ConnectionStartTime: sessionTime(context, session.connectedAt),
          Time: String(Math.floor((now - session.commandAt) / 1000)),
          State: session.state,
          Info: session.sql === null ? '' : full ? session.sql : session.sql.slice(0, 100),
          IsPending: session.pending ? 'true' : 'false',
          Warehouse: session.warehouse,
        })),
    );
  return {
    kind: 'rows',
    columns: defs.map(wireColumn),
    rows: byTitle(
      defs.map(([name]) => name),
      rows,
      context.profile,
    ).map((row) => row.map((cell) => wireCell(cell, false))),
  };
}

/** What the leader's query queue holds; empty unless a variable switches the queue on. */
export function showRunningQueries(context: StatementContext, forwarded: boolean): Answer {
  const { knobs, variables, frontends } = context.state;
  const { since, waiting, admitted } = knobs.queue;
  const isOn = ['select', 'load', 'statistic'].some(
    (kind) => variables[`enable_query_queue_${kind}`] === 'true',
  );
  const leader = frontends.find(({ role }) => role === 'LEADER');
  const rows = Array.from({ length: isOn ? waiting + admitted : 0 }, (_, n) => ({
    QueryId: uuidOf(context.state.seed, 'queued', n),
    WarehouseId: '-',
    ResourceGroupId: '-',
    StartTime: sessionTime(context, since),
    PendingTimeout: sessionTime(context, since + PENDING_TIMEOUT_MS),
    QueryTimeout: sessionTime(context, since + PENDING_TIMEOUT_MS),
    State: n < waiting ? 'PENDING' : 'RUNNING',
    Slots: '4',
    Fragments: '3',
    DOP: '8',
    Frontend: leader?.name ?? '',
    FeStartTime: leader === undefined ? '' : sessionTime(context, leader.startedAt),
  }));
  const titles = context.profile.columns.runningQueries;
  return showAnswer(titles, byTitle(titles, rows, context.profile), forwarded);
}
