/** What each profile of the demo cluster must answer, from the facts about StarRocks. */
import type { DemoMode } from '../../../src/demo/truth';

export type ProfileCase = {
  readonly profile: string;
  readonly modes: readonly DemoMode[];
  readonly version: string;
  readonly serverVersion: string;
  /** Statement, its columns, and those that shared-data appends. */
  readonly columns: readonly (readonly [sql: string, titles: string, sharedData?: string])[];
  readonly refused: readonly (readonly [sql: string, errno: number, message: RegExp])[];
  readonly denied: readonly [errno: number, message: RegExp];
  /** SHOW PROCESSLIST is of all FEs, and connection ids are global. */
  readonly allSessions: boolean;
  /** FE metrics that must, or must not, be there. */
  readonly metrics: readonly (readonly [name: string, there: boolean])[];
  readonly leaderLabel: boolean;
  readonly connectionsByUser: boolean;
  readonly metricsBySql: boolean;
};

const FRONTENDS =
  'Name, IP, EditLogPort, HttpPort, QueryPort, RpcPort, Role, ClusterId, Join, Alive, ReplayedJournalId, LastHeartbeat, IsHelper, ErrMsg, StartTime, Version';
const BACKENDS =
  'BackendId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, TabletNum, DataUsedCapacity, AvailCapacity, TotalCapacity, UsedPct, MaxDiskUsedPct, ErrMsg, Version, Status, DataTotalCapacity, DataUsedPct, CpuCores, NumRunningQueries, MemUsedPct, CpuUsedPct';
const CURRENT_QUERIES =
  'StartTime, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, DiskSpillSize, CPUTime, ExecTime';
const SESSIONS = 'Id, User, Host, Db, Command, ConnectionStartTime, Time, State, Info, IsPending';
const COMPUTE_NODES =
  'ComputeNodeId, IP, HeartbeatPort, BePort, HttpPort, BrpcPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, ClusterDecommissioned, ErrMsg, Version, CpuCores, NumRunningQueries, MemUsedPct, CpuUsedPct';
const LOADS =
  'JOB_ID, LABEL, DATABASE_NAME, STATE, PROGRESS, TYPE, PRIORITY, SCAN_ROWS, FILTERED_ROWS, UNSELECTED_ROWS, SINK_ROWS, ETL_INFO, TASK_INFO, CREATE_TIME, ETL_START_TIME, ETL_FINISH_TIME, LOAD_START_TIME, LOAD_FINISH_TIME, JOB_DETAILS, ERROR_MSG, TRACKING_URL, TRACKING_SQL, REJECTED_RECORD_PATH';

const unknownPath =
  /^Getting analyzing error\. Detail message: Unknown proc node path: \/global_current_queries\./;
const unknownTable =
  /^Getting analyzing error\. Detail message: Unknown table 'information_schema\.\w+'\.$/;
const syntax = /^Getting syntax error at line 1, column \d+\. Detail message: Unexpected input/;
const longDenial =
  /^Access denied; you need \(at least one of\) the OPERATE OR NODE privilege\(s\) on SYSTEM for this operation\. Please ask the admin/;

export const PROFILE_CASES: readonly ProfileCase[] = [
  {
    profile: '4.0',
    modes: ['shared_nothing', 'mixed'],
    version: '4.0.0-37c7c51',
    serverVersion: '8.0.33',
    columns: [
      ['SHOW FRONTENDS', `Id, ${FRONTENDS}`],
      [
        "SHOW PROC '/global_current_queries'",
        'StartTime, feIp, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, DiskSpillSize, CPUTime, ExecTime, ExecProgress, Warehouse, CustomQueryId, ResourceGroup',
      ],
      [
        'SHOW FULL PROCESSLIST',
        'ServerName, Id, User, Host, Db, Command, ConnectionStartTime, Time, State, Info, IsPending, Warehouse',
      ],
      [
        "ADMIN SHOW FRONTEND CONFIG LIKE 'run_mode'",
        'Key, AliasNames, Value, Type, IsMutable, Comment',
      ],
    ],
    refused: [
      ['SHOW WAREHOUSES', 5907, /^unsupported statement in shared_nothing mode$/],
      ['SELECT 1 FROM information_schema.warehouses', 5502, unknownTable],
      ['SELECT @@run_mode', 1193, /^Unknown system variable 'run_mode'/],
    ],
    denied: [5203, longDenial],
    allSessions: true,
    metrics: [
      ['starrocks_fe_query_internal_err', true],
      ['starrocks_fe_txn_running', true],
      ['starrocks_fe_tablet_num', true],
      ['starrocks_fe_memory', false],
    ],
    leaderLabel: true,
    connectionsByUser: true,
    metricsBySql: true,
  },
  {
    profile: '3.2',
    modes: ['shared_nothing', 'shared_data', 'mixed'],
    version: '3.2.1-79ee91d',
    serverVersion: '5.1.0',
    columns: [
      ['SHOW FRONTENDS', FRONTENDS],
      ['SHOW BACKENDS', BACKENDS, 'StarletPort, WorkerId'],
      ['SHOW COMPUTE NODES', `${COMPUTE_NODES}, HasStoragePath`, 'StarletPort, WorkerId'],
      ["SHOW PROC '/current_queries'", CURRENT_QUERIES],
      ["SHOW PROC '/compactions'", 'Partition, TxnID, StartTime, CommitTime, FinishTime, Error'],
      ['SHOW FULL PROCESSLIST', SESSIONS],
      ['SHOW WAREHOUSES', 'Id, Warehouse, State, ClusterCount'],
      [
        'SHOW RUNNING QUERIES',
        'QueryId, ResourceGroupId, StartTime, PendingTimeout, QueryTimeout, State, Slots, Fragments, DOP, Frontend, FeStartTime',
      ],
      ['SELECT * FROM information_schema.loads', LOADS],
      [
        'SELECT * FROM information_schema.tasks',
        'TASK_NAME, CREATE_TIME, SCHEDULE, DATABASE, DEFINITION, EXPIRE_TIME',
      ],
    ],
    refused: [
      ["SHOW PROC '/global_current_queries'", 1064, unknownPath],
      ['SELECT MAX_CS FROM information_schema.partitions_meta', 1051, unknownTable],
      ['SELECT STATUS FROM information_schema.be_datacache_metrics', 1051, unknownTable],
      ['SELECT USER FROM information_schema.loads', 1064, /Column 'USER' cannot be resolved\.$/],
      ["KILL QUERY '7c56495f-ae8b-11ed-8ebf-00163e00accc'", 1064, syntax],
      ['SHOW TABLES FROM nowhere', 1049, /Unknown database 'nowhere'\.$/],
    ],
    denied: [1252, longDenial],
    allSessions: false,
    metrics: [
      ['starrocks_fe_query_internal_err', false],
      ['starrocks_fe_query_timeout', true],
      ['starrocks_fe_txn_running', false],
      ['starrocks_fe_memory', true],
    ],
    leaderLabel: false,
    connectionsByUser: false,
    metricsBySql: true,
  },
  {
    profile: '3.3',
    modes: ['shared_nothing', 'shared_data', 'mixed'],
    version: '3.3.5-6d81f75',
    serverVersion: '5.1.0',
    columns: [
      ['SHOW FRONTENDS', FRONTENDS],
      ['SHOW BACKENDS', `${BACKENDS}, DataCacheMetrics, Location`, 'StarletPort, WorkerId'],
      [
        "SHOW PROC '/global_current_queries'",
        'StartTime, feIp, QueryId, ConnectionId, Database, User, ScanBytes, ScanRows, MemoryUsage, DiskSpillSize, CPUTime, ExecTime, Warehouse',
      ],
      ['SHOW FULL PROCESSLIST', `${SESSIONS}, Warehouse`],
      [
        "SHOW PROC '/compactions'",
        'Partition, TxnID, StartTime, CommitTime, FinishTime, Error, Profile',
      ],
      ['SELECT * FROM information_schema.loads', LOADS],
    ],
    refused: [
      [
        'SELECT STORAGE_SIZE FROM information_schema.partitions_meta',
        1064,
        /Column 'STORAGE_SIZE'/,
      ],
      ['SELECT 1 FROM information_schema.warehouse_metrics', 5502, unknownTable],
    ],
    denied: [5203, longDenial],
    allSessions: false,
    metrics: [
      ['starrocks_fe_query_internal_err', true],
      ['starrocks_fe_txn_running', false],
    ],
    leaderLabel: false,
    connectionsByUser: false,
    metricsBySql: true,
  },
  {
    profile: '3.1',
    modes: ['shared_nothing', 'shared_data', 'mixed'],
    version: '3.1.7-aa60dd0',
    serverVersion: '5.1.0',
    columns: [
      ['SHOW FRONTENDS', FRONTENDS],
      ['SHOW BACKENDS', BACKENDS, 'StarletPort, WorkerId'],
      ['SHOW FULL PROCESSLIST', SESSIONS],
      [
        'SHOW RUNNING QUERIES',
        'QueryId, ResourceGroupId, StartTime, PendingTimeout, QueryTimeout, State, Slots, Frontend, FeStartTime',
      ],
      ['SELECT * FROM information_schema.loads', LOADS],
    ],
    refused: [
      ["SHOW PROC '/global_current_queries'", 1064, unknownPath],
      ['SELECT NAME FROM information_schema.routine_load_jobs', 1051, unknownTable],
      ['SELECT LABEL FROM information_schema.stream_loads', 1051, unknownTable],
      ['SELECT NAME FROM information_schema.be_bvars', 1051, unknownTable],
      [
        'SET no_such_variable = 1',
        1064,
        /^Getting analyzing error\. Detail message: Unknown system variable 'no_such_variable'/,
      ],
    ],
    denied: [
      1227,
      /^Access denied; you need \(at least one of\) the OPERATE OR NODE privilege\(s\) for this operation$/,
    ],
    allSessions: false,
    metrics: [['starrocks_fe_query_internal_err', false]],
    leaderLabel: false,
    connectionsByUser: false,
    metricsBySql: true,
  },
  {
    profile: '2.5',
    modes: ['shared_nothing', 'mixed'],
    version: '2.5.13-8cfd4a1',
    serverVersion: '5.1.0',
    columns: [
      ['SHOW FRONTENDS', FRONTENDS],
      ['SHOW BACKENDS', BACKENDS],
      ['SHOW COMPUTE NODES', COMPUTE_NODES],
      ["SHOW PROC '/current_queries'", CURRENT_QUERIES.replace(', DiskSpillSize', '')],
      ['SHOW FULL PROCESSLIST', SESSIONS.replace(', IsPending', '')],
      [
        "ADMIN SHOW FRONTEND CONFIG LIKE 'qe_%'",
        'Key, Value, Type, IsMutable, MasterOnly, Comment',
      ],
      [
        'SELECT * FROM information_schema.task_runs',
        'QUERY_ID, TASK_NAME, CREATE_TIME, FINISH_TIME, STATE, DATABASE, DEFINITION, EXPIRE_TIME, ERROR_CODE, ERROR_MESSAGE, PROGRESS',
      ],
    ],
    refused: [
      ["SHOW PROC '/compactions'", 1064, /Unknown proc node path: \/compactions\./],
      ['SELECT JOB_ID FROM information_schema.loads', 1051, unknownTable],
      ['SELECT VALUE FROM information_schema.be_metrics', 1051, unknownTable],
      ['SELECT VALUE FROM information_schema.fe_metrics', 1051, unknownTable],
      ['SHOW RUNNING QUERIES', 1064, syntax],
      ['SHOW PROFILELIST', 1064, syntax],
      ['SHOW WAREHOUSES', 1064, syntax],
    ],
    denied: [
      1227,
      /^Access denied; you need \(at least one of\) the ADMIN\/NODE privilege\(s\) for this operation$/,
    ],
    allSessions: false,
    metrics: [['starrocks_fe_query_internal_err', false]],
    leaderLabel: false,
    connectionsByUser: false,
    metricsBySql: false,
  },
  {
    profile: 'future',
    modes: ['shared_data', 'shared_nothing', 'mixed'],
    version: 'lts-2031.Ω (nightly)',
    serverVersion: '9.4.0',
    columns: [
      ['SHOW FRONTENDS', `Region, Fabric, Id, ${FRONTENDS}`],
      [
        'SHOW FULL PROCESSLIST',
        'Region, ServerName, Id, User, Host, Db, Command, ConnectionStartTime, Time, State, Info, IsPending, Warehouse',
      ],
      [
        'SELECT * FROM information_schema.be_compactions',
        'TENANT, BE_ID, CANDIDATES_NUM, BASE_COMPACTION_CONCURRENCY, CUMULATIVE_COMPACTION_CONCURRENCY, LATEST_COMPACTION_SCORE, CANDIDATE_MAX_SCORE, MANUAL_COMPACTION_CONCURRENCY, MANUAL_COMPACTION_CANDIDATES_NUM',
      ],
    ],
    refused: [['SELECT 1 FROM information_schema.warehouses', 5502, unknownTable]],
    denied: [5203, longDenial],
    allSessions: true,
    metrics: [['starrocks_fe_query_internal_err', true]],
    leaderLabel: true,
    connectionsByUser: true,
    metricsBySql: true,
  },
];
