/** SHOW FRONTENDS, SHOW BACKENDS, SHOW COMPUTE NODES and their SHOW PROC twins. */
import type { CacheState, ComputeNodeState, FrontendState } from '../truth';
import {
  byTitle,
  NULL_MARK,
  sessionTime,
  showAnswer,
  type Answer,
  type ShowCell,
  type StatementContext,
} from './context';
import { flag, percent, sizeS1, sizeSP } from './format';

/** The view of the FE that answers: the leader's, or the connected one's own copy. */
export function showFrontends(
  context: StatementContext,
  answering: FrontendState,
  forwarded: boolean,
): Answer {
  const titles = context.profile.columns.frontends;
  const rows = context.state.frontends.map((fe): Readonly<Record<string, ShowCell>> => {
    const own = fe.name === answering.name;
    const alive = own || fe.alive;
    return {
      Id: String(fe.id),
      Name: fe.name,
      IP: fe.host,
      EditLogPort: String(fe.editLogPort),
      HttpPort: String(answering.httpPort),
      QueryPort: String(fe.queryPort),
      RpcPort: String(fe.rpcPort),
      Role: fe.role,
      ClusterId: '1747363037',
      Join: flag(fe.joined),
      Alive: flag(alive),
      ReplayedJournalId: String(own ? fe.maxJournalId : fe.replayedJournalId),
      LastHeartbeat: sessionTime(context, fe.lastHeartbeat),
      IsHelper: 'true',
      ErrMsg: own ? '' : fe.errMsg,
      StartTime: alive
        ? sessionTime({ ...context, state: withoutSkew(context) }, fe.startedAt)
        : 'NULL',
      Version: alive ? fe.version : 'NULL',
    };
  });
  return showAnswer(titles, byTitle(titles, rows), forwarded);
}

export function showComputeNodes(context: StatementContext, forwarded: boolean): Answer {
  const { columns } = context.profile;
  const shared = context.state.runMode === 'shared_data';
  const titles = [...columns.computeNodes, ...(shared ? columns.computeNodesSharedData : [])];
  const rows = context.state.computeNodes.map((node) => nodeRow(context, node));
  return showAnswer(titles, byTitle(titles, rows), forwarded);
}

export function showBackends(context: StatementContext, forwarded: boolean): Answer {
  const { columns } = context.profile;
  const shared = context.state.runMode === 'shared_data';
  const titles = [...columns.backends, ...(shared ? columns.backendsSharedData : [])];
  const rows = context.state.backends.map((node) => nodeRow(context, node));
  return showAnswer(titles, byTitle(titles, rows), forwarded);
}

function nodeRow(
  context: StatementContext,
  node: ComputeNodeState,
): Readonly<Record<string, ShowCell>> {
  const plain = { ...context, state: withoutSkew(context) };
  return {
    ComputeNodeId: String(node.id),
    IP: node.host,
    HeartbeatPort: String(node.heartbeatPort),
    BePort: String(node.bePort),
    HttpPort: String(node.httpPort),
    BrpcPort: String(node.brpcPort),
    LastStartTime: node.startedAt > 0 ? sessionTime(plain, node.startedAt) : NULL_MARK,
    LastHeartbeat: sessionTime(context, node.lastHeartbeat),
    Alive: flag(node.alive),
    SystemDecommissioned: flag(node.decommissioned),
    ClusterDecommissioned: 'false',
    ErrMsg: node.errMsg,
    Version: node.version,
    CpuCores: String(node.cpuCores),
    MemLimit: sizeSP(node.memLimitBytes),
    NumRunningQueries: String(node.runningQueries),
    MemUsedPct: percent(node.memUsedPct, 2),
    CpuUsedPct: percent(node.cpuPct, 1),
    DataCacheMetrics: node.alive ? cacheText(node.cacheReported) : 'N/A',
    HasStoragePath: flag(node.disks.length > 0),
    StatusCode: node.statusCode,
    StarletPort: String(node.starletPort),
    WorkerId: String(node.workerId),
    WarehouseName: node.warehouse,
    TabletNum: String(node.tabletNum),
  };
}

function cacheText(cache: CacheState): string {
  return cache.status === 'Disabled'
    ? 'Status: Disabled'
    : `Status: ${cache.status}, DiskUsage: ${sizeS1(cache.diskUsedBytes)}/${sizeS1(cache.diskQuotaBytes)}, MemUsage: ${sizeS1(cache.memUsedBytes)}/${sizeS1(cache.memQuotaBytes)}`;
}

/** Start times were taken before any skew began. */
function withoutSkew(context: StatementContext): StatementContext['state'] {
  return { ...context.state, knobs: { ...context.state.knobs, skewMs: 0 } };
}
