/** What a statement sees: the state, the FE that was asked, the session and its rights. */
import type { FaultBoard } from '../faultBoard';
import type { ColumnDef, Profile } from '../profiles/profile';
import { nodeKey, roleOf } from '../state/happen';
import { leaderOf } from '../state/second';
import type { World } from '../state/world';
import { timeText } from '../state/zone';
import type { ClusterState, EpochMs, SystemPrivilege, UserState } from '../truth';
import type { FrontendState } from '../truthFrontends';
import type { ComputeNodeState } from '../truthNodes';
import { TYPE, type WireCell, type WireColumn } from '../wire/mysql/packets';
import { accessDenied, noLeader, SqlError } from './sqlError';

/** The FE's own null marker: SQL NULL on every path, also through a follower. */
export const NULL_MARK = '\\N';

/** A cell before it is sent: null is a Java null, which a follower turns into "". */
export type ShowCell = string | null;

export type Answer =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'rows';
      readonly columns: readonly WireColumn[];
      readonly rows: readonly (readonly WireCell[])[];
    };

export type SqlSession = {
  readonly connectionId: number;
  readonly frontendName: string;
  readonly user: UserState;
  database: string;
  readonly variables: Map<string, string>;
};

export type StatementContext = {
  readonly world: World;
  readonly board: FaultBoard;
  readonly profile: Profile;
  readonly state: ClusterState;
  readonly frontend: FrontendState;
  readonly session: SqlSession;
  /** The statement without its leading comment. */
  readonly sql: string;
  /** Ends another session of this FE; false when there is none with this id. */
  readonly kill: (connectionId: number) => boolean;
};

export function variable(context: StatementContext, name: string): string | undefined {
  return context.session.variables.get(name) ?? context.state.variables[name];
}

/** The time a cluster with a skewed clock would say for a moment. */
export function reported(context: StatementContext, at: EpochMs): EpochMs {
  return at + context.state.knobs.skewMs;
}

/** A moment in the session's zone; the null mark for "never". */
export function sessionTime(context: StatementContext, at: EpochMs | null): string {
  return at === null || at <= 0
    ? NULL_MARK
    : timeText(reported(context, at), variable(context, 'time_zone') ?? 'UTC');
}

/** A moment in the session's zone as a typed column has it; null for "never". */
export function sessionTimeOrNull(context: StatementContext, at: EpochMs | null): string | null {
  return at === null ? null : sessionTime(context, at);
}

/** The same in the cluster's global zone (Thrift handlers know no session). */
export function globalTime(context: StatementContext, at: EpochMs): string {
  const { variables, timeZone } = context.state;
  return timeText(reported(context, at), variables['time_zone'] ?? timeZone);
}

export function requireSystem(
  context: StatementContext,
  ...anyOf: readonly SystemPrivilege[]
): void {
  const { user } = context.session;
  if (!anyOf.some((privilege) => user.system.includes(privilege))) {
    throw accessDenied(context.profile, anyOf.join(' OR '), 'SYSTEM', user.roles);
  }
}

export function mayOperate(context: StatementContext): boolean {
  return context.session.user.system.includes('OPERATE');
}

/** Whether the user has any right on or in a database. */
export function seesDatabase(context: StatementContext, database: string): boolean {
  const { databases } = context.session.user;
  return database === 'information_schema' || databases === 'all' || databases.includes(database);
}

export function isLeader(context: StatementContext): boolean {
  return context.frontend.role === 'LEADER';
}

/** Throws when a statement must go to a leader that is not to be had. Returns whether it was forwarded. */
export function forwardToLeader(context: StatementContext): boolean {
  if (isLeader(context)) {
    return false;
  }
  if (leaderOf(context.state) === undefined) {
    throw noLeader();
  }
  return true;
}

/** An answer of text columns, as all SHOW statements without own types give. */
export function showAnswer(
  titles: readonly string[],
  rows: readonly (readonly ShowCell[])[],
  forwarded: boolean,
): Answer {
  return {
    kind: 'rows',
    columns: titles.map((name) => ({ name, type: TYPE.varString, charset: 33, length: 90 })),
    rows: rows.map((row) => row.map((cell) => wireCell(cell, forwarded))),
  };
}

export function wireCell(cell: ShowCell, forwarded: boolean): WireCell {
  return cell === NULL_MARK ? null : (cell ?? (forwarded ? '' : null));
}

/** Column packet of a typed column. */
export function wireColumn([name, type]: ColumnDef): WireColumn {
  switch (type) {
    case 'BOOLEAN':
      return { name, type: TYPE.tiny, charset: 63, length: 1 };
    case 'INT':
      return { name, type: TYPE.long, charset: 63, length: 11 };
    case 'BIGINT':
      return { name, type: TYPE.longlong, charset: 63, length: 20 };
    case 'DOUBLE':
      return { name, type: TYPE.double, charset: 63, length: 22 };
    case 'DATETIME':
      return { name, type: TYPE.datetime, charset: 63, length: 19 };
    case 'JSON':
      return { name, type: TYPE.string, charset: 33, length: 3 * 1_048_576 };
    case 'NESTED':
      return { name, type: TYPE.varString, charset: 63, length: 60 };
    case 'VARCHAR':
      return { name, type: TYPE.varString, charset: 33, length: 3 * 2048 };
  }
}

/**
 * Rows given by title, put into the order of the profile's titles, in its words; a title nobody filled
 * is an error.
 */
export function byTitle(
  titles: readonly string[],
  rows: readonly Readonly<Record<string, ShowCell>>[],
  profile?: Pick<Profile, 'words' | 'fillers'>,
): readonly (readonly ShowCell[])[] {
  return rows.map((row) =>
    titles.map((title) => {
      const plain = row[title];
      const cell =
        plain === undefined
          ? profile?.fillers[title]
          : plain === null
            ? null
            : (profile?.words[title]?.[plain] ?? plain);
      if (cell === undefined) {
        throw new SqlError(1064, `simulator: no value for column ${title}`);
      }
      return cell;
    }),
  );
}

/** Every name a node answers to in fault targets. */
export function namesOf(node: FrontendState | ComputeNodeState): readonly string[] {
  const own = 'name' in node ? node.name : String(node.id);
  return [own, node.host, nodeKey(node), `${roleOf(node)}:*`];
}
