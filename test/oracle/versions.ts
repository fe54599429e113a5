/**
 * What each version tells: the oracle's own reading of the facts about SQL (sections B, C.3, G, J) and
 * about metrics (H, K.2). It knows nothing of the demo's profiles.
 */
import type { ClusterState } from '../../src/demo/truth';
import type { Situation } from './situation';
import { anyState } from './situation';

/** Oldest first. A version whose text is no number is newer than all that are known. */
const releases = ['2.5', '3.1', '3.2', '3.3', '4.0'] as const;
type Release = (typeof releases)[number];

/** The first of these releases that tells it. */
const since = {
  // B.2, B.3, J: columns of SHOW BACKENDS and SHOW COMPUTE NODES.
  'nodes.MemLimit': '4.0',
  'nodes.DataCacheMetrics': '3.3',
  'nodes.WarehouseName': '4.0',
  'computeNodes.TabletNum': '4.0',
  // B.9: of all FEs at once (3.3.3), and columns of both lists of running queries.
  global_current_queries: '3.3',
  'queries.DiskSpillSize': '3.1',
  'queries.Warehouse': '3.3',
  'queries.ExecProgress': '4.0',
  'queries.ResourceGroup': '4.0',
  // B.11: with the name of the FE the list is of all FEs.
  'sessions.ServerName': '4.0',
  'sessions.IsPending': '3.1',
  // B.12: SHOW RUNNING QUERIES (3.1.4), which lists the query queue.
  running_queries: '3.1',
  // B.13
  'resourceGroups.exclusive_cpu_cores': '4.0',
  // B.14: SHOW WAREHOUSES; of the queue's columns that which names one (B.12).
  warehouses: '3.1',
  'queue.WarehouseId': '4.0',
  // I.2 of the facts about metrics.
  'datacache/app_stat': '4.0',
  // B.10, K.2 of the facts about metrics: the list, its profiles (3.2.12, 3.3.4), and the segments in them.
  compactions: '3.1',
  'compactions.Profile': '3.3',
  'compactions.Profile.segments': '4.0',
  // C.3: tables of information_schema.
  partitions_meta: '3.3',
  loads: '3.1',
  stream_loads: '3.2',
  routine_load_jobs: '3.2',
  fe_metrics: '3.1',
  be_metrics: '3.1',
  be_configs: '3.1',
  be_compactions: '3.1',
  // C.3, J: the loads with 26 columns (3.4), which hold the stream loads as well.
  'loads.USER': '4.0',
  'routine_load_jobs.OFFSET_LAG': '4.0',
  'routine_load_jobs.TIMESTAMP_PROGRESS': '4.0',
  'task_runs.JOB_ID': '4.0',
  'materialized_views.TASK_NAME': '3.1',
  'materialized_views.INACTIVE_REASON': '3.1',
  'materialized_views.LAST_REFRESH_ERROR_MESSAGE': '3.1',
  // B.15
  PROFILELIST: '3.1',
  // B.17
  'alter.optimize': '3.1',
  // H.1, H.3: counters and gauges of FEs.
  query_internal_err: '3.3',
  query_analysis_err: '3.3',
  txn_running: '4.0',
  'connection_total.user': '4.0',
  db_size_bytes: '4.0',
} as const satisfies Readonly<Record<string, Release>>;

export type Told = keyof typeof since;

export const tells = (version: string, what: Told): boolean =>
  ageOf(version) >= releases.indexOf(since[what]);

/** The position of its release among the known ones. */
function ageOf(version: string): number {
  const number = /^(\d+\.\d+)\./.exec(version)?.[1];
  return number === undefined
    ? releases.length
    : releases.findLastIndex((release) => Number(release) <= Number(number));
}

/** The version of the cluster, as any answer met it: an upgrade of all nodes is not modelled. */
export function versionSeen(situation: Situation): ClusterState['version'] {
  const state = anyState(situation);
  if (state === undefined) {
    throw new Error('nothing was ever answered: the version is not known');
  }
  return state.version;
}

export const told = (situation: Situation, what: Told): boolean =>
  tells(versionSeen(situation), what);
