/** `QueryTop` from the truth: who asked for what, as the audit table has it; else sessions. */
import type { EndedQuery } from '../../src/demo/truthQueries';
import { auditAnswer, auditMoments, auditRows, errorCodes, ofAudit, toldStart } from './auditSeen';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, oneOf, unknown, within } from './expectation';
import { point, widen } from './interval';
import { queryShape } from './queryShapes';
import { foreignSessions, sessionsSeen } from './sessionsSeen';
import type { Situation } from './situation';
import { arrival, metaOf, sightsOf, toldTime } from './situation';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function expectQueryTop(situation: Situation): Expectation {
  const answer = auditAnswer(situation, 'auditTop');
  if ('why' in answer) {
    const nothing = unknown(answer.why);
    return fields({
      shapes: nothing,
      tables: nothing,
      tablesApproximate: nothing,
      errors: nothing,
      ...bySessions(situation),
    });
  }
  const { sight } = answer;
  const meta: ReadingMeta = { ...metaOf(situation, 'auditTop', sight), bound: 'lower' };
  const moments = auditMoments(situation, 'auditTop', sight, hourMs, dayMs);
  const told = moments.map((moment) => ({
    hour: auditRows(situation, moment, hourMs),
    day: auditRows(situation, moment, dayMs),
  }));
  // Asked by two statements: each field has a moment of its own.
  const each = (expect: (rows: Told) => Expectation): Expectation => anyOf(told.map(expect));
  return fields({
    shapes: each(({ hour }) =>
      queryShape(situation, hour.map(ofAudit), meta, {
        noMemory: true,
        unknownColumns: { memoryBytes: ['not-applicable'] },
      }),
    ),
    tables: each(({ hour }) => expectTables(hour, meta)),
    tablesApproximate: known(exact(situation.audit !== 'builtIn'), {
      ...meta,
      bound: null,
    }),
    activeLastHour: each(({ hour }) => known(exact(usersOf(hour)), meta)),
    activeLastDay: each(({ day }) => known(exact(usersOf(day)), meta)),
    users: each(({ hour, day }) => expectUsers(situation, hour, day, meta)),
    errors: each(({ day }) => expectErrors(situation, day, meta)),
  });
}

type Told = { readonly hour: readonly EndedQuery[]; readonly day: readonly EndedQuery[] };

const usersOf = (rows: readonly EndedQuery[]): number => new Set(rows.map(({ user }) => user)).size;

/** Our own few statements name their tables plainly. */
function expectTables(hour: readonly EndedQuery[], meta: ReadingMeta): RowsExpectation {
  const tables = new Map<string, { queries: number; texts: Set<string> }>();
  // Texts that only ever failed name what may not be there.
  for (const query of hour.filter(({ outcome }) => outcome === 'success')) {
    for (const relation of query.relations) {
      const before = tables.get(relation) ?? { queries: 0, texts: new Set<string>() };
      before.queries += 1;
      before.texts.add(`${query.database} ${query.sql}`);
      tables.set(relation, before);
    }
  }
  return {
    kind: 'rows',
    shown: 15,
    meta,
    rows: [...tables].map(([relation, { queries, texts }]) =>
      fields({
        catalog: exact(null),
        database: exact(relation.split('.')[0]),
        table: exact(relation.split('.')[1]),
        queries: exact(queries),
        // The time of a text is that of its failures too.
        totalMs: exact(
          hour
            .filter(({ database, sql }) => texts.has(`${database} ${sql}`))
            .reduce((total, { durationMs }) => total + durationMs, 0),
        ),
      }),
    ),
    ids: [...tables.keys()],
    idOf: (row) => `${String(row['database'])}.${String(row['table'])}`,
  };
}

function expectUsers(
  situation: Situation,
  hour: readonly EndedQuery[],
  day: readonly EndedQuery[],
  meta: ReadingMeta,
): RowsExpectation {
  const names = [...new Set(day.map(({ user }) => user))];
  return {
    kind: 'rows',
    shown: 15,
    meta,
    rows: names.map((name) => {
      const own = day.filter(({ user }) => user === name);
      return fields({
        user: exact(name),
        lastHour: exact(hour.filter(({ user }) => user === name).length),
        lastDay: exact(own.length),
        failed: exact(own.filter(({ outcome }) => outcome !== 'success').length),
        lastAt: within(toldTime(situation, Math.max(...own.map(toldStart)))),
      });
    }),
    ids: names,
    idOf: (row) => String(row['user']),
  };
}

function expectErrors(
  situation: Situation,
  day: readonly EndedQuery[],
  meta: ReadingMeta,
): RowsExpectation {
  const failed = day.filter(({ outcome }) => outcome !== 'success');
  const codeOf = ({ outcome }: EndedQuery) =>
    situation.audit === 'older' ? null : errorCodes[outcome];
  const all = [...new Set(failed.map(codeOf))];
  return {
    kind: 'rows',
    shown: 15,
    meta,
    rows: all.map((code) => {
      const group = failed.filter((query) => codeOf(query) === code);
      return fields({
        code: exact(code),
        queries: exact(group.length),
        users: exact(new Set(group.map(({ user }) => user)).size),
        lastAt: within(toldTime(situation, Math.max(...group.map(toldStart)))),
        sql: oneOf(group.map(({ sql }) => sql.slice(0, 200))),
      });
    }),
    ids: all.map(String),
    idOf: (row) => String(row['code']),
    ...(situation.audit === 'older'
      ? { unknownColumns: { code: ['unsupported-version'] as const } }
      : {}),
  };
}

/** Without an audit log: when each user's sessions were seen to have begun a statement last. */
function bySessions(
  situation: Situation,
): Readonly<Record<'activeLastHour' | 'activeLastDay' | 'users', Expectation>> {
  const answer = sessionsSeen(situation);
  if (!answer.ok) {
    const nothing = unknown(answer.why);
    return { activeLastHour: nothing, activeLastDay: nothing, users: nothing };
  }
  const lastAt = new Map<string, number>();
  for (const sight of sightsOf(situation, 'sessions')) {
    const { at, states } = sight;
    const listed = states.flatMap((state) => foreignSessions(situation, sight, state));
    for (const { user, commandAt } of listed.map(({ session }) => session)) {
      const told = at - Math.floor((at - commandAt) / 1000) * 1000;
      lastAt.set(user, Math.max(told, lastAt.get(user) ?? Number.NEGATIVE_INFINITY));
    }
  }
  const slack = 1000 + situation.jitterMs;
  const meta: ReadingMeta = {
    source: ['sessions'],
    observedAt: arrival(situation, answer.sight.at),
    bound: 'lower',
  };
  const within1 = (ms: number) => {
    const since = situation.now - ms;
    const count = (from: number) => [...lastAt.values()].filter((at) => at >= from).length;
    return known(within({ lo: count(since + slack), hi: count(since - slack) }), meta);
  };
  const audited = auditAnswer(situation, 'auditTop');
  const reasons = 'why' in audited ? [audited.why] : [];
  const names = [...lastAt.keys()];
  return {
    activeLastHour: within1(hourMs),
    activeLastDay: within1(24 * hourMs),
    users: {
      kind: 'rows',
      shown: 15,
      meta,
      rows: names.map((user) =>
        fields({
          user: exact(user),
          lastHour: exact(null),
          lastDay: exact(null),
          failed: exact(null),
          lastAt: within(widen(point(Number(lastAt.get(user)) + situation.offsetMs), slack)),
        }),
      ),
      ids: names,
      idOf: (row) => String(row['user']),
      unknownColumns: { lastHour: reasons, lastDay: reasons, failed: reasons },
    },
  };
}
