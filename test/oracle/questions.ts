/** Which source a line of the demo cluster's log belongs to. */
import type { ClusterState, EpochMs, LogEntry } from '../../src/demo/truth';
import type { AskedSource, OwnAsking, Sight } from './situation';
import { computeId, frontendId, sourceKey } from './situation';

const statements: readonly (readonly [RegExp, AskedSource])[] = [
  [/^SHOW (FRONTENDS|PROC '\/frontends')/i, 'frontends'],
  [/^SHOW (BACKENDS|PROC '\/backends')/i, 'backends'],
  [/^SHOW (COMPUTE NODES|PROC '\/compute_nodes')/i, 'computeNodes'],
  [/^SHOW PROC '\/(global_)?current_queries'/i, 'runningQueries'],
  [/PROCESSLIST/i, 'sessions'],
  [/^SHOW PROC '\/compactions'/i, 'lakeCompactions'],
  [/partitions_meta/i, 'partitions'],
  [/information_schema\.loads\b/i, 'loads'],
  [/information_schema\.stream_loads\b/i, 'streamLoads'],
  [/routine_load_jobs/i, 'routineLoads'],
  [/be_compactions/i, 'localCompactions'],
  [/be_configs/i, 'beConfig'],
  [/information_schema\.materialized_views/i, 'mvs'],
  [/information_schema\.task_runs/i, 'taskRuns'],
  [/information_schema\.tasks\b/i, 'taskSchedules'],
  [/information_schema\.tables\b/i, 'metadata'],
  [/^SHOW PROC '\/statistic'/i, 'tabletHealth'],
  [/^SHOW PROC '\/cluster_balance\//i, 'tabletScheduler'],
  [/^SHOW RUNNING QUERIES/i, 'queue'],
  [/^SHOW RESOURCE GROUPS/i, 'resourceGroups'],
  [/^SHOW WAREHOUSES/i, 'warehouses'],
  [/^ADMIN SHOW FRONTEND CONFIG LIKE 'run_mode'/i, 'capabilities'],
  [/^ADMIN SHOW FRONTEND CONFIG/i, 'feConfig'],
  [/NOW\(\)/i, 'clock'],
  [/^SHOW (GRANTS|VARIABLES)/i, 'capabilities'],
  [/^SHOW GLOBAL VARIABLES LIKE 'query_timeout'/i, 'auditTable'],
  [/percentile_approx/i, 'auditMinutes'],
  [/^SELECT left\(.* AS queries/i, 'auditTop'],
  [/audit_tbl__.* ORDER BY .* DESC LIMIT \d+$/i, 'auditSlow'],
  [/^SHOW PROFILELIST/i, 'profileList'],
];

/** `source`, `source node` or `source database`; none for statements that ask nothing (SET). */
export function keysOf(entry: LogEntry, state: ClusterState): readonly string[] {
  if (entry.protocol === 'http') {
    const source = askedOverHttp(entry);
    return source === undefined ? [] : [sourceKey(source, entry.node)];
  }
  if (/\bfe_metrics\b/i.test(entry.statement)) {
    return state.frontends
      .filter((fe) => fe.alive)
      .map((fe) => sourceKey('feMetrics', frontendId(fe)));
  }
  if (/\bbe_metrics\b/i.test(entry.statement)) {
    return [...state.backends, ...state.computeNodes]
      .filter((node) => node.alive)
      .map((node) => sourceKey('beMetrics', computeId(node)));
  }
  const database = /^SHOW PROC '\/transactions\/(.+)\/running'/i.exec(entry.statement)?.[1];
  if (database !== undefined) {
    return [sourceKey('txnDetail', database)];
  }
  const alter = alterQuestion(entry.statement, state);
  if (alter !== undefined) {
    return ['alterSweep', sourceKey('alterSweep', alter)];
  }
  const key = statements.find(([pattern]) => pattern.test(entry.statement))?.[1];
  return key === undefined ? [] : [key];
}

/** What a statement of the sweep over jobs that change tables is about, and of which database. */
function alterQuestion(statement: string, { databases }: ClusterState): string | undefined {
  const id = /^SHOW PROC '\/jobs(?:\/(\d+))?'/i.exec(statement);
  if (id !== null) {
    const database = databases.find((each) => String(each.id) === id[1]);
    return database === undefined ? 'databases' : `counts ${database.name}`;
  }
  const list = /^SHOW ALTER TABLE (\w+) FROM `((?:[^`]|``)+)`/i.exec(statement);
  return list === null
    ? undefined
    : `${String(list[1]).toLowerCase()} ${String(list[2]).replaceAll('``', '`')}`;
}

function askedOverHttp({ statement, node }: LogEntry): AskedSource | undefined {
  if (/^(GET )?\/api\/datacache\/app_stat/.test(statement)) {
    return 'datacache';
  }
  if (/^(GET )?\/api\/show_meta_info\?action=SHOW_HA/.test(statement)) {
    return 'imageAge';
  }
  const ofFrontend = node.startsWith('fe:');
  return !/^(GET )?\/metrics/.test(statement) ? undefined : ofFrontend ? 'feMetrics' : 'beMetrics';
}

/** What a line of the log cost the product, by the source it is for. */
export const askingOf = (entry: LogEntry): OwnAsking => ({
  at: entry.at,
  protocol: entry.protocol,
  source:
    entry.protocol === 'sql'
      ? (/^starrocks-overview:(\S+)/.exec(entry.comment.trim())?.[1] ?? 'unnamed')
      : (askedOverHttp(entry) ?? 'unnamed'),
});

/** What the product saw by an answered question; `states` are those it may have met. */
export const sightOf = (entry: LogEntry, at: EpochMs, states: readonly ClusterState[]): Sight =>
  entry.protocol === 'sql' && /\b[fb]e_metrics\b/i.test(entry.statement)
    ? { at, states, bySql: true, frontends: [entry.node] }
    : { at, states, frontends: entry.protocol === 'sql' ? [entry.node] : [] };

export const isAnswered = (entry: LogEntry): boolean =>
  entry.outcome === 'ok' || entry.outcome === '200';

export const isSelect = (entry: LogEntry): boolean =>
  entry.protocol === 'sql' && /^\s*SELECT/i.test(entry.statement);
