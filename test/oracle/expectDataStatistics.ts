/** `DataStatistics` from the truth: the tables a user may see, and what the leader counts of all. */
import { byDatabase } from '../../src/demo/state/byDatabase';
import type { ClusterState } from '../../src/demo/truth';
import type { TableState } from '../../src/demo/truthData';
import type { UnknownReason } from '../../src/shared/reading';
import type { Expectation, ReadingMeta, RowsExpectation } from './expectation';
import { anyOf, exact, fields, known, unknown, within } from './expectation';
import { leaderAnswer, unreadable } from './expectTransactions';
import { ownDatabases } from './visibleDatabases';
import { seenTables } from './visibleTables';
import { slopeOf } from './growth';
import type { Interval } from './interval';
import { add, hull, point } from './interval';
import type { Seen, Sight, Situation } from './situation';
import { frontendsSeen, metaOf, seen } from './situation';
import { told } from './versions';

/** The FE counts sizes once in so long; before its first time they are 0. */
const settlesMs = 600_000;
const listedTables = 200;

export function expectDataStatistics(situation: Situation): Expectation {
  const answer = seen(situation, 'metadata');
  const leader = leaderAnswer(situation);
  const before = sizesBefore(situation, 'table');
  const counted = {
    databases: leaderCount(situation, leader, (state) => ownDatabases(state).length),
    existing: leaderCount(situation, leader, (state) => state.tables.length),
    dayAgo:
      before === undefined
        ? unknown('insufficient-history')
        : known(exact(before.at), { source: ['collector'] }),
    weekAgo: unknown('insufficient-history'),
  };
  const why = answer.ok ? whyHidden(situation, answer.sight, leader) : answer.why;
  if (!answer.ok || why !== undefined) {
    const not = unknown(why ?? 'denied');
    return fields({
      ...counted,
      tables: not,
      views: not,
      materializedViews: not,
      bytes: not,
      rows: not,
      byEngine: not,
      largest: not,
      growing: unknown(...not.why, 'insufficient-history'),
      byDatabase:
        leader.ok && told(situation, 'db_size_bytes')
          ? byLeaderAlone(situation, leader.sight, not.why)
          : not,
    });
  }
  const options = answer.sight.states.flatMap((state) => {
    const settled = ofState(situation, answer.sight, state, leader, true);
    return isSettling(situation, answer.sight)
      ? [settled, ofState(situation, answer.sight, state, leader, false)]
      : [settled];
  });
  return anyOf(options.map((option) => fields({ ...counted, ...option })));
}

/** A figure of the leader's own metrics; the list of what is seen stands in for the databases. */
function leaderCount(
  situation: Situation,
  leader: Seen,
  count: (state: ClusterState) => number,
): Expectation {
  if (leader.ok) {
    return anyOf(
      leader.sight.states.map((state) =>
        known(exact(count(state)), metaOf(situation, 'feMetrics', leader.sight)),
      ),
    );
  }
  const answer = seen(situation, 'metadata');
  const visible = answer.ok ? answer.sight.states.map((state) => seenTables(situation, state)) : [];
  const atLeast = visible
    .filter((tables) => tables.length > 0)
    .map((tables) =>
      known(exact(new Set(tables.map(({ database }) => database)).size), { bound: 'lower' }),
    );
  return anyOf([unreadable(situation, leader.why), ...atLeast]);
}

/** Without a right tables are missing silently: none at all is no list, unless the leader has none. */
function whyHidden(situation: Situation, sight: Sight, leader: Seen): UnknownReason | undefined {
  const state = sight.states.at(-1);
  const none = state === undefined || seenTables(situation, state).length === 0;
  const empty = leader.ok && leader.sight.states.every(({ tables }) => tables.length === 0);
  return none && !empty ? 'denied' : undefined;
}

function isSettling(situation: Situation, { at }: Sight): boolean {
  return (frontendsSeen(situation) ?? []).some(({ startedAt }) => at - startedAt < settlesMs);
}

function ofState(
  situation: Situation,
  sight: Sight,
  state: ClusterState,
  leader: Seen,
  settled: boolean,
): Readonly<Record<string, Expectation>> {
  const tables = seenTables(situation, state);
  const complete =
    leader.ok && leader.sight.states.some((counted) => tables.length >= counted.tables.length);
  const meta: ReadingMeta = {
    ...metaOf(situation, 'metadata', sight),
    ...(complete ? {} : { bound: 'lower' as const }),
  };
  const of = (kind: TableState['kind']) => tables.filter((table) => table.kind === kind);
  const count = (kind: TableState['kind']) => known(exact(of(kind).length), meta);
  const holding = tables.filter(({ kind }) => kind !== 'view');
  const total = (what: 'reportedBytes' | 'reportedRows') =>
    holding.reduce((sum, table) => sum + table[what], 0);
  const unsettled = unknown('not-collected-yet');
  return {
    tables: count('table'),
    views: count('view'),
    materializedViews: count('materialized view'),
    bytes: settled ? known(exact(total('reportedBytes')), meta) : unsettled,
    rows: settled ? known(exact(total('reportedRows')), meta) : unsettled,
    byEngine: {
      kind: 'rows',
      meta,
      rows: of('table').length === 0 ? [] : [engineRow(of('table').length)],
      ids: of('table').length === 0 ? [] : ['StarRocks'],
      idOf: (row) => String(row['engine']),
    },
    largest: settled ? largestRows(situation, meta, holding) : unsettled,
    growing: settled ? growingRows(situation, meta, holding) : unsettled,
    byDatabase: databaseRows(situation, { meta, tables, complete, settled, leader }),
  };
}

const engineRow = (count: number): Expectation =>
  fields({ engine: exact('StarRocks'), tables: exact(count) });

const idOfTable = (row: Readonly<Record<string, unknown>>): string =>
  `${String(row['database'])}.${String(row['name'])}`;

function largestRows(
  situation: Situation,
  meta: ReadingMeta,
  holding: readonly TableState[],
): RowsExpectation {
  const largest = holding
    .toSorted((a, b) => b.reportedBytes - a.reportedBytes)
    .slice(0, listedTables);
  return {
    kind: 'rows',
    meta,
    rows: largest.map((table) =>
      fields({
        database: exact(table.database),
        name: exact(table.name),
        kind: exact(table.kind === 'table' ? 'table' : 'materializedView'),
        bytes: exact(table.reportedBytes),
        rows: exact(table.reportedRows),
        grownDay: exact(grownSince(situation, table)),
        grownWeek: exact(null),
      }),
    ),
    ids: largest.map(({ database, name }) => `${database}.${name}`),
    idOf: idOfTable,
    total: holding.length,
    unknownColumns: growthColumns(situation, 'table'),
  };
}

/** Those that grew in a day, while no week is stored. */
function growingRows(
  situation: Situation,
  meta: ReadingMeta,
  holding: readonly TableState[],
): Expectation {
  if (sizesBefore(situation, 'table') === undefined) {
    return unknown('insufficient-history');
  }
  const grown = holding.filter((table) => Number(grownSince(situation, table)) > 0);
  return largestRows(situation, meta, grown);
}

function grownSince(situation: Situation, table: TableState): number | null {
  const before = sizesBefore(situation, 'table');
  const subject = JSON.stringify([table.database, table.name]);
  // Nothing was left out then: what was not there grew from nothing.
  return before === undefined ? null : table.reportedBytes - (before.bytes.get(subject) ?? 0);
}

type Before = { readonly at: number; readonly bytes: ReadonlyMap<string, number> };

/** The imported hour nearest to a day before the first round, at most 90 minutes away. */
function sizesBefore(situation: Situation, kind: 'table' | 'database'): Before | undefined {
  const dayAgo = (situation.rounds[0]?.at ?? situation.now) - 86_400_000;
  const subjects = situation.past.flatMap((slot) => slot.subjects ?? []);
  const [nearest] = subjects
    .filter((subject) => subject.kind === kind && Math.abs(subject.at - dayAgo) <= 5_400_000)
    .toSorted((a, b) => Math.abs(a.at - dayAgo) - Math.abs(b.at - dayAgo));
  const own = subjects.filter((subject) => subject.kind === kind && subject.at === nearest?.at);
  return nearest === undefined
    ? undefined
    : { at: nearest.at, bytes: new Map(own.map(({ name, value }) => [name, value])) };
}

const growthColumns = (
  situation: Situation,
  kind: 'table' | 'database',
): Readonly<Record<string, readonly UnknownReason[]>> => ({
  ...(sizesBefore(situation, kind) === undefined ? { grownDay: tooYoung } : {}),
  grownWeek: tooYoung,
});

const tooYoung: readonly UnknownReason[] = ['insufficient-history'];

type Databases = {
  readonly meta: ReadingMeta;
  readonly tables: readonly TableState[];
  readonly complete: boolean;
  readonly settled: boolean;
  readonly leader: Seen;
};

/** The leader's sizes where it tells them, else the sums of what is seen: they are the same sizes. */
function databaseRows(situation: Situation, databases: Databases): Expectation {
  const { meta, tables, complete, settled, leader } = databases;
  const before = sizesBefore(situation, 'database');
  const states = leader.ok && told(situation, 'db_size_bytes') ? leader.sight.states : [];
  const names = new Set([
    ...tables.map(({ database }) => database),
    ...states.flatMap((state) => ownDatabases(state).map(({ name }) => name)),
  ]);
  const seenIn = byDatabase(tables);
  const tablesTold = states.map((state) => byDatabase(state.tables));
  const isSeen = (name: string) => complete || seenIn(name).length > 0;
  const rows = [...names].map((name) => {
    const own = seenIn(name);
    const sum = (list: readonly TableState[], what: 'reportedBytes' | 'reportedRows') =>
      list.filter(({ kind }) => kind !== 'view').reduce((total, table) => total + table[what], 0);
    const count = (kind: TableState['kind']) =>
      exact(isSeen(name) ? own.filter((table) => table.kind === kind).length : null);
    const sizes = [
      ...tablesTold.map((tablesIn) => point(sum(tablesIn(name), 'reportedBytes'))),
      ...(isSeen(name) ? [point(sum(own, 'reportedBytes'))] : []),
    ];
    return fields({
      name: exact(name),
      tables: count('table'),
      views: count('view'),
      materializedViews: count('materialized view'),
      bytes: settled ? within(hull(sizes)) : anyOf([exact(null), within(hull(sizes))]),
      rows: exact(isSeen(name) && settled ? sum(own, 'reportedRows') : null),
      grownDay:
        before === undefined || sizes.length === 0
          ? exact(null)
          : within(add(hull(sizes), point(-(before.bytes.get(name) ?? 0)))),
      grownWeek: exact(null),
    });
  });
  const unseen = [...names].some((name) => !isSeen(name));
  const hidden: readonly UnknownReason[] = ['denied'];
  return {
    kind: 'rows',
    meta,
    rows,
    ids: [...names],
    idOf: (row) => String(row['name']),
    unknownColumns: {
      ...growthColumns(situation, 'database'),
      ...(unseen ? { tables: hidden, views: hidden, materializedViews: hidden, rows: hidden } : {}),
      ...(settled ? {} : { rows: ['not-collected-yet'] }),
    },
  };
}

/** Nothing may be seen, and the leader still tells what each database holds, in newer versions. */
function byLeaderAlone(
  situation: Situation,
  sight: Sight,
  why: readonly UnknownReason[],
): Expectation {
  const not = { tables: why, views: why, materializedViews: why, rows: why };
  const options = sight.states.map((state): Expectation => {
    const names = ownDatabases(state).map(({ name }) => name);
    const tablesIn = byDatabase(state.tables);
    return {
      kind: 'rows',
      meta: metaOf(situation, 'feMetrics', sight),
      rows: names.map((name) =>
        fields({
          name: exact(name),
          tables: exact(null),
          views: exact(null),
          materializedViews: exact(null),
          bytes: exact(tablesIn(name).reduce((sum, table) => sum + table.reportedBytes, 0)),
          rows: exact(null),
          grownDay: exact(null),
          grownWeek: exact(null),
        }),
      ),
      ids: names,
      idOf: (row) => String(row['name']),
      unknownColumns: { ...growthColumns(situation, 'database'), ...not },
    };
  });
  return anyOf(options);
}

/** Databases with their bytes: as the leader tells them, else the sums of what is seen. */
export function sizesByDatabase(
  situation: Situation,
  row: (name: string, bytes: Interval) => Expectation,
): Expectation {
  const leader = leaderAnswer(situation);
  const answer = seen(situation, 'metadata');
  const byLeader = leader.ok && told(situation, 'db_size_bytes');
  const why = answer.ok ? whyHidden(situation, answer.sight, leader) : answer.why;
  if (!byLeader && (!answer.ok || why !== undefined)) {
    return unknown(why ?? 'denied');
  }
  const sight = byLeader ? leader.sight : answer.ok ? answer.sight : undefined;
  const tablesIn = (state: ClusterState) =>
    byLeader ? state.tables : seenTables(situation, state);
  const options = (sight?.states ?? []).map((state): Expectation => {
    const names = byLeader
      ? ownDatabases(state).map(({ name }) => name)
      : [...new Set(tablesIn(state).map(({ database }) => database))];
    const tablesOf = byDatabase(tablesIn(state));
    const bytesOf = (name: string) =>
      tablesOf(name)
        .filter(({ kind }) => kind !== 'view')
        .reduce((sum, table) => sum + table.reportedBytes, 0);
    return {
      kind: 'rows',
      meta: { bound: null },
      rows: names.map((name) => row(name, point(bytesOf(name)))),
      ids: names,
      idOf: (actual) => String(actual['name']),
      ...(names.every(
        (name) => slopeOf(situation, 'database', (each) => each === name) !== undefined,
      )
        ? {}
        : { unknownColumns: { perDay: tooYoung, low: tooYoung, high: tooYoung } }),
    };
  });
  return anyOf([...options, ...(isUnsettled(situation, byLeader) ? [unsettledSizes] : [])]);
}

const unsettledSizes = unknown('not-collected-yet');

function isUnsettled(situation: Situation, byLeader: boolean): boolean {
  const answer = seen(situation, 'metadata');
  return !byLeader && answer.ok && isSettling(situation, answer.sight);
}

/** Bytes of everything, as the sum of the tables tells them. */
export function expectBytes(situation: Situation): Expectation {
  const options = expectDataStatistics(situation);
  const one = options.kind === 'anyOf' ? options.options : [options];
  return anyOf(
    one.flatMap((option) => (option.kind === 'fields' ? (option.fields['bytes'] ?? []) : [])),
  );
}
