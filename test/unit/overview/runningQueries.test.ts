import assert from 'node:assert/strict';
import { computeRunningQueries } from '../../../src/extension/overview/runningQueries';
import type { RunningQueryRow } from '../../../src/extension/starrocks/sources/runningQueries';
import type { SessionRow } from '../../../src/extension/starrocks/sources/sessions';
import { FakeHistory, frontend, got, inputOf, sharedData, start } from './builders';

const query: RunningQueryRow = {
  queryId: 'q-1',
  frontendHost: 'fe-1',
  connectionId: '7',
  database: 'sales',
  user: 'bi',
  startedAt: start - 40_000,
  scanBytes: 1,
  scanRows: 1,
  memoryBytes: 1,
  spillBytes: 0,
  cpuMs: 1,
  execMs: null,
  progressPct: null,
  warehouse: null,
  resourceGroup: null,
};

const session: SessionRow = {
  frontendName: frontend(1).name,
  connectionId: '7',
  user: 'bi',
  host: '10.0.0.7:53211',
  database: 'sales',
  command: 'Query',
  connectedAt: start - 90_000,
  timeS: 40,
  sql: 'SELECT 1',
  pending: false,
  warehouse: null,
};

const sqlWith = (over: Partial<SessionRow>, startedAt = query.startedAt) => {
  const scene = sharedData(2, {
    over: {
      runningQueries: got([{ ...query, startedAt }], start - 20_000, 'runningQueries'),
      sessions: got([{ ...session, ...over }], start, 'sessions'),
    },
  });
  const { queries } = computeRunningQueries(inputOf(scene, start, new FakeHistory()));
  return queries.known ? queries.value.rows.map(({ sql }) => sql) : queries.why;
};

describe('the statement of a running query', () => {
  it('is that of its session', () => {
    assert.deepEqual(sqlWith({}), ['SELECT 1']);
  });

  it('is not known from a session that sleeps by now, nor from one that began another since', () => {
    assert.deepEqual(sqlWith({ command: 'Sleep', timeS: 5 }), [null]);
    assert.deepEqual(sqlWith({ timeS: 5 }), [null]);
  });

  it('is not that of the statement which the session ran before it', () => {
    assert.deepEqual(sqlWith({ timeS: 55 }), [null]);
    // Told in whole seconds, the query may have begun just after the list came.
    assert.deepEqual(sqlWith({ timeS: 1 }, start - 400), [null]);
  });
});
