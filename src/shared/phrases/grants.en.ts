/** The statements for an administrator that give a monitoring user what it needs. */
export const grantsEn = {
  'grants.title':
    'What {user} needs to see everything. Nothing of this was sent: review it and run it as an administrator (root or user_admin).',
  'grants.version': 'For StarRocks {version}.',
  'grants.versionUnknown': 'The version is not known: these are the statements of 3.0 and newer.',
  'grants.host': 'The user is written as the cluster knows the one that is connected.',
  'grants.hostUnknown':
    'The cluster did not tell from which hosts this user may come: "%" is a guess. It must exist as it is written here.',
  'grants.operate':
    'Running queries, sessions of everybody, configuration, compaction tasks and metrics by SQL. OPERATE also allows changing settings and ending queries of others: StarRocks has no read-only right for this.',
  'grants.rows':
    'Rows of tables, partitions and materialized views: without a right on an object its rows are missing silently. SELECT also allows reading the data itself; StarRocks has no right that only makes tables visible.',
  'grants.sharedData':
    'Storage volumes and warehouses (shared-data). USAGE also allows using them.',
  'grants.defaultRole':
    'A role that is not a default role is not active, and does not count for what rows are seen. ALL keeps the default roles that the user has; its other roles become active as well.',
  'grants.old.node': 'The lists of nodes. NODE_PRIV also allows adding and dropping nodes.',
  'grants.old.admin':
    'Running queries, sessions of everybody and configuration. ADMIN_PRIV also allows changing settings and users.',
  'grants.alsoAllows.node':
    'The role cluster_admin also allows adding, decommissioning and dropping nodes.',
  'grants.alsoAllows.operate':
    'OPERATE also allows changing settings and ending queries of others.',
  'grants.alsoAllows.rows': 'SELECT also allows reading the data itself, in all databases.',
  'grants.alsoAllows.allRoles':
    'SET DEFAULT ROLE ALL also activates every other role that the user was granted.',
  'grants.old.alsoAllows.node': 'NODE_PRIV also allows adding and dropping nodes.',
  'grants.old.alsoAllows.operate': 'ADMIN_PRIV also allows changing settings and users.',
  'grants.old.alsoAllows.rows': 'SELECT_PRIV also allows reading the data itself.',
} as const;
