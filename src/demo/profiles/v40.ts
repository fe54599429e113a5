/** Profile `4.0`: the source of June 2025 ("J25"). */
import type { ColumnDef, Profile, SchemaTable, SqlType } from './profile';

const names = (text: string): readonly string[] => text.split(/,\s*/);

/** `NAME TYPE, NAME TYPE, …`; a name without a type is VARCHAR. */
function columns(text: string): readonly ColumnDef[] {
  return text.split(/,\s*/).map((entry) => {
    const [name = '', type = 'VARCHAR'] = entry.trim().split(' ');
    return [name, type as SqlType];
  });
}

const leader = (text: string): SchemaTable => ({
  columns: columns(text),
  answeredBy: 'leader',
  needs: null,
});
const connected = (text: string): SchemaTable => ({
  columns: columns(text),
  answeredBy: 'connected',
  needs: null,
});
const nodes = (text: string): SchemaTable => ({
  columns: columns(text),
  answeredBy: 'nodes',
  needs: 'OPERATE',
});

export const PROFILE_40: Profile = {
  id: '4.0',
  version: '4.0.0-37c7c51',
  modes: ['shared_data', 'shared_nothing', 'mixed'],
  serverVersion: '8.0.33',
  limitChecked: 'beforePassword',
  columns: {
    frontends: names(
      'Id, Name, IP, EditLogPort, HttpPort, QueryPort, RpcPort, Role, ClusterId, Join, Alive, ReplayedJournalId, LastHeartbeat, IsHelper, ErrMsg, StartTime, Version',
    ),
    backends: names(
      'BackendId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, TabletNum, DataUsedCapacity, AvailCapacity, TotalCapacity, UsedPct, MaxDiskUsedPct, ErrMsg, Version, Status, DataTotalCapacity, DataUsedPct, CpuCores, MemLimit, NumRunningQueries, MemUsedPct, CpuUsedPct, DataCacheMetrics, Location, StatusCode',
    ),
    backendsSharedData: names('StarletPort, WorkerId, WarehouseName'),
    computeNodes: names(
      'ComputeNodeId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, ErrMsg, Version, CpuCores, MemLimit, NumRunningQueries, MemUsedPct, CpuUsedPct, DataCacheMetrics, HasStoragePath, StatusCode',
    ),
    computeNodesSharedData: names('StarletPort, WorkerId, WarehouseName, TabletNum'),
    currentQueries: names(
      'StartTime, feIp, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, DiskSpillSize, CPUTime, ExecTime, ExecProgress, Warehouse, CustomQueryId, ResourceGroup',
    ),
    compactions: names('Partition, TxnID, StartTime, CommitTime, FinishTime, Error, Profile'),
    processList: columns(
      'ServerName, Id BIGINT, User, Host, Db, Command, ConnectionStartTime, Time INT, State, Info, IsPending, Warehouse',
    ),
    warehouses: names(
      'Id, Name, State, NodeCount, CurrentClusterCount, MaxClusterCount, StartedClusters, RunningSql, QueuedSql, CreatedOn, ResumedOn, UpdatedOn, Property, Comment',
    ),
    runningQueries: names(
      'QueryId, WarehouseId, ResourceGroupId, StartTime, PendingTimeout, QueryTimeout, State, Slots, Fragments, DOP, Frontend, FeStartTime',
    ),
    resourceGroups: names(
      'name, id, cpu_weight, exclusive_cpu_cores, mem_limit, big_query_cpu_second_limit, big_query_scan_rows_limit, big_query_mem_limit, concurrency_limit, spill_mem_limit_threshold, classifiers',
    ),
  },
  forwardedProcPaths: [
    '/cluster_balance',
    '/routine_loads',
    '/transactions',
    '/compactions',
    '/replications',
  ],
  frontendConfig: {
    run_mode: ['shared_data', 'String', false],
    cluster_name: ['StarRocks Cluster', 'String', false],
    http_port: ['8030', 'int', false],
    query_port: ['9030', 'int', false],
    rpc_port: ['9020', 'int', false],
    edit_log_port: ['9010', 'int', false],
    mysql_server_version: ['8.0.33', 'String', true],
    lake_compaction_max_tasks: ['-1', 'int', true],
    lake_compaction_score_selector_min_score: ['10.0', 'double', true],
    lake_compaction_interval_ms_on_success: ['10000', 'long', true],
    lake_compaction_interval_ms_on_failure: ['60000', 'long', true],
    lake_compaction_default_timeout_second: ['86400', 'int', true],
    lake_compaction_history_size: ['20', 'int', true],
    lake_compaction_disable_ids: ['', 'String', true],
    lake_compaction_score_upper_bound: ['2000', 'long', true],
    lake_enable_ingest_slowdown: ['true', 'boolean', true],
    lake_ingest_slowdown_threshold: ['100', 'long', true],
    lake_ingest_slowdown_ratio: ['0.1', 'double', true],
    max_running_txn_num_per_db: ['1000', 'int', true],
    qe_max_connection: ['4096', 'int', true],
    qe_slow_log_ms: ['5000', 'long', true],
    edit_log_roll_num: ['50000', 'int', true],
    meta_delay_toleration_second: ['300', 'int', true],
    heartbeat_timeout_second: ['5', 'int', true],
    heartbeat_retry_times: ['3', 'int', true],
    storage_usage_soft_limit_percent: ['90', 'int', true],
    storage_usage_soft_limit_reserve_bytes: ['214748364800', 'long', true],
    storage_usage_hard_limit_percent: ['95', 'int', true],
    storage_usage_hard_limit_reserve_bytes: ['107374182400', 'long', true],
    enable_safe_mode: ['false', 'boolean', true],
    // Fewer than the default of 1000, to be light on memory.
    label_keep_max_num: ['500', 'int', true],
    label_keep_max_second: ['259200', 'int', true],
    enable_routine_load_lag_metrics: ['false', 'boolean', true],
    min_routine_load_lag_for_metrics: ['10000', 'long', true],
    enable_collect_query_detail_info: ['false', 'boolean', true],
    enable_metric_calculator: ['true', 'boolean', false],
    authorization_enable_admin_user_protection: ['false', 'boolean', true],
    lock_manager_enabled: ['true', 'boolean', false],
    ssl_keystore_password: ['', 'String', false],
    meta_dir: ['/opt/starrocks/fe/meta', 'String', false],
    tablet_sched_max_balancing_tablets: ['500', 'int', true],
    thrift_rpc_timeout_ms: ['10000', 'int', true],
  },
  backendConfig: {
    tablet_max_versions: ['1000', 'int32', true],
    compact_threads: ['4', 'int32', true],
    max_compaction_concurrency: ['-1', 'int32', true],
    cumulative_compaction_num_threads_per_disk: ['1', 'int32', true],
    base_compaction_num_threads_per_disk: ['1', 'int32', true],
    update_compaction_num_threads_per_disk: ['1', 'int32', true],
    mem_limit: ['90%', 'string', false],
    be_http_port: ['8040', 'int32', false],
    brpc_port: ['8060', 'int32', false],
    starlet_port: ['9070', 'int32', false],
    storage_root_path: ['/opt/starrocks/cn/storage', 'string', false],
    datacache_enable: ['true', 'bool', false],
    enable_metric_calculator: ['true', 'bool', false],
    report_disk_state_interval_seconds: ['60', 'int32', true],
  },
  variables: {
    autocommit: 'ON',
    big_query_profile_threshold: '30s',
    catalog: 'default_catalog',
    character_set_client: 'utf8',
    character_set_connection: 'utf8',
    character_set_results: 'utf8',
    collation_connection: 'utf8_general_ci',
    custom_query_id: '',
    enable_constant_execute_in_fe: 'true',
    enable_evaluate_schema_scan_rule: 'true',
    enable_profile: 'false',
    enable_query_queue_load: 'false',
    enable_query_queue_select: 'false',
    enable_query_queue_statistic: 'false',
    forward_to_leader: 'false',
    forward_to_master: 'false',
    interactive_timeout: '3600',
    is_report_success: 'false',
    max_allowed_packet: '33554432',
    metadata_collect_query_timeout: '60',
    net_read_timeout: '60',
    net_write_timeout: '60',
    query_mem_limit: '0',
    query_timeout: '300',
    resource_group: '',
    sql_mode: '68719476768',
    sql_select_limit: '9223372036854775807',
    system_time_zone: 'Asia/Shanghai',
    time_zone: 'Asia/Shanghai',
    transaction_isolation: 'READ-COMMITTED',
    tx_isolation: 'READ-COMMITTED',
    version: '8.0.33',
    version_comment: '4.0.0-37c7c51',
    wait_timeout: '28800',
    warehouse: 'default_warehouse',
  },
  tables: {
    schemata: connected(
      'CATALOG_NAME, SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, SQL_PATH',
    ),
    tables: connected(
      'TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, VERSION BIGINT, ROW_FORMAT, TABLE_ROWS BIGINT, AVG_ROW_LENGTH BIGINT, DATA_LENGTH BIGINT, MAX_DATA_LENGTH BIGINT, INDEX_LENGTH BIGINT, DATA_FREE BIGINT, AUTO_INCREMENT BIGINT, CREATE_TIME DATETIME, UPDATE_TIME DATETIME, CHECK_TIME DATETIME, TABLE_COLLATION, CHECKSUM BIGINT, CREATE_OPTIONS, TABLE_COMMENT',
    ),
    tables_config: leader(
      'TABLE_SCHEMA, TABLE_NAME, TABLE_ENGINE, TABLE_MODEL, PRIMARY_KEY, PARTITION_KEY, DISTRIBUTE_KEY, DISTRIBUTE_TYPE, DISTRIBUTE_BUCKET INT, SORT_KEY, PROPERTIES, TABLE_ID BIGINT',
    ),
    partitions_meta: leader(
      'DB_NAME, TABLE_NAME, PARTITION_NAME, PARTITION_ID BIGINT, COMPACT_VERSION BIGINT, VISIBLE_VERSION BIGINT, VISIBLE_VERSION_TIME DATETIME, NEXT_VERSION BIGINT, DATA_VERSION BIGINT, VERSION_EPOCH BIGINT, VERSION_TXN_TYPE, PARTITION_KEY, PARTITION_VALUE, DISTRIBUTION_KEY, BUCKETS INT, REPLICATION_NUM INT, STORAGE_MEDIUM, COOLDOWN_TIME DATETIME, LAST_CONSISTENCY_CHECK_TIME DATETIME, IS_IN_MEMORY BOOLEAN, IS_TEMP BOOLEAN, DATA_SIZE, ROW_COUNT BIGINT, ENABLE_DATACACHE BOOLEAN, AVG_CS DOUBLE, P50_CS DOUBLE, MAX_CS DOUBLE, STORAGE_PATH, STORAGE_SIZE BIGINT, METADATA_SWITCH_VERSION BIGINT',
    ),
    materialized_views: {
      ...leader(
        'MATERIALIZED_VIEW_ID BIGINT, TABLE_SCHEMA, TABLE_NAME, REFRESH_TYPE, IS_ACTIVE, INACTIVE_REASON, PARTITION_TYPE, TASK_ID BIGINT, TASK_NAME, LAST_REFRESH_START_TIME DATETIME, LAST_REFRESH_FINISHED_TIME DATETIME, LAST_REFRESH_DURATION DOUBLE, LAST_REFRESH_STATE, LAST_REFRESH_FORCE_REFRESH, LAST_REFRESH_START_PARTITION, LAST_REFRESH_END_PARTITION, LAST_REFRESH_BASE_REFRESH_PARTITIONS, LAST_REFRESH_MV_REFRESH_PARTITIONS, LAST_REFRESH_ERROR_CODE, LAST_REFRESH_ERROR_MESSAGE, TABLE_ROWS BIGINT, MATERIALIZED_VIEW_DEFINITION, EXTRA_MESSAGE, QUERY_REWRITE_STATUS, CREATOR, LAST_REFRESH_PROCESS_TIME DATETIME, LAST_REFRESH_JOB_ID',
      ),
    },
    loads: leader(
      'ID BIGINT, LABEL, PROFILE_ID, DB_NAME, TABLE_NAME, USER, WAREHOUSE, STATE, PROGRESS, TYPE, PRIORITY, SCAN_ROWS BIGINT, SCAN_BYTES BIGINT, FILTERED_ROWS BIGINT, UNSELECTED_ROWS BIGINT, SINK_ROWS BIGINT, RUNTIME_DETAILS JSON, CREATE_TIME DATETIME, LOAD_START_TIME DATETIME, LOAD_COMMIT_TIME DATETIME, LOAD_FINISH_TIME DATETIME, PROPERTIES JSON, ERROR_MSG, TRACKING_SQL, REJECTED_RECORD_PATH, JOB_ID BIGINT',
    ),
    stream_loads: leader(
      'LABEL, ID BIGINT, LOAD_ID, TXN_ID BIGINT, DB_NAME, TABLE_NAME, STATE, ERROR_MSG, TRACKING_URL, CHANNEL_NUM BIGINT, PREPARED_CHANNEL_NUM BIGINT, NUM_ROWS_NORMAL BIGINT, NUM_ROWS_AB_NORMAL BIGINT, NUM_ROWS_UNSELECTED BIGINT, NUM_LOAD_BYTES BIGINT, TIMEOUT_SECOND BIGINT, CREATE_TIME_MS DATETIME, BEFORE_LOAD_TIME_MS DATETIME, START_LOADING_TIME_MS DATETIME, START_PREPARING_TIME_MS DATETIME, FINISH_PREPARING_TIME_MS DATETIME, END_TIME_MS DATETIME, CHANNEL_STATE, TYPE, TRACKING_SQL',
    ),
    routine_load_jobs: leader(
      'ID BIGINT, NAME, CREATE_TIME DATETIME, PAUSE_TIME DATETIME, END_TIME DATETIME, DB_NAME, TABLE_NAME, STATE, DATA_SOURCE_TYPE, CURRENT_TASK_NUM BIGINT, JOB_PROPERTIES, DATA_SOURCE_PROPERTIES, CUSTOM_PROPERTIES, STATISTICS, PROGRESS, REASONS_OF_STATE_CHANGED, ERROR_LOG_URLS, TRACKING_SQL, OTHER_MSG, LATEST_SOURCE_POSITION JSON, OFFSET_LAG JSON, TIMESTAMP_PROGRESS JSON',
    ),
    tasks: leader(
      'TASK_NAME, CREATE_TIME DATETIME, SCHEDULE, CATALOG, DATABASE, DEFINITION, EXPIRE_TIME DATETIME, PROPERTIES, CREATOR',
    ),
    task_runs: leader(
      'QUERY_ID, TASK_NAME, CREATE_TIME DATETIME, FINISH_TIME DATETIME, STATE, CATALOG, DATABASE, DEFINITION, EXPIRE_TIME DATETIME, ERROR_CODE BIGINT, ERROR_MESSAGE, PROGRESS, EXTRA_MESSAGE, PROPERTIES, JOB_ID, PROCESS_TIME DATETIME',
    ),
    fe_metrics: nodes('FE_ID, NAME, LABELS, VALUE BIGINT'),
    be_metrics: nodes('BE_ID BIGINT, NAME, LABELS, VALUE BIGINT'),
    be_configs: nodes('BE_ID BIGINT, NAME, VALUE, TYPE, DEFAULT, MUTABLE BOOLEAN'),
    be_bvars: nodes('BE_ID BIGINT, NAME, VALUE'),
    be_compactions: nodes(
      'BE_ID BIGINT, CANDIDATES_NUM BIGINT, BASE_COMPACTION_CONCURRENCY BIGINT, CUMULATIVE_COMPACTION_CONCURRENCY BIGINT, LATEST_COMPACTION_SCORE DOUBLE, CANDIDATE_MAX_SCORE DOUBLE, MANUAL_COMPACTION_CONCURRENCY BIGINT, MANUAL_COMPACTION_CANDIDATES_NUM BIGINT',
    ),
    be_cloud_native_compactions: nodes(
      'BE_ID BIGINT, TXN_ID BIGINT, TABLET_ID BIGINT, VERSION BIGINT, SKIPPED BOOLEAN, RUNS INT, START_TIME DATETIME, FINISH_TIME DATETIME, PROGRESS INT, STATUS, PROFILE',
    ),
    be_datacache_metrics: nodes(
      'BE_ID BIGINT, STATUS, DISK_QUOTA_BYTES BIGINT, DISK_USED_BYTES BIGINT, MEM_QUOTA_BYTES BIGINT, MEM_USED_BYTES BIGINT, META_USED_BYTES BIGINT, DIR_SPACES NESTED, USED_BYTES_DETAIL NESTED',
    ),
    be_txns: nodes(
      'BE_ID BIGINT, LOAD_ID, TXN_ID BIGINT, PARTITION_ID BIGINT, TABLET_ID BIGINT, CREATE_TIME BIGINT, COMMIT_TIME BIGINT, PUBLISH_TIME BIGINT, ROWSET_ID, NUM_SEGMENT BIGINT, NUM_DELFILE BIGINT, NUM_ROW BIGINT, DATA_SIZE BIGINT, VERSION BIGINT',
    ),
    be_tablets: {
      ...nodes(
        'BE_ID BIGINT, TABLE_ID BIGINT, PARTITION_ID BIGINT, TABLET_ID BIGINT, NUM_VERSION BIGINT, MAX_VERSION BIGINT, MIN_VERSION BIGINT, NUM_ROWSET BIGINT, NUM_ROW BIGINT, DATA_SIZE BIGINT, INDEX_MEM BIGINT, CREATE_TIME BIGINT, STATE, TYPE, DATA_DIR, SHARD_ID BIGINT, SCHEMA_HASH BIGINT, INDEX_DISK BIGINT, MEDIUM_TYPE, NUM_SEGMENT BIGINT',
      ),
      needs: null,
    },
    fe_tablet_schedules: leader(
      'TABLE_ID BIGINT, PARTITION_ID BIGINT, TABLET_ID BIGINT, TYPE, PRIORITY, STATE, TABLET_STATUS, CREATE_TIME DATETIME, SCHEDULE_TIME DATETIME, FINISH_TIME DATETIME, CLONE_SRC BIGINT, CLONE_DEST BIGINT, CLONE_BYTES BIGINT, CLONE_DURATION DOUBLE, MSG',
    ),
    warehouse_metrics: {
      ...leader(
        'WAREHOUSE_ID BIGINT, WAREHOUSE_NAME, QUEUE_PENDING_LENGTH, QUEUE_RUNNING_LENGTH, MAX_PENDING_LENGTH, MAX_PENDING_TIME_SECOND, EARLIEST_QUERY_WAIT_TIME, MAX_REQUIRED_SLOTS, SUM_REQUIRED_SLOTS, REMAIN_SLOTS, MAX_SLOTS, EXTRA_MESSAGE',
      ),
      answeredBy: 'frontend',
    },
    warehouse_queries: {
      ...leader(
        'WAREHOUSE_ID BIGINT, WAREHOUSE_NAME, QUERY_ID, STATE, EST_COSTS_SLOTS, ALLOCATE_SLOTS, QUEUED_WAIT_SECONDS, QUERY, QUERY_START_TIME, QUERY_END_TIME, QUERY_DURATION, EXTRA_MESSAGE',
      ),
      answeredBy: 'frontend',
    },
    session_variables: connected('VARIABLE_NAME, VARIABLE_VALUE'),
    global_variables: connected('VARIABLE_NAME, VARIABLE_VALUE'),
  },
  errors: { accessDenied: 5203, unknownTable: 5502, unknownDatabase: 5501 },
};
