/** Rows of the tables that nodes scan: fe_metrics and be_*. */
import { allNodes } from '../../state/nodes';
import type { ComputeNodeState } from '../../truthNodes';
import { bvarValue, nodeBvars, nodeMetrics } from '../../wire/http/beMetrics';
import { frontendMetricsTagged } from '../../wire/http/feMetricsText';
import { namesOf, sessionTimeOrNull, type StatementContext } from '../context';
import { SqlError } from '../sqlError';
import { compactionRow, tabletRows } from './schemaStorageRows';
import type { SchemaRow } from './sqlEngine';

type Maker = (context: StatementContext) => readonly SchemaRow[];

export const NODE_ROWS: Readonly<Record<string, Maker>> = {
  fe_metrics: (context) => frontendMetricRows(context),
  be_metrics: (context) =>
    scannedNodes(context).flatMap((node) =>
      nodeMetrics(context.state, node).flatMap((each) =>
        each.samples.map((sample) => ({
          BE_ID: node.id,
          NAME: each.name,
          LABELS: [...sample.labels]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => `${key}=${value}`)
            .join(','),
          VALUE: Math.trunc(sample.value),
        })),
      ),
    ),
  be_bvars: (context) =>
    scannedNodes(context).flatMap((node) =>
      nodeBvars(context.state, node).map(([name, value]) => ({
        BE_ID: node.id,
        NAME: name,
        VALUE: bvarValue(value),
      })),
    ),
  be_configs: (context) =>
    scannedNodes(context).flatMap((node) =>
      Object.entries(context.state.backendConfig).map(([name, value]) => {
        const [standard = value, type = 'string', mutable = false] =
          context.profile.backendConfig[name] ?? [];
        return {
          BE_ID: node.id,
          NAME: name,
          VALUE: value,
          TYPE: type,
          DEFAULT: standard,
          MUTABLE: Number(mutable),
        };
      }),
    ),
  be_compactions: (context) => scannedNodes(context).map(compactionRow),
  be_tablets: (context) => scannedNodes(context).flatMap((node) => tabletRows(context, node)),
  be_cloud_native_compactions: (context) => {
    const ids = new Set(scannedNodes(context).map((node) => node.id));
    return context.state.compactions.running.flatMap((task) =>
      task.tasks
        .filter((part) => ids.has(part.nodeId))
        .map((part) => ({
          BE_ID: part.nodeId,
          TXN_ID: task.txnId,
          TABLET_ID: part.tabletId,
          VERSION: part.version,
          SKIPPED: 0,
          RUNS: part.runs,
          START_TIME: sessionTimeOrNull(context, part.startedAt),
          FINISH_TIME: null,
          PROGRESS: part.progressPct,
          STATUS: '',
          PROFILE:
            '{"read_local_sec":0,"read_local_mb":12,"read_remote_sec":1,"read_remote_mb":7,"in_queue_sec":0}',
        })),
    );
  },
  be_datacache_metrics: (context) =>
    scannedNodes(context).map((node) => ({
      BE_ID: node.id,
      STATUS: node.cache.status,
      DISK_QUOTA_BYTES: node.cache.diskQuotaBytes,
      DISK_USED_BYTES: node.cache.diskUsedBytes,
      MEM_QUOTA_BYTES: node.cache.memQuotaBytes,
      MEM_USED_BYTES: node.cache.memUsedBytes,
      META_USED_BYTES: 41_002_211,
      DIR_SPACES: `[{"path":"/opt/starrocks/cn/storage/datacache","quota_bytes":${String(node.cache.diskQuotaBytes)}}]`,
      USED_BYTES_DETAIL: '{0:"41002211"}',
    })),
};

/** The nodes that scan a be_* table; one that is thought alive but does not answer fails the statement. */
function scannedNodes(context: StatementContext): readonly ComputeNodeState[] {
  const nodes = allNodes(context.state).filter((node) => node.alive);
  const silent = nodes.find((node) => !node.running);
  if (silent !== undefined) {
    throw new SqlError(
      1064,
      `rpc failed, host: ${silent.host}: [E111]Connection refused: BE:${String(silent.id)}`,
    );
  }
  return nodes;
}

/** A node asks every alive FE for its JSON metrics; one that fails fails all, in curl's words. */
function frontendMetricRows(context: StatementContext): readonly SchemaRow[] {
  const { state, board } = context;
  return state.frontends
    .filter((fe) => fe.alive)
    .flatMap((fe) => {
      if (!fe.running || board.isClosedToNodes(namesOf(fe))) {
        throw new SqlError(
          1064,
          `Failed to connect to ${fe.host} port ${String(fe.httpPort)}: Connection refused: BE:${String(allNodes(state).find((node) => node.alive)?.id)}`,
        );
      }
      return frontendMetricsTagged(state, fe).map(({ tags, value }) => {
        const { metric: name = '', ...labels } = tags;
        return {
          FE_ID: fe.name,
          NAME: name,
          LABELS: JSON.stringify({ metric: name, ...labels }),
          VALUE: Number.isFinite(value) ? Math.trunc(value) : 0,
        };
      });
    });
}
