/**
 * Profile `3.1`: older than the source of December 2023, from the documentation and the timeline
 * (section J of the facts about SQL). What neither names is assumed to be as in 3.2.
 */
import { names, without } from './columnText';
import type { Profile } from './profile';
import { PROFILE_32 } from './v32';

const VERSION = '3.1.7-aa60dd0';

export const PROFILE_31: Profile = {
  ...PROFILE_32,
  id: '3.1',
  version: VERSION,
  columns: {
    ...PROFILE_32.columns,
    // B.12: 3.1.4
    runningQueries: names(
      'QueryId, ResourceGroupId, StartTime, PendingTimeout, QueryTimeout, State, Slots, Frontend, FeStartTime',
    ),
  },
  variables: { ...PROFILE_32.variables, version_comment: VERSION },
  // C.3: these came with 3.2.
  tables: without(PROFILE_32.tables, 'stream_loads', 'routine_load_jobs', 'be_bvars'),
  errors: {
    ...PROFILE_32.errors,
    // A.5, J: the long wording is of 3.2.
    accessDenied: 1227,
    accessDeniedWording: 'short',
    // J: a report of 3.2.2 still has it.
    unknownVariable: 1064,
    // A.3
    prepare: [1064, 'Unsupported command(COM_STMT_PREPARE)'],
  },
};
