import assert from 'node:assert/strict';
import type { OverviewInput } from '../../../src/extension/overview/overviewInput';
import { foreignSessions } from '../../../src/extension/overview/foreignSessions';
import { computeRunningQueries } from '../../../src/extension/overview/runningQueries';
import { computeSessionStats } from '../../../src/extension/overview/sessionStats';
import type { RunningQueryRow } from '../../../src/extension/starrocks/sources/runningQueries';
import type { SessionRow } from '../../../src/extension/starrocks/sources/sessions';
import { unknown, type Reading } from '../../../src/shared/reading';
import { FakeHistory, got, inputOf, many, sharedData, start } from './builders';

const session = (over: Partial<SessionRow> = {}): SessionRow => ({
  frontendName: 'fe-1_9010_1700000000000',
  connectionId: '7',
  user: 'alice',
  host: '10.0.0.5:40000',
  database: 'sales',
  command: 'Query',
  connectedAt: start - 60_000,
  timeS: 3,
  sql: 'SELECT 1',
  pending: false,
  warehouse: null,
  ...over,
});

const query = (over: Partial<RunningQueryRow> = {}): RunningQueryRow => ({
  queryId: 'q-1',
  frontendHost: 'fe-1',
  connectionId: '7',
  database: 'sales',
  user: 'alice',
  startedAt: start - 3_000,
  scanBytes: 10,
  scanRows: 10,
  memoryBytes: 10,
  spillBytes: 0,
  cpuMs: 10,
  execMs: 3_000,
  progressPct: 10,
  warehouse: null,
  resourceGroup: null,
  ...over,
});

const input = (
  sessions: readonly SessionRow[],
  queries: readonly RunningQueryRow[] = [],
  over: Partial<OverviewInput> = {},
): OverviewInput =>
  inputOf(
    sharedData(3, {
      over: {
        sessions: got(sessions, start, 'sessions'),
        runningQueries: got(queries, start, 'runningQueries'),
        ...over,
      },
    }),
    start,
    new FakeHistory(),
  );

const privileges = (operate: boolean | null) => ({
  capabilities: got(
    {
      version: '4',
      runMode: 'shared_data' as const,
      privileges: { operate, node: true },
      queryQueue: false,
      userHost: null,
    },
    start,
    'capabilities' as const,
  ),
});

const valueOf = <T>(reading: Reading<T>) => (reading.known ? reading.value : reading.why);

describe('sessions', () => {
  it('are counted, split and grouped', () => {
    const stats = computeSessionStats(
      input([
        session(),
        session({ connectionId: '8', command: 'Sleep', timeS: 900, connectedAt: start - 900_000 }),
        session({ connectionId: '9', user: 'bob', database: null, pending: true }),
      ]),
    );
    assert.deepEqual(
      [stats.total, stats.active, stats.idle, stats.pending].map(valueOf),
      [3, 2, 1, 1],
    );
    assert.deepEqual(stats.byUser.known && stats.byUser.value.rows, [
      { name: 'alice', active: 1, idle: 1, oldestMs: 900_000 },
      { name: 'bob', active: 1, idle: 0, oldestMs: 60_000 },
    ]);
    assert.deepEqual(stats.byHost.known && stats.byHost.value.rows.map(({ name }) => name), [
      '10.0.0.5',
    ]);
  });

  it('leave out our own, by FE and connection id', () => {
    const own = { ownConnections: new Set(['fe-2|7']) };
    const rows = [
      session({ user: 'monitor' }),
      session({ user: 'monitor', frontendName: 'fe-2_9010_1700000000000' }),
    ];
    const stats = computeSessionStats(input(rows, [], own));
    assert.equal(valueOf(stats.total), 1, 'the same id on another FE is not ours');
    assert.equal(
      stats.sessions.known && stats.sessions.value.rows[0]?.frontend,
      'fe-1_9010_1700000000000',
    );
  });

  it('are the very same list at a later moment of one answer, until our own connections are others', () => {
    const rows = [session(), session({ connectionId: '8', user: 'monitor' })];
    const before = input(rows);
    const later: OverviewInput = { ...before, now: before.now + 300 };
    assert.equal(valueOf(foreignSessions(later)), valueOf(foreignSessions(before)));
    const own: OverviewInput = { ...later, ownConnections: new Set(['fe-1|8']) };
    assert.deepEqual(valueOf(foreignSessions(own)), [rows[0]]);
    assert.deepEqual(valueOf(foreignSessions(before)), rows);
    assert.deepEqual(valueOf(foreignSessions({ ...own, ownConnections: new Set() })), rows);
  });

  it('leave out our own behind a load balancer or where the FE is not named', () => {
    const own = { ownConnections: new Set(['lb.example|7']) };
    const rows = [
      session({ user: 'monitor' }),
      session({ user: 'monitor', frontendName: null }),
      session({ user: 'alice' }),
    ];
    assert.equal(valueOf(computeSessionStats(input(rows, [], own)).total), 1);
  });

  it('are denied, not few, without OPERATE', () => {
    const stats = computeSessionStats(input([session({ user: 'monitor' })], [], privileges(false)));
    for (const reading of Object.values(stats)) {
      assert.equal(!reading.known && reading.why, 'denied');
    }
  });

  it('are a lower bound while the privilege is not known', () => {
    const { total } = computeSessionStats(input([session()], [], privileges(null)));
    assert.equal(total.known && total.bound, 'lower');
  });

  it('say when the version does not tell who waits', () => {
    const unknownColumns = new Map([['sessions' as const, ['pending', 'warehouse']]]);
    const stats = computeSessionStats(input([session({ pending: null })], [], { unknownColumns }));
    assert.equal(valueOf(stats.pending), 'unsupported-version');
  });

  it('do not blame the version for cells that are empty now', () => {
    const stats = computeSessionStats(input([session({ pending: null })]));
    assert.equal(valueOf(stats.pending), 'not-recorded');
  });

  it('count at least those that are told to wait', () => {
    const rows = [session({ pending: true }), session({ connectionId: '8', pending: null })];
    const { pending } = computeSessionStats(input(rows));
    assert.deepEqual(pending.known && [pending.value, pending.bound], [1, 'lower']);
  });

  it('are cut to 50 rows with their total', () => {
    const stats = computeSessionStats(input(many(70, (n) => session({ connectionId: String(n) }))));
    assert.ok(stats.sessions.known);
    const { rows, total, truncated } = stats.sessions.value;
    assert.deepEqual([rows.length, total, truncated], [50, 70, true]);
  });

  it('keep the reason of a failed source', () => {
    const stats = computeSessionStats(input([], [], { sessions: unknown('timeout', start) }));
    assert.equal(valueOf(stats.total), 'timeout');
  });
});

describe('running queries', () => {
  const rowsOf = (given: OverviewInput) => {
    const { queries } = computeRunningQueries(given);
    assert.ok(queries.known);
    return queries.value;
  };

  it('are the longest first, without our own', () => {
    const own = { ownConnections: new Set(['fe-1|1']) };
    const queries = [
      query({ queryId: 'short', connectionId: '2', execMs: 10 }),
      query({ queryId: 'own', connectionId: '1', user: 'monitor', execMs: 99_000 }),
      query({ queryId: 'long', connectionId: '3', execMs: 5_000 }),
    ];
    const module = computeRunningQueries(input([], queries, own));
    assert.equal(valueOf(module.total), 2);
    assert.equal(valueOf(module.longestMs), 5_000);
    assert.deepEqual(
      module.queries.known && module.queries.value.rows.map(({ queryId }) => queryId),
      ['long', 'short'],
    );
  });

  it('take the statement from the session of the same FE, connection and user', () => {
    const sessions = [
      session({ sql: 'SELECT x' }),
      session({ frontendName: 'fe-2_9010_1', sql: 'other' }),
    ];
    assert.equal(rowsOf(input(sessions, [query()])).rows[0]?.sql, 'SELECT x');
    assert.equal(rowsOf(input(sessions, [query({ user: 'bob' })])).rows[0]?.sql, null);
    assert.equal(rowsOf(input(sessions, [query({ connectionId: '8' })])).rows[0]?.sql, null);
  });

  it('do not show the statement that ran before in the same session', () => {
    const sessions = { sessions: got([session()], start - 10_000, 'sessions' as const) };
    assert.equal(rowsOf(input([], [query()], sessions)).rows[0]?.sql, null);
  });

  it('do not show the statement of a session that rests or runs another one by now', () => {
    for (const later of [session({ command: 'Sleep' }), session({ timeS: 0 })]) {
      assert.equal(rowsOf(input([later], [query()])).rows[0]?.sql, null);
    }
  });

  it('say why statements are missing', () => {
    const failed = { sessions: unknown('denied', start) };
    assert.equal(rowsOf(input([], [query()], failed)).unknownColumns?.sql, 'denied');
    assert.equal(rowsOf(input([], [query()], privileges(false))).unknownColumns?.sql, 'denied');
  });

  it('name figures that the version does not offer', () => {
    const unknownColumns = new Map([['runningQueries' as const, ['progressPct', 'warehouse']]]);
    const table = rowsOf(input([session()], [query({ progressPct: null })], { unknownColumns }));
    assert.deepEqual(table.unknownColumns, { progressPct: 'unsupported-version' });
  });

  it('do not blame the version for cells that are empty now', () => {
    const empty = query({ progressPct: null, execMs: null, startedAt: null });
    const given = input([session()], [empty]);
    assert.equal(rowsOf(given).unknownColumns, undefined);
    assert.equal(valueOf(computeRunningQueries(given).longestMs), 'not-recorded');
  });

  it('have a longest one that is a bound while another one tells no time', () => {
    const silent = query({ queryId: 'q-2', execMs: null, startedAt: null });
    const { longestMs } = computeRunningQueries(input([session()], [query(), silent]));
    assert.deepEqual(longestMs.known && [longestMs.value, longestMs.bound], [3_000, 'lower']);
  });

  it('have no longest one when none runs', () => {
    const module = computeRunningQueries(input([], []));
    assert.equal(valueOf(module.total), 0);
    assert.equal(valueOf(module.longestMs), 'no-traffic');
  });

  it('measure from the start where no execution time is given', () => {
    const [row] = rowsOf(input([], [query({ execMs: null })])).rows;
    assert.equal(row?.durationMs, 3_000);
    const [blank] = rowsOf(input([], [query({ execMs: null, startedAt: null })])).rows;
    assert.equal(blank?.durationMs, null);
  });
});
