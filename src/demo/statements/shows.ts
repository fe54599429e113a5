/** SHOW statements about names, settings and rights; all answered by the FE that was asked unless said. */
import {
  byTitle,
  forwardToLeader,
  NULL_MARK,
  requireSystem,
  seesDatabase,
  sessionTime,
  showAnswer,
  type Answer,
  type ShowCell,
  type StatementContext,
} from './context';
import { durationText } from './format';
import { SqlError, unknownDatabase } from './sqlError';

/** SQL LIKE with `%`, `_` and backslash escapes; case-insensitive where StarRocks is. */
export function likeMatcher(
  pattern: string | undefined,
  caseSensitive: boolean,
): (text: string) => boolean {
  if (pattern === undefined) {
    return () => true;
  }
  const expression = pattern.replace(
    /\\([%_\\])|([%_])|([.*+?^${}()|[\]\\/])/g,
    (_all, escaped: string | undefined, wild: string | undefined, special: string | undefined) =>
      escaped !== undefined
        ? escaped === '\\'
          ? '\\\\'
          : escaped
        : wild === '%'
          ? '.*'
          : wild === '_'
            ? '.'
            : `\\${special ?? ''}`,
  );
  const test = new RegExp(`^${expression}$`, caseSensitive ? 's' : 'si');
  return (text) => test.test(text);
}

export function showVariables(
  context: StatementContext,
  scope: 'global' | 'session',
  like: string | undefined,
): Answer {
  const values = {
    ...context.state.variables,
    ...(scope === 'session' ? Object.fromEntries(context.session.variables) : {}),
  };
  const matches = likeMatcher(like, false);
  return showAnswer(
    ['Variable_name', 'Value'],
    Object.entries(values)
      .filter(([name]) => matches(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    false,
  );
}

export function showFrontendConfig(context: StatementContext, like: string | undefined): Answer {
  requireSystem(context, 'OPERATE');
  const matches = likeMatcher(like, false);
  const titles = context.profile.columns.frontendConfig;
  const rows = Object.entries(context.state.frontendConfig)
    .filter(([key]) => matches(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => {
      const [, type = 'String', mutable = false] = context.profile.frontendConfig[key] ?? [];
      return {
        Key: key,
        AliasNames:
          key === 'lake_compaction_disable_ids' ? '[lake_compaction_disable_tables]' : '[]',
        Value: value,
        Type: type,
        IsMutable: String(mutable),
        MasterOnly: 'false',
        Comment: '',
      };
    });
  return showAnswer(titles, byTitle(titles, rows, context.profile), false);
}

export function showGrants(context: StatementContext): Answer {
  const { user } = context.session;
  const identity = `'${user.name}'@'%'`;
  const roles: readonly (readonly ShowCell[])[] =
    user.roles.length === 0
      ? []
      : [
          [
            identity,
            null,
            `GRANT ${user.roles.map((role) => `'${role}'`).join(', ')} TO ${identity}`,
          ],
        ];
  return showAnswer(['UserIdentity', 'Catalog', 'Grants'], roles, false);
}

/** Grants of a role the user owns (others need GRANT). */
export function showRoleGrants(context: StatementContext, role: string): Answer {
  const { user } = context.session;
  if (!user.roles.includes(role)) {
    requireSystem(context, 'GRANT');
  }
  const owner = context.state.users.find((candidate) => candidate.roles.includes(role));
  const rows = [
    ...(owner?.system ?? []).map((privilege) => [
      role,
      NULL_MARK,
      `GRANT ${privilege} ON SYSTEM TO ROLE '${role}'`,
    ]),
    ...(owner?.databases === 'all'
      ? [[role, 'default_catalog', `GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE '${role}'`]]
      : []),
  ];
  return showAnswer(['UserIdentity', 'Catalog', 'Grants'], rows, false);
}

export function showDatabases(context: StatementContext, like: string | undefined): Answer {
  const matches = likeMatcher(like, true);
  return showAnswer(
    ['Database'],
    context.state.databases
      .map((db) => db.name)
      .filter((name) => matches(name) && seesDatabase(context, name))
      .sort()
      .map((name) => [name]),
    false,
  );
}

export function showTables(
  context: StatementContext,
  database: string,
  like: string | undefined,
): Answer {
  const db = context.state.databases.find((candidate) => candidate.name === database);
  if (database === '') {
    throw new SqlError(1046, 'No database selected', '3D000');
  }
  if (db === undefined || !seesDatabase(context, database)) {
    throw unknownDatabase(context.profile, database);
  }
  const names =
    database === 'information_schema'
      ? Object.keys(context.profile.tables)
      : context.state.tables
          .filter((table) => table.database === database)
          .map((table) => table.name);
  const matches = likeMatcher(like, true);
  return showAnswer(
    [`Tables_in_${database}`],
    names
      .filter(matches)
      .sort()
      .map((name) => [name]),
    false,
  );
}

export function showWarehouses(context: StatementContext): Answer {
  const { behaviour, columns } = context.profile;
  if (
    context.state.runMode === 'shared_nothing' &&
    behaviour.warehousesInSharedNothing === 'refused'
  ) {
    throw new SqlError(5907, 'unsupported statement in shared_nothing mode', '42000');
  }
  const rows = context.session.user.warehouses ? context.state.warehouses : [];
  const cells = rows.map((warehouse) => ({
    Id: String(warehouse.id),
    Name: warehouse.name,
    Warehouse: warehouse.name,
    State: 'AVAILABLE',
    NodeCount: '0',
    ClusterCount: '1',
    CurrentClusterCount: '1',
    MaxClusterCount: '1',
    StartedClusters: '1',
    RunningSql: '0',
    QueuedSql: '0',
    CreatedOn: '',
    ResumedOn: '',
    UpdatedOn: '',
    Property: '',
    Comment: warehouse.comment,
  }));
  return showAnswer(columns.warehouses, byTitle(columns.warehouses, cells, context.profile), false);
}

export function showResourceGroups(context: StatementContext, all: boolean): Answer {
  const groups = all ? context.state.resourceGroups : [];
  const titles = context.profile.columns.resourceGroups;
  const rows = groups.flatMap((group) =>
    group.classifiers.map((classifier) => ({
      name: group.name,
      id: String(group.id),
      cpu_weight: String(group.cpuWeight),
      cpu_core_limit: String(group.cpuWeight),
      exclusive_cpu_cores: '0',
      max_cpu_cores: '0',
      mem_limit: `${group.memLimitPct.toFixed(1)}%`,
      big_query_cpu_second_limit: '0',
      big_query_scan_rows_limit: '0',
      big_query_mem_limit: '0',
      concurrency_limit: group.concurrencyLimit === null ? 'null' : String(group.concurrencyLimit),
      spill_mem_limit_threshold: '100%',
      type:
        group.name === 'default_mv_wg' ? 'MV' : group.name === 'default_wg' ? 'DEFAULT' : 'NORMAL',
      classifiers: classifier,
    })),
  );
  return showAnswer(titles, byTitle(titles, rows, context.profile), false);
}

/** Profiles that this FE keeps of queries that took long, newest first. */
export function showProfileList(context: StatementContext, limit: number | undefined): Answer {
  const rows = context.world.queries
    .profiles(context.frontend)
    .slice(0, limit)
    .map((query) => [
      query.queryId,
      sessionTime(context, query.startedAt),
      durationText(query.durationMs),
      query.outcome === 'success' ? 'Finished' : 'Error',
      query.sql.length > 128 ? `${query.sql.slice(0, 124)} ...` : query.sql,
    ]);
  return showAnswer(['QueryId', 'StartTime', 'Time', 'State', 'Statement'], rows, false);
}

export function showStorageVolumes(context: StatementContext): Answer {
  return showAnswer(
    ['Storage Volume'],
    context.session.user.databases === 'all' ? [['builtin_storage_volume']] : [],
    false,
  );
}

export function showEmptyForwarded(context: StatementContext, titles: readonly string[]): Answer {
  return showAnswer(titles, [], forwardToLeader(context));
}
