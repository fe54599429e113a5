/** The statements the simulator knows, and what each is answered with. */
import { leaderOf } from '../state/second';
import {
  cancelCompaction,
  compactTable,
  killConnection,
  killQuery,
  setFrontendConfig,
  setVariables,
  useDatabase,
} from './actions';
import {
  cancelAlter,
  cancelLoad,
  cancelRefresh,
  pauseRoutineLoad,
  refreshView,
  setViewActive,
} from './jobActions';
import { alterKind, showAlter } from './alter';
import { describeTable } from './audit';
import {
  forwardToLeader,
  requireSystem,
  showAnswer,
  type Answer,
  type StatementContext,
} from './context';
import { showBackends, showBrokers, showComputeNodes, showFrontends } from './nodes';
import { ownCopy } from './ownCopy';
import { showProc } from './proc';
import { showProcessList, showRunningQueries } from './queries';
import type { SqlEngine } from './select/sqlEngine';
import { selectQueryProfile } from './queryProfile';
import { requireNodes, runSelect } from './select/select';
import {
  showDatabases,
  showFrontendConfig,
  showGrants,
  showProfileList,
  showResourceGroups,
  showRoleGrants,
  showStorageVolumes,
  showTables,
  showVariables,
  showWarehouses,
} from './shows';
import { syntaxError } from './sqlError';
import { literalValue } from './select/tokens';

type Handler = (
  context: StatementContext,
  groups: readonly (string | undefined)[],
  engine: SqlEngine,
) => Answer;

const OK: Answer = { kind: 'ok' };
const LIKE = String.raw`(?:\s+like\s+('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"))?`;
const PART = String.raw`([\w\u0080-\uffff]+|\x60(?:[^\x60]|\x60\x60)+\x60)`;
const NAME = String.raw`([\w.\u0080-\uffff]+|\x60(?:[^\x60]|\x60\x60)+\x60)`;

const text = (quoted: string | undefined): string | undefined =>
  quoted === undefined ? undefined : literalValue(quoted);
const name = (raw = ''): string =>
  raw.startsWith('`') ? raw.slice(1, -1).replaceAll('``', '`') : raw;

const STATEMENTS: readonly (readonly [pattern: string, handler: Handler])[] = [
  [
    'show frontends',
    (c) =>
      nodeList(c, (forwarded) =>
        showFrontends(c, forwarded ? (leaderOf(c.state) ?? c.frontend) : c.frontend, forwarded),
      ),
  ],
  ['show backends', (c) => nodeList(c, (forwarded) => showBackends(c, forwarded))],
  ['show compute nodes', (c) => nodeList(c, (forwarded) => showComputeNodes(c, forwarded))],
  [String.raw`show broker`, (c) => nodeList(c, (forwarded) => showBrokers(c, forwarded))],
  [String.raw`show proc ('[^']*'|"[^"]*")`, (c, [path]) => showProc(c, text(path) ?? '/')],
  [
    String.raw`show (full )?processlist(?: for ('[^']*'|"[^"]*"|\w+))?`,
    (c, [full, user]) =>
      showProcessList(
        c,
        full !== undefined,
        user === undefined ? undefined : user.replaceAll(/['"]/g, ''),
      ),
  ],
  [
    `show (global |session |local |verbose )?variables${LIKE}`,
    (c, [scope, like]) =>
      showVariables(c, /global/i.test(scope ?? '') ? 'global' : 'session', text(like)),
  ],
  [`admin show frontend config${LIKE}`, (c, [like]) => showFrontendConfig(c, text(like))],
  ['show grants(?: for current_user(?:\\(\\))?)?', (c) => showGrants(c)],
  [
    String.raw`show grants for role ('[^']*'|\w+)`,
    (c, [role]) => showRoleGrants(c, name(role).replaceAll("'", '')),
  ],
  [String.raw`show grants for .+`, (c) => (requireSystem(c, 'GRANT'), showGrants(c))],
  [`show databases${LIKE}`, (c, [like]) => showDatabases(ownCopy(c), text(like))],
  [`show schemas${LIKE}`, (c, [like]) => showDatabases(ownCopy(c), text(like))],
  [
    `show (?:full )?tables(?: (?:from|in) ${NAME})?${LIKE}`,
    (c, [db, like]) =>
      showTables(ownCopy(c), db === undefined ? c.session.database : name(db), text(like)),
  ],
  [
    `desc(?:ribe)? ${PART}[.]${PART}`,
    (c, [db, table]) => describeTable(ownCopy(c), name(db), name(table)),
  ],
  [`show warehouses${LIKE}`, (c) => showWarehouses(c)],
  [
    'show (?:verbose )?resource groups( all)?',
    (c, [all]) => showResourceGroups(c, all !== undefined),
  ],
  ['show running queries(?: limit \\d+)?', (c) => showRunningQueries(c, forwardToLeader(c))],
  [
    'show profilelist(?: limit (\\d+))?',
    (c, [limit]) => showProfileList(c, limit === undefined ? undefined : Number(limit)),
  ],
  [`show storage volumes${LIKE}`, (c) => showStorageVolumes(c)],
  [
    `show alter table (column|rollup|optimize)(?: from ${NAME})?(?: order by createtime desc)?(?: limit (\\d+))?`,
    (c, [kind, db, limit]) =>
      showAlter(
        c,
        alterKind(kind),
        db === undefined ? c.session.database : name(db),
        limit === undefined ? undefined : Number(limit),
      ),
  ],
  ['show warnings|show errors', () => showAnswer(['Level', 'Code', 'Message'], [], false)],
  [String.raw`set\s.+`, (c) => setVariables(c)],
  [`use ${NAME}`, (c, [db]) => useDatabase(c, name(db))],
  [String.raw`kill query ('[^']*'|\d+)`, (c, [id]) => killQuery(c, (id ?? '').replaceAll("'", ''))],
  [String.raw`kill (?:connection )?(\d+)`, (c, [id]) => killConnection(c, Number(id))],
  [
    String.raw`cancel compaction where txn_id = (\d+)`,
    (c, [id]) => cancelCompaction(c, Number(id)),
  ],
  [
    String.raw`alter table (?:${PART}[.])?${PART} compact ?(?:\(([^)]*)\))?`,
    (c, [db, table, partitions]) =>
      compactTable(c, db === undefined ? c.session.database : name(db), name(table), partitions),
  ],
  [
    `refresh materialized view ${PART}[.]${PART}`,
    (c, [db, view]) => refreshView(c, name(db), name(view)),
  ],
  [
    `cancel refresh materialized view ${PART}[.]${PART}`,
    (c, [db, view]) => cancelRefresh(c, name(db), name(view)),
  ],
  [
    `alter materialized view ${PART}[.]${PART} (active|inactive)`,
    (c, [db, view, state]) => setViewActive(c, name(db), name(view), /^active$/i.test(state ?? '')),
  ],
  [
    `(pause|resume) routine load for ${PART}[.]${PART}`,
    (c, [verb, db, job]) => pauseRoutineLoad(c, name(db), name(job), /^pause$/i.test(verb ?? '')),
  ],
  [
    `cancel load from ${PART} where label = ('(?:[^'\\\\]|\\\\.|'')*')`,
    (c, [db, label]) => cancelLoad(c, name(db), text(label) ?? ''),
  ],
  [
    `cancel alter table (column|rollup|optimize) from ${PART}[.]${PART}`,
    (c, [change, db, table]) => cancelAlter(c, change ?? '', name(db), name(table)),
  ],
  [
    String.raw`admin set frontend config ?\( ?["'](\w+)["'] ?= ?["']([^"']*)["'] ?\)`,
    (c, [key, value]) => setFrontendConfig(c, key ?? '', value ?? ''),
  ],
  [String.raw`(?:begin|commit|rollback|start transaction)`, () => OK],
  [
    String.raw`select get_query_profile\(('(?:[^'\\]|\\.|'')*')\) as profile`,
    (c, [id], engine) =>
      c.profile.behaviour.profileFunction
        ? (requireNodes(c), selectQueryProfile(c, text(id) ?? ''))
        : runSelect(c, engine),
  ],
  [String.raw`(?:select|with)\b.*`, (c, _groups, engine) => runSelect(c, engine)],
];

const COMPILED = STATEMENTS.map(
  ([pattern, handler]) =>
    [
      new RegExp(
        `^(?:${pattern.replaceAll(/ (?![?*])/g, String.raw`\s+`).replaceAll(' ?', String.raw`\s*`)})\\s*;?\\s*$`,
        'isu',
      ),
      handler,
    ] as const,
);

export function execute(context: StatementContext, engine: SqlEngine): Answer {
  const spaced = context.sql.trim().replaceAll(/\s+/g, ' ');
  const unknown = context.profile.unknownStatements
    .map((start) => new RegExp(`^(?:${start})`, 'i').exec(spaced)?.[0])
    .find((start) => start !== undefined);
  if (unknown !== undefined) {
    const word = unknown.split(' ').at(-1) ?? unknown;
    throw syntaxError(context.sql, context.sql.lastIndexOf(word), word);
  }
  for (const [pattern, handler] of COMPILED) {
    const match = pattern.exec(context.sql);
    if (match !== null) {
      return handler(context, match.slice(1), engine);
    }
  }
  const word = /^\s*\w+\s+(\S+)/.exec(context.sql)?.[1] ?? context.sql.trim();
  throw syntaxError(context.sql, context.sql.indexOf(word), word);
}

/** Whether a statement counts as a query (SELECT-like ones and what cannot be parsed). */
export function isQuery(sql: string): boolean {
  return /^\s*\(*\s*(select|with)\b/i.test(sql) || !COMPILED.some(([pattern]) => pattern.test(sql));
}

function nodeList(context: StatementContext, show: (forwarded: boolean) => Answer): Answer {
  requireSystem(context, 'OPERATE', 'NODE');
  return show(forwardToLeader(context));
}
