/** `SessionStats` from the truth: SHOW FULL PROCESSLIST, without this monitor's own sessions. */
import type { ClusterState, SessionState } from '../../src/demo/truth';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, unknown, within } from './expectation';
import { partMeta, partOf } from './frontendParts';
import { point, widen } from './interval';
import type { Listed } from './sessionsSeen';
import { foreignSessions, sessionsSeen } from './sessionsSeen';
import type { Sight, Situation } from './situation';
import { metaOf, toldTime } from './situation';
import { told } from './versions';
import { wholeSecond } from './wireRounding';
import { wordOf } from './words';

export function expectSessions(situation: Situation): Expectation {
  const answer = sessionsSeen(situation);
  if (!answer.ok) {
    const nothing = unknown(answer.why);
    return fields({
      total: nothing,
      active: nothing,
      idle: nothing,
      pending: nothing,
      byUser: nothing,
      byHost: nothing,
      byDatabase: nothing,
      byCommand: nothing,
      sessions: nothing,
    });
  }
  return anyOf(answer.sight.states.map((state) => ofState(situation, answer.sight, state)));
}

function ofState(situation: Situation, sight: Sight, state: ClusterState): Expectation {
  const part = partOf(situation, sight, 'sessions.ServerName');
  const meta = { ...metaOf(situation, 'sessions', sight), ...partMeta(part) };
  const listed = foreignSessions(situation, sight, state);
  const count = (of: (session: SessionState) => boolean) =>
    known(exact(listed.filter(({ session }) => of(session)).length), meta);
  const group = (nameOf: (entry: Listed) => string) =>
    expectGroups(situation, meta, state, listed, nameOf);
  return fields({
    total: known(exact(listed.length), meta),
    active: count((session) => session.command !== 'Sleep'),
    idle: count((session) => session.command === 'Sleep'),
    pending: told(situation, 'sessions.IsPending')
      ? count((session) => session.pending)
      : unknown('unsupported-version'),
    byUser: group(({ session }) => session.user),
    byHost: group(({ session }) => session.clientAddress.replace(/:\d+$/, '')),
    byDatabase: group(({ session }) => session.database),
    byCommand: group(({ session }) => wordOf(situation, 'Command', session.command)),
    sessions: {
      kind: 'rows',
      meta,
      rows: listed.map((entry) => expectSession(situation, sight, entry)),
      ids: listed.map(({ fe, session }) => `${fe.name} ${session.connectionId}`),
      idOf: (row) => `${String(row['frontend'])} ${String(row['connectionId'])}`,
    },
  });
}

function expectGroups(
  situation: Situation,
  meta: ReadingMeta,
  state: ClusterState,
  listed: readonly Listed[],
  nameOf: (entry: Listed) => string,
): RowsExpectation {
  const names = [...new Set(listed.map(nameOf))];
  const groups = names.map((name) => {
    const entries = listed.filter((entry) => nameOf(entry) === name);
    const oldest = Math.min(...entries.map(({ session }) => wholeSecond(session.connectedAt)));
    return {
      name,
      expected: fields({
        name: exact(name),
        active: exact(entries.filter(({ session }) => session.command !== 'Sleep').length),
        idle: exact(entries.filter(({ session }) => session.command === 'Sleep').length),
        // Measured from the answer, or from now: both are ages of a moment that is shown.
        oldestMs: within({
          lo: state.at - oldest - 1000 - situation.jitterMs,
          hi: situation.now - oldest + 1000 + situation.jitterMs,
        }),
      }),
    };
  });
  return {
    kind: 'rows',
    meta,
    rows: groups.map(({ expected }) => expected),
    ids: groups.map(({ name }) => name),
    idOf: (row) => String(row['name']),
  };
}

function expectSession(situation: Situation, sight: Sight, { fe, session }: Listed): Expectation {
  const seconds = Math.floor((sight.at - session.commandAt) / 1000);
  return fields({
    frontend: exact(fe.name),
    connectionId: exact(String(session.connectionId)),
    user: exact(session.user),
    host: exact(session.clientAddress),
    database: exact(session.database === '' ? null : session.database),
    command: exact(wordOf(situation, 'Command', session.command)),
    connectedAt: within(toldTime(situation, session.connectedAt)),
    timeMs: within(widen(point(seconds * 1000), 1000 + situation.jitterMs)),
    sql: exact(session.sql === '' ? null : session.sql),
  });
}
