/** Statements that change something: session variables, kills, compactions, configuration. */
import type { ClusterState } from '../truth';
import { isZone } from '../state/zone';
import {
  forwardToLeader,
  mayOperate,
  requireSystem,
  type Answer,
  type StatementContext,
} from './context';
import { requireChange } from './jobActions';
import {
  accessDenied,
  analyzingError,
  SqlError,
  syntaxError,
  unknownDatabase,
  unknownVariable,
} from './sqlError';

const OK: Answer = { kind: 'ok' };

type Assignment = {
  readonly scope: 'session' | 'global';
  readonly name: string;
  readonly value: string;
};

/** `SET a = 1, @@session.b = 'x', GLOBAL c = true`; all are checked before one takes effect. */
export function setVariables(context: StatementContext): Answer {
  const body = context.sql.replace(/^\s*set\s+/i, '').replace(/;\s*$/, '');
  if (/^(names|character\s+set|charset)\b/i.test(body)) {
    return OK;
  }
  const assignments = splitTopLevel(body).map((text) => parseAssignment(context, text));
  for (const { scope, name, value } of assignments) {
    if (context.state.variables[name] === undefined) {
      throw unknownVariable(context.profile, Object.keys(context.state.variables), name);
    }
    if (name === 'time_zone' && !isZone(value)) {
      throw new SqlError(1298, `Unknown or incorrect time zone: '${value}'`);
    }
    if (scope === 'global') {
      requireSystem(context, 'OPERATE');
    }
  }
  for (const { scope, name, value } of assignments) {
    const names =
      name === 'forward_to_master' || name === 'forward_to_leader'
        ? ['forward_to_leader', 'forward_to_master']
        : [name];
    for (const each of names) {
      if (scope === 'session') {
        context.session.variables.set(each, value);
      } else {
        context.world.change((state) => ({
          ...state,
          variables: { ...state.variables, [each]: value },
        }));
      }
    }
  }
  return OK;
}

function parseAssignment(context: StatementContext, text: string): Assignment {
  const match =
    /^\s*(?:(?:(global|session|local)\s+)|@@(?:(global|session|local)\.)?)?`?(\w+)`?\s*:?=\s*(.+?)\s*$/is.exec(
      text,
    );
  const [, keyword, prefix, name, raw] = match ?? [];
  if (name === undefined || raw === undefined) {
    throw syntaxError(
      context.sql,
      context.sql.indexOf(text.trim()),
      text.trim().split(/\s/)[0] ?? '<EOF>',
    );
  }
  const scope = (keyword ?? prefix ?? 'session').toLowerCase() === 'global' ? 'global' : 'session';
  const quoted = /^(['"])(.*)\1$/s.exec(raw)?.[2];
  const value =
    quoted ?? (/^(true|on)$/i.test(raw) ? 'true' : /^(false|off)$/i.test(raw) ? 'false' : raw);
  return { scope, name: name.toLowerCase(), value };
}

function splitTopLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quote = '';
  for (const char of text) {
    if (quote !== '') {
      quote = char === quote ? '' : quote;
    } else if (char === "'" || char === '"') {
      quote = char;
    } else if (char === ',') {
      parts.push(part);
      part = '';
      continue;
    }
    part += char;
  }
  return [...parts, part];
}

export function useDatabase(context: StatementContext, database: string): Answer {
  if (!context.state.databases.some((db) => db.name === database)) {
    throw unknownDatabase(context.profile, database);
  }
  context.session.database = database;
  return OK;
}

/** `KILL [CONNECTION] <id>`: sessions of this FE only. */
export function killConnection(context: StatementContext, id: number): Answer {
  const session = context.frontend.sessions.find((candidate) => candidate.connectionId === id);
  if (session === undefined) {
    throw new SqlError(1094, `Unknown thread id: ${String(id)}`);
  }
  requireOwnership(context, session.user);
  context.world.change((state) =>
    endQueries(
      state,
      (query) => query.connectionId === id && query.frontend === context.frontend.name,
    ),
  );
  if (!context.kill(id)) {
    context.world.changeSessions(context.frontend.name, (sessions) =>
      sessions.filter((each) => each.connectionId !== id),
    );
  }
  return OK;
}

/** `KILL QUERY <id>` on this FE, `KILL QUERY '<query id>'` on whichever FE runs it. */
export function killQuery(context: StatementContext, id: string): Answer {
  if (id === '') {
    // As the original: accepted, without effect.
    return OK;
  }
  const numeric = /^\d+$/.test(id);
  const query = context.state.runningQueries.find((candidate) =>
    numeric
      ? candidate.connectionId === Number(id) && candidate.frontend === context.frontend.name
      : candidate.queryId === id,
  );
  if (query === undefined) {
    if (
      numeric &&
      context.frontend.sessions.some((session) => session.connectionId === Number(id))
    ) {
      return OK;
    }
    throw numeric
      ? new SqlError(1094, `Unknown thread id: ${id}`)
      : new SqlError(1064, `Unknown query id: ${id}`);
  }
  requireOwnership(context, query.user);
  context.world.change((state) =>
    endQueries(state, (candidate) => candidate.queryId === query.queryId),
  );
  return OK;
}

function requireOwnership(context: StatementContext, user: string): void {
  if (user !== context.session.user.name && !mayOperate(context)) {
    throw accessDenied(context.profile, 'OPERATE', 'SYSTEM', context.session.user.roles);
  }
}

/** A killed query ends as an internal error in the next second. */
function endQueries(
  state: ClusterState,
  which: (query: ClusterState['runningQueries'][number]) => boolean,
): ClusterState {
  return {
    ...state,
    runningQueries: state.runningQueries.map((query) =>
      which(query) ? { ...query, endsAt: state.at, outcome: 'internal' as const } : query,
    ),
  };
}

export function cancelCompaction(context: StatementContext, txnId: number): Answer {
  requireSystem(context, 'OPERATE');
  forwardToLeader(context);
  const task = context.state.compactions.running.find((candidate) => candidate.txnId === txnId);
  if (task === undefined) {
    // As the original: nothing tells that there is none.
    return OK;
  }
  if (task.committedAt !== null) {
    throw new SqlError(1064, `Compaction task of txn ${String(txnId)} is already committed`);
  }
  context.world.change((state) => ({
    ...state,
    compactions: {
      ...state.compactions,
      running: state.compactions.running.map((each) =>
        each.txnId === txnId
          ? { ...each, plan: { ...each.plan, commitAt: state.at, error: 'cancelled by user' } }
          : each,
      ),
    },
  }));
  return OK;
}

/** `ALTER TABLE [db.]t COMPACT [(p1, p2)]` */
export function compactTable(
  context: StatementContext,
  database: string,
  table: string,
  partitionList: string | undefined,
): Answer {
  forwardToLeader(context);
  requireChange(context, 'ALTER', `TABLE ${table}`, database);
  const wanted = partitionList?.split(',').map((each) => each.trim().replaceAll('`', ''));
  const hit = context.state.partitions.filter(
    (partition) =>
      partition.database === database &&
      partition.table === table &&
      (wanted === undefined || wanted.includes(partition.name)),
  );
  if (hit.length === 0) {
    throw analyzingError(
      `Unknown table '${database}.${table}'`,
      context.profile.errors.unknownTable,
      '42602',
    );
  }
  const ids = new Set(hit.map((partition) => partition.id));
  context.world.change((state) => ({
    ...state,
    partitions: state.partitions.map((each) =>
      ids.has(each.id) ? { ...each, manualCompaction: true } : each,
    ),
  }));
  return OK;
}

export function setFrontendConfig(context: StatementContext, key: string, value: string): Answer {
  requireSystem(context, 'OPERATE');
  const [, , mutable = false] = context.profile.frontendConfig[key] ?? [];
  if (!mutable) {
    throw new SqlError(5102, `Config '${key}' does not exist or is not mutable`, 'F0000');
  }
  context.world.happen({ kind: 'config', key, value });
  return OK;
}
