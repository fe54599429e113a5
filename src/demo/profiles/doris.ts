/**
 * Profile `doris`: an Apache Doris, which speaks the same protocol on the same ports and has some of
 * the same statements. From its public documentation (2.1); a client must notice that it is none of ours.
 */
import { columns, connected, names } from './columnText';
import type { Profile } from './profile';
import { PROFILE_25 } from './v25';

export const PROFILE_DORIS: Profile = {
  ...PROFILE_25,
  id: 'doris',
  version: 'doris-2.1.7-rc03-443e87e203',
  modes: ['shared_nothing'],
  serverVersion: '5.7.99',
  columns: {
    ...PROFILE_25.columns,
    frontends: names(
      'Name, Host, EditLogPort, HttpPort, QueryPort, RpcPort, ArrowFlightSqlPort, Role, IsMaster, ClusterId, Join, Alive, ReplayedJournalId, LastStartTime, LastHeartbeat, IsHelper, ErrMsg, Version, CurrentConnected',
    ),
    backends: names(
      'BackendId, Host, HeartbeatPort, BePort, HttpPort, BrpcPort, ArrowFlightSqlPort, LastStartTime, LastHeartbeat, Alive, SystemDecommissioned, TabletNum, DataUsedCapacity, TrashUsedCapacity, AvailCapacity, TotalCapacity, UsedPct, MaxDiskUsedPct, RemoteUsedCapacity, Tag, ErrMsg, Version, Status, HeartbeatFailureCounter, NodeRole',
    ),
    processList: columns(
      'CurrentConnected, Id BIGINT, User, Host, LoginTime, Catalog, Db, Command, Time INT, State, QueryId, Info, FE, CloudCluster',
    ),
  },
  unknownStatements: [
    ...PROFILE_25.unknownStatements,
    'show compute nodes',
    'show (verbose )?resource groups',
  ],
  variables: {
    ...PROFILE_25.variables,
    version: '5.7.99',
    version_comment: 'Doris version doris-2.1.7-rc03-443e87e203',
  },
  tables: {
    schemata: connected(
      'CATALOG_NAME, SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, SQL_PATH, DEFAULT_ENCRYPTION',
    ),
    tables: connected(
      'TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS BIGINT, DATA_LENGTH BIGINT, CREATE_TIME DATETIME, TABLE_COMMENT',
    ),
  },
  metrics: { ...PROFILE_25.metrics, prefix: 'doris' },
  // Roles are words of its own: whoever leads is a FOLLOWER that IsMaster.
  words: { Role: { LEADER: 'FOLLOWER' } },
  fillers: {
    ArrowFlightSqlPort: '-1',
    TrashUsedCapacity: '0.000',
    RemoteUsedCapacity: '0.000',
    Tag: '{"location" : "default"}',
    HeartbeatFailureCounter: '0',
    NodeRole: 'mix',
    LoginTime: '2026-06-24 11:00:00',
    Catalog: 'internal',
    QueryId: '',
    FE: '',
    CloudCluster: '',
    CurrentConnected: 'No',
  },
};
