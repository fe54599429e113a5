/** The rows of information_schema, made from the state for one statement. */
import { REPLICATION } from '../../state/replicas';
import type { EpochMs } from '../../truth';
import type { TableState } from '../../truthData';
import type { LoadState } from '../../truthJobs';
import {
  globalTime,
  reported,
  seesDatabase,
  sessionTimeOrNull as session,
  type StatementContext,
} from '../context';
import { sizeS1 } from '../format';
import { NODE_ROWS } from './schemaNodeRows';
import type { SchemaRow } from './sqlEngine';
import { loadTracking, trackingRows, trackingSql } from './trackingRows';

type Maker = (context: StatementContext) => readonly SchemaRow[];

const global = (context: StatementContext, at: EpochMs | null): string | null =>
  at === null ? null : globalTime(context, at);

/** Rows by table name; a table without a maker is empty in this cluster. */
export const SCHEMA_ROWS: Readonly<Record<string, Maker>> = {
  schemata: (context) =>
    context.state.databases
      .filter((db) => seesDatabase(context, db.name))
      .map((db) => ({
        CATALOG_NAME: 'def',
        SCHEMA_NAME: db.name,
        DEFAULT_CHARACTER_SET_NAME: 'utf8',
        DEFAULT_COLLATION_NAME: 'utf8_general_ci',
        SQL_PATH: null,
      })),
  tables: (context) => [
    ...context.state.tables
      .filter((table) => seesDatabase(context, table.database))
      .map((table) => ({
        TABLE_CATALOG: 'def',
        TABLE_SCHEMA: table.database,
        TABLE_NAME: table.name,
        TABLE_TYPE: table.kind === 'table' ? 'BASE TABLE' : 'VIEW',
        ENGINE: table.kind === 'view' ? null : 'StarRocks',
        TABLE_ROWS: table.kind === 'view' ? null : table.reportedRows,
        AVG_ROW_LENGTH:
          table.kind === 'view' || table.reportedRows === 0
            ? null
            : Math.floor(table.reportedBytes / table.reportedRows),
        DATA_LENGTH: table.kind === 'view' ? null : table.reportedBytes,
        CREATE_TIME: session(context, table.createdAt),
        TABLE_COLLATION: 'utf8_general_ci',
        TABLE_COMMENT: table.comment,
      })),
    ...Object.keys(context.profile.tables).map((name) => ({
      TABLE_CATALOG: 'def',
      TABLE_SCHEMA: 'information_schema',
      TABLE_NAME: name,
      TABLE_TYPE: 'SYSTEM VIEW',
      ENGINE: 'MEMORY',
      TABLE_COMMENT: '',
    })),
  ],
  tables_config: (context) =>
    context.state.tables
      .filter((table) => seesDatabase(context, table.database))
      .map((table) => ({
        TABLE_SCHEMA: table.database,
        TABLE_NAME: table.name,
        TABLE_ENGINE: engineOf(context, table.kind),
        TABLE_MODEL: table.model,
        PROPERTIES: JSON.stringify({ replication_num: String(copiesOf(context)) }),
        TABLE_ID: table.id,
      })),
  partitions_meta: (context) =>
    context.state.partitions
      .filter((partition) => seesDatabase(context, partition.database))
      .map((partition) => ({
        DB_NAME: partition.database,
        TABLE_NAME: partition.table,
        PARTITION_NAME: partition.name,
        PARTITION_ID: partition.id,
        COMPACT_VERSION: partition.compactVersion,
        VISIBLE_VERSION: partition.visibleVersion,
        VISIBLE_VERSION_TIME: session(context, partition.visibleAt),
        NEXT_VERSION: partition.visibleVersion + 1,
        DATA_VERSION: partition.visibleVersion,
        VERSION_EPOCH: 361_288_171,
        VERSION_TXN_TYPE: 'TXN_NORMAL',
        PARTITION_KEY: 'dt',
        PARTITION_VALUE: `[types: [DATE]; keys: [${partition.name}]; )`,
        DISTRIBUTION_KEY: 'id',
        BUCKETS: partition.buckets,
        REPLICATION_NUM: copiesOf(context),
        STORAGE_MEDIUM: 'HDD',
        COOLDOWN_TIME: '9999-12-31 23:59:59',
        LAST_CONSISTENCY_CHECK_TIME: '1970-01-01 08:00:00',
        IS_IN_MEMORY: 0,
        IS_TEMP: 0,
        DATA_SIZE: sizeS1(partition.bytes),
        ROW_COUNT: partition.rows,
        ENABLE_DATACACHE: 1,
        AVG_CS: partition.score.avg,
        P50_CS: partition.score.p50,
        MAX_CS: partition.score.max,
        STORAGE_PATH: isShared(context) ? `s3://demo-bucket/db/${String(partition.id)}` : '',
        STORAGE_SIZE: partition.storageBytes,
        METADATA_SWITCH_VERSION: 0,
      })),
  materialized_views: (context) =>
    context.state.materializedViews
      .filter((view) => seesDatabase(context, view.database))
      .map((view) => ({
        MATERIALIZED_VIEW_ID: view.id,
        TABLE_SCHEMA: view.database,
        TABLE_NAME: view.name,
        REFRESH_TYPE: view.refreshType,
        IS_ACTIVE: String(view.active),
        INACTIVE_REASON: view.inactiveReason,
        PARTITION_TYPE: 'UNPARTITIONED',
        TASK_ID: view.id + 1,
        TASK_NAME: `mv-${String(view.id)}`,
        LAST_REFRESH_START_TIME: global(context, view.lastStartedAt),
        LAST_REFRESH_FINISHED_TIME: global(context, view.lastFinishedAt),
        LAST_REFRESH_DURATION:
          view.lastFinishedAt === null || view.lastStartedAt === null
            ? null
            : (view.lastFinishedAt - view.lastStartedAt) / 1000,
        LAST_REFRESH_STATE: view.lastState ?? 'null',
        LAST_REFRESH_FORCE_REFRESH: 'false',
        LAST_REFRESH_START_PARTITION: '',
        LAST_REFRESH_END_PARTITION: '',
        LAST_REFRESH_BASE_REFRESH_PARTITIONS: '{}',
        LAST_REFRESH_MV_REFRESH_PARTITIONS: '',
        LAST_REFRESH_ERROR_CODE: view.lastError === null ? '0' : '-1',
        LAST_REFRESH_ERROR_MESSAGE: view.lastError ?? '',
        TABLE_ROWS: view.rows,
        MATERIALIZED_VIEW_DEFINITION: `CREATE MATERIALIZED VIEW ${view.name} AS SELECT 1`,
        EXTRA_MESSAGE:
          '{"queryIds":[],"isManual":false,"isSync":false,"isReplay":false,"priority":0}',
        QUERY_REWRITE_STATUS: 'VALID',
        CREATOR: 'root',
        LAST_REFRESH_PROCESS_TIME: global(context, view.lastStartedAt),
        LAST_REFRESH_JOB_ID: '',
      })),
  loads: (context) =>
    context.state.loads
      .filter(
        ({ type }) =>
          context.profile.behaviour.loadsHoldStreamLoads || type === 'BROKER' || type === 'INSERT',
      )
      .map((load) => loadRow(context, load)),
  stream_loads: (context) =>
    context.state.loads
      .filter(({ type }) => type === 'STREAM_LOAD')
      .map((load) => streamLoadRow(context, load)),
  routine_load_jobs: (context) =>
    context.state.routineLoads.map((job) => ({
      ID: job.id,
      NAME: job.name,
      CREATE_TIME: global(context, job.createdAt),
      PAUSE_TIME: global(context, job.pausedAt),
      END_TIME: null,
      DB_NAME: job.database,
      TABLE_NAME: job.table,
      STATE: job.state,
      DATA_SOURCE_TYPE: 'KAFKA',
      CURRENT_TASK_NUM: job.state === 'RUNNING' ? job.consumed.length : 0,
      JOB_PROPERTIES: '{"partitions":"*","desireTaskConcurrentNum":"3"}',
      DATA_SOURCE_PROPERTIES: JSON.stringify({
        topic: job.topic,
        currentKafkaPartitions: job.consumed.map((_, index) => String(index)).join(','),
        brokerList: '10.30.9.90:9092',
      }),
      CUSTOM_PROPERTIES: '{"kafka_default_offsets":"OFFSET_END"}',
      STATISTICS: JSON.stringify({
        receivedBytes: job.receivedBytes,
        errorRows: job.errorRows,
        committedTaskNum: job.committedTasks,
        loadedRows: job.totalRows - job.errorRows,
        loadRowsRate: job.consumedPerSecond,
        abortedTaskNum: job.abortedTasks,
        totalRows: job.totalRows,
        unselectedRows: 0,
        receivedBytesRate: job.consumedPerSecond * 184,
        taskExecuteTimeMs: job.committedTasks * 900,
      }),
      PROGRESS: offsets(job.consumed.map((offset) => offset - 1)),
      REASONS_OF_STATE_CHANGED: job.reason,
      ERROR_LOG_URLS: '',
      TRACKING_SQL: job.reason === '' ? '' : trackingSql(job.id),
      OTHER_MSG: '',
      LATEST_SOURCE_POSITION: offsets(job.latest),
      OFFSET_LAG: offsets(
        job.latest.map((offset, index) => offset - (job.consumed[index] ?? offset)),
      ),
      TIMESTAMP_PROGRESS: offsets(
        job.consumed.map(() => reported(context, job.pausedAt ?? context.state.at) - 2000),
      ),
    })),
  load_tracking_logs: trackingRows,
  tasks: (context) =>
    context.state.materializedViews
      .filter((view) => seesDatabase(context, view.database))
      .map((view) => ({
        TASK_NAME: `mv-${String(view.id)}`,
        CREATE_TIME: session(context, context.state.begun),
        SCHEDULE: `START(2026-01-01T00:00) EVERY(${String(view.refreshEveryMs / 1000)} SECONDS)`,
        CATALOG: 'default_catalog',
        DATABASE: view.database,
        DEFINITION: `insert overwrite ${view.name} SELECT 1`,
        EXPIRE_TIME: null,
        PROPERTIES: `('mvId'='${String(view.id)}')`,
        CREATOR: 'root',
      })),
  task_runs: (context) =>
    context.state.taskRuns
      .filter((run) => seesDatabase(context, run.database))
      .map((run) => ({
        QUERY_ID: run.queryId,
        TASK_NAME: run.taskName,
        CREATE_TIME: session(context, run.createdAt),
        FINISH_TIME: session(context, run.finishedAt),
        STATE: run.state,
        CATALOG: 'default_catalog',
        DATABASE: run.database,
        DEFINITION: 'INSERT OVERWRITE',
        EXPIRE_TIME: session(context, run.createdAt + 7 * 86_400_000),
        ERROR_CODE: run.error === null ? 0 : -1,
        ERROR_MESSAGE: run.error ?? '',
        PROGRESS: run.finishedAt === null ? '0%' : '100%',
        EXTRA_MESSAGE: '{}',
        PROPERTIES: '{"FORCE":"false"}',
        JOB_ID: run.jobId,
        PROCESS_TIME: session(context, run.createdAt),
      })),
  ...NODE_ROWS,
  session_variables: (context) =>
    variableRows({ ...context.state.variables, ...Object.fromEntries(context.session.variables) }),
  global_variables: (context) => variableRows(context.state.variables),
};

const isShared = (context: StatementContext): boolean => context.state.runMode === 'shared_data';

const copiesOf = (context: StatementContext): number => (isShared(context) ? 1 : REPLICATION);

function engineOf(context: StatementContext, kind: TableState['kind']): string {
  const prefix = isShared(context) ? 'CLOUD_NATIVE' : '';
  return kind === 'view'
    ? 'VIEW'
    : kind === 'table'
      ? prefix || 'OLAP'
      : [prefix, 'MATERIALIZED_VIEW'].filter((part) => part !== '').join('_');
}

function variableRows(values: Readonly<Record<string, string>>): readonly SchemaRow[] {
  return Object.entries(values).map(([name, value]) => ({
    VARIABLE_NAME: name,
    VARIABLE_VALUE: value,
  }));
}

function offsets(values: readonly number[]): string {
  return JSON.stringify(
    Object.fromEntries(values.map((value, index) => [String(index), String(value)])),
  );
}

function loadRow(context: StatementContext, load: LoadState): SchemaRow {
  const done = load.state === 'FINISHED';
  const time = (at: EpochMs | null): string | null => global(context, at);
  return {
    ID: load.jobId,
    LABEL: load.label,
    PROFILE_ID: null,
    DB_NAME: load.database,
    DATABASE_NAME: load.database,
    TABLE_NAME: load.table,
    USER: load.user,
    WAREHOUSE: load.warehouse,
    STATE: load.state,
    PROGRESS:
      load.type === 'STREAM_LOAD'
        ? done
          ? '100%'
          : '0%'
        : load.state === 'CANCELLED'
          ? 'ETL:N/A; LOAD:N/A'
          : done
            ? 'ETL:100%; LOAD:100%'
            : 'ETL:100%; LOAD:45%',
    TYPE: load.type,
    PRIORITY: 'NORMAL',
    SCAN_ROWS: load.scanRows,
    SCAN_BYTES: load.scanBytes,
    FILTERED_ROWS: load.filteredRows,
    UNSELECTED_ROWS: 0,
    SINK_ROWS: load.sinkRows,
    RUNTIME_DETAILS: JSON.stringify({ load_id: load.label, txn_id: load.txnId }),
    CREATE_TIME: time(load.createdAt),
    ETL_START_TIME: time(load.startedAt),
    ETL_FINISH_TIME: time(load.startedAt),
    ETL_INFO: '',
    TASK_INFO: 'resource:N/A; timeout(s):600; max_filter_ratio:0.0',
    JOB_DETAILS: '{}',
    TRACKING_URL: '',
    LOAD_START_TIME: time(load.startedAt),
    LOAD_COMMIT_TIME: time(load.committedAt),
    LOAD_FINISH_TIME: time(load.finishedAt),
    PROPERTIES: '{"max_filter_ratio":0,"timeout":600}',
    ERROR_MSG: load.error ?? '',
    TRACKING_SQL: loadTracking(load),
    REJECTED_RECORD_PATH: '',
    JOB_ID: load.jobId,
  };
}

function streamLoadRow(context: StatementContext, load: LoadState): SchemaRow {
  const time = (at: EpochMs | null): string | null => global(context, at);
  return {
    LABEL: load.label,
    ID: load.jobId,
    LOAD_ID: load.label,
    TXN_ID: load.txnId,
    DB_NAME: load.database,
    TABLE_NAME: load.table,
    STATE: load.state,
    ERROR_MSG: load.error ?? '',
    TRACKING_URL: '',
    CHANNEL_NUM: 1,
    PREPARED_CHANNEL_NUM: 0,
    NUM_ROWS_NORMAL: load.sinkRows,
    NUM_ROWS_AB_NORMAL: load.filteredRows,
    NUM_ROWS_UNSELECTED: 0,
    NUM_LOAD_BYTES: load.scanBytes,
    TIMEOUT_SECOND: 600,
    CREATE_TIME_MS: time(load.createdAt),
    BEFORE_LOAD_TIME_MS: time(load.createdAt),
    START_LOADING_TIME_MS: time(load.startedAt),
    END_TIME_MS: time(load.finishedAt),
    CHANNEL_STATE: '',
    TYPE: 'STREAM_LOAD',
    TRACKING_SQL: loadTracking(load),
  };
}

/** Evaluated in the FE for the session's database only (a defect of these builds). */
export function inSessionDatabase(
  context: StatementContext,
  rows: readonly SchemaRow[],
): readonly SchemaRow[] {
  return rows.filter((row) => row['TABLE_SCHEMA'] === context.session.database);
}
