/** SHOW FRONTENDS, SHOW BACKENDS, SHOW COMPUTE NODES and their SHOW PROC twins. */
import type { FrontendState } from '../truthFrontends';
import type { CacheState, ComputeNodeState } from '../truthNodes';
import type { DiskState } from '../truthStorage';
import {
  byTitle,
  globalTime,
  NULL_MARK,
  sessionTime,
  showAnswer,
  type Answer,
  type ShowCell,
  type StatementContext,
} from './context';
import { flag, percent, sizeS1, sizeS3, sizeSP } from './format';
import { unknownProcPath } from './sqlError';

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
      IsMaster: flag(fe.role === 'LEADER'),
      Host: fe.host,
      LastStartTime: sessionTime({ ...context, state: withoutSkew(context) }, fe.startedAt),
      CurrentConnected: own ? 'Yes' : 'No',
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
  return showAnswer(titles, byTitle(titles, rows, context.profile), forwarded);
}

export function showComputeNodes(context: StatementContext, forwarded: boolean): Answer {
  const { columns } = context.profile;
  const shared = context.state.runMode === 'shared_data';
  const titles = [...columns.computeNodes, ...(shared ? columns.computeNodesSharedData : [])];
  const rows = context.state.computeNodes.map((node) => nodeRow(context, node));
  return showAnswer(titles, byTitle(titles, rows, context.profile), forwarded);
}

export function showBackends(context: StatementContext, forwarded: boolean): Answer {
  const { columns } = context.profile;
  const shared = context.state.runMode === 'shared_data';
  const titles = [...columns.backends, ...(shared ? columns.backendsSharedData : [])];
  const rows = context.state.backends.map((node) => nodeRow(context, node));
  return showAnswer(titles, byTitle(titles, rows, context.profile), forwarded);
}

function nodeRow(
  context: StatementContext,
  node: ComputeNodeState,
): Readonly<Record<string, ShowCell>> {
  const plain = { ...context, state: withoutSkew(context) };
  return {
    BackendId: String(node.id),
    ComputeNodeId: String(node.id),
    IP: node.host,
    Host: node.host,
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
    ...capacities(context, node),
    Location: '',
  };
}

/** Of the usable disks as last reported: a failed one vanishes from all of them. */
function capacities(
  context: StatementContext,
  node: ComputeNodeState,
): Readonly<Record<string, ShowCell>> {
  const { at, disks } = node.storage?.reported ?? { at: 0, disks: [] };
  const usable = disks.filter((disk) => disk.usable);
  const sum = (field: 'totalBytes' | 'availBytes' | 'dataUsedBytes'): number =>
    usable.reduce((total, disk) => total + disk[field], 0);
  const total = sum('totalBytes');
  const data = sum('dataUsedBytes');
  const reportedAt = at === 0 ? 'N/A' : globalTime({ ...context, state: withoutSkew(context) }, at);
  return {
    DataUsedCapacity: sizeS3(data),
    AvailCapacity: sizeS3(sum('availBytes')),
    TotalCapacity: sizeS3(total),
    UsedPct: percent(share(total - sum('availBytes'), total), 2),
    MaxDiskUsedPct: percent(Math.max(0, ...usable.map(usedPct)), 2),
    Status: JSON.stringify({ lastSuccessReportTabletsTime: reportedAt }),
    DataTotalCapacity: sizeS3(data + sum('availBytes')),
    DataUsedPct: percent(share(data, data + sum('availBytes')), 2),
  };
}

const share = (part: number, whole: number): number => (whole <= 0 ? 0 : (100 * part) / whole);
const usedPct = (disk: DiskState): number =>
  share(disk.totalBytes - disk.availBytes, disk.totalBytes);

/** SHOW PROC '/backends/<id>': one row per disk, the only place that tells of a failed one. */
export function showDisks(
  context: StatementContext,
  id: string,
  path: string,
  forwarded: boolean,
): Answer {
  const node = context.state.backends.find((each) => String(each.id) === id);
  if (node === undefined) {
    throw unknownProcPath(path);
  }
  const disks = node.storage?.reported.disks ?? [];
  return showAnswer(
    DISK_TITLES,
    disks.map((disk, index) => [
      disk.path,
      sizeS3(disk.dataUsedBytes),
      sizeS3(Math.max(0, disk.totalBytes - disk.availBytes - disk.dataUsedBytes)),
      sizeS3(disk.availBytes),
      sizeS3(disk.totalBytes),
      percent(usedPct(disk), 2),
      disk.usable ? 'ONLINE' : 'OFFLINE',
      String(4_523_112_233 + node.id * 10 + index),
      'HDD',
      String(Math.round(node.tabletNum / disks.length)),
      sizeS3(disk.dataUsedBytes + disk.availBytes),
      percent(share(disk.dataUsedBytes, disk.dataUsedBytes + disk.availBytes), 2),
    ]),
    forwarded,
  );
}

const DISK_TITLES = [
  'RootPath',
  'DataUsedCapacity',
  'OtherUsedCapacity',
  'AvailCapacity',
  'TotalCapacity',
  'TotalUsedPct',
  'State',
  'PathHash',
  'StorageMedium',
  'TabletNum',
  'DataTotalCapacity',
  'DataUsedPct',
];

/** SHOW BROKER = SHOW PROC '/brokers'. */
export function showBrokers(context: StatementContext, forwarded: boolean): Answer {
  return showAnswer(
    ['Name', 'IP', 'Port', 'Alive', 'LastStartTime', 'LastUpdateTime', 'ErrMsg'],
    context.state.brokers.map((broker) => [
      broker.name,
      broker.host,
      String(broker.port),
      flag(broker.alive),
      sessionTime(context, broker.startedAt),
      sessionTime(context, broker.updatedAt),
      broker.errMsg,
    ]),
    forwarded,
  );
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
