import type { ActionKind, ClusterAction, SessionTarget } from '../../shared/model/action';
import type { RunMode } from '../../shared/model/clusterHealth';
import { phrase, type Phrase } from '../../shared/phrase';
import { quoteIdentifier, quoteLiteral } from '../starrocks/sqlText';
import { isAtLeast, type Release } from '../starrocks/release';

/** By whom a statement must be answered: the leader (forwarded), or one FE by its host. */
export type AnsweredBy = 'leader' | { readonly frontend: string };

/** Text cells by column title; null is SQL NULL. */
export type Row = Readonly<Record<string, string | null>>;

/** How one sees whether the target is there: asked before, and after the cluster said OK. */
export type TargetCheck = {
  readonly sql: string;
  readonly isThere: (rows: readonly Row[]) => boolean;
  /** After the statement, if it ends something else than it needs. */
  readonly isThereStill?: (rows: readonly Row[]) => boolean;
};

export type ActionStep = {
  readonly sql: string;
  readonly by: AnsweredBy;
  readonly check?: TargetCheck;
};

/** What of a cluster decides the syntax. */
export type ActionFacts = {
  readonly version: Release | null;
  readonly runMode: RunMode | null;
};

export type ActionSteps =
  { readonly steps: readonly ActionStep[]; readonly target: string } | { readonly why: Phrase };

type First = readonly [number, number, number];

/** Since when a statement is known to exist (shared/starrocks-sql.md, D and J). */
const since = {
  killQueryById: [3, 4, 0],
  cancelCompaction: [3, 2, 0],
  compactShared: [3, 2, 7],
  compactLocal: [3, 1, 0],
  activateView: [2, 5, 7],
} as const satisfies Readonly<Record<string, First>>;

/** Why a cluster knows no action of this kind; undefined where it does. */
export function lackOf(
  kind: ActionKind,
  { version, runMode }: ActionFacts,
): { readonly why: Phrase } | undefined {
  switch (kind) {
    case 'cancelCompaction':
      return runMode === 'shared_data'
        ? lacking(version, since.cancelCompaction)
        : { why: phrase('action.why.sharedDataOnly') };
    case 'compact':
      return lacking(
        version,
        runMode === 'shared_nothing' ? since.compactLocal : since.compactShared,
      );
    case 'activateView':
    case 'inactivateView':
      return lacking(version, since.activateView);
    default:
      return undefined;
  }
}

/** The statements of an action in the syntax of the cluster's version, or why there are none. */
export function actionSteps(action: ClusterAction, facts: ActionFacts): ActionSteps {
  return lackOf(action.kind, facts) ?? stepsOf(action, facts);
}

function stepsOf(action: ClusterAction, facts: ActionFacts): ActionSteps {
  switch (action.kind) {
    case 'killQuery':
      return killQuery(action, facts);
    case 'killSession':
      return killSessions([action], false);
    case 'killSleepers':
      return killSessions(action.sessions, true);
    case 'cancelCompaction':
      return cancelCompaction(action.txnId);
    case 'compact':
      return compact(action);
    case 'refreshView':
      return byLeader(action, (name) => `REFRESH MATERIALIZED VIEW ${name}`);
    case 'cancelRefresh':
      return byLeader(action, (name) => `CANCEL REFRESH MATERIALIZED VIEW ${name}`);
    case 'activateView':
    case 'inactivateView': {
      const state = action.kind === 'activateView' ? 'ACTIVE' : 'INACTIVE';
      return byLeader(action, (name) => `ALTER MATERIALIZED VIEW ${name} ${state}`);
    }
    case 'pauseRoutineLoad':
      return byLeader(action, (name) => `PAUSE ROUTINE LOAD FOR ${name}`);
    case 'resumeRoutineLoad':
      return byLeader(action, (name) => `RESUME ROUTINE LOAD FOR ${name}`);
    case 'cancelLoad': {
      const { database, label } = action;
      const sql = `CANCEL LOAD FROM ${quoteIdentifier(database)} WHERE LABEL = ${quoteLiteral(label)}`;
      return { target: `${database}.${label}`, steps: [{ sql, by: 'leader' }] };
    }
    case 'cancelSchemaChange': {
      const { database, table, change } = action;
      return byLeader(
        { database, name: table },
        (name) => `CANCEL ALTER TABLE ${change} FROM ${name}`,
      );
    }
  }
}

function byLeader(
  { database, name }: { readonly database: string; readonly name: string },
  statement: (quoted: string) => string,
): ActionSteps {
  const sql = statement(`${quoteIdentifier(database)}.${quoteIdentifier(name)}`);
  return { target: `${database}.${name}`, steps: [{ sql, by: 'leader' }] };
}

/** By query id, wherever it runs, from 3.4 on; before, by connection on its FE, if that is known. */
function killQuery(
  { queryId, frontend, connectionId }: Extract<ClusterAction, { kind: 'killQuery' }>,
  { version }: ActionFacts,
): ActionSteps {
  // The connection may run another query by now: that one is not meant.
  const isThere = (rows: readonly Row[]): boolean =>
    rows.some((row) => row['QueryId'] === queryId && row['ConnectionId'] === connectionId);
  const list = frontend === null ? '/global_current_queries' : '/current_queries';
  const check = { sql: `SHOW PROC ${quoteLiteral(list)}`, isThere };
  if (isAtLeast(version, since.killQueryById) === true) {
    const by = frontend === null ? ('leader' as const) : { frontend };
    const sql = `KILL QUERY ${quoteLiteral(queryId)}`;
    return { target: queryId, steps: [{ sql, by, check }] };
  }
  if (frontend === null) {
    return { why: phrase('action.why.frontendUnknown') };
  }
  const id = numberOf(connectionId);
  return id === undefined
    ? { why: phrase('action.why.noNumber', { text: connectionId }) }
    : { target: queryId, steps: [{ sql: `KILL QUERY ${id}`, by: { frontend }, check }] };
}

function killSessions(sessions: readonly SessionTarget[], onlySleeping: boolean): ActionSteps {
  const steps: ActionStep[] = [];
  for (const { frontend, connectionId, user } of sessions) {
    const id = numberOf(connectionId);
    if (id === undefined) {
      return { why: phrase('action.why.noNumber', { text: connectionId }) };
    }
    const isSame = (row: Row): boolean => row['Id'] === connectionId && row['User'] === user;
    const check: TargetCheck = {
      sql: 'SHOW FULL PROCESSLIST',
      isThere: (rows) =>
        rows.some((row) => isSame(row) && (!onlySleeping || row['Command'] === 'Sleep')) ||
        mayHide(rows, { connectionId, user }),
      isThereStill: (rows) => rows.some(isSame),
    };
    steps.push({ sql: `KILL CONNECTION ${id}`, by: { frontend }, check });
  }
  const target = sessions
    .map(({ frontend, connectionId, user }) => `${user}@${frontend} ${connectionId}`)
    .join(', ');
  return { target, steps };
}

/**
 * Without OPERATE the list holds our own sessions alone, silently: then "not there" is no fact, and
 * the cluster must say itself what it thinks of the statement.
 */
function mayHide(
  rows: readonly Row[],
  { connectionId, user }: Pick<SessionTarget, 'connectionId' | 'user'>,
): boolean {
  const users = new Set(rows.map((row) => row['User']));
  return users.size === 1 && !users.has(user) && rows.every((row) => row['Id'] !== connectionId);
}

/** Answered with OK even when there is no such transaction, so the list is asked. */
function cancelCompaction(txnId: string): ActionSteps {
  const id = numberOf(txnId);
  if (id === undefined) {
    return { why: phrase('action.why.noNumber', { text: txnId }) };
  }
  const check: TargetCheck = {
    sql: "SHOW PROC '/compactions'",
    isThere: (rows) => rows.some((row) => row['TxnID'] === txnId && isEmpty(row['FinishTime'])),
  };
  const sql = `CANCEL COMPACTION WHERE TXN_ID = ${id}`;
  return { target: txnId, steps: [{ sql, by: 'leader', check }] };
}

function compact({
  database,
  table,
  partition,
}: Extract<ClusterAction, { kind: 'compact' }>): ActionSteps {
  const part = partition === undefined ? '' : ` (${quoteIdentifier(partition)})`;
  return byLeader({ database, name: table }, (name) => `ALTER TABLE ${name} COMPACT${part}`);
}

function lacking(version: Release | null, first: First): { readonly why: Phrase } | undefined {
  switch (isAtLeast(version, first)) {
    case true:
      return undefined;
    case false:
      return { why: phrase('action.why.version', { version: first.join('.') }) };
    case undefined:
      return { why: phrase('action.why.versionUnknown') };
  }
}

/** Ids go unquoted into SQL: digits or nothing. */
function numberOf(text: string): string | undefined {
  return /^\d{1,20}$/.test(text) ? text : undefined;
}

/** SHOW says "never" as NULL, or as an empty text when it was forwarded. */
function isEmpty(cell: string | null | undefined): boolean {
  return cell === undefined || cell === null || cell === '' || cell === '\\N';
}
