/**
 * Profile `future`: a version nobody knows yet. Made up: columns nobody expects come first, states
 * have new words, the version is no number. A client must show what it understands and guess nothing.
 */
import type { Profile, SchemaTable } from './profile';
import { PROFILE_40 } from './v40';

const VERSION = 'lts-2031.Ω (nightly)';

const first = (titles: readonly string[]): readonly string[] => ['Region', 'Fabric', ...titles];

function withFirst([name, table]: readonly [string, SchemaTable]): readonly [string, SchemaTable] {
  return [name, { ...table, columns: [['TENANT', 'VARCHAR'], ...table.columns] }];
}

export const PROFILE_FUTURE: Profile = {
  ...PROFILE_40,
  id: 'future',
  version: VERSION,
  serverVersion: '9.4.0',
  columns: {
    ...PROFILE_40.columns,
    frontends: first(PROFILE_40.columns.frontends),
    backends: first(PROFILE_40.columns.backends),
    computeNodes: first(PROFILE_40.columns.computeNodes),
    currentQueries: first(PROFILE_40.columns.currentQueries),
    compactions: first(PROFILE_40.columns.compactions),
    processList: [['Region', 'VARCHAR'], ...PROFILE_40.columns.processList],
    warehouses: first(PROFILE_40.columns.warehouses),
    runningQueries: first(PROFILE_40.columns.runningQueries),
    resourceGroups: first(PROFILE_40.columns.resourceGroups),
    frontendConfig: first(PROFILE_40.columns.frontendConfig),
  },
  variables: { ...PROFILE_40.variables, version: '9.4.0', version_comment: VERSION },
  tables: Object.fromEntries(Object.entries(PROFILE_40.tables).map(withFirst)),
  words: {
    Role: { FOLLOWER: 'VOTER' },
    StatusCode: { OK: 'SERVING', DISCONNECTED: 'ADRIFT' },
    Command: { Query: 'Vector Query' },
    STATE: { LOADING: 'STREAMING', RUNNING: 'ORBITING' },
    LAST_REFRESH_STATE: { SUCCESS: 'DISTILLED' },
  },
  fillers: { Region: 'eu-north', Fabric: '{"lanes":8}', TENANT: 'default_tenant' },
};
