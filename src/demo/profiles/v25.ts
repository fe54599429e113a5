/**
 * Profile `2.5`: before shared-data and before roles. Only documentation is known of it (section H of
 * the facts about SQL); what that does not say is assumed to be as in 3.1.
 */
import { columns, connected, names, without } from './columnText';
import type { Profile } from './profile';
import { PROFILE_31 } from './v31';

const VERSION = '2.5.13-8cfd4a1';

export const PROFILE_25: Profile = {
  ...PROFILE_31,
  id: '2.5',
  version: VERSION,
  modes: ['shared_nothing', 'mixed'],
  columns: {
    ...PROFILE_31.columns,
    // B.3
    computeNodes: PROFILE_31.columns.computeNodes.filter((name) => name !== 'HasStoragePath'),
    // B.9
    currentQueries: PROFILE_31.columns.currentQueries.filter((name) => name !== 'DiskSpillSize'),
    // B.11
    processList: columns(
      'Id BIGINT, User, Host, Db, Command, ConnectionStartTime, Time INT, State, Info',
    ),
    // B.20
    frontendConfig: names('Key, Value, Type, IsMutable, MasterOnly, Comment'),
  },
  // B.5; compactions are of shared-data, which came with 3.0.
  procPaths: PROFILE_31.procPaths.filter((path) => !['compactions', 'warehouses'].includes(path)),
  // G: each is younger.
  unknownStatements: [
    ...PROFILE_31.unknownStatements,
    'show running queries',
    'show profilelist',
    'show warehouses',
    'show storage volumes',
    'show alter table optimize',
    'cancel compaction',
    'alter table \\S+ compact',
  ],
  behaviour: { ...PROFILE_31.behaviour, profileFunction: false },
  frontendConfig: Object.fromEntries(
    Object.entries(PROFILE_31.frontendConfig).filter(
      ([key]) => key !== 'run_mode' && !key.startsWith('lake_'),
    ),
  ),
  variables: { ...without(PROFILE_31.variables, 'warehouse'), version_comment: VERSION },
  // G: be_*, fe_* and loads are of 3.0 and 3.1. C.3: materialized_views had fewer columns (assumed: these).
  tables: {
    ...without(
      PROFILE_31.tables,
      'loads',
      'load_tracking_logs',
      'fe_metrics',
      'be_metrics',
      'be_configs',
      'be_compactions',
      'be_cloud_native_compactions',
      'be_txns',
      'be_tablets',
      'fe_tablet_schedules',
    ),
    materialized_views: connected(
      'MATERIALIZED_VIEW_ID, TABLE_SCHEMA, TABLE_NAME, REFRESH_TYPE, IS_ACTIVE, LAST_REFRESH_START_TIME, LAST_REFRESH_FINISHED_TIME, LAST_REFRESH_DURATION, LAST_REFRESH_STATE, TABLE_ROWS, MATERIALIZED_VIEW_DEFINITION',
    ),
    task_runs: connected(
      'QUERY_ID, TASK_NAME, CREATE_TIME DATETIME, FINISH_TIME DATETIME, STATE, DATABASE, DEFINITION, EXPIRE_TIME DATETIME, ERROR_CODE BIGINT, ERROR_MESSAGE, PROGRESS',
    ),
  },
  errors: { ...PROFILE_31.errors, accessDeniedWording: '2.5' },
};
