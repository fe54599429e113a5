import assert from 'node:assert/strict';
import { mostSleepers } from '../../../src/shared/model/action';
import type { LoadJob, RoutineLoadJob } from '../../../src/shared/model/loadJobStats';
import type { MaterializedView } from '../../../src/shared/model/materializedViewStats';
import type { SchemaChangeJob } from '../../../src/shared/model/schemaChangeStats';
import type { Session } from '../../../src/shared/model/sessionStats';
import {
  loadActions,
  routineLoadActions,
  schemaChangeActions,
  sessionActions,
  sleeperActions,
  viewActions,
} from '../../../src/shared/rowActions';

function aSession(connectionId: string, patch: Partial<Session> = {}): Session {
  return {
    frontend: 'fe1',
    connectionId,
    user: 'etl',
    host: '10.0.0.7:1',
    database: null,
    command: 'Sleep',
    connectedAt: null,
    timeMs: 1_000,
    sql: null,
    ...patch,
  };
}

describe('actions of a row', () => {
  it('follow the state of a materialized view', () => {
    const kinds = (active: boolean | null, state: string | null) =>
      viewActions({ database: 'd', name: 'v', active, state } as MaterializedView).map(
        ({ kind }) => kind,
      );
    assert.deepEqual(kinds(false, 'FAILED'), ['activateView']);
    assert.deepEqual(kinds(true, 'RUNNING'), ['cancelRefresh', 'inactivateView']);
    assert.deepEqual(kinds(null, null), ['refreshView', 'inactivateView']);
  });

  it('resume what is paused, pause what runs, and leave a stopped routine load alone', () => {
    const kinds = (state: string) =>
      routineLoadActions({ database: 'd', name: 'j', state } as RoutineLoadJob).map(
        ({ kind }) => kind,
      );
    assert.deepEqual(kinds('PAUSED'), ['resumeRoutineLoad']);
    assert.deepEqual(kinds('NEED_SCHEDULE'), ['pauseRoutineLoad']);
    assert.deepEqual(kinds('STOPPED'), []);
  });

  it('cancel a running load, but no stream load, which ends with its request', () => {
    const count = (type: string, outcome: LoadJob['outcome']) =>
      loadActions({ database: 'd', label: 'l', type, outcome } as LoadJob).length;
    assert.equal(count('BROKER', 'running'), 1);
    assert.equal(count('BROKER', 'finished'), 0);
    assert.equal(count('STREAM_LOAD', 'running'), 0);
  });

  it('cancel a schema change that waits or runs, by its kind', () => {
    const actions = (kind: SchemaChangeJob['kind'], outcome: SchemaChangeJob['outcome']) =>
      schemaChangeActions({ kind, database: 'd', table: 't', outcome } as SchemaChangeJob);
    assert.deepEqual(actions('optimize', 'waiting'), [
      { kind: 'cancelSchemaChange', database: 'd', table: 't', change: 'OPTIMIZE' },
    ]);
    assert.deepEqual(actions('column', 'finished'), []);
  });

  it('name no session whose FE is not told', () => {
    assert.deepEqual(sessionActions(aSession('7', { frontend: null })), []);
  });

  it('end the longest sleepers of one user, no more than a person reads', () => {
    const many = Array.from({ length: mostSleepers + 5 }, (_, index) =>
      aSession(String(index), { timeMs: index }),
    );
    const others = [aSession('busy', { command: 'Query' }), aSession('x', { user: 'bi' })];
    const [action] = sleeperActions([...many, ...others], 'etl');
    assert.equal(action?.sessions.length, mostSleepers);
    assert.equal(action.sessions[0]?.connectionId, String(mostSleepers + 4));
    assert.ok(action.sessions.every(({ connectionId }) => /^\d+$/.test(connectionId)));
  });
});
