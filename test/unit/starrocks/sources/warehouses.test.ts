import assert from 'node:assert/strict';
import { warehouses } from '../../../../src/extension/starrocks/sources/warehouses';
import { answerOf, shanghai } from '../support/answers';

describe('warehouses', () => {
  const [form] = warehouses.forms;

  it('reads their names and states, and none of the counts that are always 0', () => {
    const { value, rows } = form.parse(
      answerOf(
        'Id, Name, State, NodeCount, CurrentClusterCount, MaxClusterCount, StartedClusters, RunningSql, QueuedSql, CreatedOn, ResumedOn, UpdatedOn, Property, Comment',
        '0 | default_warehouse | AVAILABLE | 0 | 1 | 1 | 1 | 0 | 0 | | | | | An internal warehouse',
      ),
      shanghai,
      new Map(),
    );

    assert.equal(rows, 1);
    assert.deepEqual(value, [{ id: '0', name: 'default_warehouse', state: 'AVAILABLE' }]);
  });

  it('finds the name under its older column', () => {
    const { value } = form.parse(
      answerOf('Id, Warehouse, State, ClusterCount', '0 | default_warehouse | RUNNING | 1'),
      shanghai,
      new Map(),
    );

    assert.deepEqual(value, [{ id: '0', name: 'default_warehouse', state: 'RUNNING' }]);
  });
});
