import { strict as assert } from 'node:assert';
import { actionSteps, type ActionFacts } from '../../../src/extension/actions/actionSteps';
import { releaseOf } from '../../../src/extension/starrocks/release';
import type { ClusterAction } from '../../../src/shared/model/action';

/** The statements, or the id of the reason why there are none. */
function statements(action: ClusterAction, facts: ActionFacts): readonly string[] | string {
  const steps = actionSteps(action, facts);
  return 'why' in steps ? steps.why.id : steps.steps.map(({ sql }) => sql);
}

function at(version: string | null, runMode: ActionFacts['runMode'] = 'shared_data'): ActionFacts {
  return { version: releaseOf(version), runMode };
}

const now = at('4.0.0-37c7c51');

describe('actionSteps', () => {
  it('quotes what a cluster or a person named, whatever it is', () => {
    const hostile = { database: 'a`b', name: "v'; DROP TABLE t; --" };
    assert.deepEqual(statements({ kind: 'refreshView', ...hostile }, now), [
      "REFRESH MATERIALIZED VIEW `a``b`.`v'; DROP TABLE t; --`",
    ]);
    assert.deepEqual(statements({ kind: 'cancelLoad', database: 'd', label: "x' OR '1\\" }, now), [
      "CANCEL LOAD FROM `d` WHERE LABEL = 'x\\' OR \\'1\\\\'",
    ]);
  });

  it('puts nothing but digits where SQL has a number', () => {
    const injected = '1 OR 1=1';
    assert.equal(
      statements({ kind: 'cancelCompaction', txnId: injected }, now),
      'action.why.noNumber',
    );
    assert.equal(
      statements({ kind: 'killSession', frontend: 'f', connectionId: injected, user: 'u' }, now),
      'action.why.noNumber',
    );
  });

  it('kills by query id from 3.4 on, before by connection on its FE', () => {
    const kill = { kind: 'killQuery', queryId: 'q-1', frontend: 'fe1', connectionId: '7' } as const;
    assert.deepEqual(statements(kill, at('3.4.0-abc')), ["KILL QUERY 'q-1'"]);
    assert.deepEqual(statements(kill, at('3.3.18-abc')), ['KILL QUERY 7']);
    assert.deepEqual(statements(kill, at(null)), ['KILL QUERY 7']);
    assert.equal(
      statements({ ...kill, frontend: null }, at('3.3.18')),
      'action.why.frontendUnknown',
    );
  });

  it('offers only what the version and the run mode have', () => {
    const compact = { kind: 'compact', database: 'd', table: 't' } as const;
    assert.deepEqual(statements(compact, at('3.2.7')), ['ALTER TABLE `d`.`t` COMPACT']);
    assert.equal(statements(compact, at('3.2.6')), 'action.why.version');
    assert.equal(statements(compact, at(null)), 'action.why.versionUnknown');
    assert.deepEqual(statements(compact, at('3.1.2', 'shared_nothing')), [
      'ALTER TABLE `d`.`t` COMPACT',
    ]);
    const cancel = { kind: 'cancelCompaction', txnId: '5' } as const;
    assert.equal(statements(cancel, at('4.0.0', 'shared_nothing')), 'action.why.sharedDataOnly');
    assert.equal(statements(cancel, at('3.1.9')), 'action.why.version');
    assert.equal(
      statements({ kind: 'activateView', database: 'd', name: 'v' }, at('2.5.6')),
      'action.why.version',
    );
  });
});
