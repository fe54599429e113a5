/** Profile `3.2`: the source of December 2023 ("D23"). Sections are those of the facts about SQL (A–J). */
import { columns, connected, names, nodes, without } from './columnText';
import type { Profile, SchemaTable } from './profile';
import { PROFILE_40 } from './v40';

const { variables, frontendConfig, backendConfig, tables } = PROFILE_40;

const OF_NODES = [
  'fe_metrics',
  'be_metrics',
  'be_configs',
  'be_bvars',
  'be_compactions',
  'be_txns',
];
const OF_FRONTEND = [
  'schemata',
  'tables',
  'tables_config',
  'stream_loads',
  'session_variables',
  'global_variables',
];

/** Tables with the same columns; for all that an FE holds the node asks the connected one (A.6). */
const SAME_TABLES: Profile['tables'] = Object.fromEntries(
  Object.entries(tables).flatMap(([name, table]): [string, SchemaTable][] =>
    OF_NODES.includes(name)
      ? [[name, table]]
      : OF_FRONTEND.includes(name)
        ? [[name, { ...table, answeredBy: 'connected' }]]
        : [],
  ),
);

export const PROFILE_32: Profile = {
  ...PROFILE_40,
  id: '3.2',
  version: '3.2.1-79ee91d',
  modes: ['shared_nothing', 'shared_data', 'mixed'],
  // A.1
  serverVersion: '5.1.0',
  limitChecked: 'afterLogin',
  columns: {
    // B.1
    frontends: names(
      'Name, IP, EditLogPort, HttpPort, QueryPort, RpcPort, Role, ClusterId, Join, Alive, ReplayedJournalId, LastHeartbeat, IsHelper, ErrMsg, StartTime, Version',
    ),
    // B.2
    backends: names(
      'BackendId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, TabletNum, DataUsedCapacity, AvailCapacity, TotalCapacity, UsedPct, MaxDiskUsedPct, ErrMsg, Version, Status, DataTotalCapacity, DataUsedPct, CpuCores, NumRunningQueries, MemUsedPct, CpuUsedPct',
    ),
    backendsSharedData: names('StarletPort, WorkerId'),
    // B.3
    computeNodes: names(
      'ComputeNodeId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, ErrMsg, Version, CpuCores, NumRunningQueries, MemUsedPct, CpuUsedPct, HasStoragePath',
    ),
    computeNodesSharedData: names('StarletPort, WorkerId'),
    // B.9
    currentQueries: names(
      'StartTime, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, DiskSpillSize, CPUTime, ExecTime',
    ),
    // B.10
    compactions: names('Partition, TxnID, StartTime, CommitTime, FinishTime, Error'),
    // B.11
    processList: columns(
      'Id BIGINT, User, Host, Db, Command, ConnectionStartTime, Time INT, State, Info, IsPending',
    ),
    // B.14
    warehouses: names('Id, Warehouse, State, ClusterCount'),
    // B.12
    runningQueries: names(
      'QueryId, ResourceGroupId, StartTime, PendingTimeout, QueryTimeout, State, Slots, Fragments, DOP, Frontend, FeStartTime',
    ),
    // B.13
    resourceGroups: names(
      'name, id, cpu_core_limit, mem_limit, max_cpu_cores, big_query_cpu_second_limit, big_query_scan_rows_limit, big_query_mem_limit, concurrency_limit, spill_mem_limit_threshold, type, classifiers',
    ),
    frontendConfig: PROFILE_40.columns.frontendConfig,
    alterColumnSharedData: [],
  },
  // B.5
  procPaths: PROFILE_40.procPaths.filter(
    (path) =>
      !['global_current_queries', 'meta_recovery', 'replications', 'historical_nodes'].includes(
        path,
      ),
  ),
  // B.11, D
  unknownStatements: ['show (full )?processlist for', "kill query '"],
  // A.6
  forwardedProcPaths: ['/cluster_balance', '/routine_loads', '/transactions'],
  frontendConfig: {
    ...without(frontendConfig, 'lake_compaction_disable_ids', 'mysql_server_version'),
    // K.1 of the facts about metrics
    lake_compaction_history_size: ['12', 'int', true],
    lake_compaction_fail_history_size: ['12', 'int', true],
    lake_compaction_score_upper_bound: ['0', 'long', true],
    lake_enable_ingest_slowdown: ['false', 'boolean', true],
    // A.5
    qe_max_connection: ['1024', 'int', true],
  },
  // Assumed to have the same names.
  backendConfig,
  // A.7
  variables: {
    ...without(
      variables,
      'big_query_profile_threshold',
      'custom_query_id',
      'enable_constant_execute_in_fe',
      'enable_evaluate_schema_scan_rule',
      'metadata_collect_query_timeout',
    ),
    version: '5.1.0',
    version_comment: '3.2.1-79ee91d',
  },
  // C.3
  tables: {
    ...SAME_TABLES,
    materialized_views: connected(
      'MATERIALIZED_VIEW_ID, TABLE_SCHEMA, TABLE_NAME, REFRESH_TYPE, IS_ACTIVE, INACTIVE_REASON, PARTITION_TYPE, TASK_ID, TASK_NAME, LAST_REFRESH_START_TIME, LAST_REFRESH_FINISHED_TIME, LAST_REFRESH_DURATION, LAST_REFRESH_STATE, LAST_REFRESH_FORCE_REFRESH, LAST_REFRESH_START_PARTITION, LAST_REFRESH_END_PARTITION, LAST_REFRESH_BASE_REFRESH_PARTITIONS, LAST_REFRESH_MV_REFRESH_PARTITIONS, LAST_REFRESH_ERROR_CODE, LAST_REFRESH_ERROR_MESSAGE, TABLE_ROWS, MATERIALIZED_VIEW_DEFINITION',
    ),
    loads: connected(
      'JOB_ID BIGINT, LABEL, DATABASE_NAME, STATE, PROGRESS, TYPE, PRIORITY, SCAN_ROWS BIGINT, FILTERED_ROWS BIGINT, UNSELECTED_ROWS BIGINT, SINK_ROWS BIGINT, ETL_INFO, TASK_INFO, CREATE_TIME DATETIME, ETL_START_TIME DATETIME, ETL_FINISH_TIME DATETIME, LOAD_START_TIME DATETIME, LOAD_FINISH_TIME DATETIME, JOB_DETAILS, ERROR_MSG, TRACKING_URL, TRACKING_SQL, REJECTED_RECORD_PATH',
    ),
    load_tracking_logs: connected('JOB_ID BIGINT, LABEL, DATABASE_NAME, TRACKING_LOG, TYPE'),
    routine_load_jobs: connected(
      'ID BIGINT, NAME, CREATE_TIME DATETIME, PAUSE_TIME DATETIME, END_TIME DATETIME, DB_NAME, TABLE_NAME, STATE, DATA_SOURCE_TYPE, CURRENT_TASK_NUM BIGINT, JOB_PROPERTIES, DATA_SOURCE_PROPERTIES, CUSTOM_PROPERTIES, STATISTICS, PROGRESS, REASONS_OF_STATE_CHANGED, ERROR_LOG_URLS, TRACKING_SQL, OTHER_MSG',
    ),
    tasks: connected(
      'TASK_NAME, CREATE_TIME DATETIME, SCHEDULE, DATABASE, DEFINITION, EXPIRE_TIME DATETIME',
    ),
    task_runs: connected(
      'QUERY_ID, TASK_NAME, CREATE_TIME DATETIME, FINISH_TIME DATETIME, STATE, DATABASE, DEFINITION, EXPIRE_TIME DATETIME, ERROR_CODE BIGINT, ERROR_MESSAGE, PROGRESS, EXTRA_MESSAGE, PROPERTIES',
    ),
    be_cloud_native_compactions: nodes(
      'BE_ID BIGINT, TXN_ID BIGINT, TABLET_ID BIGINT, VERSION BIGINT, SKIPPED BOOLEAN, RUNS INT, START_TIME DATETIME, FINISH_TIME DATETIME, PROGRESS INT, STATUS',
    ),
    // C.2: OPERATE is needed for these two as well.
    be_tablets: nodes(
      'BE_ID BIGINT, TABLE_ID BIGINT, PARTITION_ID BIGINT, TABLET_ID BIGINT, NUM_VERSION BIGINT, MAX_VERSION BIGINT, MIN_VERSION BIGINT, NUM_ROWSET BIGINT, NUM_ROW BIGINT, DATA_SIZE BIGINT, INDEX_MEM BIGINT, CREATE_TIME BIGINT, STATE, TYPE, DATA_DIR, SHARD_ID BIGINT, SCHEMA_HASH BIGINT, INDEX_DISK BIGINT',
    ),
    fe_tablet_schedules: {
      ...connected(
        'TABLE_ID BIGINT, PARTITION_ID BIGINT, TABLET_ID BIGINT, TYPE, PRIORITY, STATE, TABLET_STATUS, CREATE_TIME DOUBLE, SCHEDULE_TIME DOUBLE, FINISH_TIME DOUBLE, CLONE_SRC BIGINT, CLONE_DEST BIGINT, CLONE_BYTES BIGINT, CLONE_DURATION DOUBLE, MSG',
      ),
      needs: 'OPERATE',
    },
  },
  // H and I of the facts about metrics
  metrics: {
    prefix: 'starrocks',
    frontendAbsent: [
      'query_analysis_err',
      'query_internal_err',
      'query_internal_err_rate',
      'query_analysis_err_rate',
      'query_timeout_rate',
      'query_queue_slot_pending',
      'query_queue_slot_running',
      'sql_block_hit_count',
      'shortcircuit_query',
      'http_connections_num',
      'http_handling_requests_num',
      'tablet_count',
      'db_size_bytes',
      'txn_running',
    ],
    backendAbsent: ['datacache_mem_bytes', 'pipe_drivers', 'primary_key_table_error_state_total'],
    leaderLabel: false,
    connectionsByUser: false,
    allNodeInfo: false,
  },
  // I.2 of the facts about metrics
  absentEndpoints: ['/api/datacache/app_stat'],
  behaviour: {
    processListOf: 'connected',
    connectionIds: 'perFrontend',
    currentQueriesNeedAllNodes: true,
    loadsHoldStreamLoads: false,
    // Assumed: the error of June 2025 is not in this source.
    warehousesInSharedNothing: 'listed',
    // K.2 of the facts about metrics: with 4.0 only.
    compactionSegments: false,
    profileFunction: true,
  },
  errors: {
    // A.5
    accessDenied: 1252,
    accessDeniedWording: 'long',
    unknownTable: 1051,
    unknownDatabase: 1049,
    unknownVariable: 1193,
    // A.3
    prepare: [1064, 'prepare statement only support QueryStatement'],
  },
};
