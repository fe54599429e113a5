/**
 * Profile `3.3`: between the two sources, from the documentation and the timeline (section J of the
 * facts about SQL). What neither names is assumed to be as in 3.2.
 */
import { columns, connected, names, without } from './columnText';
import type { Profile } from './profile';
import { PROFILE_32 } from './v32';
import { PROFILE_40 } from './v40';

const VERSION = '3.3.5-6d81f75';
const { be_datacache_metrics: cache } = PROFILE_40.tables;

export const PROFILE_33: Profile = {
  ...PROFILE_32,
  id: '3.3',
  version: VERSION,
  columns: {
    ...PROFILE_32.columns,
    // J: no MemLimit, no StatusCode yet.
    backends: [...PROFILE_32.columns.backends, 'DataCacheMetrics', 'Location'],
    // Assumed by analogy.
    computeNodes: [
      ...PROFILE_32.columns.computeNodes.slice(0, -1),
      'DataCacheMetrics',
      'HasStoragePath',
    ],
    // J: Warehouse since 3.3; feIp is assumed to have come with '/global_current_queries' (3.3.3).
    currentQueries: names(
      'StartTime, feIp, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, DiskSpillSize, CPUTime, ExecTime, Warehouse',
    ),
    // K.2 of the facts about metrics: 3.2.12 and 3.3.4.
    compactions: PROFILE_40.columns.compactions,
    processList: columns(
      'Id BIGINT, User, Host, Db, Command, ConnectionStartTime, Time INT, State, Info, IsPending, Warehouse',
    ),
  },
  // J: '/global_current_queries' 3.3.3, '/replications' 3.3.4
  procPaths: [...PROFILE_32.procPaths, 'global_current_queries', 'replications'],
  frontendConfig: {
    ...without(PROFILE_32.frontendConfig, 'lake_compaction_fail_history_size'),
    // Assumed: the defaults of 4.0.
    lake_compaction_history_size: ['20', 'int', true],
    lake_compaction_score_upper_bound: ['2000', 'long', true],
    lake_enable_ingest_slowdown: ['true', 'boolean', true],
  },
  variables: {
    ...PROFILE_32.variables,
    // A.7: since 3.3
    big_query_profile_threshold: '30s',
    version_comment: VERSION,
  },
  tables: {
    ...PROFILE_32.tables,
    ...(cache === undefined ? {} : { be_datacache_metrics: cache }),
    // C.3: 3.1.9 and 3.2.4; the columns about storage came later.
    partitions_meta: connected(
      'DB_NAME, TABLE_NAME, PARTITION_NAME, PARTITION_ID BIGINT, COMPACT_VERSION BIGINT, VISIBLE_VERSION BIGINT, VISIBLE_VERSION_TIME DATETIME, NEXT_VERSION BIGINT, PARTITION_KEY, PARTITION_VALUE, DISTRIBUTION_KEY, BUCKETS INT, REPLICATION_NUM INT, STORAGE_MEDIUM, COOLDOWN_TIME DATETIME, LAST_CONSISTENCY_CHECK_TIME DATETIME, IS_IN_MEMORY BOOLEAN, IS_TEMP BOOLEAN, DATA_SIZE, ROW_COUNT BIGINT, ENABLE_DATACACHE BOOLEAN, AVG_CS DOUBLE, P50_CS DOUBLE, MAX_CS DOUBLE, STORAGE_PATH',
    ),
  },
  metrics: {
    ...PROFILE_32.metrics,
    // H.1: 3.3.3
    frontendAbsent: PROFILE_32.metrics.frontendAbsent.filter(
      (name) => name !== 'query_analysis_err' && name !== 'query_internal_err',
    ),
  },
  // J: PR 38531. The other codes of the family moved with it.
  errors: {
    accessDenied: 5203,
    accessDeniedWording: 'long',
    unknownTable: 5502,
    unknownDatabase: 5501,
    unknownVariable: 1193,
    // J: PR 42086
    prepare: PROFILE_40.errors.prepare,
  },
};
