import { hostOf, roleOf } from '../../shared/ids';
import type { NodeId } from '../../shared/ids';
import { known, unknown, type Reading } from '../../shared/reading';
import type { SourceId } from '../../shared/ids';
import type { ComputeRow } from '../starrocks/sources/computeRows';
import type { FrontendRow } from '../starrocks/sources/frontends';
import type { Snapshot } from '../store/historyStore';

/** The node lists of a past moment, as far as they are stored: who there was, and who lived. */
export type PastLists = {
  readonly frontends: Reading<readonly FrontendRow[]>;
  readonly backends: Reading<readonly ComputeRow[]>;
  readonly computeNodes: Reading<readonly ComputeRow[]>;
};

export function pastLists(snapshot: Snapshot): PastLists {
  const nodes = Object.keys(snapshot.nodes).sort();
  const ofRole = (role: string) => nodes.filter((node) => roleOf(node) === role);
  const list = <Row>(source: SourceId, rows: readonly Row[]): Reading<readonly Row[]> =>
    nodes.length === 0
      ? unknown('not-recorded', snapshot.at, { source })
      : known(rows, { observedAt: snapshot.at, source });
  return {
    frontends: list(
      'frontends',
      ofRole('fe').map((node) => frontendRow(snapshot, node)),
    ),
    backends: list(
      'backends',
      ofRole('be').map((node) => computeRow(snapshot, node, 'be')),
    ),
    computeNodes: list(
      'computeNodes',
      ofRole('cn').map((node) => computeRow(snapshot, node, 'cn')),
    ),
  };
}

function frontendRow(snapshot: Snapshot, node: NodeId): FrontendRow {
  return {
    ...ofAnyNode(snapshot, node, 'fe.up'),
    name: node,
    editLogPort: portOf(node),
    queryPort: null,
    // Who led is not stored.
    role: '',
    replayedJournalId: null,
  };
}

function computeRow(snapshot: Snapshot, node: NodeId, role: 'be' | 'cn'): ComputeRow {
  return {
    ...ofAnyNode(snapshot, node, 'be.up'),
    role,
    id: node,
    heartbeatPort: portOf(node),
    decommissioned: null,
    statusCode: null,
    warehouse: null,
    cpuCores: null,
    cpuUsedPct: null,
    memLimitBytes: null,
    memUsedPct: null,
    runningQueries: null,
    tablets: null,
    cacheUsedBytes: null,
    cacheQuotaBytes: null,
    cacheStatus: null,
    cacheMemUsedBytes: null,
    cacheMemQuotaBytes: null,
    diskTotalBytes: null,
    diskAvailBytes: null,
    maxDiskUsedPct: null,
  };
}

function ofAnyNode({ nodes }: Snapshot, node: NodeId, up: 'fe.up' | 'be.up') {
  const value = nodes[node]?.[up];
  return {
    node,
    host: hostOf(node),
    httpPort: null,
    alive: value === undefined || value === null ? null : value > 0,
    lastHeartbeatAt: null,
    startedAt: null,
    startText: null,
    version: null,
    errMsg: null,
  };
}

function portOf(node: NodeId): number {
  return Number(node.slice(node.lastIndexOf(':') + 1));
}
