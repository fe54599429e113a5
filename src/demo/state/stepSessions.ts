/** Sessions: who is connected to which FE, and what they last asked. */
import type { ClusterState, SessionState } from '../truth';
import type { FrontendState } from '../truthFrontends';
import { pick, roll } from './dice';
import { inhabitantsOf, type Inhabitants } from './inhabitants';
import type { Second } from './second';
import { activity } from './waves';

/** Short statements a second that show up in the session list of one FE. */
const TOUCHES = 5;

export function stepSessions(state: ClusterState, second: Second): ClusterState {
  return {
    ...state,
    frontends: state.frontends.map((frontend) =>
      frontend.running ? { ...frontend, ...sessionsOf(state, second, frontend) } : frontend,
    ),
  };
}

function sessionsOf(
  state: ClusterState,
  second: Second,
  frontend: FrontendState,
): Pick<FrontendState, 'sessions' | 'connectionsByUser' | 'connectionCounter'> {
  const running = new Map(
    state.runningQueries
      .filter((query) => query.frontend === frontend.name)
      .map((query) => [query.connectionId, query]),
  );
  const inhabitants = inhabitantsOf(state);
  const simulated = frontend.sessions.filter(({ real }) => !real);
  const touched = new Set<SessionState | undefined>();
  for (let index = 0; index < TOUCHES; index++) {
    const salt = `touch ${String(frontend.id)}`;
    touched.add(simulated[Math.floor(roll(state.seed, salt, state.at + index) * simulated.length)]);
  }
  const sessions = frontend.sessions.map((session): SessionState => {
    const query = running.get(session.connectionId);
    if (session.real) {
      return session;
    }
    if (query !== undefined) {
      return session.commandAt === query.startedAt && session.command === 'Query'
        ? session
        : {
            ...session,
            command: 'Query',
            commandAt: query.startedAt,
            state: 'OK',
            sql: query.sql,
            database: query.database,
          };
    }
    if (session.command === 'Query') {
      return { ...session, command: 'Sleep', state: 'EOF' };
    }
    if (touched.has(session) && inhabitants !== undefined) {
      const statement = pick(
        state.seed,
        'short',
        state.at + session.connectionId,
        inhabitants.shortQueries,
      );
      return {
        ...session,
        commandAt: state.at,
        state: 'EOF',
        sql: statement.sql,
        database: statement.database,
      };
    }
    return session;
  });
  const changed =
    inhabitants === undefined
      ? sessions
      : comeAndGo(state, second, inhabitants, frontend, sessions, running);
  return {
    sessions: changed,
    connectionsByUser: countByUser(frontend.connectionsByUser, changed),
    connectionCounter: frontend.connectionCounter + (changed.length > sessions.length ? 1 : 0),
  };
}

/** Now and then one simulated session leaves or another person connects. */
function comeAndGo(
  state: ClusterState,
  second: Second,
  { people }: Inhabitants,
  frontend: FrontendState,
  sessions: readonly SessionState[],
  running: ReadonlyMap<number, unknown>,
): readonly SessionState[] {
  const salt = `come ${String(frontend.id)}`;
  if (roll(state.seed, salt, state.at) > 0.12) {
    return sessions;
  }
  const simulated = sessions.filter((session) => !session.real);
  const wanted = 14 + 16 * activity(second.climate, state.at);
  if (simulated.length > wanted) {
    const leaver = simulated.find((session) => !running.has(session.connectionId));
    return sessions.filter((session) => session !== leaver);
  }
  const person = pick(state.seed, salt, state.at + 1, people);
  const counter = frontend.connectionCounter + 1;
  return [
    ...sessions,
    {
      connectionId: frontend.connectionIdBase + counter,
      user: person.user,
      clientAddress: `${person.from}${String(10 + (counter % 7))}:${String(32_768 + (counter % 28_000))}`,
      database: person.database,
      command: 'Sleep',
      connectedAt: state.at,
      commandAt: state.at,
      state: 'OK',
      sql: null,
      pending: false,
      warehouse: 'default_warehouse',
      real: false,
    },
  ];
}

/** Open connections by user; users seen before stay with 0. */
export function countByUser(
  known: Readonly<Record<string, number>>,
  sessions: readonly SessionState[],
): Readonly<Record<string, number>> {
  const counts = new Map(Object.keys(known).map((user): [string, number] => [user, 0]));
  for (const session of sessions) {
    counts.set(session.user, (counts.get(session.user) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
